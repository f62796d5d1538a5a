/** A role is taken by typing the code that was given for it. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, type Next, type RoleTaken, services } from '../../src/conversation/flow.ts';

export interface InvitationInput extends Arrival {
  /** The code as it was typed; absent: the person only spoke of one. */
  text?: string;
}

interface InvitationContext extends InvitationInput {
  next: Next | null;
}

const told = (taken: RoleTaken) => {
  if (taken.outcome === 'wrong' || taken.outcome === 'paused') {
    const { outcome, ...values } = taken;
    return { key: `invitation:${outcome}`, values };
  }
  const role = taken.post === '' ? { key: `office:role.${taken.role}` } : taken.post;
  const where = taken.clinic?.name ?? taken.state ?? '';
  return { key: keyOf(taken), values: { role, where } };
};

/** It says where the role can be left, if that was a mistake. */
function keyOf({ role, post, clinic, outcome }: Extract<RoleTaken, { role: string }>): string {
  if (!clinic) return `invitation:state.${outcome}`;
  if (role === 'helper') return `invitation:helper.${outcome}`;
  if (role === 'facilitator') return `invitation:facilitator.${outcome}`;
  return post === '' ? `invitation:clinic.${outcome}` : `invitation:post.${outcome}`;
}

const isRefused = ({ outcome }: RoleTaken) => outcome === 'wrong' || outcome === 'paused' || outcome === 'spends';

const after = (taken: RoleTaken): Next => {
  if (isRefused(taken)) return { flow: 'menu' };
  return { flow: 'office', input: { at: 'clinic' in taken ? taken.clinic?.id : undefined } };
};

export const machine = setup({
  types: {} as { input: InvitationInput; context: InvitationContext; output: Next },
  actors: services('redeemInvitation'),
  actions,
  guards: { hasCode: ({ context }) => context.text !== undefined },
}).createMachine({
  id: 'invitation',
  context: ({ input }) => ({ ...input, next: null }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: {
      always: [
        { guard: 'hasCode', target: 'redeeming' },
        { target: 'leaving', actions: { type: 'say', params: { key: 'invitation:alone' } } },
      ],
    },
    redeeming: {
      invoke: {
        src: 'redeemInvitation',
        input: ({ context }) => ({ text: context.text ?? '' }),
        onDone: {
          target: 'leaving',
          actions: [
            { type: 'say', params: ({ event }) => told(event.output) },
            assign({ next: ({ event }) => after(event.output) }),
          ],
        },
        onError: 'leaving',
      },
    },
    leaving: { type: 'final' },
  },
});
