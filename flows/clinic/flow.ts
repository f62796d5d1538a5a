/** The clinic flow, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'clinic',
  version: 1,
  machine,
  screens,
  opens: {
    clinic: ({ clinic }) => (clinic ? { text: clinic, purpose: 'home' } : { view: 'mine' }),
    'clinic.follow': ({ clinic }) => ({ text: clinic, purpose: 'follow' }),
    'clinic.missing': () => ({ view: 'missing' }),
  },
});
