/** Questions before going: what the programme is, who may come, what it costs. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, type Next } from '../../src/conversation/flow.ts';

/** What can be asked; each has its answer in the locale files, with its source in this folder's notes. */
export const topics = ['what', 'who', 'cost', 'bring', 'cosabi', 'decide', 'care', 'party', 'quorum'] as const;
export type Topic = (typeof topics)[number];

export interface ProgrammeInput extends Arrival {
  topic?: Topic;
}

interface ProgrammeContext extends ProgrammeInput {
  topic: Topic;
  page: number;
  next: Next | null;
}

type ProgrammeEvent = { type: 'topic'; topic: Topic } | { type: 'more' | 'assembly' | 'back' };

export const machine = setup({
  types: {} as { input: ProgrammeInput; context: ProgrammeContext; events: ProgrammeEvent; output: Next },
  actions,
}).createMachine({
  id: 'programme',
  context: ({ input }) => ({ ...input, topic: input.topic ?? 'what', page: 0, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'answering',
  states: {
    answering: {
      meta: { screen: 'answer' },
      on: {
        topic: { actions: assign({ topic: ({ event }) => event.topic }) },
        more: { actions: assign({ page: ({ context }) => 1 - context.page }) },
        assembly: { target: 'elsewhere', actions: assign({ next: { flow: 'assembly' } }) },
        back: { target: 'elsewhere' },
      },
    },
    elsewhere: { type: 'final' },
  },
});
