/** The result flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'result',
  version: 1,
  machine,
  screens,
  opens: { result: ({ clinic }) => ({ text: clinic }) },
});
