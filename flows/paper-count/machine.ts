/** Votes on paper or by raised hands, entered as counts: from how many people, then item by item, read back, taken down. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type FlowEvent,
  type Next,
  type PaperView,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface PaperCountInput extends Arrival {
  /** The vote that was on paper; absent: the one that can be counted, or they are asked. */
  voteId?: number;
}

export interface PaperCountContext extends PaperCountInput {
  clinicId: number;
  sheet: PaperView | null;
  ballots: number;
  /** Of the first items; all of them once it is as long as the sheet. */
  votes: number[];
  next: Next | null;
}

type PaperCountEvent =
  | { type: 'text'; text: string }
  | { type: 'vote'; voteId: number }
  | { type: 'change' | 'yes' | 'sure' | 'again' | 'no' | 'menu' | 'back' };

const numbers = (event: FlowEvent) => (event.output as { numbers: number[] }).numbers;
const said = (key: string) => ({ type: 'say', params: { key: `paper-count:${key}` } }) as const;
const open = ({ sheet, votes }: PaperCountContext) => (sheet?.items.length ?? 0) - votes.length;
const sumOf = ({ votes }: PaperCountContext) => votes.reduce((sum, each) => sum + each, 0);
const mostOf = ({ sheet, ballots }: PaperCountContext) => ballots * (sheet?.most ?? 0);
const tooMany = ({ context }: { context: PaperCountContext }) => {
  const { ballots, sheet } = context;
  const values = { sum: sumOf(context), ballots, most: sheet?.most ?? 0, can: mostOf(context) };
  return { key: 'paper-count:tooMany', values };
};
const sayOver = {
  type: 'say',
  params: ({ context }: { context: PaperCountContext }) => ({
    key: 'paper-count:over',
    values: { ballots: context.ballots },
  }),
} as const;

