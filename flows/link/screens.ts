/** What the link flow asks: nothing here tells one person anything of another. */

import type { Choice, Screen } from '../../src/conversation/flow.ts';

const choice = (type: string): Choice => ({ label: { key: `link:label.${type}` }, event: { type } });
const yes = (label: string): Choice => ({
  label: { key: `link:label.${label}` },
  event: { type: 'yes' },
  means: 'yes',
});
const no = (label: string): Choice => ({ label: { key: `link:label.${label}` }, event: { type: 'no' }, means: 'no' });

export const screens = {
  ask: (): Screen => ({
    text: [{ key: 'link:ask' }],
    choices: [yes('same'), no('another'), choice('later')],
  }),
  confirm: (): Screen => ({
    text: [{ key: 'link:confirm' }],
    choices: [yes('join'), no('apart'), choice('see')],
    unfinished: true,
  }),
  /** Where the channel can send it, one's own number does as well as a code. */
  rest: (): Screen => ({
    text: [{ key: 'link:rest' }],
    choices: [choice('code'), choice('menu')],
    expects: 'contact',
  }),
};
