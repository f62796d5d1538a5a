/** INFORMAR AVANCE: what a committee has to tell of its works. What takes more than a few questions has a flow of its own. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  type Next,
  nextPage,
  refusal,
  services,
  type WorksToInform,
  type WorkView,
} from '../../src/conversation/flow.ts';

/** What a work is chosen for. */
export type Purpose = 'report' | 'finish' | 'spend' | 'correct' | 'quote' | 'due' | 'withdraw';

export interface InformContext extends Arrival {
  clinicId: number;
  clinic: string;
  works: WorkView[];
  may: WorksToInform['may'];
  page: number;
  purpose: Purpose;
  work: WorkView | null;
  status: WorkView['status'];
  percent: number;
  /** A photo that was sent, and has been said to show nobody. */
  photoId: number | null;
  /** A photo that was sent just now. */
  sentId: number | null;
  next: Next | null;
}

type InformEvent =
  | { type: Purpose }
  | { type: 'decide' | 'dates' | 'other' | 'progressing' | 'more' | 'done' | 'yes' | 'no' | 'back' }
  | { type: 'work'; work: WorkView }
  | { type: 'status'; status: WorkView['status'] }
  | { type: 'text'; text: string }
  | { type: 'photo'; mime: string; data: string };

const choosing = { actions: 'keepPurpose', target: 'choosing' } as const;
const percentIn = (event: FlowEvent) => event.output as number | null;
const finishedAs = (work: WorkView | null) => (work?.kind === 'obra' ? 'obra_terminada' : 'equipo_recibido');
const said = (key: string) => ({ type: 'say', params: { key: `inform:${key}` } }) as const;
const receipt = (work: WorkView, percent: number) => ({
  key: 'inform:recorded',
  values: { title: work.title, status: { key: `works:status.${work.status}`, values: { percent } } },
});

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** The one work whose title has a word that begins like this. */
function named(works: readonly WorkView[], event: FlowEvent): WorkView | undefined {
  const typed = plain('text' in event ? String(event.text) : '');
  const fits = works.filter(({ title }) => ` ${plain(title)}`.includes(` ${typed}`));
  return typed.length >= 3 && fits.length === 1 ? fits[0] : undefined;
}

