/** The states of the vote flow where nobody chooses: no vote yet, one that is announced, a receipt looked up. */

import { assign } from 'xstate';
import { ready } from './setup.ts';
import { say, sayChecked } from './ways.ts';

export const none = ready.createStateConfig({
  meta: { screen: 'none' },
  on: {
    result: { target: 'leaving', actions: 'goToResult' },
    propose: { target: 'leaving', actions: 'goToNeeds' },
    petitions: { target: 'leaving', actions: 'goToPetitions' },
    menu: 'leaving',
    back: 'leaving',
  },
});

export const announced = ready.createStateConfig({
  meta: { screen: 'announced' },
  on: {
    text: [
      {
        guard: 'isLot',
        target: 'announced',
        actions: {
          type: 'say',
          params: ({ context }) => ({ key: 'vote:lotDrawn', values: { seed: context.vote?.seed ?? '' } }),
        },
      },
      { target: 'lookingAgain' },
    ],
    picks: 'lookingAgain',
    back: 'leaving',
  },
});

/** It may have been opened since it was shown. */
export const lookingAgain = ready.createStateConfig({
  invoke: {
    src: 'voteFound',
    input: ({ context }) => ({ clinicId: context.clinicId }),
    onDone: [
      { guard: 'isAhead', target: 'announced', actions: ['keepFound', say('refused.vote-not-open')] },
      { target: 'finding' },
    ],
    onError: 'leaving',
  },
});

export const askingReceipt = ready.createStateConfig({
  meta: { screen: 'receipt' },
  on: {
    text: { target: 'checking', actions: assign({ check: ({ event }) => event.text }) },
    menu: 'leaving',
    back: 'leaving',
  },
});

export const checking = ready.createStateConfig({
  invoke: {
    src: 'checkReceipt',
    input: ({ context }) => ({ text: context.check ?? '' }),
    onDone: [
      { guard: 'isKnown', target: 'checked', actions: ['keepChecked', sayChecked] },
      { target: 'askingReceipt', actions: ['keepChecked', sayChecked] },
    ],
    onError: { target: 'leaving', actions: assign({ check: undefined }) },
  },
});

export const checked = ready.createStateConfig({
  meta: { screen: 'checked' },
  on: {
    again: 'askingReceipt',
    vote: 'finding',
    result: { target: 'leaving', actions: 'goToResult' },
    menu: 'leaving',
    back: 'leaving',
  },
});
