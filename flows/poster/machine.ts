/** The poster: made and handed over, nothing to be asked. */

import { setup } from 'xstate';
import { type Arrival, actions, refusal, services } from '../../src/conversation/flow.ts';

export const machine = setup({
  types: {} as { input: Arrival; context: { clinicId: number } },
  actors: services('posterFile'),
  actions,
  guards: { isNotTheirs: ({ event }) => refusal(event) === 'not-yours' },
}).createMachine({
  id: 'poster',
  context: ({ input }) => ({ clinicId: input.clinicId ?? 0 }),
  initial: 'making',
  states: {
    making: {
      invoke: {
        src: 'posterFile',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: {
          target: 'leaving',
          actions: { type: 'say', params: ({ event }) => ({ key: 'poster:here', document: event.output }) },
        },
        onError: [
          { guard: 'isNotTheirs', target: 'leaving', actions: { type: 'say', params: { key: 'poster:not-yours' } } },
          { target: 'leaving', actions: { type: 'say', params: { key: 'poster:none' } } },
        ],
      },
    },
    leaving: { type: 'final' },
  },
});
