/** Find a clinic, by name, by place, by location; keep it as one's own, or follow it. */

import { assign } from 'xstate';
import { nextPage } from '../../src/conversation/flow.ts';
import { clinicSetup } from './setup.ts';

export const machine = clinicSetup.createMachine({
  id: 'clinic',
  context: ({ input }) => ({
    ...input,
    clinicId: undefined,
    purpose: input.purpose ?? 'answer',
    clinics: [],
    places: [],
    state: null,
    page: 0,
    tries: 0,
    home: null,
    followed: [],
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  on: {
    text: { target: '.searching', actions: 'keepText' },
    location: { target: '.locating', actions: 'keepLocation' },
  },
  states: {
    opening: {
      always: [
        { guard: 'hasLocation', target: 'locating' },
        { guard: 'hasText', target: 'searching' },
        { guard: 'wantsMine', target: 'recalling' },
        { guard: 'saysMissing', target: 'missing' },
        { target: 'asking' },
      ],
    },
    asking: {
      meta: { screen: 'ask' },
      on: { 'by-place': 'listingStates', 'by-location': 'waitingLocation', missing: 'missing', back: 'toMenu' },
    },
    searching: {
      invoke: {
        src: 'findClinics',
        input: ({ context }) => ({ text: context.text }),
        onDone: [
          { guard: 'one', target: 'chosen', actions: ['keepClinics', 'keepChosen'] },
          { guard: 'several', target: 'choosing', actions: 'keepClinics' },
          { guard: 'near', target: 'suggesting', actions: 'keepClinics' },
          {
            guard: 'isState',
            target: 'listingMunicipalities',
            actions: assign({
              state: ({ event }) => (event.output.found === 'state' ? event.output.state : null),
            }),
          },
          {
            guard: 'firstTry',
            target: 'asking',
            actions: [{ type: 'say', params: { key: 'clinic:notFound.1' } }, 'countTry'],
          },
          {
            guard: 'secondTry',
            target: 'listingStates',
            actions: [{ type: 'say', params: { key: 'clinic:notFound.2' } }, 'countTry'],
          },
          { target: 'elsewhere', actions: assign({ next: { flow: 'menu', input: { remark: 'lost' } } }) },
        ],
        onError: 'asking',
      },
    },
    waitingLocation: { meta: { screen: 'location' }, on: { 'by-place': 'listingStates', back: 'asking' } },
    locating: {
      invoke: {
        src: 'findClinics',
        input: ({ context }) => ({ ...context.location }),
        onDone: [
          { guard: 'abroad', target: 'asking', actions: { type: 'say', params: { key: 'clinic:abroad' } } },
          { target: 'nearby', actions: 'keepClinics' },
        ],
        onError: 'asking',
      },
    },
    nearby: { meta: { screen: 'nearby' }, on: pickClinic() },
    choosing: { meta: { screen: 'choose' }, on: { ...pickClinic(), more: { actions: 'turnClinics' } } },
    suggesting: { meta: { screen: 'suggest' }, on: pickClinic() },
    listingStates: {
      invoke: {
        src: 'listStates',
        input: {},
        onDone: { target: 'state', actions: ['keepPlaces', assign({ state: null })] },
        onError: 'asking',
      },
    },
    state: {
      meta: { screen: 'state' },
      on: {
        place: { target: 'listingMunicipalities', actions: assign({ state: ({ event }) => event.place }) },
        text: { target: 'findingState', actions: 'keepText' },
        more: { target: 'state', actions: 'turnPlaces' },
        back: 'asking',
      },
    },
    findingState: {
      invoke: {
        src: 'findPlaces',
        input: ({ context }) => ({ text: context.text ?? '' }),
        onDone: [
          {
            guard: 'onePlace',
            target: 'listingMunicipalities',
            actions: assign({ state: ({ event }) => event.output[0] ?? null }),
          },
          { guard: 'noPlace', target: 'searching' },
          { target: 'state', actions: 'keepPlaces' },
        ],
        onError: 'asking',
      },
    },
    listingMunicipalities: {
      invoke: {
        src: 'listMunicipalities',
        input: ({ context }) => ({ stateCode: context.state?.code ?? '' }),
        onDone: { target: 'municipality', actions: 'keepPlaces' },
        onError: 'asking',
      },
    },
    municipality: {
      meta: { screen: 'municipality' },
      on: {
        place: { target: 'listingClinics', actions: assign({ places: ({ event }) => [event.place] }) },
        text: { target: 'findingMunicipality', actions: 'keepText' },
        more: { target: 'municipality', actions: 'turnPlaces' },
        back: 'listingStates',
      },
    },
    findingMunicipality: {
      invoke: {
        src: 'findPlaces',
        input: ({ context }) => ({ text: context.text ?? '', stateCode: context.state?.code }),
        onDone: [
          { guard: 'onePlace', target: 'listingClinics', actions: 'keepPlaces' },
          { guard: 'noPlace', target: 'searching' },
          { target: 'municipality', actions: 'keepPlaces' },
        ],
        onError: 'asking',
      },
    },
    listingClinics: {
      invoke: {
        src: 'listClinics',
        input: ({ context }) => ({
          stateCode: context.state?.code ?? '',
          municipalityCode: context.places[0]?.code ?? '',
        }),
        onDone: { target: 'choosing', actions: assign({ clinics: ({ event }) => event.output, page: 0 }) },
        onError: 'asking',
      },
    },
    missing: {
      meta: { screen: 'missing' },
      on: { text: { target: 'reporting', actions: 'keepText' }, back: 'asking', location: undefined },
    },
    reporting: {
      invoke: {
        src: 'reportMissingClinic',
        input: ({ context }) => ({ text: context.text ?? '' }),
        onDone: { target: 'toMenu', actions: { type: 'say', params: { key: 'clinic:missingTaken' } } },
        onError: 'toMenu',
      },
    },
    chosen: {
      always: [
        { guard: 'forHome', target: 'settling' },
        { guard: 'forFollowing', target: 'following' },
        { target: 'toAssembly' },
      ],
    },
    settling: {
      invoke: {
        src: 'setHomeClinic',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: {
          target: 'toAssembly',
          actions: {
            type: 'say',
            params: ({ event }) => ({ key: 'clinic:settled', values: { clinic: event.output.name } }),
          },
        },
        onError: 'asking',
      },
    },
    following: {
      invoke: {
        src: 'followClinic',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: {
          target: 'toAssembly',
          actions: {
            type: 'say',
            params: ({ event }) => ({ key: 'clinic:followed', values: { clinic: event.output.name } }),
          },
        },
        onError: 'asking',
      },
    },
    recalling: {
      invoke: {
        src: 'myClinics',
        input: {},
        onDone: {
          target: 'recalled',
          actions: assign({
            home: ({ event }) => event.output.home ?? null,
            followed: ({ event }) => event.output.followed,
          }),
        },
        onError: 'asking',
      },
    },
    recalled: {
      always: [
        { guard: 'hasHome', target: 'mine' },
        { target: 'asking', actions: assign({ purpose: 'home' }) },
      ],
    },
    mine: {
      meta: { screen: 'mine' },
      on: {
        assembly: { target: 'toAssembly', actions: assign({ clinicId: ({ context }) => context.home?.id }) },
        change: { target: 'asking', actions: assign({ purpose: 'home' }) },
        follow: { target: 'asking', actions: assign({ purpose: 'follow' }) },
        more: { target: 'followedOnes', actions: assign({ page: 0 }) },
        menu: 'toMenu',
      },
    },
    followedOnes: {
      meta: { screen: 'followed' },
      on: {
        more: { actions: assign({ page: ({ context }) => nextPage(context.followed, context.page) }) },
        unfollow: { target: 'unfollowing', actions: assign({ clinicId: ({ event }) => event.clinicId }) },
        back: 'mine',
      },
    },
    unfollowing: {
      invoke: {
        src: 'unfollowClinic',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: {
          target: 'recalling',
          actions: [{ type: 'say', params: { key: 'clinic:unfollowed' } }, assign({ clinicId: undefined })],
        },
        onError: 'recalling',
      },
    },
    toAssembly: {
      always: {
        target: 'elsewhere',
        actions: assign({
          next: ({ context }) => ({
            flow: context.leadsTo ?? 'assembly',
            input: { ...context.question, clinicId: context.clinicId },
          }),
        }),
      },
    },
    toMenu: { always: { target: 'elsewhere', actions: assign({ next: { flow: 'menu' } }) } },
    elsewhere: { type: 'final' },
  },
});

/** The events of every state that shows clinics to choose from. */
function pickClinic() {
  return {
    clinic: { target: 'chosen', actions: 'keepChosen' },
    'none-of-these': { target: 'asking', actions: { type: 'say', params: { key: 'clinic:noneOfThese' } } },
    back: 'asking',
  } as const;
}
