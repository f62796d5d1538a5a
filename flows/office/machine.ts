/** Offices: whoever has a role does their part through here, at one of their clinics; nobody else gets further. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type ClinicOption,
  type FlowEvent,
  type Next,
  nextPage,
  type OfficeEntry,
  type RoleWord,
  services,
} from '../../src/conversation/flow.ts';
import { clinicChoices, wordChoices } from './screens.ts';
import { OF_ALL, TARGETS } from './targets.ts';

export interface OfficeInput extends Arrival {
  /** What they want to do; absent: they are shown what they can. */
  word?: RoleWord;
  /** A code that came with the word. */
  code?: string;
  /** The sentence that brought them here: it may name the clinic. */
  text?: string;
  /** At this clinic of theirs. */
  at?: number;
}

export interface OfficeContext extends OfficeInput {
  clinic: ClinicOption | null;
  clinics: ClinicOption[];
  page: number;
  /** What they can do at the clinic. */
  words: RoleWord[];
  /** They take photos down there. */
  watches: boolean;
  next: Next | null;
}

type OfficeEvent =
  | { type: 'text'; text: string }
  | { type: 'clinic'; clinic: ClinicOption }
  | { type: 'word'; word: RoleWord }
  | { type: 'more' | 'committee' | 'progress' | 'menu' | 'back' };

const entry = (event: FlowEvent) => event.output as OfficeEntry;
/** What the flow behind the word is given. */
const input = ({ word, code, text }: OfficeContext) => ({
  ...(word === undefined ? {} : { word }),
  ...(code === undefined ? {} : { code }),
  ...(text === undefined ? {} : { text }),
});

const leadsTo = (context: OfficeContext, clinic: ClinicOption | null): Next => {
  const flow = context.word && TARGETS[context.word];
  if (flow === undefined) return { flow: 'menu', input: { remark: 'notYet.roles' } };
  // The clinic that the conversation was about before is not the one that is meant here.
  return { flow, input: { ...input(context), clinicId: clinic?.id } };
};

/** What is about all their clinics needs none to be chosen. */
const ofAll = {
  target: 'leaving',
  actions: assign<OfficeContext, Extract<OfficeEvent, { type: 'word' }>, undefined, OfficeEvent, never>({
    next: ({ context, event }) => leadsTo({ ...context, word: event.word, text: undefined }, null),
  }),
};

export const machine = setup({
  types: {} as { input: OfficeInput; context: OfficeContext; events: OfficeEvent; output: Next },
  actors: services('officeEntry'),
  actions: {
    ...actions,
    keepClinics: assign(({ event }) => {
      const found = entry(event);
      return 'clinics' in found ? { clinics: found.clinics, words: found.words, page: 0 } : {};
    }),
    keepClinic: assign(({ event }) => {
      const found = entry(event);
      return found.found === 'one' ? { clinic: found.clinic, words: found.words, watches: found.watches, page: 0 } : {};
    }),
  },
  guards: {
    isNone: ({ event }) => entry(event).found === 'none',
    isNotAllowed: ({ event }) => entry(event).found === 'not-allowed',
    isOne: ({ event }) => entry(event).found === 'one',
    isElsewhere: ({ event }) => entry(event).found === 'elsewhere',
    /** Their only clinic is another. */
    isNotTheirs: ({ event }) => {
      const found = entry(event);
      return found.found === 'elsewhere' && found.words.length === 0;
    },
    isOfAllAndSeveral: ({ context, event }) =>
      context.word !== undefined && OF_ALL.has(context.word) && entry(event).found !== 'one',
    hasWord: ({ context }) => context.word !== undefined,
    hasList: ({ context }) => context.clinics.length > 0,
  },
}).createMachine({
  id: 'office',
  context: ({ input }) => ({ ...input, clinic: null, clinics: [], page: 0, words: [], watches: false, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'officeEntry',
        input: ({ context }) => ({ word: context.word, text: context.text, clinicId: context.at }),
        onDone: [
          {
            guard: 'isNone',
            target: 'leaving',
            actions: {
              type: 'say',
              params: ({ context }) => ({ key: context.text === undefined ? 'office:none' : 'office:noneSaid' }),
            },
          },
          { guard: 'isNotAllowed', target: 'leaving', actions: { type: 'say', params: { key: 'office:notAllowed' } } },
          { guard: 'isOne', target: 'found', actions: 'keepClinic' },
          { guard: 'isNotTheirs', target: 'leaving', actions: { type: 'say', params: { key: 'office:notTheirs' } } },
          {
            guard: 'isOfAllAndSeveral',
            target: 'leaving',
            actions: assign({ next: ({ context }) => leadsTo(context, null) }),
          },
          { target: 'asking', actions: 'keepClinics' },
        ],
        onError: 'leaving',
      },
    },
    searching: {
      invoke: {
        src: 'officeEntry',
        input: ({ context, event }) => ({
          word: context.word,
          ...(event.type === 'clinic' ? { clinicId: event.clinic.id } : {}),
          ...(event.type === 'text' ? { text: event.text } : {}),
        }),
        onDone: [
          { guard: 'isOne', target: 'found', actions: 'keepClinic' },
          {
            guard: 'isElsewhere',
            target: 'asking',
            actions: ['keepClinics', { type: 'say', params: { key: 'office:elsewhere' } }],
          },
          { target: 'asking', actions: 'keepClinics' },
        ],
        onError: 'leaving',
      },
    },
    asking: { always: [{ guard: 'hasList', target: 'choosing' }, { target: 'naming' }] },
    naming: {
      meta: { screen: 'name' },
      on: { text: 'searching', word: ofAll, menu: 'leaving', back: 'leaving' },
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        clinic: 'searching',
        text: 'searching',
        word: ofAll,
        more: { actions: assign({ page: ({ context }) => nextPage(clinicChoices(context), context.page) }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    found: {
      always: [
        {
          guard: 'hasWord',
          target: 'leaving',
          actions: assign({ next: ({ context }) => leadsTo(context, context.clinic) }),
        },
        { target: 'resting' },
      ],
    },
    resting: {
      meta: { screen: 'words' },
      on: {
        word: {
          target: 'leaving',
          actions: assign({
            next: ({ context, event }) => leadsTo({ ...context, word: event.word, text: undefined }, context.clinic),
          }),
        },
        committee: {
          target: 'leaving',
          actions: assign({
            next: ({ context }) => ({ flow: 'committee', input: { clinicId: context.clinic?.id } }),
          }),
        },
        progress: {
          target: 'leaving',
          actions: assign({ next: ({ context }) => ({ flow: 'progress', input: { clinicId: context.clinic?.id } }) }),
        },
        more: { actions: assign({ page: ({ context }) => nextPage(wordChoices(context), context.page) }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    leaving: { type: 'final' },
  },
});
