/** The election of a committee, taken down post by post, with a code for each who was elected to hand on right there. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type ElectedOption,
  type Next,
  type Rows,
  refusal,
  type Seat,
  type Services,
  services,
} from '../../src/conversation/flow.ts';
import { nextSeats, seatNamed } from './seats.ts';

export interface ElectionInput extends Arrival {
  assemblyId?: number;
  /** Only codes for those who were taken down before. */
  codes?: boolean;
}

export interface ElectionContext extends ElectionInput {
  clinicId: number;
  assemblyId: number;
  clinic: string;
  seats: Seat[];
  page: number;
  /** How many were taken down; what they say is in the database alone. */
  elected: number;
  uninvited: ElectedOption[];
  seat: Seat | null;
  how: 'elected' | 'ratified';
  /** The one whom a code is offered for. */
  electedId: number;
  post: string;
  replaces: boolean;
  next: Next | null;
}

type ElectionEvent =
  | { type: 'text'; text: string }
  | { type: 'seat'; seat: Seat }
  | { type: 'elected'; elected: ElectedOption }
  | { type: 'chosen' | 'ratified' | 'other' | 'remove' | 'done' | 'more' | 'yes' | 'no' | 'back' };

type Noted = Awaited<ReturnType<Services['addElected']>>;
type Offer = Awaited<ReturnType<Services['offerElected']>>;
const noted = (event: object) => (event as { output: Noted }).output;
const offered = (event: object) => (event as { output: Offer }).output;

const typed = (event: object) => ('text' in event ? String(event.text) : '');
const of = ({ clinicId, assemblyId }: ElectionContext) => ({ clinicId, assemblyId });
const readBack = (key: string, { count, list }: Rows) =>
  count === 0 ? { key: 'election:empty' } : { key: `election:${key}`, values: { list } };
const said = (key: string) => ({ type: 'say', params: { key: `election:${key}` } }) as const;
const reasons = ['text-long', 'text-empty', 'minutes-full', 'seat-gone', 'elected-gone'];
const refused = ({ event }: { event: object }) => ({
  key: `election:not.${reasons.includes(refusal(event)) ? refusal(event) : 'not-yours'}`,
});
const tellNoted = { type: 'say', params: ({ event }: { event: object }) => readBack('noted', noted(event)) } as const;
/** It leads back here. */
const toSeats = {
  target: 'leaving' as const,
  actions: assign<ElectionContext, ElectionEvent, undefined, ElectionEvent, never>({
    next: ({ context }) => ({ flow: 'seats', input: { ...of(context), elects: true } }),
  }),
};
const anew = { target: 'looking', actions: { type: 'say', params: refused } } as const;
const elsewhere = { target: 'leaving', actions: { type: 'say', params: refused } } as const;

