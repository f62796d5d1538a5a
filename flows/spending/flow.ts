/** The spending flow, as the registry takes it: opened by the inform flow, with a work. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'spending', version: 1, machine, screens, opens: {} });
