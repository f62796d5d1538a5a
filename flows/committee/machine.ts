/** The committee of a clinic: who it is, for everybody; and for its members, their own posts. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type CommitteeFound,
  type FlowEvent,
  LONGEST_NAME,
  type Next,
  nextPage,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export type Committee = Extract<CommitteeFound, { found: 'committee' }>;

export interface CommitteeInput extends Arrival {
  /** The words that name the clinic. */
  text?: string;
}

export interface CommitteeContext extends CommitteeInput {
  committee: Committee | null;
  /** Opened again after something was done at one's own posts. */
  inside: boolean;
  /** As typed, to be shown. */
  name: string;
  page: number;
  next: Next | null;
}

type CommitteeEvent =
  | { type: 'text'; text: string }
  | { type: 'duty'; roleId?: number }
  | {
      type:
        | 'talk'
        | 'facilitator'
        | 'mine'
        | 'appointments'
        | 'roles'
        | 'other'
        | 'report'
        | 'menu'
        | 'back'
        | 'name'
        | 'unname'
        | 'who-answers'
        | 'record'
        | 'file'
        | 'more'
        | 'yes'
        | 'no';
    };

const found = (event: FlowEvent) => (event.output as CommitteeFound).found === 'committee';
const leadsTo = (flow: string) => ({
  target: 'elsewhere' as const,
  actions: assign<CommitteeContext, CommitteeEvent, undefined, CommitteeEvent, never>({
    next: ({ context }) => ({ flow, input: { clinicId: context.clinicId } }),
  }),
});

export const machine = setup({
  types: {} as { input: CommitteeInput; context: CommitteeContext; events: CommitteeEvent; output: Next },
  actors: services('committee', 'showName', 'putOnDuty', 'myRecord', 'myRecordFile'),
  actions,
  guards: {
    isFound: ({ event }) => found(event),
    isLong: ({ event }) => event.type === 'text' && event.text.trim().length > LONGEST_NAME,
    hasPost: ({ context }) => context.committee?.mine !== '',
    isMember: ({ context }) => context.inside && context.committee?.mine !== '',
  },
}).createMachine({
  id: 'committee',
  context: ({ input }) => ({ ...input, committee: null, inside: false, name: '', page: 0, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'committee',
        input: ({ context: { clinicId, text } }) => ({ clinicId, text }),
        onDone: [
          {
            guard: 'isFound',
            target: 'found',
            actions: assign(({ event }) => {
              const committee = event.output as Committee;
              return { committee, clinicId: committee.clinicId, text: undefined };
            }),
          },
          {
            target: 'elsewhere',
            actions: [
              { type: 'say', params: { key: 'committee:whichClinic' } },
              assign({
                next: ({ context: { text } }) => ({
                  flow: 'clinic',
                  input: { text, purpose: 'answer', leadsTo: 'committee' },
                }),
              }),
            ],
          },
        ],
        onError: 'elsewhere',
      },
    },
    found: { always: [{ guard: 'isMember', target: 'mine' }, { target: 'shown' }] },
    shown: {
      meta: { screen: 'committee' },
      on: {
        talk: leadsTo('relay'),
        facilitator: {
          target: 'elsewhere',
          actions: assign({
            next: ({ context }) => ({
              flow: 'relay',
              input: { clinicId: context.clinicId, recipient: 'facilitator' },
            }),
          }),
        },
        mine: 'mine',
        roles: leadsTo('my-roles'),
        appointments: leadsTo('appointments'),
        record: 'reading',
        report: leadsTo('concern'),
        other: {
          target: 'elsewhere',
          actions: assign({ next: { flow: 'clinic', input: { purpose: 'answer', leadsTo: 'committee' } } }),
        },
        menu: 'elsewhere',
        back: 'elsewhere',
      },
    },
    mine: {
      meta: { screen: 'mine' },
      on: {
        name: 'naming',
        unname: { target: 'showing', actions: assign({ name: '' }) },
        'who-answers': { target: 'choosing', actions: assign({ page: 0 }) },
        appointments: leadsTo('appointments'),
        record: 'reading',
        back: { target: 'shown', actions: assign({ inside: false }) },
      },
    },
    naming: {
      meta: { screen: 'name' },
      on: {
        text: [
          {
            guard: 'isLong',
            target: 'naming',
            actions: { type: 'say', params: { key: 'committee:refused.text-long' } },
          },
          { target: 'named', actions: assign({ name: ({ event }) => event.text.trim() }) },
        ],
        back: 'mine',
      },
    },
    named: { meta: { screen: 'named' }, on: { yes: 'showing', no: 'naming', back: 'naming' } },
    showing: {
      invoke: {
        src: 'showName',
        input: ({ context: { clinicId, name } }) => ({ clinicId: clinicId ?? 0, name }),
        onDone: {
          target: 'looking',
          actions: [
            {
              type: 'say',
              params: ({ context }) => ({ key: context.name === '' ? 'committee:unnamed' : 'committee:nameShown' }),
            },
            assign({ inside: true }),
          ],
        },
        onError: {
          target: 'looking',
          actions: [
            { type: 'say', params: ({ event }) => ({ key: `committee:refused.${refusal(event)}` }) },
            assign({ inside: true }),
          ],
        },
      },
    },
    choosing: {
      meta: { screen: 'duty' },
      on: {
        duty: 'puttingOnDuty',
        more: { actions: assign({ page: ({ context }) => nextPage(context.committee?.all ?? [], context.page) }) },
        back: 'mine',
      },
    },
    puttingOnDuty: {
      invoke: {
        src: 'putOnDuty',
        input: ({ context, event }) => ({
          clinicId: context.clinicId ?? 0,
          roleId: event.type === 'duty' ? event.roleId : undefined,
        }),
        onDone: {
          target: 'looking',
          actions: [{ type: 'say', params: { key: 'committee:dutySet' } }, assign({ inside: true })],
        },
        onError: {
          target: 'looking',
          actions: { type: 'say', params: ({ event }) => ({ key: `committee:refused.${refusal(event)}` }) },
        },
      },
    },
    reading: {
      invoke: {
        src: 'myRecord',
        input: {},
        onDone: {
          target: 'read',
          actions: {
            type: 'say',
            params: ({ event: { output } }) =>
              output.lines === ''
                ? { key: 'committee:recordEmpty' }
                : { key: 'committee:record', values: { lines: output.lines } },
          },
        },
        onError: 'back',
      },
    },
    read: { meta: { screen: 'record' }, on: { file: 'filing', back: 'back' } },
    back: { always: [{ guard: 'hasPost', target: 'mine' }, { target: 'shown' }] },
    filing: {
      invoke: {
        src: 'myRecordFile',
        input: {},
        onDone: {
          target: 'back',
          actions: { type: 'say', params: ({ event }) => ({ key: 'committee:recordSent', document: event.output }) },
        },
        onError: 'back',
      },
    },
    elsewhere: { type: 'final' },
  },
});
