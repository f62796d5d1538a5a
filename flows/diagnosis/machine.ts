/** The diagnosis: a committee goes through the clinic with its staff, area by area, and notes down what is lacking. */

import { assign, setup } from 'xstate';
import {
  type Area,
  type Arrival,
  actions,
  type FlowEvent,
  LONGEST,
  type NeedFound,
  type NeedMeant,
  type Next,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

/** What was noted down in an area, as far as its screens show it. */
interface AreaView {
  area: Area;
  noted: { needId: number; title: string }[];
}

export interface DiagnosisContext extends Arrival {
  clinicId: number;
  areas: AreaView[];
  area: Area | null;
  /** What is often lacking there. */
  usual: NeedFound[];
  /** In own words, as long as the catalogue does not have it. */
  title: string;
  options: NeedFound[];
  chosen: NeedFound | null;
  kind: NeedFound['kind'];
}

type DiagnosisEvent =
  | { type: 'text'; text: string }
  | { type: 'area'; area: Area }
  | { type: 'option'; option: NeedFound }
  | { type: 'kind'; kind: NeedFound['kind'] }
  | { type: 'note'; needId: number }
  | { type: 'own' | 'remove' | 'yes' | 'no' | 'areas' | 'done' | 'back' };

const typed = (event: FlowEvent) => ('text' in event ? String(event.text).trim() : '');
const found = (event: FlowEvent) => (event.output as { found: NeedFound[] }).found;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const said = (key: string) => ({ type: 'say', params: { key: `diagnosis:${key}` } }) as const;
const refused = {
  type: 'say',
  params: ({ event }: { event: object }) => ({ key: `diagnosis:refused.${refusal(event)}` }),
} as const;
const meant = ({ chosen, title, kind }: DiagnosisContext): NeedMeant =>
  chosen?.code ? { code: chosen.code } : { title: chosen?.title ?? title, kind: chosen?.kind ?? kind };

const NOTHING = { title: '', options: [], chosen: null, kind: 'obra' } as const satisfies Partial<DiagnosisContext>;

export const machine = setup({
  types: {} as { input: Arrival; context: DiagnosisContext; events: DiagnosisEvent; output: Next },
  actors: services('diagnosisOf', 'usualNeeds', 'findNeeds', 'noteNeed', 'removeNote'),
  actions: {
    ...actions,
    keepTyped: assign({ title: ({ event }) => capital(typed(event)) }),
  },
  guards: {
    hasArea: ({ context }) => context.area !== null,
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?es todo|nada( m[aá]s)?|fin|that('?s| is) all|nothing( else)?|done)\W*$/i.test(typed(event)),
    isOnlyOne: ({ event }) => found(event).length === 1,
    isAny: ({ event }) => found(event).length > 0,
    isLongTitle: ({ context }) => context.title.length > LONGEST.title,
    mayNot: ({ event }) => refusal(event) === 'not-yours',
  },
}).createMachine({
  id: 'diagnosis',
  context: ({ input }) => ({ ...input, clinicId: input.clinicId ?? 0, areas: [], area: null, usual: [], ...NOTHING }),
  output: ({ context: { clinicId } }) => ({ flow: 'office', input: { at: clinicId } }),
  initial: 'recalling',
  states: {
    recalling: {
      entry: assign({ ...NOTHING }),
      invoke: {
        src: 'diagnosisOf',
        input: ({ context: { clinicId } }) => ({ clinicId }),
        onDone: {
          target: 'recalled',
          actions: assign({
            areas: ({ event }) =>
              event.output.map(({ area, noted }) => ({
                area,
                noted: noted.map(({ needId, title }) => ({ needId, title })),
              })),
          }),
        },
        onError: { target: 'leaving', actions: refused },
      },
    },
    recalled: { always: [{ guard: 'hasArea', target: 'entering' }, { target: 'areas' }] },
    areas: {
      meta: { screen: 'areas' },
      on: {
        area: { target: 'entering', actions: assign({ area: ({ event }) => event.area }) },
        done: { target: 'leaving', actions: said('finished') },
        back: 'leaving',
      },
    },
    entering: {
      invoke: {
        src: 'usualNeeds',
        input: ({ context: { clinicId, area } }) => ({ clinicId, area: area ?? 'other' }),
        onDone: { target: 'area', actions: assign({ usual: ({ event }) => event.output }) },
        onError: { target: 'leaving', actions: refused },
      },
    },
    area: {
      meta: { screen: 'area' },
      on: {
        text: [
          { guard: 'isDone', target: 'recalling', actions: assign({ area: null }) },
          { target: 'finding', actions: 'keepTyped' },
        ],
        option: { target: 'noting', actions: assign({ chosen: ({ event }) => event.option }) },
        remove: 'removing',
        areas: { target: 'recalling', actions: assign({ area: null }) },
        back: { target: 'recalling', actions: assign({ area: null }) },
      },
    },
    finding: {
      invoke: {
        src: 'findNeeds',
        input: ({ context: { clinicId, title } }) => ({ clinicId, text: title }),
        onDone: [
          {
            guard: 'isOnlyOne',
            target: 'confirming',
            actions: assign({ chosen: ({ event }) => event.output.found[0] ?? null }),
          },
          { guard: 'isAny', target: 'choosing', actions: assign({ options: ({ event }) => event.output.found }) },
          { target: 'naming' },
        ],
        onError: 'recalling',
      },
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        option: { target: 'noting', actions: assign({ chosen: ({ event }) => event.option }) },
        own: 'naming',
        back: 'recalling',
      },
    },
    naming: {
      always: [{ guard: 'isLongTitle', target: 'recalling', actions: said('long') }, { target: 'kind' }],
    },
    kind: {
      meta: { screen: 'kind' },
      on: {
        kind: { target: 'noting', actions: assign({ kind: ({ event }) => event.kind, chosen: null }) },
        back: 'recalling',
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        yes: 'noting',
        own: { target: 'naming', actions: assign({ chosen: null }) },
        no: 'recalling',
        back: 'recalling',
      },
    },
    noting: {
      invoke: {
        src: 'noteNeed',
        input: ({ context }) => ({ clinicId: context.clinicId, area: context.area ?? 'other', need: meant(context) }),
        onDone: {
          target: 'recalling',
          actions: {
            type: 'say',
            params: ({ event: { output } }) => ({
              key: `diagnosis:${!output.waits ? 'noted' : output.isNewService ? 'waits' : 'waitsAsAsked'}`,
              values: { title: output.title },
            }),
          },
        },
        onError: [
          { guard: 'mayNot', target: 'leaving', actions: refused },
          { target: 'recalling', actions: refused },
        ],
      },
    },
    removing: {
      meta: { screen: 'remove' },
      on: { note: 'removed', back: 'recalling' },
    },
    removed: {
      invoke: {
        src: 'removeNote',
        input: ({ context: { area }, event }) => ({
          needId: event.type === 'note' ? event.needId : 0,
          area: area ?? 'other',
        }),
        onDone: {
          target: 'recalling',
          actions: {
            type: 'say',
            params: ({ event }) => ({ key: 'diagnosis:removed', values: { title: event.output.title } }),
          },
        },
        onError: { target: 'recalling', actions: refused },
      },
    },
    leaving: { type: 'final' },
  },
});
