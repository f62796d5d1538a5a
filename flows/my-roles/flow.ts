/** The flow of one's own roles, as the registry takes it: it is opened from the committee's. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'my-roles', version: 1, machine, screens, opens: {} });
