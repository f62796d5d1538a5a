/** What is asked of who writes the minutes. */

import type { Choice, Screen } from '../../src/conversation/flow.ts';
import type { MinutesContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `minutes:label.${type}` }, event: { type } });
/** Nobody may take an invented assembly for a real one. */
const marked = (demo: boolean) => (demo ? [{ key: 'assembly:demo' }] : []);
const sheets = [choice('attendance'), choice('tally')];

/** Minutes of the last assembly may be lacking when the next one has begun. */
const another =
  (held: MinutesContext['held']) =>
  ({ assemblyId, at }: MinutesContext['others'][number]): Choice => ({
    label: { key: 'minutes:label.of', values: { date: { at, timeZone: held?.timeZone ?? 'UTC', as: 'date' } } },
    event: { type: 'of', assemblyId },
  });

/** Offered where there is something to take back. */
const last = (count: number) => (count > 0 ? [choice('remove')] : []);

export const screens = {
  menu: ({ clinic, demo, held, others, agreements, elected, uninvited }: MinutesContext): Screen => ({
    text: [
      ...marked(demo),
      {
        key: 'minutes:menu',
        values: {
          clinic,
          date: { at: held?.at ?? 0, timeZone: held?.timeZone ?? 'UTC', as: 'date' },
          agreements,
          elected,
        },
      },
    ],
    choices: [
      choice('draft'),
      choice('agreements'),
      choice('elected'),
      ...(uninvited > 0 ? [choice('codes')] : []),
      ...sheets,
      ...others.slice(0, 1).map(another(held)),
      choice('menu'),
    ],
  }),
  before: ({ demo }: MinutesContext): Screen => ({
    text: [...marked(demo), { key: 'minutes:print' }],
    choices: [...sheets, choice('seats'), choice('menu')],
  }),
  agreement: ({ agreements }: MinutesContext): Screen => ({
    text: [{ key: agreements > 0 ? 'minutes:another' : 'minutes:agreement' }],
    choices: [choice('done'), ...last(agreements)],
    expects: 'text',
    free: true,
    ownWords: [{ key: 'minutes:word.done' }, { key: 'minutes:word.remove' }],
    unfinished: true,
  }),
};
