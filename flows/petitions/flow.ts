/** The petitions flow, as the registry takes it: PETICIONES, what the people of a clinic ask for. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'petitions',
  version: 1,
  machine,
  screens,
  opens: { petitions: () => ({}) },
});
