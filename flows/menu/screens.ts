/** What the menu shows. */

import type { Screen } from '../../src/conversation/flow.ts';

const choice = (type: string) => ({ label: { key: `menu:label.${type}` }, event: { type } });

export const screens = {
  menu: (): Screen => ({
    text: [{ key: 'menu:ask' }],
    choices: [choice('assembly'), choice('clinic'), choice('programme'), choice('notices'), choice('privacy')],
  }),
};
