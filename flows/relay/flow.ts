/** The relay flow, as the registry takes it: also RESPONDER, TERMINAR, BLOQUEAR and REPORTAR with a number. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'relay',
  version: 1,
  machine,
  screens,
  // What is to be said goes by the name under which nothing is saved.
  opens: { relay: ({ word, number, text }) => ({ word, number, text }) },
});
