/** The assembly flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'assembly',
  version: 1,
  machine,
  screens,
  opens: {
    assembly: ({ clinic, about }) => ({ text: clinic, about }),
    rsvp: ({ answer, companions, clinic }) => ({ text: clinic, answer, companions }),
    'date.wrong': () => ({ about: 'wrong-date' }),
  },
});
