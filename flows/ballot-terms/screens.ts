/** What is asked about when and how a vote is held. */

import { type Choice, HIGHEST_MOST, type Screen, type Text } from '../../src/conversation/flow.ts';
import type { TermsContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `ballot-terms:label.${type}` }, event: { type } });
const proofs = ['none', 'day-code', 'invited'] as const;

/** "11:00 de la mañana". */
function clock(time: string): Text {
  const hour = Number(time.slice(0, 2));
  const shown = `${hour % 12 === 0 ? 12 : hour % 12}:${time.slice(3)}`;
  return { key: `moment:${hour < 12 ? 'morning' : hour < 19 ? 'afternoon' : 'evening'}`, values: { clock: shown } };
}

export const screens = {
  choose: (): Screen => ({
    text: [{ key: 'ballot-terms:choose' }],
    choices: [choice('opens'), choice('closes'), choice('most'), choice('proofs'), choice('back')],
    unfinished: true,
  }),
  ask: ({ asked, draft, days }: TermsContext): Screen => {
    const free = { expects: 'text', free: true, unfinished: true } as const;
    if (days) {
      const choices = days.map(({ date, shown }): Choice => ({ label: shown, event: { type: 'day', date } }));
      return { text: [{ key: 'call:ask.meantDay' }], choices, ...free };
    }
    if (draft.either) {
      const { morning, night } = draft.either;
      const hour = (time: string): Choice => ({ label: clock(time), event: { type: 'hour', time } });
      const values = { morning: clock(morning), night: clock(night) };
      return { text: [{ key: 'call:ask.part', values }], choices: [hour(morning), hour(night)], ...free };
    }
    const key = draft.date !== undefined ? 'hour' : draft.time !== undefined ? 'day' : 'when';
    return { text: [{ key: `ballot-terms:ask.${asked}.${key}` }], digits: true, ...free };
  },
  // The number of the choice is how many.
  most: (): Screen => ({
    text: [{ key: 'ballot-terms:most' }],
    choices: [
      ...Array.from({ length: HIGHEST_MOST }, (_, at) => ({
        label: { key: 'ballot-terms:many', values: { count: at + 1 } },
        event: { type: 'many', most: at + 1 },
      })),
      choice('back'),
    ],
    unfinished: true,
  }),
  proof: (): Screen => ({
    text: [{ key: 'ballot-terms:proof' }],
    choices: [
      ...proofs.map((proof) => ({ label: { key: `ballot-terms:proof_.${proof}` }, event: { type: proof } })),
      choice('back'),
    ],
    unfinished: true,
  }),
  invite: (): Screen => ({
    text: [{ key: 'ballot-terms:invite' }],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
};
