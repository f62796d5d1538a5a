/** What the vote flow says along its ways, and the ways that lead out of several of its states. */

import { type ReceiptSaid, refusal } from '../../src/conversation/flow.ts';
import { checkedSaid, type VoteContext } from './setup.ts';

export const say = (key: string) => ({ type: 'say', params: { key: `vote:${key}` } }) as const;
const sayRefused = {
  type: 'say',
  params: ({ event }: { event: object }) => ({ key: `vote:refused.${refusal(event)}` }),
} as const;
export const refused = [
  { guard: 'isClosed', target: 'over', actions: ['forget', sayRefused] },
  { target: 'finding', actions: sayRefused },
] as const;

export const tooMany = {
  guard: 'tooMany',
  target: 'choosing',
  actions: {
    type: 'say',
    params: ({ context }: { context: VoteContext }) => ({
      key: 'vote:tooMany',
      values: { count: context.vote?.most ?? 0 },
    }),
  },
} as const;
export const notListed = {
  type: 'say',
  params: ({ context }: { context: VoteContext }) => ({
    key: 'vote:notListed',
    values: { closes: context.vote?.closes ?? '' },
  }),
} as const;
export const sayChecked = {
  type: 'say',
  params: ({ event }: { event: { output: ReceiptSaid } }) => checkedSaid(event.output),
} as const;
/** A text that says what is not wanted, or what rather. */
export const doubted = [
  { guard: 'withdraws', target: 'confirmingWithdrawal', actions: 'forget' },
  { guard: 'leavesIt', target: 'cancelling' },
  { guard: 'takesBack', target: 'takingOff' },
  { guard: 'swaps', target: 'choosing', actions: ['reopen', say('insteadOf')] },
] as const;
/** Taking back all that was chosen leaves a list to choose from; everything else is noted. */
export const picked = [
  tooMany,
  { guard: 'takesAllBack', target: 'choosing', actions: ['choose', say('takenBack')] },
  { target: 'noting', actions: 'choose' },
] as const;
export const pickedAtEnd = [
  { guard: 'takesNothing', target: 'confirming', actions: say('notChosen') },
  ...picked,
] as const;
export const pickedSeveral = [
  { guard: 'takesNothingAtEnd', target: 'confirming', actions: say('notChosen') },
  { guard: 'takesNothing', target: 'choosing', actions: say('notChosen') },
  ...picked,
] as const;

export const cancelled = [
  { guard: 'votedBefore', target: 'leaving', actions: ['forget', say('asBefore')] },
  { target: 'leaving', actions: ['forget', say('cancelled')] },
] as const;
