/** The seats flow, as the registry takes it: opened from the minutes, and from the election. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'seats', version: 1, machine, screens, opens: {} });
