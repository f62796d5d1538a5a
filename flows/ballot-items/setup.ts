/** What the machine about what stands on a ballot carries, guards and does. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type BallotLine,
  type BallotView,
  type CostSource,
  type FlowEvent,
  LONGEST,
  LONGEST_SOURCE,
  MOST_ITEMS,
  type NeedFound,
  type NeedOffer,
  type Next,
  refusal,
  type Say,
  type Services,
  services,
} from '../../src/conversation/flow.ts';

export interface ItemsInput extends Arrival {
  voteId?: number;
  /** What stands there is to be changed, not added to. */
  edits?: boolean;
  /** The ballot has just been begun. */
  isNew?: boolean;
}

/** What is being put on the ballot: of the clinic's list, of the catalogue, or in own words. */
export interface Chosen {
  title: string;
  needId: number | null;
  code: string | null;
  kind: NeedFound['kind'];
}

export interface ItemsContext extends ItemsInput {
  clinicId: number;
  voteId: number;
  ballot: BallotView | null;
  offers: NeedOffer[];
  /** What the words may mean. */
  found: Chosen[];
  page: number;
  /** As typed. */
  title: string;
  chosen: Chosen | null;
  /** The line that is being changed. */
  item: BallotLine | null;
  cents: number;
  amounts: number[];
  /** All that the words may mean is on the ballot already. */
  isThere: boolean;
  /** A cost below nothing was typed. */
  isBelow: boolean;
}

export type ItemsEvent =
  | { type: 'text'; text: string }
  | { type: 'offer'; offer: NeedOffer }
  | { type: 'found'; found: Chosen }
  | { type: 'kind'; kind: NeedFound['kind'] }
  | { type: 'amount'; cents: number }
  | { type: 'source'; source: CostSource }
  | { type: 'item'; item: BallotLine }
  | { type: 'other'; other: BallotLine }
  | { type: 'more' | 'own' | 'none' | 'done' | 'cost' | 'remove' | 'exclude' | 'allow' | 'yes' | 'no' | 'back' };

type AmountRead = Awaited<ReturnType<Services['readAmount']>>;
const amountIn = (event: object) => (event as FlowEvent).output as AmountRead;
export const typed = (event: object) => ('text' in event ? String(event.text).trim() : '');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const AMOUNT =
  /^(\d+|mil|millon(es)?|medio|y|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\p{L}+|veinti?\p{L}*|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(to)?|\p{L}+cientos|quinientos|pesos?|mxn|mn|m|n|k|\d+k|como|unos|mas|menos|o|aproximadamente|cerca|casi|de|cuesta|cuestan|vale|sale|en|about|around|thousand|million|hundred|half|a|costs?)$/u;
/** Nothing but money, with a number. */
const isCostAlone = (text: string) => {
  const words = plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => AMOUNT.test(word)) && words.some((word) => /^(\d.*|mil|millon(es)?|pesos?)$/.test(word));
};
export const said = (key: string) => ({ type: 'say', params: { key: `ballot-items:${key}` } }) as const;
export const linesOf = ({ ballot }: ItemsContext) => ballot?.items ?? [];
/** What a line could exclude and does not. */
export const othersOf = (context: ItemsContext) =>
  linesOf(context).filter(({ id, number }) => id !== context.item?.id && !context.item?.rivals.includes(number));

/** A page: eight with "see more" and the way on. */
export const PAGE = 6;
/** The page after this one; the first again after the last. */
const turned = (all: readonly unknown[], at: number) => ((at + 1) * PAGE < all.length ? at + 1 : 0);

const REFUSED: readonly string[] = ['not-yours', 'ballot-frozen', 'ballot-over', 'ballot-twice', 'ballot-many'];
export const refused = {
  type: 'say',
  params: ({ event }: { event: object }): Say => {
    const code = refusal(event);
    return { key: `ballot-items:refused.${REFUSED.includes(code) ? code : 'changed'}` };
  },
} as const;

