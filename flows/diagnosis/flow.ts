/** The diagnosis, as the registry takes it: opened by the office flow, with a clinic. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'diagnosis', version: 1, machine, screens, opens: {} });
