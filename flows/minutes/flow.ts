/** The minutes flow, as the registry takes it: `office` leads here. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'minutes', version: 2, machine, screens, opens: {} });
