/** What the dates flow asks. */

import type { Choice, Screen, Text } from '../../src/conversation/flow.ts';
import { type About, type DatesContext, deadlines, milestones } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `dates:label.${type}` }, event: { type } });
const about = (label: string, what: About): Choice => ({
  label: { key: `dates:label.${label}` },
  event: { type: 'about', about: what },
});

/** What is written down already, a line each. */
function taken({ taken: { deadlines: until, milestones: happened } }: DatesContext): Text[] {
  return [
    ...until.map(({ kind, date }) => ({ key: `dates:taken.${kind}`, values: { day: date } })),
    ...happened.slice(-6).map(({ code, date }) => ({ key: `dates:taken.${code}`, values: { day: date } })),
  ];
}

export const screens = {
  what: (context: DatesContext): Screen => ({
    text: [...taken(context), { key: 'dates:what' }],
    choices: [
      ...deadlines.map((of) => about(of, { is: 'deadline', of })),
      ...milestones.map((of) => about(of, { is: 'milestone', of })),
      choice('back'),
    ],
  }),
  day: ({ about: what, work }: DatesContext): Screen => ({
    text: [{ key: what.is === 'due' ? 'dates:day.due' : `dates:day.${what.is}`, values: { title: work?.title ?? '' } }],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
  confirm: ({ about: what, day, work }: DatesContext): Screen => ({
    text: [
      {
        key: what.is === 'due' ? 'dates:confirm.due' : `dates:confirm.${what.of}`,
        values: { title: work?.title ?? '', day: day?.shown ?? '' },
      },
    ],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
    unfinished: true,
  }),
};
