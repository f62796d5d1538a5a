/** How many will come: of one clinic with what can be done there, or of all that somebody has, narrowed down by name. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type ClinicCount,
  type CountFound,
  type CountList,
  type CountRow,
  type FlowEvent,
  type Next,
  refusal,
  type ScopeCount,
  services,
} from '../../src/conversation/flow.ts';

export interface AttendanceInput extends Arrival {
  /** The sentence that brought them here: it may name a place. */
  text?: string;
}

export interface AttendanceContext extends AttendanceInput {
  /** All of theirs, or a part of it; null for who has one clinic. */
  scope: ScopeCount | null;
  clinic: ClinicCount | null;
  /** The numbers stand in the message before: they are not repeated. */
  told: boolean;
  list: CountList;
  page: number;
  rows: CountRow[];
  /** In the whole list. */
  total: number;
  next: Next | null;
}

type AttendanceEvent =
  | { type: 'clinic'; clinicId: number }
  | { type: 'text'; text: string }
  | { type: 'file'; format: 'xlsx' | 'csv' }
  | { type: 'few' | 'undated' | 'more' | 'picture' | 'files' | 'all' }
  | { type: 'door' | 'head' | 'helper' | 'end-help' | 'menu' | 'back' };

const found = (event: FlowEvent) => event.output as CountFound;
/** Whether there is a code of the day that can be taken back. */
const helpEnds = ({ clinic }: AttendanceContext, endHelp: boolean) => ({
  told: true,
  clinic: clinic && { ...clinic, may: { ...clinic.may, endHelp } },
});

