/** The paper-count flow, as the registry takes it: the office and the result open it, with a clinic. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'paper-count', version: 1, machine, screens, opens: {} });
