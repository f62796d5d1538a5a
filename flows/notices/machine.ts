/** Notices: all, only changes of the assembly, or none. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, type Next, services } from '../../src/conversation/flow.ts';

export type Level = 'all' | 'changes' | 'none';

export interface NoticesInput extends Arrival {
  level?: Level;
}

interface NoticesContext extends NoticesInput {
  now: Level;
  next: Next | null;
}

type NoticesEvent = { type: 'level'; level: Level } | { type: 'menu' | 'back' };

export const machine = setup({
  types: {} as { input: NoticesInput; context: NoticesContext; events: NoticesEvent; output: Next },
  actors: services('setNotices', 'noticeLevel'),
  actions,
  guards: { wantsLevel: ({ context }) => context.level !== undefined },
}).createMachine({
  id: 'notices',
  context: ({ input }) => ({ ...input, now: 'all', next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: { always: [{ guard: 'wantsLevel', target: 'setting' }, { target: 'reading' }] },
    reading: {
      invoke: {
        src: 'noticeLevel',
        input: {},
        onDone: { target: 'resting', actions: assign({ now: ({ event }) => event.output }) },
        onError: 'leaving',
      },
    },
    setting: {
      invoke: {
        src: 'setNotices',
        input: ({ context }) => ({ level: context.level ?? 'none' }),
        onDone: { target: 'resting', actions: assign({ now: ({ context }) => context.level ?? 'none' }) },
        onError: 'leaving',
      },
    },
    resting: {
      meta: { screen: 'level' },
      on: {
        level: { target: 'setting', actions: assign({ level: ({ event }) => event.level }) },
        menu: 'leaving',
        back: 'leaving',
      },
    },
    leaving: { type: 'final' },
  },
});
