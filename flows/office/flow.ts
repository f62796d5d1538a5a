/** The office flow, as the registry takes it: every word of a role leads here first. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'office',
  version: 1,
  machine,
  screens,
  opens: { roles: ({ word, code }) => ({ word, code }) },
});
