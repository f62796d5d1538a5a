/** Reviewing needs in people's own words: into the list, together with another one, or not, with a reason. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  type Into,
  LONGEST,
  type NeedFound,
  type NeedShown,
  type Next,
  nextPage,
  refusal,
  services,
  type WaitingNeed,
} from '../../src/conversation/flow.ts';

export interface ReviewContext extends Arrival {
  clinicId: number;
  waiting: WaitingNeed[];
  page: number;
  needId: number;
  /** Of the need that is open, and what it is to be called. */
  title: string;
  newTitle: string;
  photo: number;
  photos: number;
  /** What it may be the same as; what was typed to find it. */
  options: NeedFound[];
  into: NeedFound | null;
  words: string;
  reason: string;
}

type ReviewEvent =
  | { type: 'text'; text: string }
  | { type: 'need'; need: WaitingNeed }
  | { type: 'into'; into: NeedFound }
  | {
      type:
        | 'more'
        | 'accept'
        | 'rename'
        | 'merge'
        | 'decline'
        | 'photo'
        | 'yes'
        | 'no'
        | 'change'
        | 'list'
        | 'done'
        | 'back';
    };

const typed = (event: FlowEvent) => ('text' in event ? String(event.text).trim() : '');
const found = (event: FlowEvent) => (event.output as { found: NeedFound[] }).found;
const said = (key: string) => ({ type: 'say', params: { key: `need-review:${key}` } }) as const;
const named = (key: string) => ({
  type: 'say' as const,
  params: ({ context }: { context: ReviewContext }) => ({
    key: `need-review:${key}`,
    values: { title: context.title, newTitle: context.newTitle, other: context.into?.title ?? '' },
  }),
});
const refused = {
  type: 'say',
  params: ({ event }: { event: object }) => ({ key: `need-review:refused.${refusal(event)}` }),
} as const;
const into = ({ into: other }: ReviewContext): Into =>
  other?.needId == null ? { code: other?.code ?? '' } : { needId: other.needId };

const NOTHING = {
  ...{ needId: 0, title: '', newTitle: '', photo: 0, photos: 0, options: [], into: null, words: '', reason: '' },
} as const satisfies Partial<ReviewContext>;

/** What a reviewer reads before they rule. */
function read({ output }: { output: NeedShown }) {
  const { title, kind, isNewService, supports, details, photo } = output;
  return {
    key: isNewService ? 'need-review:needNewService' : 'need-review:need',
    values: {
      title,
      kind: { key: `need-review:kind.${kind}` },
      count: supports,
      details:
        details.length === 0
          ? { key: 'need-review:noDetails' }
          : { key: 'need-review:details', values: { lines: details.map((line) => `• ${line}`).join('\n') } },
    },
    image: photo,
    secret: true,
  };
}

