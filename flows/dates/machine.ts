/** Dates of the committee: until when what must be done, and what happened when. Some of it nobody else ever sees. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type DatesTaken,
  type DayTyped,
  type FlowEvent,
  type Next,
  services,
  type WorkView,
} from '../../src/conversation/flow.ts';

export interface DatesInput extends Arrival {
  /** By when this one is to be finished. */
  work?: WorkView | null;
}

export const deadlines = ['spending', 'accounts'] as const;
export const milestones = [
  'tarjeta_entregada',
  'recurso_depositado',
  'cuentas_rendidas',
  'dinero_devuelto',
  'integrante_reemplazado',
] as const;

export type About =
  | { is: 'deadline'; of: (typeof deadlines)[number] }
  | { is: 'milestone'; of: (typeof milestones)[number] }
  | { is: 'due' };

export interface DatesContext extends Arrival {
  clinicId: number;
  work: WorkView | null;
  taken: DatesTaken;
  about: About;
  day: Extract<DayTyped, { is: 'day' }> | null;
}

type DatesEvent = { type: 'about'; about: About } | { type: 'text'; text: string } | { type: 'yes' | 'no' | 'back' };

const dayIn = (event: FlowEvent) => event.output as DayTyped;
const said = (key: string) => ({ type: 'say', params: { key: `dates:${key}` } }) as const;
const date = ({ day }: DatesContext) => day?.date ?? '';
const recorded = {
  target: 'leaving',
  actions: {
    type: 'say',
    params: ({ context: { day } }: { context: DatesContext }) => ({
      key: 'dates:recorded',
      values: { day: day?.shown ?? '' },
    }),
  },
} as const;

export const machine = setup({
  types: {} as { input: DatesInput; context: DatesContext; events: DatesEvent; output: Next },
  actors: services('datesTaken', 'readDay', 'recordMilestone', 'setDeadline', 'setDueDate'),
  actions,
  guards: {
    ofWork: ({ context }) => context.work !== null,
    isDeadline: ({ context }) => context.about.is === 'deadline',
    isDue: ({ context }) => context.about.is === 'due',
    isDay: ({ event }) => dayIn(event).is === 'day',
    isNone: ({ event }) => dayIn(event).is === 'none',
    isPast: ({ event }) => dayIn(event).is === 'past',
    isNotYet: ({ event }) => dayIn(event).is === 'not-yet',
  },
}).createMachine({
  id: 'dates',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    work: input.work ?? null,
    taken: { milestones: [], deadlines: [] },
    about: { is: 'due' },
    day: null,
  }),
  output: ({ context: { clinicId } }) => ({ flow: 'inform', input: { clinicId } }),
  initial: 'opening',
  states: {
    opening: { always: [{ guard: 'ofWork', target: 'day' }, { target: 'looking' }] },
    looking: {
      invoke: {
        src: 'datesTaken',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: { target: 'asking', actions: assign({ taken: ({ event }) => event.output }) },
        onError: 'leaving',
      },
    },
    asking: {
      meta: { screen: 'what' },
      on: { about: { target: 'day', actions: assign({ about: ({ event }) => event.about }) }, back: 'leaving' },
    },
    day: { meta: { screen: 'day' }, on: { text: 'reading', back: 'leaving' } },
    reading: {
      invoke: {
        src: 'readDay',
        input: ({ context, event }) => ({
          clinicId: context.clinicId,
          text: 'text' in event ? event.text : '',
          past: context.about.is === 'milestone',
        }),
        onDone: [
          {
            guard: 'isDay',
            target: 'confirming',
            actions: assign({ day: ({ event }) => (event.output.is === 'day' ? event.output : null) }),
          },
          { guard: 'isPast', target: 'day', actions: said('past') },
          { guard: 'isNone', target: 'day', actions: said('none') },
          { guard: 'isNotYet', target: 'day', actions: said('notYet') },
          { target: 'day', actions: said('unclear') },
        ],
        onError: 'leaving',
      },
    },
    confirming: { meta: { screen: 'confirm' }, on: { yes: 'recording', no: 'day', back: 'day' } },
    recording: {
      always: [
        { guard: 'isDeadline', target: 'setting' },
        { guard: 'isDue', target: 'settingDue' },
        { target: 'happened' },
      ],
    },
    setting: {
      invoke: {
        src: 'setDeadline',
        input: ({ context }) => ({
          clinicId: context.clinicId,
          kind: context.about.is === 'deadline' ? context.about.of : 'spending',
          date: date(context),
        }),
        onDone: recorded,
        onError: 'notYours',
      },
    },
    settingDue: {
      invoke: {
        src: 'setDueDate',
        input: ({ context }) => ({ workId: context.work?.id ?? 0, date: date(context) }),
        onDone: recorded,
        onError: 'notYours',
      },
    },
    happened: {
      invoke: {
        src: 'recordMilestone',
        input: ({ context }) => ({
          clinicId: context.clinicId,
          code: context.about.is === 'milestone' ? context.about.of : 'cuentas_rendidas',
          date: date(context),
        }),
        onDone: recorded,
        onError: 'notYours',
      },
    },
    notYours: { always: { target: 'leaving', actions: said('notRecorded') } },
    leaving: { type: 'final' },
  },
});
