/** What is asked about who was elected. */

import type { Choice, ElectedOption, Screen, Seat } from '../../src/conversation/flow.ts';
import type { ElectionContext } from './machine.ts';
import { seatsShown } from './seats.ts';

const choice = (type: string): Choice => ({ label: { key: `election:label.${type}` }, event: { type } });
const seatChoice = (seat: Seat): Choice => ({ label: seat.name, event: { type: 'seat', seat } });
const electedChoice = (elected: ElectedOption): Choice => ({
  label: elected.label,
  event: { type: 'elected', elected },
});
const more: Choice = { label: { key: 'conversation:more' }, event: { type: 'more' } };

export const screens = {
  seat: (context: ElectionContext): Screen => {
    const { shown, hasMore } = seatsShown(context.seats, context);
    return {
      text: [{ key: context.elected > 0 ? 'election:another' : 'election:seat' }],
      choices: [
        ...shown.map(seatChoice),
        ...(hasMore ? [more] : []),
        choice('other'),
        choice('done'),
        ...(context.elected > 0 ? [choice('remove')] : []),
      ],
      expects: 'text',
      sentences: true,
      unfinished: true,
    };
  },
  how: ({ seat }: ElectionContext): Screen => ({
    text: [{ key: 'election:how', values: { post: seat?.name ?? '' } }],
    choices: [choice('chosen'), choice('ratified'), choice('back')],
  }),
  consent: (): Screen => ({
    text: [{ key: 'election:consent' }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
  }),
  name: (): Screen => ({ text: [{ key: 'election:name' }], choices: [choice('no')], expects: 'text', free: true }),
  offer: ({ post, replaces }: ElectionContext): Screen => ({
    text: [{ key: replaces ? 'election:offerReplacing' : 'election:offer', values: { post } }],
    choices: [
      { label: { key: 'election:label.give' }, event: { type: 'yes' }, means: 'yes' },
      { label: { key: 'election:label.later' }, event: { type: 'no' }, means: 'no' },
    ],
  }),
  codes: (context: ElectionContext): Screen => {
    const { shown, hasMore } = seatsShown(context.uninvited, context);
    return {
      text: [{ key: 'election:codes' }],
      choices: [...shown.map(electedChoice), ...(hasMore ? [more] : []), choice('back')],
    };
  },
};
