/** The language the bot speaks with this person. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, services } from '../../src/conversation/flow.ts';

export interface LanguageOption {
  code: string;
  /** In the language itself. */
  name: string;
}

export interface LanguageInput extends Arrival {
  to?: string;
}

interface LanguageContext extends LanguageInput {
  languages: LanguageOption[];
}

type LanguageEvent = { type: 'language'; code: string } | { type: 'menu' | 'back' };

export const machine = setup({
  types: {} as { input: LanguageInput; context: LanguageContext; events: LanguageEvent },
  actors: services('languages', 'setLanguage'),
  actions,
  guards: { wantsOne: ({ context }) => context.to !== undefined },
}).createMachine({
  id: 'language',
  context: ({ input }) => ({ ...input, languages: [] }),
  initial: 'opening',
  states: {
    opening: { always: [{ guard: 'wantsOne', target: 'setting' }, { target: 'listing' }] },
    listing: {
      invoke: {
        src: 'languages',
        input: {},
        onDone: { target: 'resting', actions: assign({ languages: ({ event }) => event.output }) },
        onError: 'leaving',
      },
    },
    resting: {
      meta: { screen: 'ask' },
      on: {
        language: { target: 'setting', actions: assign({ to: ({ event }) => event.code }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    setting: {
      invoke: {
        src: 'setLanguage',
        input: ({ context }) => ({ language: context.to ?? '' }),
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'language:done' } } },
        onError: 'leaving',
      },
    },
    leaving: { type: 'final' },
  },
});
