/** The minutes: a draft as PDF, agreements and who was elected taken down one by one, and sheets to print. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  type Attachment,
  actions,
  type MinutesView,
  type Next,
  type Rows,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface MinutesInput extends Arrival {
  /** Of which they are, where it is not the last one. */
  assemblyId?: number;
}

export interface MinutesContext {
  assemblyId?: number;
  clinicId: number;
  clinic: string;
  demo: boolean;
  held: MinutesView['held'] | null;
  others: MinutesView['others'];
  /** How many were taken down; what they say is in the database alone. */
  agreements: number;
  elected: number;
  /** Those of them without a code. */
  uninvited: number;
  next: Next | null;
  sheet: 'attendance' | 'tally';
}

type MinutesEvent =
  | { type: 'text'; text: string }
  | { type: 'of'; assemblyId: number }
  | {
      type:
        | 'draft'
        | 'agreements'
        | 'elected'
        | 'codes'
        | 'seats'
        | 'attendance'
        | 'tally'
        | 'done'
        | 'remove'
        | 'menu'
        | 'back';
    };

const opened = (event: object) => (event as { output: MinutesView }).output;
const aheadOf = (event: object) => opened(event).ahead ?? { at: 0, timeZone: 'UTC' };
const rows = (event: object) => (event as { output: Rows }).output;
const of = ({ clinicId, held }: MinutesContext) => ({ clinicId, assemblyId: held?.assemblyId ?? 0 });
const typed = (event: object) => ('text' in event ? String(event.text) : '');

const readBack = (key: string, { count, list }: Rows) =>
  count === 0 ? { key: 'minutes:empty' } : { key: `minutes:${key}`, values: { count, list } };

const handed = (key: string, document: Attachment) => ({ key: `minutes:${key}`, document });

/** Why it was not done; what is left of the flow goes on elsewhere. */
const refused = (event: object) => {
  const reasons = ['text-long', 'text-empty', 'minutes-full', 'unknown-assembly', 'assembly-ahead'];
  const code = refusal(event);
  return { key: `minutes:not.${reasons.includes(code) ? code : 'not-yours'}` };
};
const isAboutText = (event: object) => ['text-long', 'text-empty', 'minutes-full'].includes(refusal(event));
/** What is about the committee has flows of its own, which lead back here. */
const leadsTo = (flow: string, input: Record<string, unknown> = {}) => ({
  target: 'leaving' as const,
  actions: assign<MinutesContext, MinutesEvent, undefined, MinutesEvent, never>({
    next: ({ context }) => ({
      flow,
      input: { ...input, clinicId: context.clinicId, assemblyId: context.held?.assemblyId },
    }),
  }),
});
const left = {
  target: 'leaving',
  actions: { type: 'say', params: ({ event }: { event: object }) => refused(event) },
} as const;

export const machine = setup({
  types: {} as { input: MinutesInput; context: MinutesContext; events: MinutesEvent; output: Next },
  actors: services('openMinutes', 'minutesFile', 'addAgreement', 'removeAgreement', 'sheetFile'),
  actions: {
    ...actions,
    keepFound: assign(({ event }) => {
      const { clinic, demo, held, others, agreements, elected, uninvited } = opened(event);
      return { clinic, demo, held: held ?? null, others, agreements: agreements.count, elected, uninvited };
    }),
    keepAgreements: assign({ agreements: ({ event }) => rows(event).count }),
  },
  guards: {
    isHeld: ({ context }) => context.held !== null,
    isAhead: ({ event }) => opened(event).ahead !== undefined,
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?es todo|fin|(ya )?(termin[aeéó]r?|acab[aeéó]r?)|done|finished)\W*$/i.test(typed(event)),
    isRemoval: ({ event }) => /^\W*(quitar?|quite|borrar?|borre|remove)( .{0,14})?$/i.test(typed(event)),
    isAboutText: ({ event }) => isAboutText(event),
  },
}).createMachine({
  id: 'minutes',
  context: ({ input }) => ({
    clinicId: input.clinicId ?? 0,
    assemblyId: input.assemblyId,
    clinic: '',
    demo: false,
    held: null,
    others: [],
    agreements: 0,
    elected: 0,
    uninvited: 0,
    next: null,
    sheet: 'attendance',
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'openMinutes',
        input: ({ context: { clinicId, assemblyId } }) => ({ clinicId, assemblyId }),
        onDone: [
          {
            guard: 'isAhead',
            target: 'resting',
            actions: [
              'keepFound',
              { type: 'say', params: ({ event }) => ({ key: 'minutes:ahead', values: { when: aheadOf(event) } }) },
            ],
          },
          { target: 'resting', actions: 'keepFound' },
        ],
        onError: left,
      },
    },
    resting: { always: [{ guard: 'isHeld', target: 'choosing' }, { target: 'waiting' }] },
    choosing: {
      meta: { screen: 'menu' },
      on: {
        draft: 'drafting',
        agreements: 'writing',
        elected: leadsTo('election'),
        codes: leadsTo('election', { codes: true }),
        of: 'turning',
        attendance: { target: 'printing', actions: assign({ sheet: 'attendance' }) },
        tally: { target: 'printing', actions: assign({ sheet: 'tally' }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    turning: {
      invoke: {
        src: 'openMinutes',
        input: ({ context, event }) => ({
          clinicId: context.clinicId,
          assemblyId: event.type === 'of' ? event.assemblyId : undefined,
        }),
        onDone: { target: 'resting', actions: 'keepFound' },
        onError: left,
      },
    },
    /** Nothing has been held yet: there are only sheets to print. */
    waiting: {
      meta: { screen: 'before' },
      on: {
        seats: leadsTo('seats'),
        attendance: { target: 'printing', actions: assign({ sheet: 'attendance' }) },
        tally: { target: 'printing', actions: assign({ sheet: 'tally' }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    drafting: {
      invoke: {
        src: 'minutesFile',
        input: ({ context }) => of(context),
        onDone: {
          target: 'choosing',
          actions: { type: 'say', params: ({ event }) => handed('draft', event.output) },
        },
        onError: left,
      },
    },
    printing: {
      invoke: {
        src: 'sheetFile',
        input: ({ context: { clinicId, sheet } }) => ({ clinicId, sheet }),
        onDone: {
          target: 'resting',
          actions: {
            type: 'say',
            params: ({ context, event }) => handed(`printed.${context.sheet}`, event.output),
          },
        },
        onError: left,
      },
    },
    writing: {
      meta: { screen: 'agreement' },
      on: {
        text: [
          { guard: 'isDone', target: 'choosing' },
          { guard: 'isRemoval', target: 'removing' },
          { target: 'adding' },
        ],
        remove: 'removing',
        done: 'choosing',
        back: 'choosing',
      },
    },
    adding: {
      invoke: {
        src: 'addAgreement',
        input: ({ context, event }) => ({ ...of(context), text: typed(event) }),
        onDone: {
          target: 'writing',
          actions: ['keepAgreements', { type: 'say', params: ({ event }) => readBack('agreed', event.output) }],
        },
        onError: [
          {
            guard: 'isAboutText',
            target: 'writing',
            actions: { type: 'say', params: ({ event }) => refused(event) },
          },
          left,
        ],
      },
    },
    removing: {
      invoke: {
        src: 'removeAgreement',
        input: ({ context }) => of(context),
        onDone: {
          target: 'writing',
          actions: ['keepAgreements', { type: 'say', params: ({ event }) => readBack('agreedLess', event.output) }],
        },
        onError: left,
      },
    },
    leaving: { type: 'final' },
  },
});
