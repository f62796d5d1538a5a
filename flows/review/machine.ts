/** Review: who watches over the money reads what people reported, answers it and closes it. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type ConcernOption,
  LONGEST_CONCERN,
  type Next,
  nextPage,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface ReviewContext extends Arrival {
  concerns: ConcernOption[];
  page: number;
  folio: number;
  /** The answer as typed, until it is sent. */
  draft: string;
  next: Next | null;
}

type ReviewEvent =
  | { type: 'text'; text: string }
  | { type: 'concern'; folio: number }
  | { type: 'more' | 'answer' | 'close' | 'see' | 'list' | 'send' | 'change' | 'yes' | 'no' | 'menu' | 'back' };

const refused = ({ event }: { event: object }) => ({ key: `concern:refused.${refusal(event)}` });

export const machine = setup({
  types: {} as { input: Arrival; context: ReviewContext; events: ReviewEvent; output: Next },
  actors: services('concernsToReview', 'readConcern', 'answerConcern', 'closeConcern'),
  actions,
  guards: {
    none: ({ context }) => context.concerns.length === 0,
    isLong: ({ event }) => event.type === 'text' && event.text.trim().length > LONGEST_CONCERN,
  },
}).createMachine({
  id: 'review',
  context: ({ input }) => ({ ...input, concerns: [], page: 0, folio: 0, draft: '', next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'listing',
  states: {
    listing: {
      invoke: {
        src: 'concernsToReview',
        input: {},
        onDone: { target: 'listed', actions: assign(({ event }) => ({ concerns: event.output, page: 0, draft: '' })) },
        onError: 'leaving',
      },
    },
    listed: {
      always: [
        { guard: 'none', target: 'leaving', actions: { type: 'say', params: { key: 'review:none' } } },
        { target: 'choosing' },
      ],
    },
    choosing: {
      meta: { screen: 'list' },
      on: {
        concern: { target: 'reading', actions: assign({ folio: ({ event }) => event.folio }) },
        more: { actions: assign({ page: ({ context }) => nextPage(context.concerns, context.page) }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    reading: {
      invoke: {
        src: 'readConcern',
        input: ({ context }) => ({ folio: context.folio }),
        onDone: {
          target: 'read',
          actions: {
            type: 'say',
            params: ({ event: { output } }) => ({
              key: 'review:concern',
              values: {
                folio: output.folio,
                clinic: output.clinic,
                when: { at: output.createdAt, timeZone: output.timeZone, as: 'date' },
                text: output.text,
                name: output.name === '' ? { key: 'review:unnamed' } : output.name,
                answer: output.answer === '' ? { key: 'review:unanswered' } : output.answer,
              },
              image: output.photo,
              secret: true,
            }),
          },
        },
        onError: { target: 'leaving', actions: { type: 'say', params: refused } },
      },
    },
    read: {
      meta: { screen: 'read' },
      on: { answer: 'writing', close: 'closing', list: 'listing', menu: 'leaving', back: 'listing' },
    },
    writing: {
      meta: { screen: 'write' },
      on: {
        text: [
          { guard: 'isLong', target: 'writing', actions: { type: 'say', params: { key: 'concern:tooLong' } } },
          { target: 'readingBack', actions: assign({ draft: ({ event }) => event.text }) },
        ],
        back: 'reading',
      },
    },
    readingBack: {
      always: {
        target: 'confirming',
        actions: {
          type: 'say',
          params: ({ context }) => ({ key: 'review:draft', values: { text: context.draft }, secret: true }),
        },
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: { send: 'answering', change: 'writing', see: 'readingBack', back: 'writing' },
    },
    answering: {
      invoke: {
        src: 'answerConcern',
        input: ({ context: { folio, draft } }) => ({ folio, text: draft }),
        onDone: {
          target: 'listing',
          actions: {
            type: 'say',
            params: ({ context, event }) => ({
              key: event.output.reached ? 'review:answered' : 'review:answeredNobody',
              values: { folio: context.folio },
            }),
          },
        },
        onError: { target: 'leaving', actions: { type: 'say', params: refused } },
      },
    },
    closing: { meta: { screen: 'close' }, on: { yes: 'closed', no: 'listing', back: 'listing' } },
    closed: {
      invoke: {
        src: 'closeConcern',
        input: ({ context }) => ({ folio: context.folio }),
        onDone: {
          target: 'listing',
          actions: {
            type: 'say',
            params: ({ context }) => ({ key: 'review:closed', values: { folio: context.folio } }),
          },
        },
        onError: { target: 'leaving', actions: { type: 'say', params: refused } },
      },
    },
    leaving: { type: 'final' },
  },
});
