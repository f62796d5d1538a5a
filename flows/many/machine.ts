/** A storm: the assemblies of a municipality or state, cancelled or moved together once the number has been typed. */

import { assign, setup } from 'xstate';
import {
  actions,
  type DaysHeard,
  type FlowEvent,
  type Next,
  nextPage,
  type PlaceOption,
  services,
} from '../../src/conversation/flow.ts';
import { isTyped, type ManyContext, type ManyInput, orderOf } from './order.ts';

type ManyEvent =
  | { type: 'text'; text: string }
  | { type: 'state' | 'place'; place: PlaceOption }
  | { type: 'does'; does: 'cancel' | 'move' }
  | { type: 'all' | 'skip' | 'more' | 'back' };

const places = (event: FlowEvent) => event.output as PlaceOption[];
const days = (event: FlowEvent) => event.output as DaysHeard;
const NO_REASON = /^\W*(?:no|nada|ninguno|sin motivo|no decir por qu[eé]|no reason)\W*$/iu;

const gone = { target: 'leaving', actions: { type: 'say', params: { key: 'call:refused.not-yours' } } } as const;

export const machine = setup({
  types: {} as { input: ManyInput; context: ManyContext; events: ManyEvent; output: Next },
  actors: services('callDesk', 'findPlaces', 'hearDays', 'previewMany', 'startMany'),
  actions,
  guards: {
    hasOneState: ({ context }) => context.states.length === 1,
    isOnePlace: ({ event }) => places(event).length === 1,
    isNoPlace: ({ event }) => places(event).length === 0,
    isAll: ({ event }) => days(event).isAll === true,
    isDays: ({ event }) => days(event).days !== undefined,
    moves: ({ context }) => context.does === 'move',
    isNothing: ({ event }) => (event as FlowEvent & { output: { assemblies: number } }).output.assemblies === 0,
    isSure: ({ context, event }) => event.type === 'text' && isTyped(event.text, context),
    givesNoReason: ({ event }) => event.type === 'text' && NO_REASON.test(event.text),
  },
}).createMachine({
  id: 'many',
  context: ({ input }) => ({
    ...input,
    states: [],
    page: 0,
    does: null,
    state: null,
    municipality: null,
    places: [],
    days: null,
    newDay: null,
    misses: 0,
    reason: '',
    preview: null,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'loading',
  states: {
    loading: {
      invoke: {
        src: 'callDesk',
        input: {},
        onDone: { target: 'doing', actions: assign({ states: ({ event }) => event.output.states }) },
        onError: gone,
      },
    },
    doing: {
      meta: { screen: 'does' },
      on: { does: { target: 'locating', actions: assign({ does: ({ event }) => event.does }) }, back: 'toDesk' },
    },
    locating: {
      always: [
        {
          guard: 'hasOneState',
          target: 'narrowing',
          actions: assign({ state: ({ context }) => context.states[0] ?? null }),
        },
        { target: 'stating' },
      ],
    },
    stating: {
      meta: { screen: 'state' },
      on: {
        state: { target: 'narrowing', actions: assign({ state: ({ event }) => event.place }) },
        more: { actions: assign({ page: ({ context }) => nextPage(context.states, context.page) }) },
        back: 'doing',
      },
    },
    narrowing: {
      meta: { screen: 'municipality' },
      on: {
        all: { target: 'dating', actions: assign({ municipality: null }) },
        text: 'finding',
        back: 'doing',
      },
    },
    finding: {
      invoke: {
        src: 'findPlaces',
        input: ({ context, event }) => ({
          text: event.type === 'text' ? event.text : '',
          stateCode: context.state?.code,
        }),
        onDone: [
          {
            guard: 'isOnePlace',
            target: 'dating',
            actions: assign({ municipality: ({ event }) => event.output[0] ?? null }),
          },
          { guard: 'isNoPlace', target: 'narrowing', actions: { type: 'say', params: { key: 'many:noPlace' } } },
          { target: 'placing', actions: assign({ places: ({ event }) => event.output, page: 0 }) },
        ],
        onError: gone,
      },
    },
    placing: {
      meta: { screen: 'places' },
      on: {
        place: { target: 'dating', actions: assign({ municipality: ({ event }) => event.place }) },
        more: { actions: assign({ page: ({ context }) => nextPage(context.places, context.page) }) },
        text: 'finding',
        back: 'narrowing',
      },
    },
    dating: {
      meta: { screen: 'days' },
      on: {
        all: { target: 'dated', actions: assign({ days: null }) },
        text: 'readingDays',
        back: 'narrowing',
      },
    },
    readingDays: {
      invoke: {
        src: 'hearDays',
        input: ({ context, event }) => ({
          text: event.type === 'text' ? event.text : '',
          isOne: false,
          misses: context.misses,
        }),
        onDone: [
          { guard: 'isAll', target: 'dated', actions: assign({ days: null, misses: 0 }) },
          {
            guard: 'isDays',
            target: 'dated',
            actions: assign({ days: ({ event }) => event.output.days ?? null, misses: 0 }),
          },
          {
            target: 'dating',
            actions: [
              assign({ misses: ({ context }) => 1 - context.misses }),
              { type: 'say', params: ({ event }) => event.output.trouble ?? { key: 'calls:unclear.days' } },
            ],
          },
        ],
        onError: gone,
      },
    },
    dated: { always: [{ guard: 'moves', target: 'moving' }, { target: 'explaining' }] },
    moving: { meta: { screen: 'newDay' }, on: { text: 'readingNewDay', back: 'dating' } },
    readingNewDay: {
      invoke: {
        src: 'hearDays',
        input: ({ context, event }) => ({
          text: event.type === 'text' ? event.text : '',
          isOne: true,
          misses: context.misses,
        }),
        onDone: [
          {
            guard: 'isDays',
            target: 'previewing',
            actions: assign({ newDay: ({ event }) => event.output.days ?? null }),
          },
          {
            target: 'moving',
            actions: [
              assign({ misses: ({ context }) => 1 - context.misses }),
              { type: 'say', params: ({ event }) => event.output.trouble ?? { key: 'calls:unclear.days' } },
            ],
          },
        ],
        onError: gone,
      },
    },
    explaining: {
      meta: { screen: 'reason' },
      on: {
        text: [
          { guard: 'givesNoReason', target: 'previewing', actions: assign({ reason: '' }) },
          {
            target: 'previewing',
            actions: assign({
              reason: ({ event }) => event.text.replaceAll(/\s+/g, ' ').trim().slice(0, 200).replace(/\.$/, ''),
            }),
          },
        ],
        skip: { target: 'previewing', actions: assign({ reason: '' }) },
        back: 'dating',
      },
    },
    previewing: {
      invoke: {
        src: 'previewMany',
        input: ({ context }) => orderOf(context),
        onDone: [
          { guard: 'isNothing', target: 'leaving', actions: { type: 'say', params: { key: 'many:noAssemblies' } } },
          { target: 'confirming', actions: assign({ preview: ({ event }) => event.output }) },
        ],
        onError: gone,
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        text: [
          { guard: 'isSure', target: 'starting' },
          { target: 'confirming', actions: { type: 'say', params: { key: 'many:notTyped' } } },
        ],
        back: { target: 'leaving', actions: { type: 'say', params: { key: 'call:dropped' } } },
      },
    },
    starting: {
      invoke: {
        src: 'startMany',
        input: ({ context }) => orderOf(context),
        onDone: {
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: `many:started.${context.does}`,
              values: { count: context.preview?.assemblies ?? 0 },
            }),
          },
        },
        onError: gone,
      },
    },
    toDesk: { always: { target: 'leaving', actions: assign({ next: { flow: 'calls' } }) } },
    leaving: { type: 'final' },
  },
});
