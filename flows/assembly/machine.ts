/** My assembly: when and where it is, and whether one will come. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  type AssemblyFound,
  actions,
  type ClinicFound,
  type FlowEvent,
  type Inquiry,
  type Next,
  type RsvpAnswer,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface AssemblyInput extends Arrival {
  /** The clinic as typed, by the code of a link, or known. */
  text?: string;
  clues?: string;
  /** One's own clinic, whichever was spoken of last. */
  own?: boolean;
  answer?: RsvpAnswer;
  companions?: number;
  about?: 'when' | 'where' | 'agenda' | 'map' | 'calendar' | 'wrong-date';
}

export interface AssemblyContext extends AssemblyInput {
  assembly: AssemblyFound | null;
  /** The facts stand in the message before: they are not repeated. */
  told: boolean;
  undated: ClinicFound | null;
  next: Next | null;
}

type AssemblyEvent =
  | { type: 'answer'; answer: RsvpAnswer }
  | { type: 'number'; number: number }
  | { type: 'change' | 'map' | 'calendar' | 'wrong-date' | 'more' | 'other' | 'tell-me' | 'menu' | 'back' };

const found = (event: FlowEvent) => event.output as Inquiry;

export const machine = setup({
  types: {} as {
    input: AssemblyInput;
    context: AssemblyContext;
    events: AssemblyEvent;
    output: Next;
  },
  actors: services('inquire', 'recordRsvp', 'calendarFile', 'reportWrongDate', 'requestDate'),
  actions,
  guards: {
    dated: ({ event }) => found(event).found === 'assembly',
    undated: ({ event }) => found(event).found === 'clinic',
    cancelled: ({ context }) => context.assembly?.assembly.status === 'cancelled',
    begun: ({ context }) => context.assembly?.begun === true,
    answersNow: ({ context }) => context.answer !== undefined && context.first !== true,
    answered: ({ context }) => context.assembly?.rsvp !== undefined,
    wantsMap: ({ context }) => context.about === 'map',
    wantsCalendar: ({ context }) => context.about === 'calendar',
    saysWrongDate: ({ context }) => context.about === 'wrong-date',
    comesAlone: ({ context }) => context.answer === 'no' || context.companions !== undefined,
    hasPin: ({ context }) => context.assembly?.assembly.latitude != null || context.assembly?.clinic.latitude != null,
    movedMeanwhile: ({ event }) => refusal(event) === 'assembly-changed' || refusal(event) === 'assembly-cancelled',
  },
}).createMachine({
  id: 'assembly',
  context: ({ input }) => ({ ...input, assembly: null, told: false, undated: null, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'inquiring',
  states: {
    inquiring: {
      invoke: {
        src: 'inquire',
        input: ({ context: { text, clinicId, clues, first, own } }) => ({ text, clinicId, clues, first, own }),
        onDone: [
          {
            guard: 'dated',
            target: 'informed',
            actions: assign({
              assembly: ({ event }) => event.output as AssemblyFound,
              clinicId: ({ event }) => (event.output as AssemblyFound).clinic.id,
            }),
          },
          {
            guard: 'undated',
            target: 'undated',
            actions: assign({
              undated: ({ event }) => event.output as ClinicFound,
              clinicId: ({ event }) => (event.output as ClinicFound).clinic.id,
            }),
          },
          { target: 'askingClinic' },
        ],
        onError: 'toMenu',
      },
    },
    /** What was asked waits until the clinic is known. */
    askingClinic: {
      always: {
        target: 'elsewhere',
        actions: assign({
          next: ({ context: { text, clues, answer, companions, about } }) => ({
            flow: 'clinic',
            input: { text: text ?? clues, purpose: 'answer', question: { answer, companions, about } },
          }),
        }),
      },
    },
    informed: {
      always: [
        { guard: 'cancelled', target: 'cancelled' },
        { guard: 'begun', target: 'begun' },
        { guard: 'saysWrongDate', target: 'reportingWrongDate' },
        { guard: 'answersNow', target: 'recording' },
        { guard: 'wantsMap', target: 'showingMap' },
        { guard: 'wantsCalendar', target: 'makingCalendar' },
        { guard: 'answered', target: 'answered' },
        { target: 'asked' },
      ],
    },
    asking: { always: [{ guard: 'answered', target: 'answered' }, { target: 'asked' }] },
    asked: {
      meta: { screen: 'asked' },
      on: {
        answer: {
          target: 'recording',
          actions: assign({ answer: ({ event }) => event.answer, companions: undefined }),
        },
        number: { target: 'recording', actions: assign({ answer: 'yes', companions: ({ event }) => event.number }) },
        map: 'showingMap',
        more: 'more',
      },
    },
    recording: {
      invoke: {
        src: 'recordRsvp',
        input: ({ context: { assembly, answer, companions } }) => ({
          clinicId: assembly?.clinic.id ?? 0,
          assemblyId: assembly?.assembly.id ?? 0,
          revision: assembly?.assembly.revision ?? 0,
          answer: answer ?? 'maybe',
          companions,
        }),
        onDone: [
          {
            guard: 'comesAlone',
            target: 'answered',
            actions: assign({
              told: true,
              assembly: ({ context, event }) => context.assembly && { ...context.assembly, rsvp: event.output },
            }),
          },
          {
            target: 'companions',
            actions: assign({
              told: true,
              assembly: ({ context, event }) => context.assembly && { ...context.assembly, rsvp: event.output },
            }),
          },
        ],
        onError: [
          {
            guard: 'movedMeanwhile',
            target: 'inquiring',
            actions: [
              { type: 'say', params: { key: 'assembly:movedMeanwhile' } },
              assign({ answer: undefined, told: false }),
            ],
          },
          { target: 'begun' },
        ],
      },
    },
    companions: {
      meta: { screen: 'companions' },
      on: {
        number: { target: 'recording', actions: assign({ companions: ({ event }) => event.number }) },
        back: 'asked',
      },
    },
    answered: {
      meta: { screen: 'answered' },
      on: {
        number: {
          target: 'recording',
          actions: assign(({ context, event }) => ({
            answer: context.assembly?.rsvp?.answer,
            companions: event.number,
          })),
        },
        change: 'asked',
        map: 'showingMap',
        calendar: 'makingCalendar',
        more: 'more',
        menu: 'toMenu',
        back: 'asked',
      },
    },
    more: {
      meta: { screen: 'more' },
      on: {
        calendar: 'makingCalendar',
        'wrong-date': 'reportingWrongDate',
        other: 'otherClinic',
        back: 'asking',
      },
    },
    showingMap: {
      always: [
        {
          guard: 'hasPin',
          target: 'asking',
          actions: [
            assign({ told: true }),
            {
              type: 'say',
              params: ({ context: { assembly } }) => ({
                key: assembly?.assembly.latitude == null ? 'assembly:mapOfClinic' : 'assembly:map',
                values: { place: assembly?.assembly.place ?? '', clinic: assembly?.clinic.name ?? '' },
                location: {
                  lat: assembly?.assembly.latitude ?? assembly?.clinic.latitude ?? 0,
                  lng: assembly?.assembly.longitude ?? assembly?.clinic.longitude ?? 0,
                  title: assembly?.assembly.place,
                  address: assembly?.clinic.address,
                },
              }),
            },
          ],
        },
        { target: 'asking', actions: [assign({ told: true }), { type: 'say', params: { key: 'assembly:noMap' } }] },
      ],
    },
    makingCalendar: {
      invoke: {
        src: 'calendarFile',
        input: ({ context }) => ({ assemblyId: context.assembly?.assembly.id ?? 0 }),
        onDone: {
          target: 'asking',
          actions: [
            assign({ told: true }),
            { type: 'say', params: ({ event }) => ({ key: 'assembly:calendar', document: event.output }) },
          ],
        },
        onError: 'asking',
      },
    },
    reportingWrongDate: {
      invoke: {
        src: 'reportWrongDate',
        input: ({ context }) => ({ assemblyId: context.assembly?.assembly.id ?? 0 }),
        onDone: {
          target: 'asking',
          actions: [assign({ told: true }), { type: 'say', params: { key: 'assembly:wrongDate' } }],
        },
        onError: 'asking',
      },
    },
    begun: { meta: { screen: 'begun' }, on: { other: 'otherClinic', menu: 'toMenu' } },
    cancelled: { meta: { screen: 'cancelled' }, on: { 'tell-me': 'requesting', other: 'otherClinic', menu: 'toMenu' } },
    undated: { meta: { screen: 'undated' }, on: { 'tell-me': 'requesting', other: 'otherClinic', menu: 'toMenu' } },
    requesting: {
      invoke: {
        src: 'requestDate',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: { target: 'toMenu', actions: { type: 'say', params: { key: 'assembly:willTell' } } },
        onError: 'toMenu',
      },
    },
    otherClinic: {
      always: {
        target: 'elsewhere',
        actions: assign({ next: { flow: 'clinic', input: { purpose: 'home' } } }),
      },
    },
    toMenu: { always: { target: 'elsewhere', actions: assign({ next: { flow: 'menu' } }) } },
    elsewhere: { type: 'final' },
  },
});
