/** What the vote flow knows and can do. What somebody chose is in it until it is confirmed or left, and never their receipt. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type CastSaid,
  type FlowEvent,
  type Next,
  type ReceiptSaid,
  refusal,
  type Say,
  type Services,
  services,
  type VoteFound,
  type VoteView,
} from '../../src/conversation/flow.ts';

export interface VoteInput extends Arrival {
  /** The receipt to be looked up; empty: it is yet to be asked for. */
  check?: string;
  /** They say that they vote on paper. */
  paper?: boolean;
}

export interface VoteContext extends VoteInput {
  found: VoteFound['found'] | null;
  /** The clinic, where there is no vote to name it. */
  clinic: string;
  /** The vote before has a result. */
  closed: boolean;
  vote: VoteView | null;
  /** The receipt looked up is one of a vote that is over. */
  counted: boolean;
  /** Their own vote on paper can be noted. */
  may: boolean;
  /** A ballot of theirs counts. */
  voted: boolean;
  /** That ballot is of a clinic that is theirs no more: taken back, it is the last. */
  moved: boolean;
  /** Why they may not vote here. */
  barred: 'elsewhere' | 'late' | 'paper' | null;
  /** Ids of items, ascending. */
  chosen: number[];
  /** What is chosen can be read back: as many as may be, or all in one message. */
  whole: boolean;
  /** Codes of the day that were wrong, in a row. */
  wrongCodes: number;
  /** The code of the day as it was typed; empty: none. */
  dayCode: string;
  /** They gave a code, and it was right. */
  coded: boolean;
  next: Next | null;
}

export type VoteEvent =
  | { type: 'text'; text: string; against?: 'removes' | 'swaps' }
  | { type: 'pick'; id: number }
  | { type: 'picks'; picks: number[]; removes: boolean }
  | {
      type:
        | 'done'
        | 'more'
        | 'confirm'
        | 'cancel'
        | 'noCode'
        | 'change'
        | 'paper'
        | 'count'
        | 'own'
        | 'withdraw'
        | 'vote'
        | 'result'
        | 'propose'
        | 'petitions'
        | 'again'
        | 'menu'
        | 'yes'
        | 'no'
        | 'back';
    };

type Found = Awaited<ReturnType<Services['findOnBallot']>>;
type Output<T> = (event: FlowEvent) => T;
const outputOf = (event: object) => (event as FlowEvent).output;
const foundIn: Output<VoteFound> = (event) => outputOf(event) as VoteFound;

