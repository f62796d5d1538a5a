/** Reporting: whoever got a notice of a committee that should not be brings it before the facilitator and the operator. */

import { setup } from 'xstate';
import { type Arrival, actions, type Next, type NoticeReported, services } from '../../src/conversation/flow.ts';

type ReportEvent = { type: 'off' | 'menu' | 'back' };

const said = (reported: NoticeReported) => {
  const { outcome, ...values } = reported;
  return { key: `notice-report:${outcome}`, values };
};

export const machine = setup({
  types: {} as { input: Arrival; context: Arrival & { next: Next | null }; events: ReportEvent; output: Next },
  actors: services('reportNotice', 'setNotices'),
  actions,
}).createMachine({
  id: 'notice-report',
  context: ({ input }) => ({ ...input, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'reporting',
  states: {
    reporting: {
      invoke: {
        src: 'reportNotice',
        input: {},
        onDone: { target: 'resting', actions: { type: 'say', params: ({ event }) => said(event.output) } },
        onError: 'leaving',
      },
    },
    resting: { meta: { screen: 'rest' }, on: { off: 'ending', menu: 'leaving', back: 'leaving' } },
    ending: {
      invoke: {
        src: 'setNotices',
        input: { level: 'none' as const },
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'notice-report:off' } } },
        onError: 'leaving',
      },
    },
    leaving: { type: 'final' },
  },
});
