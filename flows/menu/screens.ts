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
      choice('voting'),
      choice('progress'),
      choice('committee'),
      choice('programme'),
      choice('mine'),
    ],
  }),
  voting: (): Screen => ({
    text: [{ key: 'menu:askVoting' }],
    choices: [choice('needs'), choice('petitions'), choice('vote'), choice('result'), choice('back')],
  }),
  mine: (): Screen => ({
    text: [{ key: 'menu:askMine' }],
    choices: [choice('clinic'), choice('notices'), choice('privacy'), choice('language'), choice('back')],
  }),
};