export const machine = setup({
  types: {} as { input: Arrival; context: ReviewContext; events: ReviewEvent; output: Next },
  actors: services('needsToReview', 'readNeed', 'findNeeds', 'acceptNeed', 'mergeNeed', 'declineNeed'),
  actions,
  guards: {
    none: ({ context }) => context.waiting.length === 0,
    isLongTitle: ({ event }) => typed(event).length > LONGEST.title,
    isLongReason: ({ event }) => typed(event).length > LONGEST.reason,
    isAny: ({ event }) => found(event).length > 0,
  },
}).createMachine({
  id: 'need-review',
  context: ({ input }) => ({ ...input, clinicId: input.clinicId ?? 0, waiting: [], page: 0, ...NOTHING }),
  output: ({ context: { clinicId } }) => ({ flow: 'office', input: { at: clinicId } }),
  initial: 'listing',
  states: {
    listing: {
      entry: assign({ ...NOTHING }),
      invoke: {
        src: 'needsToReview',
        input: ({ context: { clinicId } }) => ({ clinicId }),
        onDone: { target: 'listed', actions: assign({ waiting: ({ event }) => event.output, page: 0 }) },
        onError: { target: 'leaving', actions: refused },
      },
    },
    listed: { always: [{ guard: 'none', target: 'leaving', actions: said('none') }, { target: 'choosing' }] },
    choosing: {
      meta: { screen: 'list' },
      on: {
        need: { target: 'reading', actions: assign({ needId: ({ event }) => event.need.id, waiting: [] }) },
        more: { actions: assign({ page: ({ context }) => nextPage(context.waiting, context.page) }) },
        done: 'leaving',
        back: 'leaving',
      },
    },
    reading: {
      invoke: {
        src: 'readNeed',
        input: ({ context: { needId, photo } }) => ({ needId, photo }),
        onDone: {
          target: 'ruling',
          actions: [
            { type: 'say', params: ({ event }) => read(event) },
            assign(({ event: { output } }) => ({ title: output.title, newTitle: '', photos: output.photos })),
          ],
        },
        onError: { target: 'listing', actions: refused },
      },
    },
    ruling: {
      entry: assign({ newTitle: '', options: [], into: null, words: '', reason: '' }),
      meta: { screen: 'rule' },
      on: {
        accept: 'accepting',
        rename: 'renaming',
        merge: 'searching',
        decline: 'explaining',
        photo: {
          target: 'reading',
          actions: assign({ photo: ({ context: { photo, photos } }) => (photo + 1 < photos ? photo + 1 : 0) }),
        },
        list: 'listing',
        back: 'listing',
      },
    },
    renaming: {
      meta: { screen: 'rename' },
      on: {
        text: [
          { guard: 'isLongTitle', actions: said('longTitle') },
          { target: 'accepting', actions: assign({ newTitle: ({ event }) => typed(event) }) },
        ],
        back: 'ruling',
      },
    },
    accepting: {
      meta: { screen: 'accept' },
      on: { yes: 'accepted', change: 'renaming', no: 'ruling', back: 'ruling' },
    },
    accepted: {
      invoke: {
        src: 'acceptNeed',
        input: ({ context: { needId, newTitle } }) => ({ needId, ...(newTitle === '' ? {} : { title: newTitle }) }),
        onDone: { target: 'listing', actions: named('accepted') },
        onError: { target: 'listing', actions: refused },
      },
    },
    searching: {
      invoke: {
        src: 'findNeeds',
        input: ({ context: { clinicId, title, words } }) => ({ clinicId, text: words === '' ? title : words }),
        onDone: [
          {
            guard: 'isAny',
            target: 'merging',
            actions: assign({ options: ({ event }) => event.output.found, into: null }),
          },
          { target: 'naming', actions: assign({ options: [] }) },
        ],
        onError: 'ruling',
      },
    },
    naming: {
      meta: { screen: 'other' },
      on: { text: { target: 'searching', actions: assign({ words: ({ event }) => typed(event) }) }, back: 'ruling' },
    },
    merging: {
      meta: { screen: 'others' },
      on: {
        into: { target: 'joining', actions: assign({ into: ({ event }) => event.into, options: [] }) },
        change: 'naming',
        back: 'ruling',
      },
    },
    joining: { meta: { screen: 'join' }, on: { yes: 'joined', no: 'searching', back: 'searching' } },
    joined: {
      invoke: {
        src: 'mergeNeed',
        input: ({ context }) => ({ needId: context.needId, into: into(context) }),
        onDone: { target: 'listing', actions: named('merged') },
        onError: { target: 'listing', actions: refused },
      },
    },
    explaining: {
      meta: { screen: 'reason' },
      on: {
        text: [
          { guard: 'isLongReason', actions: said('longReason') },
          { target: 'declining', actions: assign({ reason: ({ event }) => typed(event) }) },
        ],
        back: 'ruling',
      },
    },
    declining: {
      meta: { screen: 'decline' },
      on: { yes: 'declined', change: 'explaining', no: 'ruling', back: 'explaining' },
    },
    declined: {
      invoke: {
        src: 'declineNeed',
        input: ({ context: { needId, reason } }) => ({ needId, reason }),
        onDone: { target: 'listing', actions: named('declined') },
        onError: { target: 'listing', actions: refused },
      },
    },
    leaving: { type: 'final' },
  },
});
