/** The ballot of a clinic: where it stands, read back whole, announced; changed or given up. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type BallotDesk,
  type FlowEvent,
  type Next,
  refusal,
  type Say,
  type Services,
  services,
} from '../../src/conversation/flow.ts';

export interface BallotInput extends Arrival {
  /** All was asked for that has to be: it is read back at once. */
  isWhole?: boolean;
}

export interface BallotContext extends BallotInput {
  clinicId: number;
  desk: BallotDesk | null;
  next: Next | null;
}

type BallotEvent =
  | { type: 'add' | 'edit' | 'terms' | 'preview' | 'discard' | 'code' | 'change' | 'yes' | 'no' }
  | { type: 'menu' | 'back' };

const said = (key: string) => ({ type: 'say', params: { key: `ballot:${key}` } }) as const;
const draftIn = ({ desk }: BallotContext) => desk?.draft ?? null;
const voteIn = ({ desk }: BallotContext) => (desk?.draft ?? desk?.current)?.voteId ?? 0;

const REFUSED: readonly string[] = [
  'not-yours',
  'ballot-no-budget',
  'ballot-running',
  'ballot-frozen',
  'ballot-over',
  'ballot-few',
  'ballot-opens',
  'ballot-closes',
  'ballot-nobody',
];
const refused = {
  type: 'say',
  params: ({ event }: { event: object }): Say => {
    const code = refusal(event);
    return { key: `ballot:refused.${REFUSED.includes(code) ? code : 'changed'}` };
  },
} as const;

const outputOf = (event: object) => (event as FlowEvent).output;
const announced = {
  type: 'say',
  params: ({ event }: { event: object }): Say => {
    const { opens, closes, lot } = outputOf(event) as Awaited<ReturnType<Services['announceBallot']>>;
    return { key: 'ballot:announced', values: { opens, closes, lot } };
  },
} as const;
const dayCode = {
  type: 'say',
  params: ({ event }: { event: object }): Say => {
    const { code } = outputOf(event) as Awaited<ReturnType<Services['announceBallot']>>;
    return { key: 'ballot:dayCode', values: { code: code ?? '' }, secret: true };
  },
} as const;

/** To the flow that asks for one thing and comes back. */
const asks = (flow: string, input: object) =>
  ({
    target: 'leaving',
    actions: assign<BallotContext, BallotEvent, undefined, BallotEvent, never>({
      next: ({ context }) => ({
        flow,
        input: { clinicId: context.clinicId, voteId: voteIn(context), ...input },
      }),
    }),
  }) as const;

