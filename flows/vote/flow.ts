/** The vote flow, as the registry takes it: VOTAR, REVISAR VOTO, and who votes on paper. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'vote',
  version: 1,
  machine,
  screens,
  opens: { vote: ({ check, paper }) => ({ check, paper }) },
});
