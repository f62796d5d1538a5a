/** What the spending flow knows, may happen to it, and does: everything but its states. */

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
  type SpendingView,
  services,
  type WorkView,
} from '../../src/conversation/flow.ts';

export interface SpendingInput extends Arrival {
  work?: WorkView | null;
  purpose?: 'spend' | 'correct' | 'quote';
}

export interface SpendingContext extends Arrival {
  clinicId: number;
  work: WorkView | null;
  purpose: 'spend' | 'correct' | 'quote';
  /** Centavos. */
  cents: number;
  /** What an amount may have meant. */
  options: number[];
  supplier: string;
  reason: string;
  overrun: Overrun | null;
  fileId: number | null;
  lines: SpendingView[];
  page: number;
  line: SpendingView | null;
}

type Overrun = NonNullable<Awaited<ReturnType<Services['overrunOf']>>>;
type AmountRead = Awaited<ReturnType<Services['readAmount']>>;

export type SpendingEvent =
  | { type: 'text'; text: string }
  | { type: 'amount'; cents: number }
  | { type: 'line'; line: SpendingView }
  | { type: 'photo'; mime: string; data: string }
  | { type: 'yes' | 'no' | 'supplier' | 'more' | 'none' | 'back' };

const amountIn = (event: FlowEvent) => event.output as AmountRead;
export const typed = (event: FlowEvent) => ('text' in event ? String(event.text) : '');
export const said = (key: string) => ({ type: 'say', params: { key: `spending:${key}` } }) as const;

export const spendingSetup = setup({
  types: {} as { input: SpendingInput; context: SpendingContext; events: SpendingEvent; output: Next },
  actors: services(
    'readAmount',
    'overrunOf',
    'enterSpending',
    'spendingsOf',
    'correctSpending',
    'recordQuote',
    'keepPhoto',
  ),
  actions: {
    ...actions,
    keepAmount: assign({
      options: [],
      cents: ({ event }) => {
        if (event.type === 'amount') return event.cents;
        const read = amountIn(event);
        return read.read === 'amount' ? read.cents : 0;
      },
    }),
    keepOptions: assign({
      options: ({ event }) => {
        const read = amountIn(event);
        return read.read === 'ambiguous' ? read.options : [];
      },
    }),
    keepReason: assign({ reason: ({ event }) => typed(event).trim() }),
    keepSupplier: assign({ supplier: ({ event }) => typed(event).trim() }),
    dropPhoto: assign({ fileId: null }),
    turnLines: assign({ page: ({ context }) => nextPage(context.lines, context.page) }),
  },
  guards: {
    corrects: ({ context }) => context.purpose === 'correct',
    quotes: ({ context }) => context.purpose === 'quote',
    isAmount: ({ context, event }) => {
      const read = amountIn(event);
      return read.read === 'amount' && (read.cents > 0 || context.purpose === 'correct');
    },
    isNothing: ({ event }) => amountIn(event).read === 'amount',
    isAmbiguous: ({ event }) => amountIn(event).read === 'ambiguous',
    isTooMuch: ({ event }) => amountIn(event).read === 'too-much',
    isSame: ({ context }) => context.purpose === 'correct' && context.cents === context.line?.cents,
    isOver: ({ event }) => (event as FlowEvent).output !== null,
    isLong: ({ event }) => typed(event).trim().length > LONGEST.supplier,
    isVeryLong: ({ event }) => typed(event).trim().length > LONGEST.reason,
    hasLines: ({ event }) => ((event as FlowEvent).output as SpendingView[]).length > 0,
    photoGone: ({ event }) => refusal(event) === 'unknown-photo',
    overMeanwhile: ({ event }) => refusal(event) === 'over-amount',
  },
});
