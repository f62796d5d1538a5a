/** What stands on a ballot, as the registry takes it: the ballot flow opens it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'ballot-items', version: 1, machine, screens, opens: {} });
