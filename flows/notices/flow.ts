/** The notices flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'notices',
  version: 1,
  machine,
  screens,
  opens: {
    notices: () => ({}),
    'notices.off': () => ({ level: 'none' }),
    'notices.changes': () => ({ level: 'changes' }),
    'notices.on': () => ({ level: 'all' }),
  },
});
