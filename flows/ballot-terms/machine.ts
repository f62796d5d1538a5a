/** When a vote opens and closes, how many may be chosen, and what proves that a voter belongs there. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  type Next,
  refusal,
  type Say,
  type Services,
  services,
  type TimeDraft,
  type TimeHeard,
  type TimePart,
} from '../../src/conversation/flow.ts';

export interface TermsInput extends Arrival {
  voteId?: number;
  /** What is asked for at once; absent: they choose. */
  part?: TimePart | 'invited';
  /** The hour that was set for the opening has come meanwhile. */
  isLate?: boolean;
}

export interface TermsContext extends TermsInput {
  clinicId: number;
  voteId: number;
  /** The hour that is being asked for. */
  asked: TimePart;
  draft: TimeDraft;
  days: TimeHeard['days'];
  /** When nothing is lacking, and of a close that was said along with it. */
  at: number | null;
  closesAt: number | null;
  /** 1 after an answer that was not understood. */
  misses: number;
  /** All was set that was asked for: the ballot is read back. */
  isWhole: boolean;
}

type Invited = Awaited<ReturnType<Services['inviteToBallot']>>;

type TermsEvent =
  | { type: 'text'; text: string }
  | { type: 'day'; date: string }
  | { type: 'hour'; time: string }
  | { type: 'many'; most: number }
  | { type: 'document'; name: string; data: string }
  | { type: 'opens' | 'closes' | 'most' | 'proofs' | 'none' | 'day-code' | 'invited' | 'back' };

const typed = (event: object) => ('text' in event ? String(event.text).trim() : '');
const heard = (event: object) => (event as FlowEvent).output as TimeHeard;
const said = (key: string) => ({ type: 'say', params: { key: `ballot-terms:${key}` } }) as const;

const REFUSED: readonly string[] = ['not-yours', 'ballot-frozen'];
const refused = {
  type: 'say',
  params: ({ event }: { event: object }): Say => {
    const code = refusal(event);
    return { key: `ballot-terms:refused.${REFUSED.includes(code) ? code : 'changed'}` };
  },
} as const;
const leaves = { target: 'leaving', actions: refused } as const;

/** How many were taken, and what could not be read. Never the numbers. */
function counted({ added, known, unread, total, isTable }: Invited): Say {
  if (!isTable) return { key: 'ballot-terms:notText' };
  if (added + known + unread === 0) return { key: 'ballot-terms:noPhones' };
  const kind = unread > 0 ? 'someUnread' : known > 0 ? 'someKnown' : 'invited';
  return { key: `ballot-terms:${kind}`, values: { added, known, unread, total } };
}

