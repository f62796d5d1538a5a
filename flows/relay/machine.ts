/** Relays: writing with one's committee, or with who asked it, without either seeing who the other is. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  type Next,
  type RelayReach,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

type Reached = Exclude<RelayReach, { found: 'no-clinic' }>;

export interface RelayInput extends Arrival {
  /** Who is to answer a first message. */
  recipient?: 'committee' | 'facilitator';
  /** What is done with one that is open. */
  word?: 'answer' | 'end' | 'block' | 'report';
  number?: number;
  /** What is said, as typed. */
  text?: string;
}

export interface RelayContext extends RelayInput {
  recipient: 'committee' | 'facilitator';
  clinic: string;
  /** Where nobody answers, a facilitator may. */
  facilitator: boolean;
  side: 'person' | 'member';
  next: Next | null;
}

type RelayEvent =
  | { type: 'text'; text: string }
  | { type: 'end' | 'block' | 'report' | 'facilitator' | 'again' | 'menu' | 'back' };

const reached = (event: { output: RelayReach }) => event.output as Reached;
const reachedBy = (event: FlowEvent) => (event.output as RelayReach).found;
/** Something about the text: another one may do. */
const isSlip = (event: object) => ['text-empty', 'text-long', 'too-many'].includes(refusal(event));
/** Told with the number that was meant. */
const refused = (event: object, { number }: RelayContext) => ({
  key: `relay:refused.${refusal(event)}`,
  values: { number: number ?? '' },
});
const numbered = (key: string) => ({
  type: 'say' as const,
  params: ({ event }: { event: { output: { number: number } } }) => ({
    key,
    values: { number: event.output.number },
  }),
});

