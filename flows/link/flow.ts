/** The link flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'link',
  version: 1,
  machine,
  screens,
  // The code goes by the name under which nothing is saved.
  opens: { link: ({ code }) => ({ text: code }) },
});
