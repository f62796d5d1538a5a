/** Appointments: offering the posts of a committee by a code, taking a code back, handing a post over, and ending one. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  LONGEST_POST,
  type Next,
  nextPage,
  type OpenCode,
  type PostHeld,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

type Offered = PostHeld['role'];

export interface AppointmentsContext extends Arrival {
  clinic: string;
  offers: Offered[];
  held: PostHeld[];
  /** Made, and not used yet. */
  codes: OpenCode[];
  /** Of the list that is shown. */
  page: number;
  /** The post that is offered, by what the clinic calls it. */
  role: Offered;
  post: string;
  /** The one that is handed over or ended. */
  chosen: PostHeld | null;
  /** The one that is taken back. */
  code: OpenCode | null;
  next: Next | null;
}

type AppointmentsEvent =
  | { type: 'text'; text: string }
  | { type: 'role'; role: Offered }
  | { type: 'held'; held: PostHeld }
  | { type: 'code'; code: OpenCode }
  | { type: 'invite' | 'hand-over' | 'end' | 'codes' | 'another' | 'plain' | 'more' | 'yes' | 'no' | 'menu' | 'back' };

const SINGLE: readonly Offered[] = ['president', 'treasurer', 'secretary'];
/** Those that can be handed over. */
export const handedOver = ({ held }: Pick<AppointmentsContext, 'held'>) => held.filter((each) => each.mayHandOver);
const ofRole = (context: AppointmentsContext, role: Offered) =>
  handedOver(context).filter((each) => each.role === role);
const turns = (list: (context: AppointmentsContext) => readonly unknown[]) => ({
  actions: assign<AppointmentsContext, AppointmentsEvent, undefined, AppointmentsEvent, never>({
    page: ({ context }) => nextPage(list(context), context.page),
  }),
});
const choose = {
  target: 'confirming' as const,
  actions: assign<
    AppointmentsContext,
    Extract<AppointmentsEvent, { type: 'held' }>,
    undefined,
    AppointmentsEvent,
    never
  >(({ event }) => ({ chosen: event.held, role: event.held.role, post: '' })),
};

export const machine = setup({
  types: {} as { input: Arrival; context: AppointmentsContext; events: AppointmentsEvent; output: Next },
  actors: services('appointments', 'offerPost', 'withdrawOffer', 'endPost'),
  actions,
  guards: {
    /** Of this post there is one as a rule, and somebody has it. */
    isTaken: ({ context, event }) =>
      event.type === 'role' && SINGLE.includes(event.role) && ofRole(context, event.role).length > 0,
    isTheOnly: ({ context }) => ofRole(context, context.role).length === 1,
    isLong: ({ event }) => event.type === 'text' && event.text.trim().length > LONGEST_POST,
  },
}).createMachine({
  id: 'appointments',
  context: ({ input }) => ({
    ...input,
    clinic: '',
    offers: [],
    held: [],
    codes: [],
    page: 0,
    role: 'member',
    post: '',
    chosen: null,
    code: null,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'committee', input: { clinicId: context.clinicId } },
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'appointments',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: {
          target: 'choosing',
          actions: assign(({ event: { output } }) => ({ ...output, chosen: null, code: null, post: '', page: 0 })),
        },
        onError: 'leaving',
      },
    },
    choosing: {
      meta: { screen: 'what' },
      on: {
        invite: 'choosingRole',
        'hand-over': 'handingOver',
        end: 'choosingEnd',
        codes: 'choosingCode',
        back: 'leaving',
      },
    },
    choosingRole: {
      meta: { screen: 'role' },
      on: {
        role: [
          { guard: 'isTaken', target: 'taken', actions: assign({ role: ({ event }) => event.role }) },
          { target: 'naming', actions: assign({ role: ({ event }) => event.role }) },
        ],
        back: 'choosing',
      },
    },
    taken: {
      meta: { screen: 'taken' },
      on: {
        'hand-over': [
          {
            guard: 'isTheOnly',
            target: 'confirming',
            actions: assign({ chosen: ({ context }) => ofRole(context, context.role)[0] ?? null, post: '' }),
          },
          { target: 'handingOver' },
        ],
        another: 'naming',
        back: 'choosingRole',
      },
    },
    naming: {
      meta: { screen: 'post' },
      on: {
        text: [
          { guard: 'isLong', target: 'naming', actions: { type: 'say', params: { key: 'appointments:tooLong' } } },
          { target: 'confirming', actions: assign({ post: ({ event }) => event.text.trim() }) },
        ],
        plain: { target: 'confirming', actions: assign({ post: '' }) },
        back: 'choosingRole',
      },
    },
    handingOver: {
      meta: { screen: 'handOver' },
      on: {
        held: choose,
        more: turns(handedOver),
        back: 'looking',
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: { yes: 'offering', no: 'looking', back: 'looking' },
    },
    offering: {
      invoke: {
        src: 'offerPost',
        input: ({ context: { clinicId, role, post, chosen } }) => ({
          clinicId: clinicId ?? 0,
          role,
          post: chosen?.post ?? post,
          replaces: chosen?.roleId,
        }),
        onDone: {
          target: 'looking',
          actions: [
            {
              type: 'say',
              params: ({ event: { output } }) => ({
                key: output.links === '' ? 'appointments:code' : 'appointments:codeWithLinks',
                values: { code: output.code, links: output.links, days: output.days },
                image: output.image,
                secret: true,
              }),
            },
            {
              type: 'say',
              params: ({ context }) => ({
                key: context.chosen ? 'appointments:handsOver' : 'appointments:once',
              }),
            },
          ],
        },
        onError: {
          target: 'looking',
          actions: { type: 'say', params: ({ event }) => ({ key: `committee:refused.${refusal(event)}` }) },
        },
      },
    },
    choosingEnd: {
      meta: { screen: 'end' },
      on: {
        held: { target: 'ending', actions: assign({ chosen: ({ event }) => event.held }) },
        more: turns(({ held }) => held),
        back: 'looking',
      },
    },
    ending: { meta: { screen: 'confirmEnd' }, on: { yes: 'ended', no: 'looking', back: 'looking' } },
    ended: {
      invoke: {
        src: 'endPost',
        input: ({ context }) => ({ roleId: context.chosen?.roleId ?? 0 }),
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'appointments:ended' } } },
        onError: {
          target: 'looking',
          actions: { type: 'say', params: ({ event }) => ({ key: `committee:refused.${refusal(event)}` }) },
        },
      },
    },
    choosingCode: {
      meta: { screen: 'codes' },
      on: {
        code: { target: 'withdrawing', actions: assign({ code: ({ event }) => event.code }) },
        more: turns(({ codes }) => codes),
        back: 'looking',
      },
    },
    withdrawing: { meta: { screen: 'confirmCode' }, on: { yes: 'withdrawn', no: 'looking', back: 'looking' } },
    withdrawn: {
      invoke: {
        src: 'withdrawOffer',
        input: ({ context }) => ({ id: context.code?.id ?? 0 }),
        onDone: { target: 'looking', actions: { type: 'say', params: { key: 'appointments:withdrawn' } } },
        onError: {
          target: 'looking',
          actions: { type: 'say', params: ({ event }) => ({ key: `committee:refused.${refusal(event)}` }) },
        },
      },
    },
    leaving: { type: 'final' },
  },
});
