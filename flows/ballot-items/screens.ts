/** What is asked about what stands on a ballot. */

import {
  type BallotLine,
  type Choice,
  type CostSource,
  type NeedOffer,
  roundPesos,
  type Screen,
} from '../../src/conversation/flow.ts';
import { type Chosen, type ItemsContext, linesOf, othersOf, PAGE } from './setup.ts';

const choice = (type: string): Choice => ({ label: { key: `ballot-items:label.${type}` }, event: { type } });
const kinds = ['obra', 'equipo', 'mobiliario'] as const;
const sources: readonly CostSource[] = ['quote', 'shop', 'similar', 'committee'];
/** With one's own words and the way back, still eight. */
const MOST = 6;

const offerChoice = (offer: NeedOffer): Choice => ({
  label: offer.title,
  hint: { key: 'ballot-items:supports', values: { count: offer.supports } },
  event: { type: 'offer', offer },
});
const foundChoice = (found: Chosen): Choice => ({ label: found.title, event: { type: 'found', found } });
const lineChoice =
  (type: 'item' | 'other') =>
  (line: BallotLine): Choice => ({
    label: line.title,
    hint: roundPesos(line.cents),
    event: { type, [type]: line },
  });

/** As many as leave room for "see more" and the way on. */
const paged = <T>(all: readonly T[], at: number) => all.slice(at * PAGE, (at + 1) * PAGE);
const moreOf = (all: readonly unknown[]): Choice[] =>
  all.length > PAGE ? [{ label: { key: 'conversation:more' }, event: { type: 'more' } }] : [];

const titleOf = ({ chosen, item }: ItemsContext) => item?.title ?? chosen?.title ?? '';
const budgetOf = ({ ballot }: ItemsContext) => roundPesos(ballot?.budgetCents ?? 0);

export const screens = {
  offer: (context: ItemsContext): Screen => {
    const { offers, isNew } = context;
    const here = linesOf(context).length;
    const key = offers.length > 0 ? (here > 0 ? 'offerMore' : 'offer') : here > 0 ? 'offerLast' : 'offerNone';
    const money = { year: context.ballot?.year ?? 0, budget: budgetOf(context) };
    return {
      text: [
        ...(isNew && here === 0 ? [{ key: 'ballot-items:begin', values: money }] : []),
        { key: `ballot-items:${key}`, values: { count: here } },
      ],
      choices: [...paged(offers, context.page).map(offerChoice), ...moreOf(offers), choice(here > 0 ? 'done' : 'back')],
      expects: 'text',
      sentences: true,
      unfinished: true,
    };
  },
  choose: ({ found, title }: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:choose', values: { title } }],
    choices: [...found.slice(0, MOST).map(foundChoice), choice('own'), choice('back')],
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
  kind: ({ title }: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:kind', values: { title } }],
    choices: [
      ...kinds.map((kind) => ({ label: { key: `ballot-items:kind_.${kind}` }, event: { type: 'kind', kind } })),
      choice('back'),
    ],
    unfinished: true,
  }),
  cost: (context: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:cost', values: { title: titleOf(context), budget: budgetOf(context) } }],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
  which: ({ amounts }: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:which' }],
    choices: [
      ...amounts.map((cents) => ({ label: roundPesos(cents), event: { type: 'amount', cents } })),
      choice('none'),
    ],
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
  source: (context: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:askSource', values: { title: titleOf(context), cost: roundPesos(context.cents) } }],
    choices: sources.map((source) => ({
      label: { key: `ballot-items:source.${source}` },
      event: { type: 'source', source },
    })),
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
  list: (context: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:list' }],
    choices: [
      ...paged(linesOf(context), context.page).map(lineChoice('item')),
      ...moreOf(linesOf(context)),
      choice('back'),
    ],
    unfinished: true,
  }),
  item: ({ item }: ItemsContext): Screen => ({
    text: [
      { key: 'ballot-items:item', values: { title: item?.title ?? '', cost: roundPesos(item?.cents ?? 0) } },
      ...(item && item.rivals.length > 0
        ? [{ key: 'ballot-items:rivals', values: { numbers: item.rivals.join(', ') } }]
        : []),
    ],
    choices: [
      choice('cost'),
      choice('remove'),
      choice('exclude'),
      ...(item && item.rivals.length > 0 ? [choice('allow')] : []),
      choice('back'),
    ],
    unfinished: true,
  }),
  remove: ({ item }: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:remove', values: { title: item?.title ?? '' } }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
    unfinished: true,
  }),
  exclude: (context: ItemsContext): Screen => ({
    text: [{ key: 'ballot-items:exclude', values: { title: titleOf(context) } }],
    choices: [
      ...paged(othersOf(context), context.page).map(lineChoice('other')),
      ...moreOf(othersOf(context)),
      choice('back'),
    ],
    unfinished: true,
  }),
};
