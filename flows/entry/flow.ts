/** The entry flow, as the registry takes it: the office opens it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'entry', version: 1, machine, screens, opens: {} });
