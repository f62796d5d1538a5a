/** When and how a vote is held, as the registry takes it: the ballot flow opens it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'ballot-terms', version: 1, machine, screens, opens: {} });