export const machine = setup({
  types: {} as { input: PaperCountInput; context: PaperCountContext; events: PaperCountEvent; output: Next },
  actors: services('paperSheet', 'readCounts', 'countPaper'),
  actions: {
    ...actions,
    keepVotes: assign({ votes: ({ context, event }) => [...context.votes, ...numbers(event as FlowEvent)] }),
  },
  guards: {
    isAnyOf: ({ context, event }) =>
      context.voteId === undefined && ((event as FlowEvent).output as PaperView).countable.length > 1,
    wasCounted: ({ event }) => ((event as FlowEvent).output as PaperView).before !== null,
    isNone: ({ event }) => refusal(event) === 'paper-none',
    isTooMany: ({ event }) => refusal(event) === 'paper-sum',
    /** No paper, and none was counted before. */
    isNothing: ({ context, event }) => context.sheet?.before === null && numbers(event as FlowEvent).join() === '0',
    isSame: ({ event }) => !((event as FlowEvent).output as { changed: boolean }).changed,
    mayNot: ({ event }) => refusal(event) === 'not-yours',
    isNumber: ({ event }) => numbers(event as FlowEvent).length === 1,
    isZero: ({ event }) => numbers(event as FlowEvent).length === 1 && numbers(event as FlowEvent)[0] === 0,
    isOver: ({ context, event }) => numbers(event as FlowEvent).some((votes) => votes > context.ballots),
    isOneOrAll: ({ context, event }) => [1, open(context)].includes(numbers(event as FlowEvent).length),
    isSome: ({ event }) => numbers(event as FlowEvent).length > 1,
    isWhole: ({ context }) => open(context) === 0,
    isAll: ({ context, event }) => numbers(event as FlowEvent).length === context.sheet?.items.length,
    /** People voted, and for nothing. */
    isEmpty: ({ context }) => open(context) === 0 && context.ballots > 0 && sumOf(context) === 0,
    isTooMuch: ({ context }) => sumOf(context) > mostOf(context),
    isFirst: ({ context }) => context.votes.length === 0,
    isClosed: ({ context }) => context.sheet?.closed === true,
  },
}).createMachine({
  id: 'paper-count',
  context: ({ input }) => ({ ...input, clinicId: input.clinicId ?? 0, sheet: null, ballots: 0, votes: [], next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      invoke: {
        src: 'paperSheet',
        input: ({ context: { clinicId, voteId } }) => ({ clinicId, ...(voteId === undefined ? {} : { voteId }) }),
        onDone: [
          { guard: 'isAnyOf', target: 'which', actions: assign({ sheet: ({ event }) => event.output }) },
          { guard: 'wasCounted', target: 'counted', actions: assign({ sheet: ({ event }) => event.output }) },
          { target: 'people', actions: assign({ sheet: ({ event }) => event.output }) },
        ],
        onError: [
          { guard: 'isNone', target: 'leaving', actions: said('none') },
          { target: 'leaving', actions: said('notYours') },
        ],
      },
    },
    which: {
      meta: { screen: 'which' },
      on: { vote: { target: 'opening', actions: assign({ voteId: ({ event }) => event.voteId }) }, back: 'leaving' },
    },
    counted: {
      meta: { screen: 'counted' },
      on: { change: 'people', menu: 'leaving', back: 'leaving' },
    },
    people: {
      entry: assign({ votes: [] }),
      meta: { screen: 'people' },
      on: { text: 'readingPeople', back: 'leaving' },
    },
    readingPeople: {
      invoke: {
        src: 'readCounts',
        input: ({ event }) => ({ text: event.type === 'text' ? event.text : '' }),
        onDone: [
          {
            guard: 'isNothing',
            target: 'leaving',
            actions: said('nothing'),
          },
          {
            guard: 'isZero',
            target: 'confirming',
            actions: assign(({ context }) => ({ ballots: 0, votes: context.sheet?.items.map(() => 0) ?? [] })),
          },
          {
            guard: 'isNumber',
            target: 'item',
            actions: assign(({ event }) => ({ ballots: event.output.numbers[0] ?? 0, votes: [] })),
          },
          { target: 'people', actions: said('noNumber') },
        ],
        onError: 'people',
      },
    },
    item: {
      meta: { screen: 'item' },
      on: {
        text: 'readingItem',
        back: [
          { guard: 'isFirst', target: 'people' },
          { target: 'item', actions: assign({ votes: ({ context }) => context.votes.slice(0, -1) }) },
        ],
      },
    },
    readingItem: {
      invoke: {
        src: 'readCounts',
        input: ({ event }) => ({ text: event.type === 'text' ? event.text : '' }),
        onDone: [
          {
            guard: 'isOver',
            target: 'item',
            actions: sayOver,
          },
          { guard: 'isOneOrAll', target: 'next', actions: 'keepVotes' },
          {
            guard: 'isSome',
            target: 'item',
            actions: {
              type: 'say',
              params: ({ context, event }) => ({
                key: 'paper-count:notAll',
                values: { sent: event.output.numbers.length, of: open(context) },
              }),
            },
          },
          { target: 'item', actions: said('noNumber') },
        ],
        onError: 'item',
      },
    },
    next: {
      always: [
        { guard: 'isTooMuch', target: 'people', actions: { type: 'say', params: tooMany } },
        { guard: 'isEmpty', target: 'doubting' },
        { guard: 'isWhole', target: 'confirming' },
        { target: 'item' },
      ],
    },
    doubting: {
      meta: { screen: 'doubt' },
      on: { sure: 'confirming', again: 'people', back: 'people' },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        text: 'correcting',
        yes: 'recording',
        again: 'people',
        no: { target: 'leaving', actions: said('left') },
        back: 'people',
      },
    },
    /** All the numbers once more, read back again. */
    correcting: {
      invoke: {
        src: 'readCounts',
        input: ({ event }) => ({ text: event.type === 'text' ? event.text : '' }),
        onDone: [
          { guard: 'isOver', target: 'confirming', actions: sayOver },
          {
            guard: 'isAll',
            target: 'next',
            actions: assign({ votes: ({ event }) => event.output.numbers }),
          },
          {
            guard: 'isSome',
            target: 'confirming',
            actions: {
              type: 'say',
              params: ({ context, event }) => ({
                key: 'paper-count:notAll',
                values: { sent: event.output.numbers.length, of: context.sheet?.items.length ?? 0 },
              }),
            },
          },
          { target: 'confirming', actions: said('correct') },
        ],
        onError: 'confirming',
      },
    },
    recording: {
      invoke: {
        src: 'countPaper',
        input: ({ context: { sheet, ballots, votes } }) => ({ voteId: sheet?.voteId ?? 0, ballots, votes }),
        onDone: [
          {
            guard: 'isSame',
            target: 'leaving',
            actions: said('same'),
          },
          {
            guard: 'isClosed',
            target: 'leaving',
            actions: [
              said('recordedAnew'),
              assign({
                next: ({ context: { clinicId, sheet } }) => ({
                  flow: 'result',
                  input: { clinicId, voteId: sheet?.voteId },
                }),
              }),
            ],
          },
          { target: 'leaving', actions: said('recorded') },
        ],
        onError: [
          {
            guard: 'isTooMany',
            target: 'people',
            actions: { type: 'say', params: tooMany },
          },
          { guard: 'isNone', target: 'leaving', actions: said('none') },
          { guard: 'mayNot', target: 'leaving', actions: said('notYours') },
          { target: 'people', actions: said('noNumber') },
        ],
      },
    },
    leaving: { type: 'final' },
  },
});