/** As the lists of own words in the locales: those are tested first. */
const DONE =
  /^\W*(list[oa]|nada m[aá]s|(ya )?es todo|ya( est[aá]| acab[eé]| termin[eé])?|done|ready|finished|that( i|')s all|nothing else)\W*$/i;
/** "Ya no quiero votar": nothing of what is on the ballot. */
const LEAVES = /\b(no|not|don't)\b.*\b(votar|vote)\b/i;
/** "Quita mi voto": the ballot that counts. */
const WITHDRAWS = /\b(quit\w*|anul\w*|borr\w*|cancel\w*|remove|take out|delete|withdraw)\b.*\b(voto|vote)\W*$/i;
/** Four signs, a digit and a letter among them. */
const CODE = /^\W*(?=\w*\d)(?=\w*[a-z])\w{4}\W*$/i;
/** The same anywhere in what is said. */
const HAS_CODE = /(?:^|\W)(?=\w*\d)(?=\w*[a-z])\w{4}(?:\W|$)/i;
/** After so many wrong codes it goes on without one. */
const MOST_WRONG = 2;

export const EMPTY = {
  chosen: [],
  whole: false,
  dayCode: '',
  coded: false,
  wrongCodes: 0,
} as const satisfies Partial<VoteContext>;

/** The places of what is named, as ids; unknown places give nothing. */
const idsAt = ({ vote }: VoteContext, picks: readonly number[]) => picks.flatMap((at) => vote?.items[at]?.id ?? []);

/** What would be chosen after this. Choosing again takes it back, unless several are named at once. */
function after(context: VoteContext, event: object): number[] {
  const { chosen } = context;
  const happened = event as VoteEvent;
  const named = namedBy(context, happened);
  if (happened.type === 'picks' && happened.removes) return chosen.filter((id) => !named.includes(id));
  const [only] = named;
  const isTapped = happened.type === 'pick' || happened.type === 'picks';
  const isAgain = isTapped && named.length === 1 && only !== undefined && chosen.includes(only);
  const next = isAgain ? chosen.filter((id) => id !== only) : [...new Set([...chosen, ...named])];
  return next.sort((a, b) => a - b);
}

function namedBy(context: VoteContext, happened: VoteEvent): number[] {
  if (happened.type === 'pick') return [happened.id];
  if (happened.type === 'picks') return idsAt(context, happened.picks);
  return (outputOf(happened) as Found | undefined)?.ids ?? [];
}

const isWithdrawal = (text: string) => WITHDRAWS.test(text) || LEAVES.test(text);

function takesNothing(context: VoteContext, event: object): boolean {
  const happened = event as VoteEvent;
  if (happened.type !== 'picks' || !happened.removes) return false;
  return !idsAt(context, happened.picks).some((id) => context.chosen.includes(id));
}

const isTooMany = (context: VoteContext, event: object) => after(context, event).length > (context.vote?.most ?? 0);

/** Secret: it goes to the voter and is kept nowhere. */
export function receiptSaid(context: VoteContext, { changed, receipt, proven }: CastSaid): Say {
  const { vote } = context;
  const asks = vote !== null && vote.proof !== 'none';
  const proof = asks ? (proven ? 'proven' : 'unproven') : 'plain';
  return {
    key: changed ? `vote:changed.${proof}` : `vote:kept.${proof}`,
    values: { receipt, closes: vote?.closes ?? '' },
    secret: true,
  };
}

export function yoursSaid(found: VoteFound): Say {
  const isOpen = found.found === 'open';
  const values = { receipt: isOpen ? found.receipt : '', closes: isOpen ? found.vote.closes : '' };
  if (isOpen && found.moved)
    return { key: 'vote:yoursThere', values: { ...values, clinic: found.vote.clinic }, secret: true };
  return { key: 'vote:yours', values, secret: true };
}

export function checkedSaid(said: ReceiptSaid): Say {
  switch (said.found) {
    case 'kept':
      return { key: 'vote:checked.kept', values: { clinic: said.clinic, closes: said.closes }, secret: true };
    case 'counted': {
      const { clinic, closed, ballots, listed } = said;
      const key = listed ? 'vote:checked.listed' : 'vote:checked.counted';
      return { key, values: { clinic, closed, count: ballots }, secret: true };
    }
    default:
      return { key: `vote:checked.${said.found}` };
  }
}

export const ready = setup({
  types: {} as { input: VoteInput; context: VoteContext; events: VoteEvent; output: Next },
  actors: services(
    'voteFound',
    'isDayCode',
    'isProven',
    'findOnBallot',
    'beginBallot',
    'castBallot',
    'withdrawBallot',
    'checkReceipt',
  ),
  actions: {
    ...actions,
    keepFound: assign(({ context, event }) => {
      const found = foundIn(event as never);
      const hasVote = found.found === 'announced' || found.found === 'open';
      const isBarred = found.found === 'open' && !['may', 'voted'].includes(found.standing);
      return {
        found: found.found,
        clinicId: found.found === 'no-clinic' ? context.clinicId : found.clinicId,
        clinic: found.found === 'none' ? found.clinic : '',
        closed: found.found === 'none' && found.closed,
        vote: hasVote ? found.vote : null,
        may: found.found === 'open' && !isBarred,
        voted: found.found === 'open' && found.standing === 'voted',
        moved: found.found === 'open' && found.moved,
        barred: isBarred ? (found.standing as VoteContext['barred']) : null,
        ...EMPTY,
      };
    }),
    choose: assign(({ context, event }) => {
      const chosen = after(context, event);
      const isSeveral = event.type !== 'pick' && chosen.length > context.chosen.length + 1;
      return { chosen, whole: isSeveral || chosen.length === context.vote?.most };
    }),
    takeOff: assign(({ context, event }) => {
      const { ids } = outputOf(event) as Found;
      return { chosen: context.chosen.filter((id) => !ids.includes(id)), whole: false };
    }),
    readBack: assign({ whole: true }),
    reopen: assign({ whole: false }),
    forget: assign({ ...EMPTY }),
    // The receipt itself is not kept in the conversation.
    keepChecked: assign({
      check: undefined,
      counted: ({ event }) => (outputOf(event) as ReceiptSaid).found === 'counted',
    }),
    keepCode: assign({ dayCode: ({ event }) => (event.type === 'text' ? event.text : '') }),
    hasNow: assign({ voted: true }),
    readPaper: assign({ paper: undefined }),
    takeCode: assign({ coded: true }),
    dropCode: assign({ dayCode: '', wrongCodes: ({ context }) => context.wrongCodes + 1 }),
    goToResult: assign({
      ...EMPTY,
      next: ({ context }) => ({ flow: 'result', input: { clinicId: context.clinicId } }),
    }),
    goToCount: assign({
      ...EMPTY,
      next: ({ context }) => ({ flow: 'paper-count', input: { clinicId: context.clinicId } }),
    }),
    goToNeeds: assign({ ...EMPTY, next: ({ context }) => ({ flow: 'needs', input: { clinicId: context.clinicId } }) }),
    goToPetitions: assign({
      ...EMPTY,
      next: ({ context }) => ({ flow: 'petitions', input: { clinicId: context.clinicId } }),
    }),
    goToClinic: assign({ ...EMPTY, next: { flow: 'clinic', input: { purpose: 'home', leadsTo: 'vote' } } }),
  },
  guards: {
    asksCheck: ({ context }) => context.check === '',
    checks: ({ context }) => context.check !== undefined && context.check !== '',
    goesToPaper: ({ context, event }) => {
      const found = foundIn(event as never);
      return context.paper === true && found.found === 'open' && ['may', 'voted'].includes(found.standing);
    },
    mayCount: ({ event }) => {
      const found = foundIn(event as never);
      return 'mayCount' in found && found.mayCount;
    },
    mayGoToPaper: ({ context }) => context.may,
    votedBefore: ({ context }) => context.voted,
    noClinic: ({ context }) => context.found === 'no-clinic',
    none: ({ context }) => context.found === 'none',
    announced: ({ context }) => context.found === 'announced',
    isAhead: ({ event }) => foundIn(event as never).found === 'announced',
    barred: ({ context }) => context.barred !== null,
    hasVoted: ({ event }) => {
      const found = foundIn(event as never);
      return found.found === 'open' && found.standing === 'voted';
    },
    asksCode: ({ context }) => context.vote?.proof === 'day-code' && !context.coded && context.wrongCodes === 0,
    isRight: ({ event }) => outputOf(event) === true,
    oftenWrong: ({ context }) => context.wrongCodes >= MOST_WRONG,
    tooMany: ({ context, event }) => isTooMany(context, event),
    takesBack: ({ event }) => event.type === 'text' && event.against === 'removes',
    swaps: ({ context, event }) => event.type === 'text' && event.against === 'swaps' && context.chosen.length > 0,
    withdraws: ({ context, event }) => context.voted && event.type === 'text' && isWithdrawal(event.text),
    withdrawsAgain: ({ event }) =>
      event.type === 'text' && WITHDRAWS.test(event.text) && !/\b(no|not|don't)\b/i.test(event.text),
    leavesIt: ({ event }) => event.type === 'text' && LEAVES.test(event.text),
    looksLikeCode: ({ event }) => event.type === 'text' && HAS_CODE.test(event.text),
    foundNoneAtEnd: ({ context, event }) => context.whole && (outputOf(event) as Found).ids.length === 0,
    foundAll: ({ context, event }) => (outputOf(event) as Found).ids.length === context.chosen.length,
    takesNothingAtEnd: ({ context, event }) => context.whole && takesNothing(context, event),
    takesNothing: ({ context, event }) => takesNothing(context, event),
    takesAllBack: ({ context, event }) => after(context, event).length === 0,
    isClosed: ({ event }) => refusal(event) === 'vote-closed',
    isWhole: ({ context }) => context.whole,
    isKnown: ({ event }) => ['kept', 'counted'].includes((outputOf(event) as ReceiptSaid).found),
    foundNone: ({ event }) => (outputOf(event) as Found).ids.length === 0,
    foundSeveral: ({ event }) => (outputOf(event) as Found).unsure,
    chosen: ({ context }) => context.chosen.length > 0,
    isCode: ({ context, event }) =>
      context.vote?.proof === 'day-code' &&
      !context.coded &&
      context.wrongCodes < MOST_WRONG &&
      event.type === 'text' &&
      CODE.test(event.text),
    isLot: ({ event }) => event.type === 'text' && /sorte|draw|\blot\b/i.test(event.text),
    isDone: ({ event }) => event.type === 'text' && DONE.test(event.text.trim()),
  },
});
