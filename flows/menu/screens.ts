/** What the menu shows. */

import type { Screen } from '../../src/conversation/flow.ts';
import type { MenuInput } from './machine.ts';

const choice = (type: string) => ({ label: { key: `menu:label.${type}` }, event: { type } });

export const screens = {
  menu: ({ office }: MenuInput): Screen => ({
    text: [{ key: 'menu:ask' }],
    choices: [
      ...(office ? [choice('office')] : []),
      choice('assembly'),
      choice('progress'),
      choice('committee'),
      choice('clinic'),
      choice('programme'),
      choice('notices'),
      choice('privacy'),
    ],
  }),
};
