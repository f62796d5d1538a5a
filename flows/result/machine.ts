/** RESULTADO: what a clinic's vote gave, why, and how anybody can check it; before the close, when it comes. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type Next,
  type ResultFormat,
  type ResultFound,
  refusal,
  type SecondReadingView,
  services,
} from '../../src/conversation/flow.ts';

export interface ResultInput extends Arrival {
  /** The words that name the clinic. */
  text?: string;
  /** Of this vote, not of the last. */
  voteId?: number;
}

export interface ResultContext extends ResultInput {
  found: ResultFound | null;
  /** The result stands in a message before: it is not repeated. */
  told: boolean;
  /** Of what each thing got. */
  lines: string;
  page: number;
  isLast: boolean;
  reading: SecondReadingView | null;
  next: Next | null;
}

type ResultEvent =
  | { type: 'file'; format: ResultFormat }
  | {
      type:
        | 'votes'
        | 'more'
        | 'picture'
        | 'check'
        | 'files'
        | 'second'
        | 'paper'
        | 'before'
        | 'vote'
        | 'petitions'
        | 'progress'
        | 'menu'
        | 'back';
    };

const outcome = (event: object) => (event as { output: ResultFound }).output;
const idOf = ({ found }: ResultContext) => (found?.found === 'result' ? found.result.voteId : 0);
const leadsTo = (flow: string) => ({
  target: 'elsewhere',
  actions: assign<ResultContext, ResultEvent, undefined, ResultEvent, never>({
    next: ({ context }) => ({ flow, input: { clinicId: context.clinicId } }),
  }),
});

export const machine = setup({
  types: {} as { input: ResultInput; context: ResultContext; events: ResultEvent; output: Next },
  actors: services('voteResult', 'resultVotes', 'resultPicture', 'resultFile', 'secondReading'),
  actions: {
    ...actions,
    told: assign({ told: true }),
    keepFound: assign({
      found: ({ event }) => outcome(event),
      clinicId: ({ event, context }) => {
        const output = outcome(event);
        return output.found === 'no-clinic' ? context.clinicId : output.clinicId;
      },
      told: false,
    }),
    askClinic: assign({
      next: ({ context }): Next => ({
        flow: 'clinic',
        input: { text: context.text, purpose: 'answer', leadsTo: 'result' },
      }),
    }),
  },
  guards: {
    namesClinic: ({ context }) => (context.text ?? '') !== '',
    hasResult: ({ event }) => outcome(event).found === 'result',
    isAhead: ({ event }) => outcome(event).found === 'ahead',
    hasNothing: ({ event }) => outcome(event).found === 'nothing',
    isFew: ({ event }) => refusal(event) === 'few-ballots',
  },
}).createMachine({
  id: 'result',
  context: ({ input }) => ({
    ...input,
    found: null,
    told: false,
    lines: '',
    page: 0,
    isLast: true,
    reading: null,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'begun',
  states: {
    begun: {
      always: [{ guard: 'namesClinic', target: 'elsewhere', actions: 'askClinic' }, { target: 'looking' }],
    },
    looking: {
      invoke: {
        src: 'voteResult',
        input: ({ context: { clinicId, voteId } }) => ({ clinicId, voteId }),
        onDone: [
          { guard: 'hasResult', target: 'result', actions: 'keepFound' },
          { guard: 'isAhead', target: 'ahead', actions: 'keepFound' },
          { guard: 'hasNothing', target: 'nothing', actions: 'keepFound' },
          { target: 'elsewhere', actions: 'askClinic' },
        ],
        onError: 'elsewhere',
      },
    },
    nothing: {
      meta: { screen: 'nothing' },
      on: {
        petitions: leadsTo('petitions'),
        progress: leadsTo('progress'),
        menu: 'elsewhere',
        back: 'elsewhere',
      },
    },
    ahead: {
      meta: { screen: 'ahead' },
      on: {
        vote: leadsTo('vote'),
        before: {
          target: 'looking',
          actions: assign({
            voteId: ({ context: { found } }) => (found?.found === 'ahead' ? found.before : undefined),
          }),
        },
        paper: leadsTo('paper-count'),
        menu: 'elsewhere',
        back: 'elsewhere',
      },
    },
    result: {
      meta: { screen: 'result' },
      on: {
        votes: { target: 'counting', actions: assign({ page: 0 }) },
        picture: 'drawing',
        check: 'check',
        files: 'files',
        second: 'reading',
        paper: {
          target: 'elsewhere',
          actions: assign({
            next: ({ context }) => ({
              flow: 'paper-count',
              input: { clinicId: context.clinicId, voteId: idOf(context) },
            }),
          }),
        },
        menu: 'elsewhere',
        back: 'elsewhere',
      },
    },
    counting: {
      invoke: {
        src: 'resultVotes',
        input: ({ context }) => ({ voteId: idOf(context), page: context.page }),
        onDone: { target: 'votes', actions: assign(({ event }) => event.output) },
        onError: 'looking',
      },
    },
    votes: {
      meta: { screen: 'votes' },
      on: {
        more: { target: 'counting', actions: assign({ page: ({ context }) => context.page + 1 }) },
        back: { target: 'result', actions: 'told' },
      },
    },
    drawing: {
      invoke: {
        src: 'resultPicture',
        input: ({ context }) => ({ voteId: idOf(context) }),
        onDone: {
          target: 'result',
          actions: ['told', { type: 'say', params: ({ event }) => ({ key: 'result:picture', image: event.output }) }],
        },
        onError: 'looking',
      },
    },
    check: {
      meta: { screen: 'check' },
      on: { file: 'filing', back: { target: 'result', actions: 'told' } },
    },
    files: {
      meta: { screen: 'files' },
      on: { file: 'filing', back: { target: 'result', actions: 'told' } },
    },
    filing: {
      invoke: {
        src: 'resultFile',
        input: ({ context, event }) => ({
          voteId: idOf(context),
          format: event.type === 'file' ? event.format : 'csv',
        }),
        onDone: {
          target: 'result',
          actions: [
            'told',
            { type: 'say', params: ({ event }) => ({ key: 'result:file.here', document: event.output }) },
          ],
        },
        onError: [
          { guard: 'isFew', target: 'result', actions: ['told', { type: 'say', params: { key: 'result:few' } }] },
          { target: 'looking' },
        ],
      },
    },
    reading: {
      invoke: {
        src: 'secondReading',
        input: ({ context }) => ({ voteId: idOf(context) }),
        onDone: { target: 'second', actions: assign({ reading: ({ event }) => event.output }) },
        onError: [
          { guard: 'isFew', target: 'result', actions: ['told', { type: 'say', params: { key: 'result:few' } }] },
          { target: 'result', actions: ['told', { type: 'say', params: { key: 'result:notYours' } }] },
        ],
      },
    },
    second: { meta: { screen: 'second' }, on: { back: { target: 'result', actions: 'told' } } },
    elsewhere: { type: 'final' },
  },
});