export const machine = setup({
  types: {} as { input: AttendanceInput; context: AttendanceContext; events: AttendanceEvent; output: Next },
  actors: services(
    'countWithin',
    'countClinic',
    'listCounts',
    'countPicture',
    'countFile',
    'readHeadCount',
    'recordHeadCount',
    'inviteHelper',
    'endHelp',
  ),
  actions: {
    ...actions,
    keepFound: assign(({ event }) => {
      const what = found(event as FlowEvent);
      if (what.found === 'one') return { clinicId: what.clinicId };
      return what.found === 'several' ? { scope: what.count, told: false } : {};
    }),
  },
  guards: {
    isOne: ({ event }) => found(event as FlowEvent).found === 'one',
    isSeveral: ({ event }) => found(event as FlowEvent).found === 'several',
    isElsewhere: ({ event }) => found(event as FlowEvent).found === 'elsewhere',
    hasScope: ({ context }) => context.scope !== null,
    isCount: ({ event }) => ((event as FlowEvent).output as { people?: number }).people !== undefined,
    isClosed: ({ event }) => refusal(event) === 'door-closed',
  },
}).createMachine({
  id: 'attendance',
  context: ({ input }) => ({
    ...input,
    scope: null,
    clinic: null,
    told: false,
    list: 'few',
    page: 0,
    rows: [],
    total: 0,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      invoke: {
        src: 'countWithin',
        input: ({ context: { text, clinicId } }) => ({ text, clinicId }),
        onDone: [
          { guard: 'isOne', target: 'counting', actions: 'keepFound' },
          { guard: 'isSeveral', target: 'summary', actions: 'keepFound' },
          { target: 'refused' },
        ],
        onError: 'refused',
      },
    },
    searching: {
      invoke: {
        src: 'countWithin',
        input: ({ context, event }) => ({
          part: event.type === 'all' ? undefined : context.scope?.part,
          ...(event.type === 'text' ? { text: event.text, isName: true } : {}),
        }),
        onDone: [
          { guard: 'isOne', target: 'counting', actions: 'keepFound' },
          { guard: 'isSeveral', target: 'summary', actions: 'keepFound' },
          {
            guard: 'isElsewhere',
            target: 'summary',
            actions: [assign({ told: true }), { type: 'say', params: { key: 'attendance:elsewhere' } }],
          },
          { target: 'refused' },
        ],
        onError: 'refused',
      },
    },
    summary: {
      meta: { screen: 'summary' },
      on: {
        few: { target: 'listing', actions: assign({ list: 'few', page: 0 }) },
        undated: { target: 'listing', actions: assign({ list: 'undated', page: 0 }) },
        picture: 'drawing',
        files: 'files',
        all: 'searching',
        text: 'searching',
        menu: 'leaving',
        back: 'leaving',
      },
    },
    listing: {
      invoke: {
        src: 'listCounts',
        input: ({ context: { scope, list, page } }) => ({ part: scope?.part, list, page }),
        onDone: {
          target: 'list',
          actions: assign(({ event }) => event.output),
        },
        onError: 'refused',
      },
    },
    list: {
      meta: { screen: 'list' },
      on: {
        clinic: { target: 'counting', actions: assign({ clinicId: ({ event }) => event.clinicId }) },
        more: { target: 'listing', actions: assign({ page: ({ context }) => context.page + 1 }) },
        text: 'searching',
        back: { target: 'summary', actions: assign({ told: false }) },
      },
    },
    drawing: {
      invoke: {
        src: 'countPicture',
        input: ({ context }) => ({ part: context.scope?.part }),
        onDone: {
          target: 'summary',
          actions: [
            assign({ told: true }),
            { type: 'say', params: ({ event }) => ({ key: 'attendance:picture', image: event.output }) },
          ],
        },
        onError: 'refused',
      },
    },
    files: {
      meta: { screen: 'files' },
      on: { file: 'filing', back: { target: 'summary', actions: assign({ told: true }) } },
    },
    filing: {
      invoke: {
        src: 'countFile',
        input: ({ context, event }) => ({
          part: context.scope?.part,
          format: event.type === 'file' ? event.format : 'csv',
        }),
        onDone: {
          target: 'summary',
          actions: [
            assign({ told: true }),
            { type: 'say', params: ({ event }) => ({ key: 'attendance:file.here', document: event.output }) },
          ],
        },
        onError: 'refused',
      },
    },
    counting: {
      invoke: {
        src: 'countClinic',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: { target: 'clinic', actions: assign({ clinic: ({ event }) => event.output, told: false }) },
        onError: 'refused',
      },
    },
    clinic: {
      meta: { screen: 'clinic' },
      on: {
        door: {
          target: 'leaving',
          actions: assign({ next: ({ context }) => ({ flow: 'entry', input: { clinicId: context.clinicId } }) }),
        },
        head: 'askingHead',
        helper: 'inviting',
        'end-help': 'endingHelp',
        menu: 'leaving',
        back: 'toScope',
      },
    },
    /** From a clinic back to all of theirs, if there are several. */
    toScope: {
      always: [{ guard: 'hasScope', target: 'summary', actions: assign({ told: false }) }, { target: 'leaving' }],
    },
    inviting: {
      invoke: {
        src: 'inviteHelper',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: {
          target: 'clinic',
          actions: [
            assign(({ context }) => helpEnds(context, true)),
            {
              type: 'say',
              params: ({ event: { output } }) => ({
                key: 'attendance:helperCode',
                values: { code: output.code, until: { at: output.until, timeZone: output.timeZone } },
                secret: true,
              }),
            },
          ],
        },
        onError: [
          {
            guard: 'isClosed',
            target: 'counting',
            actions: { type: 'say', params: { key: 'attendance:noHelperNow' } },
          },
          { target: 'refused' },
        ],
      },
    },
    endingHelp: {
      invoke: {
        src: 'endHelp',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: {
          target: 'clinic',
          actions: [
            assign(({ context }) => helpEnds(context, false)),
            { type: 'say', params: { key: 'attendance:helpEnded' } },
          ],
        },
        onError: 'refused',
      },
    },
    askingHead: {
      meta: { screen: 'head' },
      on: { text: 'readingHead', back: { target: 'clinic', actions: assign({ told: true }) } },
    },
    readingHead: {
      invoke: {
        src: 'readHeadCount',
        input: ({ event }) => ({ text: event.type === 'text' ? event.text : '' }),
        onDone: [
          { guard: 'isCount', target: 'recordingHead' },
          { target: 'askingHead', actions: { type: 'say', params: { key: 'attendance:noNumber' } } },
        ],
        onError: 'refused',
      },
    },
    recordingHead: {
      invoke: {
        src: 'recordHeadCount',
        input: ({ context, event }) => ({
          clinicId: context.clinicId ?? 0,
          people: ((event as FlowEvent).output as { people?: number }).people ?? 0,
        }),
        onDone: { target: 'counting', actions: { type: 'say', params: { key: 'attendance:headNoted' } } },
        onError: [
          {
            guard: 'isClosed',
            target: 'counting',
            actions: { type: 'say', params: { key: 'attendance:closed' } },
          },
          { target: 'refused' },
        ],
      },
    },
    refused: { always: { target: 'leaving', actions: { type: 'say', params: { key: 'attendance:notYours' } } } },
    leaving: { type: 'final' },
  },
});
