/** Seats: the posts that a clinic's committee has in a year, begun from a known list and changed as the clinic wants. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  LONGEST_SEAT,
  type Next,
  nextPage,
  refusal,
  type Seat,
  type SeatRole,
  type SeatsView,
  services,
} from '../../src/conversation/flow.ts';

export interface SeatsInput extends Arrival {
  /** Of its year; without one, of this year. */
  assemblyId?: number;
  /** Opened from the election: it goes on there. */
  elects?: boolean;
}

export interface SeatsContext extends SeatsInput {
  clinicId: number;
  clinic: string;
  year: number;
  seats: Seat[];
  lists: SeatsView['lists'];
  page: number;
  doing: 'rename' | 'remove';
  chosen: Seat | null;
  /** As typed, until what it does is chosen. */
  name: string;
}

type SeatsEvent =
  | { type: 'text'; text: string }
  | { type: 'list'; list: string }
  | { type: 'seat'; seat: Seat }
  | { type: 'role'; role: SeatRole }
  | { type: 'own' | 'add' | 'rename' | 'remove' | 'more' | 'yes' | 'no' | 'back' };

const typed = (event: object) => ('text' in event ? String(event.text) : '');
const of = ({ clinicId, assemblyId }: SeatsContext) => ({
  clinicId,
  ...(assemblyId === undefined ? {} : { assemblyId }),
});
const reasons = ['text-long', 'text-empty', 'seats-full', 'seat-known', 'seat-gone', 'seats-known', 'seats-unknown'];
const refused = ({ event }: { event: object }) => ({
  key: `seats:not.${reasons.includes(refusal(event)) ? refusal(event) : 'not-yours'}`,
});
const anew = { target: 'looking', actions: { type: 'say', params: refused } } as const;
const elsewhere = { target: 'leaving', actions: { type: 'say', params: refused } } as const;

export const machine = setup({
  types: {} as { input: SeatsInput; context: SeatsContext; events: SeatsEvent; output: Next },
  actors: services('openSeats', 'takeSeats', 'addSeat', 'renameSeat', 'removeSeat'),
  actions: {
    ...actions,
    keepSeats: assign({ seats: ({ event }) => (event as unknown as { output: Seat[] }).output, page: 0 }),
  },
  guards: {
    isLong: ({ event }) => typed(event).trim().length > LONGEST_SEAT,
    hasSeats: ({ context }) => context.seats.length > 0,
    isRename: ({ context }) => context.doing === 'rename',
  },
}).createMachine({
  id: 'seats',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    clinic: '',
    year: 0,
    seats: [],
    lists: [],
    page: 0,
    doing: 'rename',
    chosen: null,
    name: '',
  }),
  // An election needs posts: without any it would only lead back here.
  output: ({ context: { elects, clinicId, assemblyId, seats } }) => ({
    flow: elects && seats.length > 0 ? 'election' : 'minutes',
    input: { clinicId, assemblyId },
  }),
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'openSeats',
        input: ({ context }) => of(context),
        onDone: {
          target: 'resting',
          actions: assign(({ event }) => ({ ...event.output, page: 0, chosen: null, name: '' })),
        },
        onError: elsewhere,
      },
    },
    resting: { always: [{ guard: 'hasSeats', target: 'choosing' }, { target: 'beginning' }] },
    beginning: {
      meta: { screen: 'begin' },
      on: { list: 'taking', own: 'naming', back: 'leaving' },
    },
    taking: {
      invoke: {
        src: 'takeSeats',
        input: ({ context, event }) => ({ ...of(context), list: event.type === 'list' ? event.list : '' }),
        onDone: { target: 'resting', actions: 'keepSeats' },
        onError: anew,
      },
    },
    choosing: {
      meta: { screen: 'list' },
      on: {
        add: 'naming',
        rename: { target: 'picking', actions: assign({ doing: 'rename', page: 0 }) },
        remove: { target: 'picking', actions: assign({ doing: 'remove', page: 0 }) },
        back: 'leaving',
      },
    },
    naming: {
      meta: { screen: 'name' },
      on: {
        text: [
          { guard: 'isLong', actions: { type: 'say', params: { key: 'seats:not.text-long' } } },
          { target: 'placing', actions: assign({ name: ({ event }) => event.text.trim() }) },
        ],
        back: 'resting',
      },
    },
    placing: { meta: { screen: 'role' }, on: { role: 'adding', back: 'naming' } },
    adding: {
      invoke: {
        src: 'addSeat',
        input: ({ context, event }) => ({
          ...of(context),
          name: context.name,
          role: event.type === 'role' ? event.role : 'member',
        }),
        onDone: { target: 'resting', actions: ['keepSeats', { type: 'say', params: { key: 'seats:added' } }] },
        onError: anew,
      },
    },
    picking: {
      meta: { screen: 'pick' },
      on: {
        seat: [
          { guard: 'isRename', target: 'renaming', actions: assign({ chosen: ({ event }) => event.seat }) },
          { target: 'doubting', actions: assign({ chosen: ({ event }) => event.seat }) },
        ],
        more: { actions: assign({ page: ({ context }) => nextPage(context.seats, context.page) }) },
        back: 'resting',
      },
    },
    renaming: { meta: { screen: 'rename' }, on: { text: 'renamed', back: 'resting' } },
    renamed: {
      invoke: {
        src: 'renameSeat',
        input: ({ context, event }) => ({
          ...of(context),
          seatId: context.chosen?.id ?? 0,
          name: typed(event),
        }),
        onDone: { target: 'resting', actions: ['keepSeats', { type: 'say', params: { key: 'seats:renamed' } }] },
        onError: anew,
      },
    },
    doubting: { meta: { screen: 'doubt' }, on: { yes: 'removed', no: 'resting', back: 'resting' } },
    removed: {
      invoke: {
        src: 'removeSeat',
        input: ({ context }) => ({ ...of(context), seatId: context.chosen?.id ?? 0 }),
        onDone: { target: 'resting', actions: ['keepSeats', { type: 'say', params: { key: 'seats:removed' } }] },
        onError: anew,
      },
    },
    leaving: { type: 'final' },
  },
});
