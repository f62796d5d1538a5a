/** The invitation flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';

export default defineFlow({
  name: 'invitation',
  version: 1,
  machine,
  screens: {},
  // The code goes by the name under which nothing is saved.
  opens: { invitation: ({ code }) => ({ text: code }) },
});
