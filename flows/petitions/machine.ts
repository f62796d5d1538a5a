/** Petitions: what the people of a clinic ask for, with how many want it, to be supported and taken back. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  type NeedFound,
  type NeedShown,
  type Next,
  type PetitionList,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface PetitionsContext extends Arrival {
  clinic: string;
  needs: NeedFound[];
  waiting: string[];
  wasDecided: boolean;
  isCommittee: boolean;
  /** Of the list: a page has fewer than elsewhere, two more choices stand below. */
  page: number;
  chosen: NeedFound | null;
  /** Of what the committee looks at. */
  photo: number;
  photos: number;
  next: Next | null;
}

type PetitionsEvent =
  | { type: 'need'; need: NeedFound }
  | { type: 'more' | 'join' | 'leave' | 'tell' | 'read' | 'photo' | 'list' | 'propose' | 'menu' | 'back' };

export const PAGE = 5;

const listed = (event: FlowEvent) => event.output as PetitionList;
const shown = (event: FlowEvent) => event.output as NeedShown;
const changed = (key: string) => ({
  type: 'say' as const,
  params: ({ event: { output } }: { event: { output: { title: string; supports: number } } }) => ({
    key: output.supports === 0 ? 'petitions:withdrawnLast' : `petitions:${key}`,
    values: { title: output.title, count: output.supports },
  }),
});
const refused = {
  type: 'say',
  params: ({ event }: { event: object }) => ({ key: `petitions:refused.${refusal(event)}` }),
} as const;

export const machine = setup({
  types: {} as { input: Arrival; context: PetitionsContext; events: PetitionsEvent; output: Next },
  actors: services('petitions', 'supportNeed', 'withdrawSupport', 'readNeed'),
  actions: {
    ...actions,
    keepList: assign(({ context, event }) => {
      const { clinic, needs, waiting, wasDecided, isCommittee } = listed(event);
      const chosen = needs.find(({ needId }) => needId === context.chosen?.needId) ?? null;
      return { clinicId: clinic?.id, clinic: clinic?.name ?? '', needs, waiting, wasDecided, isCommittee, chosen };
    }),
  },
  guards: {
    hasNoClinic: ({ event }) => listed(event).clinic === undefined,
    isNone: ({ context }) => context.needs.length === 0,
    hasChosen: ({ context }) => context.chosen !== null,
    hasWords: ({ event }) => shown(event).details.length > 0 || shown(event).photos > 0,
  },
}).createMachine({
  id: 'petitions',
  context: ({ input }) => ({
    ...input,
    clinic: '',
    needs: [],
    waiting: [],
    wasDecided: false,
    isCommittee: false,
    page: 0,
    chosen: null,
    photo: 0,
    photos: 0,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'listing',
  states: {
    listing: {
      invoke: {
        src: 'petitions',
        input: ({ context: { clinicId, first } }) => ({ clinicId, first }),
        onDone: [
          {
            guard: 'hasNoClinic',
            target: 'leaving',
            actions: [
              { type: 'say', params: { key: 'petitions:whichClinic' } },
              assign({ next: { flow: 'clinic', input: { purpose: 'home', leadsTo: 'petitions' } } }),
            ],
          },
          { target: 'found', actions: 'keepList' },
        ],
        onError: 'leaving',
      },
    },
    found: {
      always: [{ guard: 'hasChosen', target: 'one' }, { guard: 'isNone', target: 'none' }, { target: 'list' }],
    },
    none: {
      meta: { screen: 'none' },
      on: {
        propose: { target: 'leaving', actions: assign({ next: { flow: 'needs' } }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    list: {
      meta: { screen: 'list' },
      on: {
        need: { target: 'one', actions: assign({ chosen: ({ event }) => event.need, photo: 0, photos: 0 }) },
        more: {
          actions: assign({
            page: ({ context: { needs, page } }) => ((page + 1) * PAGE < needs.length ? page + 1 : 0),
          }),
        },
        propose: { target: 'leaving', actions: assign({ next: { flow: 'needs' } }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    one: {
      meta: { screen: 'one' },
      on: {
        join: 'joining',
        leave: 'withdrawing',
        tell: {
          target: 'leaving',
          actions: assign({
            next: ({ context }) => ({ flow: 'needs', input: { needId: context.chosen?.needId ?? 0 } }),
          }),
        },
        read: { target: 'reading', actions: assign({ photo: 0 }) },
        photo: {
          target: 'reading',
          actions: assign({ photo: ({ context: { photo, photos } }) => (photo + 1 < photos ? photo + 1 : 0) }),
        },
        list: { target: 'listing', actions: assign({ chosen: null }) },
        menu: 'leaving',
        back: { target: 'listing', actions: assign({ chosen: null }) },
      },
    },
    joining: {
      invoke: {
        src: 'supportNeed',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0, needId: context.chosen?.needId ?? 0 }),
        onDone: { target: 'listing', actions: changed('joined') },
        onError: { target: 'listing', actions: [refused, assign({ chosen: null })] },
      },
    },
    withdrawing: {
      invoke: {
        src: 'withdrawSupport',
        input: ({ context }) => ({ needId: context.chosen?.needId ?? 0 }),
        onDone: { target: 'listing', actions: [changed('withdrawn'), assign({ chosen: null })] },
        onError: { target: 'listing', actions: [refused, assign({ chosen: null })] },
      },
    },
    reading: {
      invoke: {
        src: 'readNeed',
        input: ({ context: { chosen, photo } }) => ({ needId: chosen?.needId ?? 0, photo }),
        onDone: [
          {
            guard: 'hasWords',
            target: 'one',
            actions: [
              {
                type: 'say',
                params: ({ event: { output } }) => ({
                  key: output.details.length > 0 ? 'petitions:words' : 'petitions:photoOnly',
                  values: { lines: output.details.map((line) => `• ${line}`).join('\n') },
                  image: output.photo,
                  secret: true,
                }),
              },
              assign({ photos: ({ event }) => event.output.photos }),
            ],
          },
          { target: 'one', actions: { type: 'say', params: { key: 'petitions:noWords' } } },
        ],
        onError: { target: 'listing', actions: [refused, assign({ chosen: null })] },
      },
    },
    leaving: { type: 'final' },
  },
});
