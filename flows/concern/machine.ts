/** A concern: what a person reports of the works or the money, to who watches over them and never to who spends it. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type ConcernEntry,
  LONGEST_CONCERN,
  LONGEST_NAME,
  type Next,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface ConcernContext extends Arrival {
  entry: ConcernEntry | null;
  /** As typed, until it is sent. */
  draft: string;
  /** What they want to be shown as; empty: nothing. */
  name: string;
  folio: number;
  next: Next | null;
}

type ConcernEvent =
  | { type: 'text'; text: string }
  | { type: 'photo'; mime: string; data: string }
  | {
      type:
        | 'file'
        | 'ask'
        | 'own'
        | 'other'
        | 'review'
        | 'unnamed'
        | 'named'
        | 'send'
        | 'change'
        | 'see'
        | 'cancel'
        | 'clean'
        | 'unclean'
        | 'no'
        | 'menu'
        | 'back';
    };

const readBack = ({ context: { draft, name } }: { context: ConcernContext }) => ({
  key: name === '' ? 'concern:draft' : 'concern:draftNamed',
  values: { text: draft, name },
  secret: true,
});
/** Who reads it: those who watch over the money, or the operator where there is nobody. */
const receipt = ({ folio, readers }: { folio: number; readers: readonly string[] }) => ({
  key: `concern:filed.${readers.length === 2 ? 'both' : (readers[0] ?? 'operator')}`,
  values: { folio },
  // It would say whose the report is.
  secret: true,
});
const forgotten = { draft: '', name: '' };

export const machine = setup({
  types: {} as { input: Arrival; context: ConcernContext; events: ConcernEvent; output: Next },
  actors: services('concernEntry', 'fileConcern', 'attachConcernPhoto', 'settleConcernPhoto', 'myConcerns'),
  actions,
  guards: {
    hasClinic: ({ context }) => context.entry?.clinic !== undefined,
    isLong: ({ event }) => event.type === 'text' && event.text.trim().length > LONGEST_CONCERN,
  },
}).createMachine({
  id: 'concern',
  context: ({ input }) => ({ ...input, entry: null, ...forgotten, folio: 0, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'entering',
  states: {
    entering: {
      invoke: {
        src: 'concernEntry',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: {
          target: 'asking',
          actions: assign(({ context, event }) => ({
            entry: event.output,
            clinicId: event.output.clinic?.id ?? context.clinicId,
          })),
        },
        onError: 'leaving',
      },
    },
    asking: {
      meta: { screen: 'what' },
      on: {
        file: 'beginning',
        ask: {
          target: 'leaving',
          actions: assign({ next: ({ context }) => ({ flow: 'relay', input: { clinicId: context.clinicId } }) }),
        },
        own: 'recalling',
        other: {
          target: 'leaving',
          actions: assign({ next: { flow: 'clinic', input: { purpose: 'answer', leadsTo: 'concern' } } }),
        },
        review: { target: 'leaving', actions: assign({ next: { flow: 'review' } }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    beginning: {
      always: [
        { guard: 'hasClinic', target: 'writing' },
        {
          target: 'leaving',
          actions: [
            { type: 'say', params: { key: 'concern:whichClinic' } },
            assign({ next: { flow: 'clinic', input: { purpose: 'answer', leadsTo: 'concern' } } }),
          ],
        },
      ],
    },
    recalling: {
      invoke: {
        src: 'myConcerns',
        input: {},
        onDone: {
          target: 'asking',
          actions: {
            type: 'say',
            params: ({ event }) => ({ key: 'concern:mine', values: { lines: event.output.lines }, secret: true }),
          },
        },
        onError: 'asking',
      },
    },
    writing: {
      meta: { screen: 'write' },
      on: {
        text: [
          { guard: 'isLong', target: 'writing', actions: { type: 'say', params: { key: 'concern:tooLong' } } },
          { target: 'naming', actions: assign({ draft: ({ event }) => event.text }) },
        ],
        back: 'asking',
      },
    },
    naming: {
      meta: { screen: 'name' },
      on: {
        unnamed: { target: 'reading', actions: assign({ name: '' }) },
        named: 'writingName',
        back: 'writing',
      },
    },
    writingName: {
      meta: { screen: 'writeName' },
      on: {
        text: { target: 'reading', actions: assign({ name: ({ event }) => event.text.trim().slice(0, LONGEST_NAME) }) },
        back: 'naming',
      },
    },
    reading: { always: { target: 'confirming', actions: { type: 'say', params: readBack } } },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        send: 'filing',
        change: 'writing',
        see: 'reading',
        cancel: {
          target: 'leaving',
          actions: [assign(forgotten), { type: 'say', params: { key: 'concern:cancelled' } }],
        },
        back: 'naming',
      },
    },
    filing: {
      invoke: {
        src: 'fileConcern',
        input: ({ context: { clinicId, draft, name } }) => ({ clinicId: clinicId ?? 0, text: draft, name }),
        onDone: {
          target: 'offeringPhoto',
          actions: [
            assign(({ event }) => ({ ...forgotten, folio: event.output.folio })),
            { type: 'say', params: ({ event }) => receipt(event.output) },
          ],
        },
        onError: {
          target: 'asking',
          actions: [
            assign(forgotten),
            { type: 'say', params: ({ event }) => ({ key: `concern:refused.${refusal(event)}` }) },
          ],
        },
      },
    },
    offeringPhoto: { meta: { screen: 'photo' }, on: { photo: 'attaching', no: 'leaving', back: 'leaving' } },
    attaching: {
      invoke: {
        src: 'attachConcernPhoto',
        input: ({ context, event }) => ({
          folio: context.folio,
          mime: event.type === 'photo' ? event.mime : '',
          data: event.type === 'photo' ? event.data : '',
        }),
        onDone: 'checking',
        onError: {
          target: 'leaving',
          actions: { type: 'say', params: ({ event }) => ({ key: `concern:refused.${refusal(event)}` }) },
        },
      },
    },
    checking: {
      meta: { screen: 'check' },
      on: { clean: 'showingPhoto', unclean: 'droppingPhoto', back: 'droppingPhoto' },
    },
    showingPhoto: {
      invoke: {
        src: 'settleConcernPhoto',
        input: ({ context }) => ({ folio: context.folio, shown: true }),
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'concern:photoTaken' } } },
        onError: {
          target: 'leaving',
          actions: { type: 'say', params: ({ event }) => ({ key: `concern:refused.${refusal(event)}` }) },
        },
      },
    },
    droppingPhoto: {
      invoke: {
        src: 'settleConcernPhoto',
        input: ({ context }) => ({ folio: context.folio, shown: false }),
        onDone: { target: 'offeringPhoto', actions: { type: 'say', params: { key: 'concern:photoDropped' } } },
        onError: {
          target: 'leaving',
          actions: { type: 'say', params: ({ event }) => ({ key: `concern:refused.${refusal(event)}` }) },
        },
      },
    },
    leaving: { type: 'final' },
  },
});
