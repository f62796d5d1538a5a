/** The many flow, as the registry takes it: a facilitator comes here from the calls flow. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'many', version: 1, machine, screens, opens: {} });
