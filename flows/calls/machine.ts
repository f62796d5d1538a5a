/** Many clinics: which one is meant, what waits to be confirmed, a file of assemblies. */

import { assign, setup } from 'xstate';
import {
  actions,
  type ClinicOption,
  type FileChecked,
  type FlowEvent,
  type ImportMode,
  type Next,
  nextPage,
  type OfficeEntry,
  type PendingCall,
  services,
} from '../../src/conversation/flow.ts';
import type { CallsContext, CallsInput } from './desk.ts';

type CallsEvent =
  | { type: 'text'; text: string }
  | { type: 'document'; name: string; data: string }
  | { type: 'clinic'; clinic: ClinicOption }
  | { type: 'call'; call: PendingCall }
  | { type: 'mode'; mode: ImportMode }
  | { type: 'one' | 'pending' | 'many' | 'file' | 'report' | 'more' | 'menu' | 'back' };

const entry = (event: FlowEvent) => event.output as OfficeEntry;
const checked = (event: FlowEvent) => event.output as FileChecked;

const gone = { target: 'leaving', actions: { type: 'say', params: { key: 'call:refused.not-yours' } } } as const;

export const machine = setup({
  types: {} as { input: CallsInput; context: CallsContext; events: CallsEvent; output: Next },
  actors: services('callDesk', 'officeEntry', 'pendingCalls', 'takeCallFile', 'loadCallFile', 'callFileReport'),
  actions: {
    ...actions,
    leadTo: assign({
      next: ({ context, event }) => {
        const found = entry(event);
        const clinicId = found.found === 'one' ? found.clinic.id : undefined;
        return { flow: 'call', input: { clinicId, text: context.said } };
      },
    }),
    keepClinics: assign({
      clinics: ({ event }) => {
        const found = entry(event);
        return 'clinics' in found ? found.clinics : [];
      },
      page: 0,
    }),
  },
  guards: {
    namesClinic: ({ context }) => context.desk?.named != null,
    saysSomething: ({ context }) => context.desk?.saysSomething === true,
    isOne: ({ event }) => entry(event).found === 'one',
    isSeveral: ({ event }) => entry(event).found === 'several',
    hasClinics: ({ context }) => context.clinics.length > 0,
    hasPending: ({ context }) => context.pending.length > 0,
    isUnreadable: ({ event }) => checked(event).is === 'unreadable',
  },
}).createMachine({
  id: 'calls',
  context: ({ input }) => ({
    ...input,
    desk: null,
    said: input.text ?? '',
    clinics: [],
    pending: [],
    page: 0,
    file: null,
    loaded: null,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'loading',
  states: {
    loading: {
      invoke: {
        src: 'callDesk',
        input: ({ context }) => ({ text: context.said }),
        onDone: { target: 'opened', actions: assign({ desk: ({ event }) => event.output }) },
        onError: gone,
      },
    },
    opened: {
      always: [
        { guard: 'namesClinic', target: 'searching' },
        { guard: 'saysSomething', target: 'naming' },
        { target: 'desk' },
      ],
    },
    desk: {
      meta: { screen: 'desk' },
      on: {
        one: { target: 'naming', actions: assign({ said: '' }) },
        pending: 'listing',
        many: { target: 'leaving', actions: assign({ next: { flow: 'many' } }) },
        file: 'awaiting',
        report: 'reporting',
        document: 'checking',
        menu: 'leaving',
        back: 'leaving',
      },
    },
    naming: { meta: { screen: 'name' }, on: { text: 'searching', back: 'desk' } },
    searching: {
      invoke: {
        src: 'officeEntry',
        input: ({ context, event }) => ({
          word: 'call' as const,
          clinicId: event.type === 'clinic' ? event.clinic.id : (context.desk?.named ?? undefined),
          ...(event.type === 'text' ? { clinicId: undefined, text: event.text } : {}),
        }),
        onDone: [
          { guard: 'isOne', target: 'leaving', actions: 'leadTo' },
          { guard: 'isSeveral', target: 'searched', actions: 'keepClinics' },
          { target: 'naming', actions: { type: 'say', params: { key: 'calls:notYours' } } },
        ],
        onError: gone,
      },
    },
    searched: {
      always: [
        { guard: 'hasClinics', target: 'choosing' },
        { target: 'naming', actions: { type: 'say', params: { key: 'calls:notYours' } } },
      ],
    },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        clinic: 'searching',
        text: 'searching',
        more: { actions: assign({ page: ({ context }) => nextPage(context.clinics, context.page) }) },
        back: 'naming',
      },
    },
    listing: {
      invoke: {
        src: 'pendingCalls',
        input: {},
        onDone: { target: 'listed', actions: assign({ pending: ({ event }) => event.output, page: 0 }) },
        onError: gone,
      },
    },
    listed: {
      always: [
        { guard: 'hasPending', target: 'settling' },
        { target: 'desk', actions: { type: 'say', params: { key: 'calls:nonePending' } } },
      ],
    },
    settling: {
      meta: { screen: 'pending' },
      on: {
        call: {
          target: 'leaving',
          actions: assign({
            next: ({ event: { call } }) => ({
              flow: 'call',
              input: { clinicId: call.clinicId, assemblyId: call.assemblyId, text: undefined },
            }),
          }),
        },
        more: { actions: assign({ page: ({ context }) => nextPage(context.pending, context.page) }) },
        back: 'desk',
      },
    },
    awaiting: { meta: { screen: 'file' }, on: { document: 'checking', back: 'desk' } },
    checking: {
      invoke: {
        src: 'takeCallFile',
        input: ({ event }) => ({
          name: event.type === 'document' ? event.name : '',
          data: event.type === 'document' ? event.data : '',
        }),
        onDone: [
          {
            guard: 'isUnreadable',
            target: 'awaiting',
            actions: {
              type: 'say',
              params: ({ event }) =>
                event.output.is === 'unreadable' ? event.output.text : { key: 'calls:unreadable.broken' },
            },
          },
          {
            target: 'deciding',
            actions: assign({ file: ({ event }) => (event.output.is === 'read' ? event.output : null) }),
          },
        ],
        onError: gone,
      },
    },
    deciding: {
      meta: { screen: 'checked' },
      on: {
        mode: 'filing',
        document: 'checking',
        back: { target: 'desk', actions: { type: 'say', params: { key: 'call:dropped' } } },
      },
    },
    filing: {
      invoke: {
        src: 'loadCallFile',
        input: ({ context, event }) => ({
          fileId: context.file?.fileId ?? 0,
          mode: event.type === 'mode' ? event.mode : ('ask' as const),
        }),
        onDone: {
          target: 'filed',
          actions: [
            assign({ loaded: ({ event }) => ({ ...event.output, report: { name: '', mime: '', data: '' } }) }),
            {
              type: 'say',
              params: ({ event }) => ({ key: 'calls:reportHere', document: event.output.report }),
            },
          ],
        },
        onError: gone,
      },
    },
    reporting: {
      invoke: {
        src: 'callFileReport',
        input: {},
        onDone: {
          target: 'filed',
          actions: [
            assign({ loaded: ({ event }) => ({ ...event.output, report: { name: '', mime: '', data: '' } }) }),
            {
              type: 'say',
              params: ({ event }) => ({ key: 'calls:reportHere', document: event.output.report }),
            },
          ],
        },
        onError: gone,
      },
    },
    filed: { meta: { screen: 'filed' }, on: { file: 'awaiting', menu: 'leaving', back: 'desk' } },
    leaving: { type: 'final' },
  },
});
