/** The ballot flow, as the registry takes it: the office opens it, with a clinic. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'ballot', version: 1, machine, screens, opens: {} });