export const machine = setup({
  types: {} as { input: BallotInput; context: BallotContext; events: BallotEvent; output: Next },
  actors: services('ballotDesk', 'startBallot', 'announceBallot', 'renewBallotCode', 'changeBallot', 'discardBallot'),
  actions,
  guards: {
    isRunning: ({ context }) => context.desk?.current !== null,
    isWhole: ({ context }) => context.isWhole === true && draftIn(context) !== null,
    hasDraft: ({ context }) => draftIn(context) !== null,
    hasNoMoney: ({ context }) => context.desk?.budgetCents === null,
    hasFew: ({ context }) => (draftIn(context)?.items.length ?? 0) < 2,
    isOver: ({ context }) =>
      draftIn(context)?.items.some(({ cents }) => cents > (context.desk?.budgetCents ?? 0)) ?? false,
    lacksOpening: ({ context }) => draftIn(context)?.opens === null,
    lacksClosing: ({ context }) => draftIn(context)?.closes === null,
    lacksInvitees: ({ context }) => draftIn(context)?.proof === 'invited' && draftIn(context)?.invitees === 0,
    opensTooSoon: ({ event }) => refusal(event) === 'ballot-opens',
    hasCode: ({ event }) => (outputOf(event) as { code: string | null }).code !== null,
    mayNot: ({ event }) => refusal(event) === 'not-yours',
    isFrozen: ({ event }) => refusal(event) === 'ballot-frozen',
  },
}).createMachine({
  id: 'ballot',
  context: ({ input }) => ({ ...input, clinicId: input.clinicId ?? 0, desk: null, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'loading',
  states: {
    loading: {
      invoke: {
        src: 'ballotDesk',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: { target: 'opening', actions: assign({ desk: ({ event }) => event.output }) },
        onError: { target: 'leaving', actions: refused },
      },
    },
    opening: {
      always: [
        { guard: 'isRunning', target: 'running' },
        { guard: 'isWhole', target: 'checking', actions: assign({ isWhole: false }) },
        { guard: 'hasDraft', target: 'desk' },
        {
          guard: 'hasNoMoney',
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context: { desk } }) => ({
              key: 'ballot:noMoney',
              values: { clinic: desk?.clinic ?? '', year: desk?.year ?? 0 },
            }),
          },
        },
        { target: 'starting' },
      ],
    },
    starting: {
      invoke: {
        src: 'startBallot',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: {
          target: 'leaving',
          actions: assign({
            next: ({ context: { clinicId }, event }) => ({
              flow: 'ballot-items',
              input: { clinicId, voteId: event.output.voteId, isNew: true },
            }),
          }),
        },
        onError: { target: 'leaving', actions: refused },
      },
    },
    desk: {
      meta: { screen: 'desk' },
      on: {
        add: asks('ballot-items', {}),
        edit: asks('ballot-items', { edits: true }),
        terms: asks('ballot-terms', {}),
        preview: 'checking',
        discard: 'discarding',
        menu: 'leaving',
        back: 'leaving',
      },
    },
    /** What is lacking is asked for, one thing after the other. */
    checking: {
      always: [
        { guard: 'hasFew', target: 'desk', actions: said('refused.ballot-few') },
        { guard: 'isOver', target: 'desk', actions: said('refused.ballot-over') },
        { guard: 'lacksInvitees', ...asks('ballot-terms', { part: 'invited' }) },
        { guard: 'lacksOpening', ...asks('ballot-terms', { part: 'opens' }) },
        { guard: 'lacksClosing', ...asks('ballot-terms', { part: 'closes' }) },
        { target: 'previewing' },
      ],
    },
    previewing: {
      meta: { screen: 'preview' },
      on: { yes: 'announcing', edit: 'desk', no: { target: 'leaving', actions: said('kept') }, back: 'desk' },
    },
    announcing: {
      invoke: {
        src: 'announceBallot',
        input: ({ context }) => ({ voteId: voteIn(context) }),
        onDone: [
          { guard: 'hasCode', target: 'leaving', actions: [announced, dayCode] },
          { target: 'leaving', actions: announced },
        ],
        onError: [
          { guard: 'opensTooSoon', target: 'late' },
          { guard: 'mayNot', target: 'leaving', actions: refused },
          { target: 'loading', actions: refused },
        ],
      },
    },
    late: { always: asks('ballot-terms', { part: 'opens', isLate: true }) },
    discarding: {
      meta: { screen: 'discard' },
      on: { yes: 'discarded', no: 'desk', back: 'desk' },
    },
    discarded: {
      invoke: {
        src: 'discardBallot',
        input: ({ context }) => ({ voteId: voteIn(context) }),
        onDone: { target: 'leaving', actions: said('discarded') },
        onError: { target: 'leaving', actions: refused },
      },
    },
    running: {
      meta: { screen: 'running' },
      on: { code: 'coding', change: 'counting', menu: 'leaving', back: 'leaving' },
    },
    coding: {
      meta: { screen: 'code' },
      on: { yes: 'coded', no: 'running', back: 'running' },
    },
    coded: {
      invoke: {
        src: 'renewBallotCode',
        input: ({ context }) => ({ voteId: voteIn(context) }),
        onDone: { target: 'loading', actions: dayCode },
        onError: [
          { guard: 'isFrozen', target: 'leaving', actions: said('over') },
          { target: 'leaving', actions: refused },
        ],
      },
    },
    /** Ballots may have come in since it was shown. */
    counting: {
      invoke: {
        src: 'ballotDesk',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: { target: 'counted', actions: assign({ desk: ({ event }) => event.output }) },
        onError: { target: 'leaving', actions: refused },
      },
    },
    counted: {
      always: [
        { guard: 'isRunning', target: 'changing' },
        { target: 'leaving', actions: said('over') },
      ],
    },
    changing: {
      meta: { screen: 'change' },
      on: { yes: 'changed', no: 'running', back: 'running' },
    },
    changed: {
      invoke: {
        src: 'changeBallot',
        input: ({ context }) => ({ voteId: voteIn(context) }),
        onDone: {
          target: 'loading',
          actions: {
            type: 'say',
            params: ({ context: { desk } }) =>
              desk?.voted ? { key: 'ballot:changed', values: { count: desk.voted } } : { key: 'ballot:changedEmpty' },
          },
        },
        onError: [
          { guard: 'isFrozen', target: 'leaving', actions: said('over') },
          { target: 'leaving', actions: refused },
        ],
      },
    },
    leaving: { type: 'final' },
  },
});