export const NOTHING = {
  offers: [],
  found: [],
  page: 0,
  title: '',
  chosen: null,
  item: null,
  cents: 0,
  amounts: [],
  isThere: false,
  isBelow: false,
} as const satisfies Partial<ItemsContext>;

export const itemsSetup = setup({
  types: {} as { input: ItemsInput; context: ItemsContext; events: ItemsEvent; output: Next },
  actors: services(
    'ballotOffers',
    'findNeeds',
    'readAmount',
    'addToBallot',
    'changeBallotCost',
    'removeFromBallot',
    'excludeOnBallot',
    'allowOnBallot',
  ),
  actions: {
    ...actions,
    keepOffers: assign(({ event }) => {
      const { offers, ballot } = (event as FlowEvent).output as Awaited<ReturnType<Services['ballotOffers']>>;
      return { ...NOTHING, offers, ballot };
    }),
    keepFound: assign(({ context, event }) => {
      const { found } = (event as FlowEvent).output as Awaited<ReturnType<Services['findNeeds']>>;
      const there = new Set(linesOf(context).map(({ title }) => title));
      const left = found.filter(({ title }) => !there.has(title));
      return {
        found: left.map(({ title, needId, code, kind }) => ({ title, needId, code, kind })),
        isThere: found.length > 0 && left.length === 0,
      };
    }),
    keepTitle: assign({ title: ({ event }) => capital(typed(event)) }),
    keepSign: assign({ isBelow: ({ event }) => /^\W*(-|−|menos |minus )/i.test(typed(event)) }),
    keepAmount: assign(({ context: { cents }, event }) => {
      if (event.type === 'amount') return { cents: event.cents, amounts: [], isBelow: false };
      const read = amountIn(event);
      return { cents: read.read === 'amount' ? read.cents : cents, amounts: [], isBelow: false };
    }),
    keepAmounts: assign(({ event }) => {
      const read = amountIn(event);
      return { amounts: read.read === 'ambiguous' ? read.options : [] };
    }),
    turnOffers: assign({ page: ({ context }) => turned(context.offers, context.page) }),
    turnLines: assign({ page: ({ context }) => turned(linesOf(context), context.page) }),
    turnOthers: assign({ page: ({ context }) => turned(othersOf(context), context.page) }),
  },
  guards: {
    isLong: ({ event }) => typed(event).length > LONGEST.title,
    isLongSource: ({ event }) => typed(event).length > LONGEST_SOURCE,
    /** "Como 500 mil": what it costs, before it was said what it is. */
    isCostAlone: ({ event }) => isCostAlone(typed(event)),
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?(es|ser[ií]a) todo|nada m[aá]s|ninguna? m[aá]s|fin|that('?s| is) all|done|finished)\W*$/i.test(
        typed(event),
      ),
    edits: ({ context }) => context.edits === true,
    isFull: ({ context }) => linesOf(context).length >= MOST_ITEMS,
    hasLines: ({ context }) => linesOf(context).length > 0,
    hasOthers: ({ context }) => othersOf(context).length > 0,
    changes: ({ context }) => context.item !== null,
    /** They wrote just that. */
    isNamed: ({ context: { found, title } }) => found.length === 1 && plain(found[0]?.title ?? '') === plain(title),
    isThere: ({ context }) => context.isThere,
    found: ({ context }) => context.found.length > 0,
    isBelow: ({ context }) => context.isBelow,
    /** They say the cost once more, and not where it comes from. */
    isAmountAlone: ({ event }) => /^\W*\d[\d.,' ]*(mil|k|thousand)?( pesos)?\W*$/i.test(typed(event)),
    isAmount: ({ event }) => {
      const read = amountIn(event);
      return read.read === 'amount' && read.cents > 0;
    },
    isZero: ({ event }) => amountIn(event).read === 'amount',
    isAmbiguous: ({ event }) => amountIn(event).read === 'ambiguous',
    isTooMuch: ({ event }) => amountIn(event).read === 'too-much',
    isOver: ({ context }) => context.cents > (context.ballot?.budgetCents ?? 0),
    mayNot: ({ event }) => ['not-yours', 'ballot-frozen'].includes(refusal(event)),
  },
});
