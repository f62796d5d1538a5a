/** Linking: one person on several channels, by a code typed on the other one or by a question about a known number. */

import { assign, setup } from 'xstate';
import { type Arrival, actions, type LinkPreview, type LinkRedeemed, services } from '../../src/conversation/flow.ts';

export interface LinkInput extends Arrival {
  /** The code as it was typed; empty where a code is wanted. */
  text?: string;
  /** What the person is to be asked. */
  proposal?: number;
}

export interface LinkContext extends LinkInput {
  proposal: number;
  /** What became of the code. */
  redeemed: LinkRedeemed | null;
}

type LinkEvent = { type: 'yes' | 'no' | 'later' | 'see' | 'code' | 'menu' | 'back' };

/** No proposal has it. */
const NONE = 0;

const foundIn = (redeemed: LinkRedeemed | null) => (redeemed?.outcome === 'found' ? redeemed.proposal : NONE);

const refused = (redeemed: LinkRedeemed | null) => {
  const { outcome, ...values } = redeemed ?? { outcome: 'wrong' };
  return { key: `link:not.${outcome}`, values };
};

const showing = ({ hereOn, here, thereOn, there }: LinkPreview) => ({
  key: 'link:joined',
  values: { hereOn, here, thereOn, there },
  secret: true,
});

export const machine = setup({
  types: {} as { input: LinkInput; context: LinkContext; events: LinkEvent },
  actors: services('issueLinkCode', 'redeemLinkCode', 'previewLink', 'linkPeople', 'declineLink', 'postponeLinks'),
  actions,
  guards: {
    isToBeAsked: ({ context }) => context.proposal !== NONE,
    fits: ({ context }) => foundIn(context.redeemed) !== NONE,
    hasCode: ({ context }) => (context.text ?? '') !== '',
  },
}).createMachine({
  id: 'link',
  context: ({ input }) => ({ ...input, proposal: input.proposal ?? NONE, redeemed: null }),
  initial: 'opening',
  states: {
    opening: {
      always: [
        { guard: 'isToBeAsked', target: 'asking' },
        { guard: 'hasCode', target: 'redeeming' },
        { target: 'issuing' },
      ],
    },
    issuing: {
      invoke: {
        src: 'issueLinkCode',
        input: {},
        onDone: {
          target: 'resting',
          actions: {
            type: 'say',
            params: ({ event }) => ({ key: 'link:code', values: { ...event.output }, secret: true }),
          },
        },
        onError: 'leaving',
      },
    },
    redeeming: {
      invoke: {
        src: 'redeemLinkCode',
        input: ({ context }) => ({ text: context.text ?? '' }),
        onDone: { target: 'redeemed', actions: assign({ redeemed: ({ event }) => event.output }) },
        onError: 'leaving',
      },
    },
    redeemed: {
      always: [
        {
          guard: 'fits',
          target: 'showing',
          actions: assign({ proposal: ({ context }) => foundIn(context.redeemed) }),
        },
        { target: 'resting', actions: { type: 'say', params: ({ context }) => refused(context.redeemed) } },
      ],
    },
    resting: { meta: { screen: 'rest' }, on: { code: 'issuing', menu: 'leaving', back: 'leaving' } },
    asking: {
      meta: { screen: 'ask' },
      on: { yes: 'showing', no: 'parting', later: 'postponing', back: 'postponing' },
    },
    showing: {
      invoke: {
        src: 'previewLink',
        input: ({ context }) => ({ proposal: context.proposal }),
        onDone: { target: 'confirming', actions: { type: 'say', params: ({ event }) => showing(event.output) } },
        onError: { target: 'leaving', actions: { type: 'say', params: { key: 'link:gone' } } },
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: { yes: 'joining', no: 'declining', see: 'showing', back: 'declining' },
    },
    joining: {
      invoke: {
        src: 'linkPeople',
        input: ({ context }) => ({ proposal: context.proposal }),
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'link:done' } } },
        onError: { target: 'leaving', actions: { type: 'say', params: { key: 'link:gone' } } },
      },
    },
    declining: {
      invoke: {
        src: 'declineLink',
        input: ({ context }) => ({ proposal: context.proposal, isAnother: false }),
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'link:declined' } } },
        onError: 'leaving',
      },
    },
    parting: {
      invoke: {
        src: 'declineLink',
        input: ({ context }) => ({ proposal: context.proposal, isAnother: true }),
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'link:another' } } },
        onError: 'leaving',
      },
    },
    postponing: {
      invoke: {
        src: 'postponeLinks',
        input: {},
        onDone: { target: 'leaving', actions: { type: 'say', params: { key: 'link:later' } } },
        onError: 'leaving',
      },
    },
    leaving: { type: 'final' },
  },
});
