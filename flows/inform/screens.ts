/** What the inform flow asks. */

import { type Choice, page, type Screen, statusesOf, type WorkView } from '../../src/conversation/flow.ts';
import type { InformContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `inform:label.${type}` }, event: { type } });
const yes = (label: string): Choice => ({ ...choice(label), event: { type: 'yes' }, means: 'yes' });
const no = (label: string): Choice => ({ ...choice(label), event: { type: 'no' }, means: 'no' });

const statusText = ({ status, percent }: Pick<WorkView, 'status' | 'percent'>) => ({
  key: `works:status.${status}`,
  values: { percent },
});

export const screens = {
  what: ({ clinic, works, may }: InformContext): Screen => {
    const key = works.length > 0 ? 'what' : may.decide ? 'nothing' : 'nothingYet';
    return {
      text: [{ key: `inform:${key}`, values: { clinic } }],
      choices: [
        ...(works.length > 0 && may.report ? ['report', 'spend', 'finish'].map(choice) : []),
        ...(may.decide ? [choice('decide')] : []),
        ...(works.length > 0 ? [choice(may.report ? 'other' : 'withdraw')] : []),
        choice('done'),
      ],
    };
  },
  other: ({ may }: InformContext): Screen => ({
    text: [{ key: 'inform:otherWhat' }],
    choices: [
      ...['correct', 'quote', 'due', 'dates'].map(choice),
      ...(may.decide ? [choice('withdraw')] : []),
      choice('back'),
    ],
  }),
  pick: ({ works, page: at }: InformContext): Screen => ({
    text: [{ key: 'inform:pick' }],
    choices: [
      ...page(works, at, (work) => ({ label: work.title, hint: statusText(work), event: { type: 'work', work } })),
      choice('back'),
    ],
    expects: 'text',
    unfinished: true,
  }),
  status: ({ work }: InformContext): Screen => ({
    text: [{ key: 'inform:status', values: { title: work?.title ?? '' } }],
    choices: statusesOf[work?.kind ?? 'obra'].map((status) => ({
      label: { key: `inform:status_.${status}` },
      event: status === 'obra_en_proceso' ? { type: 'progressing' } : { type: 'status', status },
    })),
    unfinished: true,
  }),
  percent: ({ work }: InformContext): Screen => ({
    text: [{ key: 'inform:percent', values: { title: work?.title ?? '' } }],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
  confirm: ({ work, status, percent, photoId }: InformContext): Screen => ({
    text: [
      { key: 'inform:confirm', values: { title: work?.title ?? '', status: statusText({ status, percent }) } },
      { key: photoId === null ? 'inform:addPhoto' : 'inform:withPhoto' },
    ],
    choices: [yes('yes'), no('no')],
    expects: 'photo',
    unfinished: true,
  }),
  /** Asked before anybody else sees it. */
  vouch: (): Screen => ({
    text: [{ key: 'inform:vouch' }],
    choices: [yes('seen'), no('notSeen')],
    unfinished: true,
  }),
  withdraw: ({ work }: InformContext): Screen => ({
    text: [{ key: 'inform:withdraw', values: { title: work?.title ?? '' } }],
    choices: [yes('yesOut'), no('leave')],
  }),
};
