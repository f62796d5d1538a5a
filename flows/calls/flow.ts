/** The calls flow, as the registry takes it: for facilitators, who answer for many clinics. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'calls', version: 1, machine, screens, opens: {} });
