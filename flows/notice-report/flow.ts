/** The flow of REPORTAR AVISO, as the registry takes it. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'notice-report',
  version: 1,
  machine,
  screens,
  opens: { 'notice.report': () => ({}) },
});
