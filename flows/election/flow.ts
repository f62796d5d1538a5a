/** The election flow, as the registry takes it: opened from the minutes, with an assembly. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'election', version: 1, machine, screens, opens: {} });
