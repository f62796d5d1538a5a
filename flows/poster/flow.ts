/** The poster flow, as the registry takes it: `office` leads here. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';

export default defineFlow({ name: 'poster', version: 1, machine, screens: {}, opens: {} });
