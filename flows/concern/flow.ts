/** The concern flow, as the registry takes it: REPORTE, and REPORTES for who looks into them. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

export default defineFlow({
  name: 'concern',
  version: 1,
  machine,
  screens,
  opens: { report: () => ({}) },
});
