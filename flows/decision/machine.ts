/** What the assembly decided: found in the catalogue by whatever words, or taken down in one's own. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  LONGEST,
  type Next,
  nextPage,
  refusal,
  type Services,
  services,
  type WonOption,
  type WorkView,
} from '../../src/conversation/flow.ts';

export interface CatalogueOption {
  code: string;
  name: string;
}

export interface DecisionContext extends Arrival {
  clinicId: number;
  /** As typed, for what the catalogue does not have. */
  title: string;
  options: CatalogueOption[];
  page: number;
  chosen: CatalogueOption | null;
  kind: WorkView['kind'];
  /** Centavos; null: none was said. */
  approvedCents: number | null;
  amounts: number[];
  /** One was taken down just now. */
  again: boolean;
  /** What won in the vote and is not taken down yet. */
  won: WonOption[];
  /** Those of them that are to be taken down. */
  taken: WonOption[];
}

type DecisionEvent =
  | { type: 'text'; text: string }
  | { type: 'list'; kind: WorkView['kind'] }
  | { type: 'kind'; kind: WorkView['kind'] }
  | { type: 'option'; option: CatalogueOption }
  | { type: 'amount'; cents: number }
  | { type: 'won'; won: WonOption }
  | { type: 'all' | 'other' | 'own' | 'more' | 'yes' | 'no' | 'money' | 'none' | 'done' | 'back' };

type AmountRead = Awaited<ReturnType<Services['readAmount']>>;
const amountIn = (event: FlowEvent) => event.output as AmountRead;
const typed = (event: FlowEvent) => ('text' in event ? String(event.text).trim() : '');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const said = (key: string) => ({ type: 'say', params: { key: `decision:${key}` } }) as const;

/** Of what won, where it does not fit on one screen. */
export const WON_PER_PAGE = 4;

const NOTHING = {
  won: [],
  taken: [],
  title: '',
  options: [],
  page: 0,
  chosen: null,
  kind: 'obra',
  approvedCents: null,
  amounts: [],
} as const satisfies Partial<DecisionContext>;

