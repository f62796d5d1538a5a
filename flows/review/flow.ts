/** The review flow, as the registry takes it: it is opened from the one that takes reports. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'review', version: 1, machine, screens, opens: {} });
