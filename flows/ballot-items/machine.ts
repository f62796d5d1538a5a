/** What stands on a ballot: from the most asked for, each with its cost and where that comes from; what excludes what. */

import { assign } from 'xstate';
import { roundPesos } from '../../src/conversation/flow.ts';
import { type ItemsContext, itemsSetup, NOTHING, refused, said, typed } from './setup.ts';

const isGone = { guard: 'mayNot', target: 'leaving', actions: refused } as const;
const ofItem = ({ context: { voteId, item } }: { context: ItemsContext }) => ({ voteId, itemId: item?.id ?? 0 });

export const machine = itemsSetup.createMachine({
  id: 'ballot-items',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    voteId: input.voteId ?? 0,
    ballot: null,
    ...NOTHING,
  }),
  output: ({ context: { clinicId, edits, ballot } }) => ({
    flow: 'ballot',
    // The first time, what is lacking is asked for next.
    input: { clinicId, isWhole: !edits && (ballot?.items.length ?? 0) > 0 && ballot?.opens === null },
  }),
  initial: 'loading',
  states: {
    loading: {
      invoke: {
        src: 'ballotOffers',
        input: ({ context }) => ({ voteId: context.voteId }),
        onDone: { target: 'loaded', actions: 'keepOffers' },
        onError: { target: 'leaving', actions: refused },
      },
    },
    loaded: {
      always: [
        { guard: 'edits', target: 'listing' },
        { guard: 'isFull', target: 'leaving', actions: said('refused.ballot-many') },
        { target: 'offering' },
      ],
    },
    offering: {
      meta: { screen: 'offer' },
      on: {
        offer: {
          target: 'costing',
          actions: assign({
            ...NOTHING,
            chosen: ({ event: { offer } }) => ({ title: offer.title, needId: offer.needId, code: null, kind: 'obra' }),
          }),
        },
        text: [
          { guard: 'isDone', target: 'leaving' },
          { guard: 'isCostAlone', actions: said('whatFirst') },
          { guard: 'isLong', actions: said('long') },
          { target: 'finding', actions: 'keepTitle' },
        ],
        more: { actions: 'turnOffers' },
        done: 'leaving',
        back: 'leaving',
      },
    },
    finding: {
      invoke: {
        src: 'findNeeds',
        input: ({ context }) => ({ clinicId: context.clinicId, text: context.title }),
        onDone: { target: 'sorting', actions: 'keepFound' },
        onError: { target: 'leaving', actions: refused },
      },
    },
    sorting: {
      always: [
        { guard: 'isThere', target: 'loading', actions: said('refused.ballot-twice') },
        {
          guard: 'isNamed',
          target: 'costing',
          actions: assign({ ...NOTHING, chosen: ({ context }) => context.found[0] ?? null }),
        },
        { guard: 'found', target: 'choosing' },
        { target: 'kind' },
      ],
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        found: { target: 'costing', actions: assign({ ...NOTHING, chosen: ({ event }) => event.found }) },
        own: 'kind',
        text: [
          { guard: 'isDone', target: 'leaving' },
          { guard: 'isCostAlone', actions: said('whatFirst') },
          { guard: 'isLong', actions: said('long') },
          { target: 'finding', actions: 'keepTitle' },
        ],
        back: 'loading',
      },
    },
    kind: {
      meta: { screen: 'kind' },
      on: {
        kind: {
          target: 'costing',
          actions: assign({
            ...NOTHING,
            chosen: ({ context: { title }, event: { kind } }) => ({ title, needId: null, code: null, kind }),
          }),
        },
        back: 'loading',
      },
    },
    costing: {
      meta: { screen: 'cost' },
      on: { text: { target: 'reading', actions: 'keepSign' }, back: 'loading' },
    },
    reading: {
      invoke: {
        src: 'readAmount',
        input: ({ event }) => ({ text: typed(event) }),
        onDone: [
          { guard: 'isBelow', target: 'costing', actions: said('zero') },
          { guard: 'isAmount', target: 'weighing', actions: 'keepAmount' },
          { guard: 'isAmbiguous', target: 'which', actions: 'keepAmounts' },
          { guard: 'isTooMuch', target: 'costing', actions: said('over') },
          { guard: 'isZero', target: 'costing', actions: said('zero') },
          { target: 'costing', actions: said('unclear') },
        ],
        onError: 'costing',
      },
    },
    which: {
      meta: { screen: 'which' },
      on: {
        amount: { target: 'weighing', actions: 'keepAmount' },
        text: { target: 'reading', actions: 'keepSign' },
        none: 'costing',
        back: 'costing',
      },
    },
    weighing: {
      always: [{ guard: 'isOver', target: 'costing', actions: said('over') }, { target: 'source' }],
    },
    source: {
      meta: { screen: 'source' },
      on: {
        source: [{ guard: 'changes', target: 'changing' }, { target: 'adding' }],
        text: [
          { guard: 'isAmountAlone', target: 'reading', actions: 'keepSign' },
          { guard: 'isLongSource', actions: said('long') },
          { guard: 'changes', target: 'changing' },
          { target: 'adding' },
        ],
        back: 'costing',
      },
    },
    adding: {
      invoke: {
        src: 'addToBallot',
        input: ({ context: { voteId, chosen, cents }, event }) => ({
          voteId,
          cents,
          source: event.type === 'source' ? { code: event.source } : { text: typed(event) },
          ...(chosen?.needId
            ? { needId: chosen.needId }
            : { title: chosen?.title ?? '', kind: chosen?.kind ?? 'obra', code: chosen?.code ?? null }),
        }),
        onDone: {
          target: 'loading',
          actions: {
            type: 'say',
            params: ({ context, event: { output } }) => ({
              key: 'ballot-items:added',
              values: { title: output.title, number: output.number, cost: roundPesos(context.cents) },
            }),
          },
        },
        onError: [isGone, { target: 'loading', actions: refused }],
      },
    },
    listing: {
      always: [{ guard: 'hasLines', target: 'listed' }, { target: 'leaving' }],
    },
    listed: {
      meta: { screen: 'list' },
      on: {
        item: { target: 'item', actions: assign({ item: ({ event }) => event.item, page: 0 }) },
        more: { actions: 'turnLines' },
        back: 'leaving',
      },
    },
    item: {
      meta: { screen: 'item' },
      on: {
        cost: 'costing',
        remove: 'removing',
        exclude: [
          { guard: 'hasOthers', target: 'excluding', actions: assign({ page: 0 }) },
          { actions: said('noOthers') },
        ],
        allow: 'allowing',
        back: 'loading',
      },
    },
    changing: {
      invoke: {
        src: 'changeBallotCost',
        input: ({ context: { voteId, item, cents }, event }) => ({
          voteId,
          itemId: item?.id ?? 0,
          cents,
          source: event.type === 'source' ? { code: event.source } : { text: typed(event) },
        }),
        onDone: {
          target: 'loading',
          actions: {
            type: 'say',
            params: ({ context: { item, cents } }) => ({
              key: 'ballot-items:changed',
              values: { title: item?.title ?? '', cost: roundPesos(cents) },
            }),
          },
        },
        onError: [isGone, { target: 'loading', actions: refused }],
      },
    },
    removing: {
      meta: { screen: 'remove' },
      on: { yes: 'removed', no: 'item', back: 'item' },
    },
    removed: {
      invoke: {
        src: 'removeFromBallot',
        input: ofItem,
        onDone: {
          target: 'loading',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: 'ballot-items:removed',
              values: { title: context.item?.title ?? '' },
            }),
          },
        },
        onError: [isGone, { target: 'loading', actions: refused }],
      },
    },
    excluding: {
      meta: { screen: 'exclude' },
      on: { other: 'excluded', more: { actions: 'turnOthers' }, back: 'item' },
    },
    excluded: {
      invoke: {
        src: 'excludeOnBallot',
        input: ({ context: { voteId, item }, event }) => ({
          voteId,
          itemId: item?.id ?? 0,
          otherId: event.type === 'other' ? event.other.id : 0,
        }),
        onDone: { target: 'loading', actions: said('excluded') },
        onError: [isGone, { target: 'loading', actions: refused }],
      },
    },
    allowing: {
      invoke: {
        src: 'allowOnBallot',
        input: ofItem,
        onDone: { target: 'loading', actions: said('allowed') },
        onError: [isGone, { target: 'loading', actions: refused }],
      },
    },
    leaving: { type: 'final' },
  },
});