export const machine = setup({
  types: {} as { input: Arrival; context: DecisionContext; events: DecisionEvent; output: Next },
  actors: services('findInCatalogue', 'listCatalogue', 'readAmount', 'decideWork', 'wonItems', 'decideItems'),
  actions: {
    ...actions,
    keepWon: assign({ won: ({ event }) => (event as FlowEvent).output as WonOption[], taken: [] }),
    keepOptions: assign({ options: ({ event }) => (event as FlowEvent).output as CatalogueOption[], page: 0 }),
    keepAmount: assign({
      amounts: [],
      approvedCents: ({ event }) => {
        if (event.type === 'amount') return event.cents;
        const read = amountIn(event);
        return read.read === 'amount' ? read.cents : null;
      },
    }),
  },
  guards: {
    hasWon: ({ event }) => ((event as FlowEvent).output as WonOption[]).length > 0,
    isLong: ({ event }) => typed(event).length > LONGEST.title,
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?es todo|nada m[aá]s|fin|that('?s| is) all|done|finished)\W*$/i.test(typed(event)),
    found: ({ event }) => ((event as FlowEvent).output as CatalogueOption[]).length > 0,
    isAmount: ({ event }) => {
      const read = amountIn(event);
      return read.read === 'amount' && read.cents > 0;
    },
    isAmbiguous: ({ event }) => amountIn(event).read === 'ambiguous',
    mayNot: ({ event }) => refusal(event) === 'not-yours',
  },
}).createMachine({
  id: 'decision',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    ...NOTHING,
    again: false,
  }),
  output: ({ context: { clinicId } }) => ({ flow: 'inform', input: { clinicId } }),
  initial: 'looking',
  states: {
    /** What a vote has prepared needs no typing. */
    looking: {
      entry: assign({ ...NOTHING }),
      invoke: {
        src: 'wonItems',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: [
          { guard: 'hasWon', target: 'offering', actions: 'keepWon' },
          { target: 'asking', actions: 'keepWon' },
        ],
        onError: 'asking',
      },
    },
    offering: {
      entry: assign({ page: 0 }),
      meta: { screen: 'offer' },
      on: {
        won: { target: 'weighing', actions: assign({ taken: ({ event }) => [event.won] }) },
        all: { target: 'weighing', actions: assign({ taken: ({ context }) => context.won }) },
        more: {
          actions: assign({
            page: ({ context: { won, page } }) => ((page + 1) * WON_PER_PAGE < won.length ? page + 1 : 0),
          }),
        },
        text: [
          { guard: 'isDone', target: 'leaving' },
          { guard: 'isLong', actions: said('long') },
          { target: 'finding', actions: assign({ ...NOTHING, title: ({ event }) => capital(typed(event)) }) },
        ],
        other: 'asking',
        done: 'leaving',
        back: 'leaving',
      },
    },
    weighing: { meta: { screen: 'weigh' }, on: { yes: 'taking', no: 'offering', back: 'offering' } },
    taking: {
      invoke: {
        src: 'decideItems',
        input: ({ context: { clinicId, taken } }) => ({ clinicId, itemIds: taken.map(({ itemId }) => itemId) }),
        onDone: {
          target: 'looking',
          actions: [
            {
              type: 'say',
              params: ({ event }) => ({ key: 'decision:taken', values: { titles: event.output.titles.join(', ') } }),
            },
            assign({ again: true }),
          ],
        },
        onError: { target: 'looking', actions: said('notRecorded') },
      },
    },
    asking: {
      entry: assign({ ...NOTHING }),
      meta: { screen: 'ask' },
      on: {
        text: [
          { guard: 'isDone', target: 'leaving' },
          { guard: 'isLong', actions: said('long') },
          { target: 'finding', actions: assign({ title: ({ event }) => capital(typed(event)) }) },
        ],
        list: { target: 'listing', actions: assign({ title: '', kind: ({ event }) => event.kind }) },
        done: 'leaving',
        back: 'leaving',
      },
    },
    finding: {
      invoke: {
        src: 'findInCatalogue',
        input: ({ context }) => ({ text: context.title }),
        onDone: [
          { guard: 'found', target: 'choosing', actions: 'keepOptions' },
          { target: 'kind', actions: 'keepOptions' },
        ],
        onError: 'asking',
      },
    },
    listing: {
      invoke: {
        src: 'listCatalogue',
        input: ({ context }) => ({ kind: context.kind }),
        onDone: { target: 'choosing', actions: 'keepOptions' },
        onError: 'asking',
      },
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        option: { target: 'confirming', actions: assign({ ...NOTHING, chosen: ({ event }) => event.option }) },
        more: { actions: assign({ page: ({ context }) => nextPage(context.options, context.page) }) },
        own: 'kind',
        back: 'asking',
      },
    },
    kind: {
      meta: { screen: 'kind' },
      on: {
        kind: { target: 'confirming', actions: assign({ kind: ({ event }) => event.kind, options: [] }) },
        back: 'asking',
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: { yes: 'recording', money: 'amount', no: 'asking', back: 'asking' },
    },
    amount: { meta: { screen: 'amount' }, on: { text: 'reading', back: 'confirming' } },
    reading: {
      invoke: {
        src: 'readAmount',
        input: ({ event }) => ({ text: typed(event) }),
        onDone: [
          { guard: 'isAmount', target: 'confirming', actions: 'keepAmount' },
          {
            guard: 'isAmbiguous',
            target: 'which',
            actions: assign({
              amounts: ({ event }) => (event.output.read === 'ambiguous' ? event.output.options : []),
            }),
          },
          { target: 'amount', actions: said('unclear') },
        ],
        onError: 'amount',
      },
    },
    which: {
      meta: { screen: 'which' },
      on: { amount: { target: 'confirming', actions: 'keepAmount' }, none: 'amount', back: 'amount' },
    },
    recording: {
      invoke: {
        src: 'decideWork',
        input: ({ context: { clinicId, chosen, title, kind, approvedCents } }) => ({
          clinicId,
          ...(chosen === null ? { title, kind } : { code: chosen.code }),
          ...(approvedCents === null ? {} : { approvedCents }),
        }),
        onDone: {
          target: 'looking',
          actions: [
            {
              type: 'say',
              params: ({ event }) => ({ key: 'decision:recorded', values: { title: event.output.title } }),
            },
            assign({ again: true }),
          ],
        },
        onError: [
          { guard: 'mayNot', target: 'leaving', actions: said('notRecorded') },
          { target: 'asking', actions: said('long') },
        ],
      },
    },
    leaving: { type: 'final' },
  },
});
