/** The decision flow, as the registry takes it: opened by the inform flow, with a clinic. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'decision', version: 2, machine, screens, opens: {} });