export const machine = setup({
  types: {} as { input: RelayInput; context: RelayContext; events: RelayEvent; output: Next },
  actors: services('relayReach', 'openRelay', 'writeRelay', 'endRelay', 'blockRelay', 'reportRelay'),
  actions,
  guards: {
    answers: ({ context }) => context.word === 'answer',
    ends: ({ context }) => context.word === 'end',
    blocks: ({ context }) => context.word === 'block',
    reports: ({ context }) => context.word === 'report',
    goesOn: ({ event }) => isSlip(event),
    mayTryAgain: ({ context, event }) => context.word === undefined && isSlip(event),
    hasNoClinic: ({ event }) => reachedBy(event) === 'no-clinic',
    isReached: ({ event }) => reachedBy(event) === 'one',
    isPerson: ({ context }) => context.side === 'person',
  },
}).createMachine({
  id: 'relay',
  context: ({ input }) => ({
    ...input,
    recipient: input.recipient ?? 'committee',
    clinic: '',
    facilitator: false,
    side: 'person',
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      always: [
        { guard: 'answers', target: 'writing' },
        { guard: 'ends', target: 'ending' },
        { guard: 'blocks', target: 'blocking' },
        { guard: 'reports', target: 'reporting' },
        { target: 'looking' },
      ],
    },
    looking: {
      invoke: {
        src: 'relayReach',
        input: ({ context: { clinicId, recipient } }) => ({ clinicId, recipient }),
        onDone: [
          {
            guard: 'hasNoClinic',
            target: 'askingClinic',
          },
          {
            guard: 'isReached',
            target: 'asking',
            actions: assign(({ event }) => ({ clinicId: reached(event).clinicId, clinic: reached(event).clinic })),
          },
          {
            target: 'nobody',
            actions: [
              assign(({ event }) => ({
                clinicId: reached(event).clinicId,
                clinic: reached(event).clinic,
                facilitator: reached(event).facilitator,
              })),
              {
                type: 'say',
                params: ({ event }) => ({
                  key: `relay:${event.output.found}`,
                  values: { clinic: reached(event).clinic },
                }),
              },
            ],
          },
        ],
        onError: 'leaving',
      },
    },
    askingClinic: {
      always: {
        target: 'leaving',
        actions: [
          { type: 'say', params: { key: 'relay:whichClinic' } },
          assign({ next: { flow: 'clinic', input: { purpose: 'answer', leadsTo: 'relay' } } }),
        ],
      },
    },
    asking: {
      meta: { screen: 'ask' },
      on: { text: { target: 'beginning', actions: assign({ text: ({ event }) => event.text }) }, back: 'toCommittee' },
    },
    nobody: { meta: { screen: 'nobody' }, on: { facilitator: 'turning', menu: 'leaving', back: 'toCommittee' } },
    turning: { always: { target: 'looking', actions: assign({ recipient: 'facilitator' }) } },
    beginning: {
      invoke: {
        src: 'openRelay',
        input: ({ context: { clinicId, recipient, text } }) => ({
          clinicId: clinicId ?? 0,
          recipient,
          text: text ?? '',
        }),
        onDone: {
          target: 'talking',
          actions: [assign({ number: ({ event }) => event.output.number }), numbered('relay:begun')],
        },
        onError: [
          {
            guard: 'goesOn',
            target: 'asking',
            actions: { type: 'say', params: ({ context, event }) => refused(event, context) },
          },
          { target: 'looking' },
        ],
      },
    },
    talking: {
      meta: { screen: 'talk' },
      on: {
        text: { target: 'writing', actions: assign({ text: ({ event }) => event.text }) },
        end: 'ending',
        block: 'blocking',
        report: 'reporting',
        menu: 'leaving',
      },
    },
    answered: {
      meta: { screen: 'member' },
      on: { end: 'ending', block: 'blocking', report: 'reporting', menu: 'leaving' },
    },
    writing: {
      invoke: {
        src: 'writeRelay',
        input: ({ context: { number, text } }) => ({ number, text: text ?? '' }),
        onDone: {
          target: 'carried',
          actions: [
            assign(({ event }) => ({
              word: undefined,
              number: event.output.number,
              side: event.output.side,
              recipient: event.output.recipient,
              clinicId: event.output.clinicId,
            })),
            numbered('relay:sent'),
          ],
        },
        onError: [
          {
            guard: 'mayTryAgain',
            target: 'talking',
            actions: { type: 'say', params: ({ context, event }) => refused(event, context) },
          },
          { target: 'stopped', actions: { type: 'say', params: ({ context, event }) => refused(event, context) } },
        ],
      },
    },
    carried: { always: [{ guard: 'isPerson', target: 'talking' }, { target: 'answered' }] },
    ending: {
      invoke: {
        src: 'endRelay',
        input: ({ context }) => ({ number: context.number }),
        onDone: { target: 'leaving', actions: numbered('relay:ended') },
        onError: {
          target: 'stopped',
          actions: { type: 'say', params: ({ context, event }) => refused(event, context) },
        },
      },
    },
    blocking: {
      invoke: {
        src: 'blockRelay',
        input: ({ context }) => ({ number: context.number }),
        onDone: { target: 'leaving', actions: numbered('relay:blockedOff') },
        onError: {
          target: 'stopped',
          actions: { type: 'say', params: ({ context, event }) => refused(event, context) },
        },
      },
    },
    reporting: {
      invoke: {
        src: 'reportRelay',
        input: ({ context }) => ({ number: context.number }),
        onDone: {
          target: 'reported',
          actions: [assign({ number: ({ event }) => event.output.number }), numbered('relay:reported')],
        },
        onError: {
          target: 'stopped',
          actions: { type: 'say', params: ({ context, event }) => refused(event, context) },
        },
      },
    },
    reported: { meta: { screen: 'reported' }, on: { block: 'blocking', menu: 'leaving', back: 'leaving' } },
    stopped: { meta: { screen: 'stopped' }, on: { again: 'looking', menu: 'leaving', back: 'leaving' } },
    toCommittee: {
      always: {
        target: 'leaving',
        actions: assign({ next: ({ context }) => ({ flow: 'committee', input: { clinicId: context.clinicId } }) }),
      },
    },
    leaving: { type: 'final' },
  },
});
