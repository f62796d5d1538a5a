/** Privacy: the long notice, what is kept of a person, its correction and its deletion. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, type Next, type PersonalData, services } from '../../src/conversation/flow.ts';

export interface PrivacyInput extends Arrival {
  view?: 'mydata' | 'delete';
}

export interface PrivacyContext extends PrivacyInput {
  data: PersonalData | null;
  next: Next | null;
}

type PrivacyEvent = {
  type: 'mydata' | 'file' | 'correct' | 'clinic' | 'answer' | 'language' | 'delete' | 'confirm' | 'back' | 'menu';
};

export const machine = setup({
  types: {} as { input: PrivacyInput; context: PrivacyContext; events: PrivacyEvent; output: Next },
  actors: services('personalData', 'personalDataFile', 'deletePerson'),
  actions,
  guards: {
    asksData: ({ context }) => context.view === 'mydata',
    asksDeletion: ({ context }) => context.view === 'delete',
  },
}).createMachine({
  id: 'privacy',
  context: ({ input }) => ({ ...input, data: null, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      always: [
        { guard: 'asksData', target: 'collecting' },
        { guard: 'asksDeletion', target: 'weighing' },
        { target: 'notice' },
      ],
    },
    notice: {
      meta: { screen: 'notice' },
      on: { mydata: 'collecting', delete: 'weighing', menu: 'leaving', back: 'leaving' },
    },
    collecting: {
      invoke: {
        src: 'personalData',
        input: {},
        onDone: { target: 'data', actions: assign({ data: ({ event }) => event.output }) },
        onError: 'leaving',
      },
    },
    data: {
      meta: { screen: 'data' },
      on: { file: 'making', correct: 'correcting', delete: 'weighing', menu: 'leaving', back: 'leaving' },
    },
    making: {
      invoke: {
        src: 'personalDataFile',
        input: {},
        onDone: {
          target: 'afterFile',
          actions: {
            type: 'say',
            params: ({ event }) => ({ key: 'privacy:file', document: event.output, secret: true }),
          },
        },
        onError: 'data',
      },
    },
    afterFile: {
      meta: { screen: 'afterFile' },
      on: { correct: 'correcting', delete: 'weighing', menu: 'leaving', back: 'data' },
    },
    correcting: {
      meta: { screen: 'correct' },
      on: {
        clinic: { target: 'leaving', actions: assign({ next: { flow: 'clinic', input: { view: 'mine' } } }) },
        answer: { target: 'leaving', actions: assign({ next: { flow: 'assembly' } }) },
        language: { target: 'leaving', actions: assign({ next: { flow: 'language' } }) },
        back: 'collecting',
      },
    },
    /** What the deletion would leave behind is said before it. */
    weighing: {
      invoke: {
        src: 'personalData',
        input: {},
        onDone: { target: 'deletion', actions: assign({ data: ({ event }) => event.output }) },
        onError: 'leaving',
      },
    },
    deletion: { meta: { screen: 'deletion' }, on: { confirm: 'deleting', back: 'collecting' } },
    deleting: {
      invoke: {
        src: 'deletePerson',
        input: {},
        // The conversation stays until its last answer is out: without a word of what was shown.
        onDone: { target: 'deleted', actions: assign({ data: null }) },
        onError: 'leaving',
      },
    },
    deleted: { meta: { screen: 'deleted' } },
    leaving: { type: 'final' },
  },
});