export const machine = setup({
  types: {} as { input: TermsInput; context: TermsContext; events: TermsEvent; output: Next },
  actors: services(
    'hearBallotTime',
    'setBallotTime',
    'setBallotMost',
    'setBallotProof',
    'inviteToBallot',
    'clearBallotInvitees',
  ),
  actions: {
    ...actions,
    askOpening: assign({ asked: 'opens', draft: {}, days: undefined, at: null, closesAt: null, misses: 0 }),
    askClosing: assign({ asked: 'closes', draft: {}, days: undefined, at: null, misses: 0 }),
    hear: assign(({ event }) => {
      const { draft, days, at, closesAt, trouble } = heard(event);
      return { draft, days, at: at ?? null, closesAt: closesAt ?? null, misses: trouble ? 1 : 0 };
    }),
    keepDay: assign(({ context, event }) =>
      event.type === 'day' ? { draft: { ...context.draft, date: event.date }, days: undefined } : {},
    ),
    keepHour: assign(({ context: { draft }, event }) => {
      const { either: _, ...kept } = draft;
      return event.type === 'hour' ? { draft: { ...kept, time: event.time } } : {};
    }),
  },
  guards: {
    isLate: ({ context }) => context.isLate === true,
    asksOpening: ({ context }) => context.part === 'opens',
    asksClosing: ({ context }) => context.part === 'closes',
    asksInvitees: ({ context }) => context.part === 'invited',
    stops: ({ event }) => heard(event).stops === true,
    isTrouble: ({ event }) => heard(event).trouble !== undefined,
    isKnown: ({ context: { at, draft } }) => at !== null || (draft.date !== undefined && draft.time !== undefined),
    lacksClose: ({ context, event }) => {
      const { closes } = (event as FlowEvent).output as Awaited<ReturnType<Services['setBallotTime']>>;
      return context.asked === 'opens' && !closes;
    },
    hasClose: ({ context }) => context.asked === 'opens' && context.closesAt !== null,
    isTooSoon: ({ event }) => refusal(event) === 'ballot-opens',
    isTooLate: ({ event }) => refusal(event) === 'ballot-closes',
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?es todo|nada m[aá]s|fin|that('?s| is) all|done|finished)\W*$/i.test(typed(event)),
    clears: ({ event }) =>
      /^\W*(borrar?|empezar de nuevo|quitar?|clear|delete)( (todos?|la lista|all))?\W*$/i.test(typed(event)),
  },
}).createMachine({
  id: 'ballot-terms',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    voteId: input.voteId ?? 0,
    asked: 'opens',
    draft: {},
    days: undefined,
    at: null,
    closesAt: null,
    misses: 0,
    isWhole: false,
  }),
  output: ({ context: { clinicId, isWhole } }) => ({ flow: 'ballot', input: { clinicId, isWhole } }),
  initial: 'opening',
  states: {
    opening: {
      always: [
        { guard: 'isLate', target: 'asking', actions: ['askOpening', said('tooSoon')] },
        { guard: 'asksOpening', target: 'asking', actions: 'askOpening' },
        { guard: 'asksClosing', target: 'asking', actions: 'askClosing' },
        { guard: 'asksInvitees', target: 'inviting' },
        { target: 'choosing' },
      ],
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        opens: { target: 'asking', actions: 'askOpening' },
        closes: { target: 'asking', actions: 'askClosing' },
        most: 'most',
        proofs: 'proof',
        back: 'leaving',
      },
    },
    asking: {
      meta: { screen: 'ask' },
      on: {
        text: 'reading',
        day: { target: 'heard', actions: 'keepDay' },
        hour: { target: 'heard', actions: 'keepHour' },
        back: 'leaving',
      },
    },
    reading: {
      invoke: {
        src: 'hearBallotTime',
        input: ({ context: { voteId, asked, draft, misses }, event }) => ({
          voteId,
          text: typed(event),
          part: asked,
          draft,
          misses,
        }),
        onDone: [
          { guard: 'stops', target: 'leaving' },
          {
            guard: 'isTrouble',
            target: 'asking',
            actions: [
              'hear',
              { type: 'say', params: ({ event }) => event.output.trouble ?? { key: 'call:unclear.day' } },
            ],
          },
          { target: 'heard', actions: 'hear' },
        ],
        onError: leaves,
      },
    },
    heard: { always: [{ guard: 'isKnown', target: 'setting' }, { target: 'asking' }] },
    setting: {
      invoke: {
        src: 'setBallotTime',
        input: ({ context: { voteId, asked, draft, at } }) => ({ voteId, part: asked, draft, at }),
        onDone: [
          { guard: 'hasClose', target: 'settingClose' },
          {
            guard: 'lacksClose',
            target: 'asking',
            actions: [
              {
                type: 'say',
                params: ({ event }) => ({ key: 'ballot-terms:opens', values: { opens: event.output.at } }),
              },
              'askClosing',
            ],
          },
          { target: 'leaving', actions: assign({ isWhole: true }) },
        ],
        onError: [
          { guard: 'isTooSoon', target: 'asking', actions: ['askOpening', said('tooSoon')] },
          { guard: 'isTooLate', target: 'asking', actions: ['askClosing', said('tooLate')] },
          leaves,
        ],
      },
    },
    /** It was said in the same sentence. */
    settingClose: {
      invoke: {
        src: 'setBallotTime',
        input: ({ context: { voteId, closesAt } }) => ({ voteId, part: 'closes', draft: {}, at: closesAt }),
        onDone: { target: 'leaving', actions: assign({ isWhole: true }) },
        onError: [{ guard: 'isTooLate', target: 'asking', actions: ['askClosing', said('tooLate')] }, leaves],
      },
    },
    most: { meta: { screen: 'most' }, on: { many: 'settingMost', back: 'choosing' } },
    settingMost: {
      invoke: {
        src: 'setBallotMost',
        input: ({ context, event }) => ({
          voteId: context.voteId,
          most: event.type === 'many' ? event.most : 0,
        }),
        onDone: { target: 'choosing', actions: said('set') },
        onError: leaves,
      },
    },
    proof: {
      meta: { screen: 'proof' },
      on: {
        none: 'settingProof',
        'day-code': { target: 'settingProof', actions: said('codeLater') },
        invited: 'settingInvited',
        back: 'choosing',
      },
    },
    settingProof: {
      invoke: {
        src: 'setBallotProof',
        input: ({ context, event }) => ({
          voteId: context.voteId,
          proof: event.type === 'day-code' ? ('day-code' as const) : ('none' as const),
        }),
        onDone: { target: 'choosing', actions: said('set') },
        onError: leaves,
      },
    },
    settingInvited: {
      invoke: {
        src: 'setBallotProof',
        input: ({ context }) => ({ voteId: context.voteId, proof: 'invited' as const }),
        onDone: 'inviting',
        onError: leaves,
      },
    },
    inviting: {
      meta: { screen: 'invite' },
      on: {
        text: [{ guard: 'isDone', target: 'leaving' }, { guard: 'clears', target: 'clearing' }, { target: 'taking' }],
        document: 'taking',
        back: 'choosing',
      },
    },
    taking: {
      invoke: {
        src: 'inviteToBallot',
        input: ({ context: { voteId }, event }) =>
          event.type === 'document' ? { voteId, data: event.data } : { voteId, text: typed(event) },
        onDone: { target: 'inviting', actions: { type: 'say', params: ({ event }) => counted(event.output) } },
        onError: leaves,
      },
    },
    clearing: {
      invoke: {
        src: 'clearBallotInvitees',
        input: ({ context }) => ({ voteId: context.voteId }),
        onDone: { target: 'inviting', actions: said('cleared') },
        onError: leaves,
      },
    },
    leaving: { type: 'final' },
  },
});
