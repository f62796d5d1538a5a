/** What is asked about the posts of a committee. */

import { type Choice, page, type Screen, SEAT_ROLES } from '../../src/conversation/flow.ts';
import type { SeatsContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `seats:label.${type}` }, event: { type } });

export const screens = {
  begin: ({ clinic, year, lists }: SeatsContext): Screen => ({
    text: [{ key: 'seats:begin', values: { clinic, year: `${year}` } }],
    choices: [
      ...lists.map(
        ({ name, posts }): Choice => ({
          label: { key: `seats:lists.${name}`, values: { posts } },
          event: { type: 'list', list: name },
        }),
      ),
      choice('own'),
      choice('back'),
    ],
  }),
  list: ({ clinic, year, seats }: SeatsContext): Screen => ({
    text: [
      {
        key: 'seats:list',
        values: { clinic, year: `${year}`, list: seats.map(({ name }) => `• ${name}`).join('\n') },
      },
    ],
    choices: [
      { label: { key: 'seats:label.done' }, event: { type: 'back' }, means: 'yes' },
      choice('add'),
      choice('rename'),
      choice('remove'),
    ],
  }),
  name: (): Screen => ({
    text: [{ key: 'seats:name' }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  role: ({ name }: SeatsContext): Screen => ({
    text: [{ key: 'seats:role', values: { name } }],
    choices: [
      ...SEAT_ROLES.map((role): Choice => ({ label: { key: `seats:roles.${role}` }, event: { type: 'role', role } })),
      choice('back'),
    ],
    unfinished: true,
  }),
  pick: ({ seats, page: at, doing }: SeatsContext): Screen => ({
    text: [{ key: `seats:pick.${doing}` }],
    choices: page(seats, at, (seat) => ({ label: seat.name, event: { type: 'seat', seat } })),
  }),
  rename: ({ chosen }: SeatsContext): Screen => ({
    text: [{ key: 'seats:rename', values: { name: chosen?.name ?? '' } }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  doubt: ({ chosen }: SeatsContext): Screen => ({
    text: [{ key: 'seats:doubt', values: { name: chosen?.name ?? '' } }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
  }),
};
