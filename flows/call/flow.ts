/** The call flow, as the registry takes it: CONVOCAR leads here through the office flow. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'call', version: 1, machine, screens, opens: {} });