export const machine = setup({
  types: {} as { input: ElectionInput; context: ElectionContext; events: ElectionEvent; output: Next },
  actors: services('openElection', 'addElected', 'removeElected', 'offerElected', 'inviteElected'),
  actions: {
    ...actions,
    keepNoted: assign(({ context, event }) => {
      const { electedId, offer } = noted(event);
      const replaces = offer.can === 'offer' && offer.replaces;
      return { electedId, replaces, post: context.seat?.name ?? '', elected: noted(event).count };
    }),
  },
  guards: {
    isSeat: ({ context, event }) => seatNamed(context.seats, typed(event)) !== null,
    isDone: ({ event }) =>
      /^\W*(listo|ya|(ya )?es todo|ya son todos|fin|(ya )?(termin[aeéó]r?|acab[aeéó]r?)|done|finished)\W*$/i.test(
        typed(event),
      ),
    isAboutList: ({ event }) => /\b(otro|lista|cambiar|another|list|change)\b/i.test(typed(event)),
    isRemoval: ({ event }) => /^\W*(quitar?|quite|borrar?|borre|remove)( .{0,14})?$/i.test(typed(event)),
    hasNoSeats: ({ context }) => context.seats.length === 0,
    isForCodes: ({ context }) => context.codes === true && context.uninvited.length > 0,
    isOverForCodes: ({ context }) => context.codes === true,
    mayOfferNow: ({ event }) => noted(event).offer.can === 'offer',
    stays: ({ event }) => noted(event).offer.can === 'stays',
    mayOffer: ({ event }) => offered(event).can === 'offer',
    isNotYours: ({ event }) => refusal(event) === 'not-yours',
  },
}).createMachine({
  id: 'election',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    assemblyId: input.assemblyId ?? 0,
    clinic: '',
    seats: [],
    page: 0,
    elected: 0,
    uninvited: [],
    seat: null,
    how: 'elected',
    electedId: 0,
    post: '',
    replaces: false,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'minutes', input: of(context) },
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'openElection',
        input: ({ context }) => of(context),
        onDone: {
          target: 'resting',
          actions: assign(({ event }) => {
            const { clinic, seats, elected, uninvited } = event.output;
            return { clinic, seats, elected, uninvited };
          }),
        },
        onError: elsewhere,
      },
    },
    resting: {
      always: [
        { guard: 'isForCodes', target: 'picking' },
        { guard: 'isOverForCodes', target: 'leaving' },
        { guard: 'hasNoSeats', ...toSeats },
        { target: 'electing' },
      ],
    },
    electing: {
      meta: { screen: 'seat' },
      on: {
        seat: { target: 'asking', actions: assign({ seat: ({ event }) => event.seat }) },
        text: [
          {
            guard: 'isSeat',
            target: 'asking',
            actions: assign({ seat: ({ context, event }) => seatNamed(context.seats, event.text) }),
          },
          { guard: 'isDone', target: 'leaving' },
          { guard: 'isRemoval', target: 'removing' },
          { guard: 'isAboutList', ...toSeats },
          { actions: said('unclear') },
        ],
        more: { actions: assign({ page: ({ context }) => nextSeats(context) }) },
        other: toSeats,
        remove: 'removing',
        done: 'leaving',
        back: 'leaving',
      },
    },
    asking: {
      meta: { screen: 'how' },
      on: {
        chosen: { target: 'consenting', actions: assign({ how: 'elected' }) },
        ratified: { target: 'consenting', actions: assign({ how: 'ratified' }) },
        back: 'electing',
      },
    },
    consenting: { meta: { screen: 'consent' }, on: { yes: 'naming', no: 'noting', back: 'asking' } },
    naming: { meta: { screen: 'name' }, on: { text: 'noting', no: 'noting', back: 'asking' } },
    noting: {
      invoke: {
        src: 'addElected',
        input: ({ context, event }) => ({
          ...of(context),
          seatId: context.seat?.id ?? 0,
          how: context.how,
          name: typed(event),
        }),
        onDone: [
          { guard: 'mayOfferNow', target: 'offering', actions: ['keepNoted', tellNoted] },
          { guard: 'stays', target: 'electing', actions: ['keepNoted', tellNoted, said('stays')] },
          { target: 'electing', actions: ['keepNoted', tellNoted, said('byOthers')] },
        ],
        onError: [{ guard: 'isNotYours', ...elsewhere }, anew],
      },
    },
    offering: { meta: { screen: 'offer' }, on: { yes: 'inviting', no: 'looking', back: 'looking' } },
    inviting: {
      invoke: {
        src: 'inviteElected',
        input: ({ context }) => ({ ...of(context), electedId: context.electedId }),
        onDone: {
          target: 'looking',
          actions: [
            {
              type: 'say',
              params: ({ event: { output } }) => ({
                key: output.links === '' ? 'election:code' : 'election:codeWithLinks',
                values: { post: output.post, code: output.code, links: output.links, days: output.days },
                image: output.image,
                secret: true,
              }),
            },
            said('once'),
          ],
        },
        onError: anew,
      },
    },
    picking: {
      meta: { screen: 'codes' },
      on: {
        elected: {
          target: 'weighing',
          actions: assign(({ event }) => ({ electedId: event.elected.electedId, post: event.elected.label })),
        },
        more: { actions: assign({ page: ({ context }) => nextSeats(context) }) },
        back: 'leaving',
      },
    },
    weighing: {
      invoke: {
        src: 'offerElected',
        input: ({ context }) => ({ ...of(context), electedId: context.electedId }),
        onDone: [
          {
            guard: 'mayOffer',
            target: 'offering',
            actions: assign({ replaces: ({ event }) => event.output.can === 'offer' && event.output.replaces }),
          },
          { target: 'picking', actions: said('byOthers') },
        ],
        onError: anew,
      },
    },
    removing: {
      invoke: {
        src: 'removeElected',
        input: ({ context }) => of(context),
        onDone: {
          target: 'looking',
          actions: { type: 'say', params: ({ event }) => readBack('notedLess', event.output) },
        },
        onError: anew,
      },
    },
    leaving: { type: 'final' },
  },
});
