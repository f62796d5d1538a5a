/** What the clinic flow knows, may happen to it, and does: everything but its states. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type ClinicOption,
  type ClinicsFound,
  type FlowEvent,
  type Next,
  nextPage,
  type PlaceOption,
  services,
} from '../../src/conversation/flow.ts';

/** What the clinic is looked for: to answer a question about it, to be one's own, to be followed. */
export type Purpose = 'answer' | 'home' | 'follow';

export interface ClinicInput extends Arrival {
  text?: string;
  location?: { lat: number; lng: number };
  purpose?: Purpose;
  /** What the flow that goes on was asked before the clinic was known. */
  question?: Record<string, unknown>;
  /** The flow that goes on once it is known; absent: the assembly's. */
  leadsTo?: string;
  /** Opens at what is kept of one's clinics, or at "my clinic is not here". */
  view?: 'mine' | 'missing';
}

export interface ClinicContext extends ClinicInput {
  purpose: Purpose;
  clinics: ClinicOption[];
  places: PlaceOption[];
  state: PlaceOption | null;
  page: number;
  /** Searches in a row that found nothing. */
  tries: number;
  home: ClinicOption | null;
  followed: ClinicOption[];
  next: Next | null;
}

type ClinicEvent =
  | { type: 'text'; text: string }
  | { type: 'location'; lat: number; lng: number }
  | { type: 'clinic'; clinic: ClinicOption }
  | { type: 'place'; place: PlaceOption }
  | { type: 'unfollow'; clinicId: number }
  | {
      type:
        | 'more'
        | 'none-of-these'
        | 'by-place'
        | 'by-location'
        | 'assembly'
        | 'change'
        | 'follow'
        | 'missing'
        | 'menu'
        | 'back';
    };

const clinicsIn = (event: FlowEvent): ClinicOption[] => {
  const output = event.output as ClinicsFound;
  return 'clinics' in output ? output.clinics : 'clinic' in output ? [output.clinic] : [];
};
const outcome = (event: FlowEvent) => (event.output as ClinicsFound).found;

export const clinicSetup = setup({
  types: {} as { input: ClinicInput; context: ClinicContext; events: ClinicEvent; output: Next },
  actors: services(
    'findClinics',
    'findPlaces',
    'listStates',
    'listMunicipalities',
    'listClinics',
    'myClinics',
    'setHomeClinic',
    'followClinic',
    'unfollowClinic',
    'reportMissingClinic',
  ),
  actions: {
    ...actions,
    keepClinics: assign({ clinics: ({ event }) => clinicsIn(event), page: 0 }),
    keepPlaces: assign({ places: ({ event }: { event: FlowEvent }) => event.output as PlaceOption[], page: 0 }),
    keepChosen: assign({
      clinicId: ({ context, event }) => (event.type === 'clinic' ? event.clinic.id : context.clinics[0]?.id),
    }),
    turnClinics: assign({ page: ({ context }) => nextPage(context.clinics, context.page) }),
    turnPlaces: assign({ page: ({ context }) => nextPage(context.places, context.page) }),
    countTry: assign({ tries: ({ context }) => context.tries + 1 }),
    keepText: assign({ text: ({ event }) => (event.type === 'text' ? event.text : undefined) }),
    keepLocation: assign({
      location: ({ event }) => (event.type === 'location' ? { lat: event.lat, lng: event.lng } : undefined),
    }),
  },
  guards: {
    hasLocation: ({ context }) => context.location !== undefined,
    hasText: ({ context }) => context.text !== undefined && context.text !== '',
    wantsMine: ({ context }) => context.view === 'mine',
    saysMissing: ({ context }) => context.view === 'missing',
    one: ({ event }) => outcome(event) === 'one',
    several: ({ event }) => outcome(event) === 'several',
    near: ({ event }) => outcome(event) === 'near',
    isState: ({ event }) => outcome(event) === 'state',
    abroad: ({ event }) => outcome(event) === 'abroad',
    onePlace: ({ event }) => (event as FlowEvent & { output: PlaceOption[] }).output.length === 1,
    noPlace: ({ event }) => (event as FlowEvent & { output: PlaceOption[] }).output.length === 0,
    firstTry: ({ context }) => context.tries === 0,
    secondTry: ({ context }) => context.tries === 1,
    hasHome: ({ context }) => context.home !== null,
    forHome: ({ context }) => context.purpose === 'home' && context.first !== true,
    forFollowing: ({ context }) => context.purpose === 'follow' && context.first !== true,
  },
});
