/** What the relay flow asks. Whatever is typed where one writes to the other side is carried as it is. */

import type { Choice, Screen } from '../../src/conversation/flow.ts';
import type { RelayContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `relay:label.${type}` }, event: { type } });
const talking = [choice('end'), choice('block'), choice('report'), choice('menu')];

export const screens = {
  ask: ({ clinic, recipient }: RelayContext): Screen => ({
    text: [
      { key: recipient === 'facilitator' ? 'relay:askFacilitator' : 'relay:ask', values: { clinic } },
      { key: 'relay:private' },
    ],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    carried: true,
  }),
  talk: ({ number = 0 }: RelayContext): Screen => ({
    text: [{ key: 'relay:talk', values: { number } }],
    choices: talking,
    expects: 'text',
    free: true,
    carried: true,
    unfinished: true,
  }),
  /** Who answers for the committee may have several open: each answer names the one that it is for. */
  member: ({ number = 0 }: RelayContext): Screen => ({
    text: [{ key: 'relay:member', values: { number } }],
    choices: talking,
  }),
  nobody: ({ facilitator }: RelayContext): Screen => ({
    text: [{ key: facilitator ? 'relay:nobodyButFacilitator' : 'relay:nobodyAtAll' }],
    choices: facilitator ? [choice('facilitator'), choice('menu')] : [choice('menu')],
  }),
  reported: (): Screen => ({
    text: [{ key: 'relay:whatNow' }],
    choices: [choice('block'), choice('menu')],
  }),
  /** Who holds a post most likely meant one of those that they answer. */
  stopped: ({ office }: RelayContext): Screen => ({
    text: [{ key: 'relay:whatNow' }],
    choices: office ? [choice('menu')] : [choice('again'), choice('menu')],
  }),
};
