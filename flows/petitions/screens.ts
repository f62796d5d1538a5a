/** What the petitions flow shows. */

import type { Choice, NeedFound, Screen, Text } from '../../src/conversation/flow.ts';
import { PAGE, type PetitionsContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `petitions:label.${type}` }, event: { type } });
/** Of one's own that wait so many are named. */
const NAMED = 3;

const hintOf = ({ supports: count, isMine, isNoted }: NeedFound): Text =>
  count === 0
    ? { key: 'petitions:hint.noted' }
    : { key: `petitions:hint.${isMine ? 'mine' : 'asked'}${isNoted ? 'Noted' : ''}`, values: { count } };

const waitingFor = ({ waiting }: PetitionsContext): Text[] =>
  waiting.length === 0
    ? []
    : [
        {
          key: 'petitions:waiting',
          values: {
            titles: waiting.slice(-NAMED).join(', '),
          },
        },
      ];

export const screens = {
  none: (context: PetitionsContext): Screen => ({
    text: [
      { key: context.wasDecided ? 'petitions:allDecided' : 'petitions:none', values: { clinic: context.clinic } },
      ...waitingFor(context),
    ],
    choices: [
      { ...choice('propose'), means: 'yes' },
      { ...choice('menu'), means: 'no' },
    ],
  }),
  list: (context: PetitionsContext): Screen => {
    const { clinic, needs, page: at } = context;
    return {
      text: [
        { key: 'petitions:list', values: { clinic, count: needs.length } },
        ...waitingFor(context),
        { key: 'petitions:choose' },
      ],
      choices: [
        ...needs.slice(at * PAGE, (at + 1) * PAGE).map((need) => ({
          label: need.title,
          hint: hintOf(need),
          event: { type: 'need', need },
        })),
        ...(needs.length > PAGE ? [{ label: { key: 'conversation:more' }, event: { type: 'more' } }] : []),
        choice('propose'),
        choice('menu'),
      ],
    };
  },
  one: ({ chosen, isCommittee, photos }: PetitionsContext): Screen => {
    const { title = '', supports: count = 0, isMine = false, isNoted = false } = chosen ?? {};
    return {
      text: [
        { key: count > 0 ? 'petitions:one' : 'petitions:oneNoted', values: { title, count } },
        ...(isNoted && count > 0 ? [{ key: 'petitions:noted' }] : []),
        { key: isMine ? 'petitions:whatNow' : 'petitions:joins' },
      ],
      choices: [
        ...(isMine ? [choice('tell'), choice('leave')] : [{ ...choice('join'), means: 'yes' as const }]),
        ...(isCommittee ? [choice('read')] : []),
        ...(isCommittee && photos > 1 ? [choice('photo')] : []),
        { ...choice('list'), means: 'no' },
        choice('menu'),
      ],
    };
  },
};
