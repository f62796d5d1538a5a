/** What the progress flow shows: never who holds money, when it came, or what is left of it. */

import {
  type Choice,
  isFinished,
  type ProgressFound,
  type PublicWork,
  page,
  pesos,
  type Screen,
  type Text,
} from '../../src/conversation/flow.ts';
import type { ProgressContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `progress:label.${type}` }, event: { type } });

/** So many fit beside "tell me" and "menu". */
const FEW = 6;
const MOST_QUOTES = 5;

function money({ cents, share }: NonNullable<PublicWork['spent']>, keys: { alone: string; ofAll: string }): Text {
  const values = { amount: pesos(cents), share: share ?? 0 };
  return { key: share === undefined ? keys.alone : keys.ofAll, values };
}

const spent = { alone: 'progress:spent', ofAll: 'progress:spentShare' };
const cost = { alone: 'progress:cost', ofAll: 'progress:costShare' };

const statusOf = ({ status, percent }: PublicWork): Text => ({ key: `works:status.${status}`, values: { percent } });

function quoted(quotes: ProgressContext['quotes']): Text[] {
  if (quotes.length === 0) return [];
  const more = quotes.length - MOST_QUOTES;
  return [
    { key: 'progress:quotes' },
    ...quotes.slice(0, MOST_QUOTES).map(({ supplier, cents }) => ({
      key: 'progress:quote',
      values: { supplier, amount: pesos(cents) },
    })),
    ...(more > 0 ? [{ key: 'progress:quotesMore', values: { count: more } }] : []),
  ];
}

type Works = Extract<ProgressFound, { found: 'works' }>;
const worksIn = ({ found }: ProgressContext): Works | undefined => (found?.found === 'works' ? found : undefined);

export const screens = {
  list: (context: ProgressContext): Screen => {
    const found = worksIn(context);
    const works = found?.works ?? [];
    const { before } = found ?? {};
    const finished = works.filter(isFinished).length - (before?.finished ?? 0);
    const count = works.length - (before?.count ?? 0);
    const values = { clinic: found?.clinic ?? '', year: found?.year ?? 0, count, finished };
    return {
      text: [
        { key: 'progress:list', values },
        found?.spent ? money(found.spent, spent) : { key: 'progress:noSpent' },
        ...(before ? [{ key: 'progress:before', values: before }] : []),
        { key: 'progress:seeMore' },
      ],
      choices: [
        ...page(works, context.page, (work) => ({
          label: work.title,
          hint: statusOf(work),
          event: { type: 'work', work },
        })),
        ...(found?.hearing === 'not' && works.length <= FEW ? [choice('follow')] : []),
        choice('menu'),
      ],
    };
  },
  nothing: ({ found }: ProgressContext): Screen => {
    const nothing = found?.found === 'nothing' ? found : undefined;
    const hearing = nothing?.hearing ?? 'not';
    return {
      text: [
        { key: 'progress:nothing', values: { clinic: nothing?.clinic ?? '' } },
        { key: `progress:hearing.${hearing}` },
      ],
      choices: [
        ...(hearing === 'not' ? [{ ...choice('follow'), means: 'yes' as const }] : []),
        hearing === 'not' ? { ...choice('noThanks'), event: { type: 'menu' }, means: 'no' as const } : choice('menu'),
      ],
    };
  },
  detail: ({ work, photoId, receipts, quotes, watches }: ProgressContext): Screen => ({
    text: [
      { key: 'progress:detail', values: { title: work?.title ?? '', status: work ? statusOf(work) : '' } },
      ...(work?.spent ? [money(work.spent, cost)] : []),
      ...(work?.due && !isFinished(work) ? [{ key: 'progress:due', values: { day: work.due } }] : []),
      ...(receipts ? [{ key: 'progress:receipts', values: { ...receipts } }] : []),
      ...quoted(quotes),
      ...(photoId === null ? [{ key: 'progress:noPhoto' }] : []),
      { key: 'progress:wrong' },
    ],
    choices: [...(watches && photoId !== null ? [choice('remove')] : []), choice('list'), choice('menu')],
  }),
  remove: ({ work }: ProgressContext): Screen => ({
    text: [{ key: 'progress:remove', values: { title: work?.title ?? '' } }],
    choices: [
      { label: { key: 'progress:label.yesRemove' }, event: { type: 'yes' }, means: 'yes' },
      { label: { key: 'progress:label.keep' }, event: { type: 'no' }, means: 'no' },
    ],
  }),
};