export const machine = setup({
  types: {} as { input: Arrival; context: InformContext; events: InformEvent; output: Next },
  actors: services('worksToInform', 'readPercent', 'reportWork', 'keepPhoto', 'discardPhoto', 'withdrawWork'),
  actions: {
    ...actions,
    keepPurpose: assign({ purpose: ({ event }) => event.type as Purpose, page: 0, photoId: null, sentId: null }),
    keepNamed: assign({ work: ({ context, event }) => named(context.works, event) ?? null }),
    keepWork: assign({
      work: ({ context, event }) => (event.type === 'work' ? event.work : (context.works[0] ?? null)),
    }),
  },
  guards: {
    isNamed: ({ context, event }) => named(context.works, event) !== undefined,
    one: ({ context }) => context.works.length === 1,
    reports: ({ context }) => context.purpose === 'report',
    finishes: ({ context }) => context.purpose === 'finish',
    withdraws: ({ context }) => context.purpose === 'withdraw',
    isDue: ({ context }) => context.purpose === 'due',
    isPercent: ({ event }) => (percentIn(event) ?? -1) >= 0 && (percentIn(event) ?? 101) < 100,
    isWhole: ({ event }) => percentIn(event) === 100,
    isNumber: ({ event }) => percentIn(event) !== null,
    begun: ({ event }) => refusal(event) === 'work-begun',
    photoGone: ({ event }) => refusal(event) === 'unknown-photo',
  },
}).createMachine({
  id: 'inform',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    clinic: '',
    works: [],
    may: { decide: false, report: false },
    page: 0,
    purpose: 'report',
    work: null,
    status: 'obra_en_proceso',
    percent: 0,
    photoId: null,
    sentId: null,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      invoke: {
        src: 'worksToInform',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: {
          target: 'asking',
          actions: assign(({ event }) => ({ ...event.output, work: null, photoId: null, sentId: null })),
        },
        onError: 'notYours',
      },
    },
    asking: {
      meta: { screen: 'what' },
      on: {
        report: choosing,
        finish: choosing,
        spend: choosing,
        withdraw: choosing,
        decide: { target: 'elsewhere', actions: assign(leadsTo('decision')) },
        other: 'other',
        done: 'elsewhere',
        back: 'elsewhere',
      },
    },
    other: {
      meta: { screen: 'other' },
      on: {
        correct: choosing,
        quote: choosing,
        due: choosing,
        withdraw: choosing,
        dates: { target: 'elsewhere', actions: assign(leadsTo('dates')) },
        back: 'asking',
      },
    },
    choosing: {
      always: [{ guard: 'one', target: 'chosen', actions: 'keepWork' }, { target: 'picking' }],
    },
    picking: {
      meta: { screen: 'pick' },
      on: {
        work: { target: 'chosen', actions: 'keepWork' },
        text: [{ guard: 'isNamed', target: 'chosen', actions: 'keepNamed' }, { actions: said('pickUnclear') }],
        more: { actions: assign({ page: ({ context }) => nextPage(context.works, context.page) }) },
        back: 'asking',
      },
    },
    chosen: {
      always: [
        { guard: 'reports', target: 'status' },
        {
          guard: 'finishes',
          target: 'confirming',
          actions: assign({ status: ({ context }) => finishedAs(context.work), percent: 100 }),
        },
        { guard: 'withdraws', target: 'withdrawing' },
        { guard: 'isDue', target: 'elsewhere', actions: assign(leadsTo('dates')) },
        { target: 'elsewhere', actions: assign(leadsTo('spending')) },
      ],
    },
    status: {
      meta: { screen: 'status' },
      on: {
        progressing: 'percent',
        status: { target: 'confirming', actions: assign({ status: ({ event }) => event.status, percent: 0 }) },
        back: 'asking',
      },
    },
    percent: { meta: { screen: 'percent' }, on: { text: 'reading', back: 'status' } },
    reading: {
      invoke: {
        src: 'readPercent',
        input: ({ event }) => ({ text: 'text' in event ? event.text : '' }),
        onDone: [
          {
            guard: 'isPercent',
            target: 'confirming',
            actions: assign({ status: 'obra_en_proceso', percent: ({ event }) => event.output ?? 0 }),
          },
          {
            guard: 'isWhole',
            target: 'confirming',
            actions: assign({ status: ({ context }) => finishedAs(context.work), percent: 100 }),
          },
          { guard: 'isNumber', target: 'percent', actions: said('percentOut') },
          { target: 'percent', actions: said('percentUnclear') },
        ],
        onError: 'percent',
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: { yes: 'recording', no: 'status', photo: 'keeping', back: 'status' },
    },
    keeping: {
      invoke: {
        src: 'keepPhoto',
        input: ({ context, event }) => ({
          clinicId: context.clinicId,
          mime: event.type === 'photo' ? event.mime : '',
          data: event.type === 'photo' ? event.data : '',
        }),
        onDone: { target: 'vouching', actions: assign({ sentId: ({ event }) => event.output }) },
        onError: 'notYours',
      },
    },
    vouching: {
      meta: { screen: 'vouch' },
      on: {
        no: { target: 'confirming', actions: assign({ photoId: ({ context }) => context.sentId }) },
        yes: 'discarding',
        back: 'discarding',
      },
    },
    discarding: {
      invoke: {
        src: 'discardPhoto',
        input: ({ context }) => ({ fileId: context.sentId ?? 0 }),
        onDone: { target: 'confirming', actions: [assign({ sentId: null }), said('discarded')] },
        onError: 'confirming',
      },
    },
    recording: {
      invoke: {
        src: 'reportWork',
        input: ({ context: { work, status, percent, photoId } }) => ({
          workId: work?.id ?? 0,
          status,
          percent,
          ...(photoId === null ? {} : { photoId }),
        }),
        onDone: {
          target: 'opening',
          actions: { type: 'say', params: ({ event }) => receipt(event.output, event.output.percent) },
        },
        onError: [
          {
            guard: 'photoGone',
            target: 'confirming',
            actions: [assign({ photoId: null, sentId: null }), said('photoGone')],
          },
          { target: 'notYours' },
        ],
      },
    },
    withdrawing: { meta: { screen: 'withdraw' }, on: { yes: 'takingOut', no: 'asking', back: 'asking' } },
    takingOut: {
      invoke: {
        src: 'withdrawWork',
        input: ({ context }) => ({ workId: context.work?.id ?? 0 }),
        onDone: { target: 'opening', actions: said('withdrawn') },
        onError: [{ guard: 'begun', target: 'asking', actions: said('begun') }, { target: 'notYours' }],
      },
    },
    notYours: {
      always: {
        target: 'elsewhere',
        actions: { type: 'say', params: { key: 'works:notYours' } },
      },
    },
    elsewhere: { type: 'final' },
  },
});

function leadsTo(flow: string) {
  return {
    next: ({ context: { clinicId, work, purpose } }: { context: InformContext }): Next => ({
      flow,
      input: { clinicId, work, purpose },
    }),
  };
}
