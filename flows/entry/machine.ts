/** At the door: codes as they come, the next ones right away, and what came in without a code. */

import { assign } from 'xstate';
import { at, entrySetup, live, peopleIn, settled, told, toldTogether } from './setup.ts';

export const machine = entrySetup.createMachine({
  id: 'entry',
  context: ({ input }) => ({
    ...input,
    door: null,
    said: null,
    isLoose: false,
    last: null,
    unclear: 0,
    isKnown: false,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      invoke: {
        src: 'doorOf',
        input: ({ context }) => at(context),
        onDone: [
          { guard: 'isShut', target: 'shut', actions: assign({ door: ({ event }) => event.output }) },
          { guard: 'isOneOfSeveral', target: 'choosing', actions: assign({ door: ({ event }) => event.output }) },
          { target: 'opened', actions: assign({ door: ({ event }) => event.output }) },
        ],
        onError: 'refused',
      },
    },
    /** The paper of the last assembly is copied while people come to the next one. */
    choosing: {
      meta: { screen: 'which' },
      on: {
        assembly: { target: 'opening', actions: assign({ assemblyId: ({ event }) => event.assemblyId }) },
        back: 'leaving',
      },
    },
    opened: { always: [{ guard: 'hasCode', target: 'readingCode' }, { target: 'door' }] },
    /** A code that came with the word may have slips, like any other. */
    readingCode: {
      invoke: {
        src: 'readAtDoor',
        input: ({ context }) => ({ text: context.code ?? '' }),
        onDone: { target: 'heard', actions: assign({ said: ({ event }) => event.output, code: undefined }) },
        onError: 'refused',
      },
    },
    shut: { meta: { screen: 'shut' }, on: { menu: 'leaving', back: 'leaving' } },
    door: { meta: { screen: 'door' }, on: { text: 'reading', back: 'leaving' } },
    loose: {
      entry: assign({ isLoose: true }),
      meta: { screen: 'loose' },
      on: { text: 'reading', back: { target: 'door', actions: assign({ isLoose: false }) } },
    },
    unknown: {
      meta: { screen: 'unknown' },
      on: {
        without: 'loose',
        other: { target: 'door', actions: assign({ last: null }) },
        text: 'reading',
        back: 'door',
      },
    },
    reading: {
      entry: assign({ isKnown: true }),
      invoke: {
        src: 'readAtDoor',
        input: ({ event }) => ({ text: event.type === 'text' ? event.text : '' }),
        onDone: { target: 'heard', actions: assign({ said: ({ event }) => event.output }) },
        onError: 'refused',
      },
    },
    heard: {
      always: [
        { guard: 'saysCodes', target: 'marking' },
        { guard: 'saysHowManyWithout', target: 'counting' },
        { guard: 'saysWithout', target: 'loose', actions: assign({ unclear: 0 }) },
        { guard: 'corrects', target: 'correcting' },
        { guard: 'saysUndo', target: 'undoing' },
        { guard: 'saysDone', target: 'leaving', actions: { type: 'say', params: { key: 'entry:done' } } },
        { guard: 'isLost', target: 'lost', actions: { type: 'say', params: { key: 'entry:goOn' } } },
        {
          guard: 'isUnclearAgain',
          target: 'unheard',
          actions: { type: 'say', params: { key: 'entry:unclearAgain' } },
        },
        {
          guard: 'saysSome',
          target: 'unheard',
          actions: {
            type: 'say',
            params: ({ context }) => ({
              key: context.last ? 'entry:whose' : 'entry:more',
              values: { number: peopleIn(context) },
            }),
          },
        },
        { target: 'unheard', actions: { type: 'say', params: { key: 'entry:unclear' } } },
      ],
    },
    lost: { always: { target: 'leaving', actions: assign({ next: { flow: 'menu', input: { remark: 'lost' } } }) } },
    unheard: {
      entry: assign({ unclear: ({ context }) => context.unclear + 1 }),
      always: [{ guard: 'isLoose', target: 'loose' }, { target: 'door' }],
    },
    marking: {
      invoke: {
        src: 'markEntries',
        input: ({ context }) => ({
          ...at(context),
          codes: context.said?.says === 'codes' ? context.said.codes : [],
        }),
        onDone: [
          {
            guard: 'areSeveral',
            target: 'door',
            actions: [
              assign({ ...settled, last: null }),
              { type: 'say', params: ({ event }) => toldTogether(event.output) },
              { type: 'say', params: ({ event }) => live(event.output) },
            ],
          },
          {
            guard: 'isNew',
            target: 'door',
            actions: [
              assign(({ event: { output } }) => {
                const [only] = output.marked;
                return {
                  ...settled,
                  last: only?.outcome === 'marked' ? { entryId: only.entryId, people: only.people } : null,
                };
              }),
              { type: 'say', params: ({ event }) => told(event.output.marked[0]) },
              { type: 'say', params: ({ event }) => live(event.output) },
            ],
          },
          {
            guard: 'isKnown',
            target: 'door',
            actions: [
              assign({ ...settled, last: null }),
              { type: 'say', params: ({ event }) => told(event.output.marked[0]) },
              { type: 'say', params: ({ event }) => live(event.output) },
            ],
          },
          { target: 'unknown', actions: assign({ isLoose: false, unclear: 0 }) },
        ],
        onError: [
          { guard: 'isClosed', target: 'opening', actions: assign({ assemblyId: undefined }) },
          { target: 'refused' },
        ],
      },
    },
    counting: {
      invoke: {
        src: 'countWithoutCode',
        input: ({ context }) => ({ ...at(context), people: peopleIn(context) }),
        onDone: {
          target: 'door',
          actions: [
            {
              type: 'say',
              params: ({ context }) => ({ key: 'entry:loose', values: { count: peopleIn(context) } }),
            },
            { type: 'say', params: ({ event }) => live(event.output) },
            assign(({ context, event }) => ({
              ...settled,
              last: { entryId: event.output.entryId, people: peopleIn(context) },
            })),
          ],
        },
        onError: [
          { guard: 'isClosed', target: 'opening', actions: assign({ assemblyId: undefined }) },
          { target: 'refused' },
        ],
      },
    },
    correcting: {
      invoke: {
        src: 'correctEntry',
        input: ({ context }) => ({
          ...at(context),
          entryId: context.last?.entryId ?? 0,
          people: peopleIn(context),
        }),
        onDone: [
          {
            guard: 'isCorrected',
            target: 'door',
            actions: [
              {
                type: 'say',
                params: ({ context }) => ({ key: 'entry:corrected', values: { count: peopleIn(context) } }),
              },
              { type: 'say', params: ({ event }) => live(event.output) },
              assign(({ context }) => ({
                ...settled,
                last: context.last && { ...context.last, people: peopleIn(context) },
              })),
            ],
          },
          {
            target: 'door',
            actions: [
              { type: 'say', params: { key: 'entry:gone' } },
              { type: 'say', params: ({ event }) => live(event.output) },
              assign({ ...settled, last: null }),
            ],
          },
        ],
        onError: [
          { guard: 'isClosed', target: 'opening', actions: assign({ assemblyId: undefined }) },
          { target: 'refused' },
        ],
      },
    },
    undoing: {
      invoke: {
        src: 'undoEntry',
        input: ({ context }) => at(context),
        onDone: [
          {
            guard: 'isUndone',
            target: 'door',
            actions: [
              assign({ ...settled, last: null }),
              {
                type: 'say',
                params: ({ event }) => ({ key: 'entry:undone', values: { count: event.output.people ?? 0 } }),
              },
              { type: 'say', params: ({ event }) => live(event.output) },
            ],
          },
          {
            target: 'door',
            actions: [
              assign({ ...settled, last: null }),
              { type: 'say', params: { key: 'entry:nothing' } },
              { type: 'say', params: ({ event }) => live(event.output) },
            ],
          },
        ],
        onError: [
          { guard: 'isClosed', target: 'opening', actions: assign({ assemblyId: undefined }) },
          { target: 'refused' },
        ],
      },
    },
    refused: { always: { target: 'leaving', actions: { type: 'say', params: { key: 'entry:notYours' } } } },
    leaving: { type: 'final' },
  },
});
