/** One's own roles, wherever they are, and leaving one. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type Next,
  nextPage,
  type RoleOption,
  refusal,
  services,
} from '../../src/conversation/flow.ts';

export interface MyRolesContext extends Arrival {
  roles: RoleOption[];
  page: number;
  chosen: RoleOption | null;
}

type MyRolesEvent = { type: 'role'; role: RoleOption } | { type: 'more' | 'yes' | 'no' | 'menu' | 'back' };

export const machine = setup({
  types: {} as { input: Arrival; context: MyRolesContext; events: MyRolesEvent; output: Next },
  actors: services('myRoles', 'endPost'),
  actions,
  guards: { none: ({ context }) => context.roles.length === 0 },
}).createMachine({
  id: 'my-roles',
  context: ({ input }) => ({ ...input, roles: [], page: 0, chosen: null }),
  output: { flow: 'menu' },
  initial: 'looking',
  states: {
    looking: {
      invoke: {
        src: 'myRoles',
        input: {},
        onDone: { target: 'listed', actions: assign(({ event }) => ({ roles: event.output, page: 0, chosen: null })) },
        onError: 'leaving',
      },
    },
    listed: {
      always: [
        { guard: 'none', target: 'leaving', actions: { type: 'say', params: { key: 'my-roles:none' } } },
        { target: 'choosing' },
      ],
    },
    choosing: {
      meta: { screen: 'list' },
      on: {
        role: { target: 'confirming', actions: assign({ chosen: ({ event }) => event.role }) },
        more: { actions: assign({ page: ({ context }) => nextPage(context.roles, context.page) }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    confirming: { meta: { screen: 'confirm' }, on: { yes: 'left', no: 'choosing', back: 'choosing' } },
    left: {
      invoke: {
        src: 'endPost',
        input: ({ context }) => ({ roleId: context.chosen?.roleId ?? 0 }),
        onDone: { target: 'looking', actions: { type: 'say', params: { key: 'my-roles:left' } } },
        onError: {
          target: 'looking',
          actions: { type: 'say', params: ({ event }) => ({ key: `committee:refused.${refusal(event)}` }) },
        },
      },
    },
    leaving: { type: 'final' },
  },
});
