/** The privacy flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'privacy',
  version: 3,
  machine,
  screens,
  opens: {
    privacy: () => ({}),
    mydata: () => ({ view: 'mydata' }),
    'mydata.delete': () => ({ view: 'delete' }),
  },
});
