/** The flow of AVISO, as the registry takes it: the office flow leads here. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({ name: 'broadcast', version: 2, machine, screens, opens: {} });
