/** The menu flow, as the registry takes it: also the answers that need no conversation of their own. */

import { defineFlow } from '../../src/conversation/flow.ts';
import { machine } from './machine.ts';
import { screens } from './screens.ts';

const remark = (key: string) => () => ({ remark: key });

export default defineFlow({
  name: 'menu',
  version: 2,
  machine,
  screens,
  opens: {
    menu: () => ({}),
    back: () => ({}),
    help: remark('help'),
    greeting: remark('greeting'),
    thanks: remark('thanks'),
    goodbye: remark('goodbye'),
    human: remark('human'),
    'who-are-you': remark('whoAreYou'),
    outofscope: ({ matter }) => ({ remark: `outOfScope.${matter}` }),
  },
});
