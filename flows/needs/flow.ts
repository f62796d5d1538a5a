/** The needs flow, as the registry takes it: PROPONER, and every sentence that says what is lacking. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'needs',
  version: 1,
  machine,
  screens,
  opens: { needs: ({ text }) => (text === undefined ? {} : { text }) },
});
