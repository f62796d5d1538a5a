/** What follows from what became of a message: it is done with, waits, or the person or the channel is out of reach. */

import type { Tx } from '../../db/unit-of-work.ts';
import type { SendResult } from '../channels/channel.ts';
import { type Due, giveUpOn, postpone, settle } from './outbox.ts';

/** What is known of the message, whether it was just sent or sent long ago. */
export type Sent = Pick<
  Due,
  'id' | 'personId' | 'identityId' | 'kind' | 'secret' | 'attempts' | 'expiresAt' | 'templateOnly'
>;

/** What else is to be done, once it is stored. */
export interface Aftermath {
  alarm?: string;
  /** Nothing is sent on the channel until that instant. */
  pauseUntil?: number;
}

const MOST_ATTEMPTS = 12;
const CHANNEL_PAUSE_MS = 60_000;

/** Stores what became of a queued message. */
export async function recordOutcome(
  tx: Tx,
  { channel, row, result, now }: { channel: string; row: Sent; result: SendResult; now: number },
): Promise<Aftermath> {
  const { id, attempts, secret } = row;
  const done = (status: 'sent' | 'unreachable' | 'unconfirmed', ref?: string) =>
    settle(tx, { id, status, ref, wipe: secret && channel !== 'simulator', now });
  const fail = (because: 'rejected' | 'template' | 'attempts') =>
    settle(tx, { id, status: 'failed', because, wipe: secret && channel !== 'simulator', now });
  switch (result.outcome) {
    case 'sent':
      await done('sent', result.ref);
      return {};
    case 'unconfirmed':
      await done('unconfirmed', result.ref);
      return { alarm: `${channel}: a message may or may not have arrived: ${result.reason}.` };
    case 'unreachable':
      await done('unreachable');
      await giveUpOn(tx, { ...row, channel, now });
      return {};
    case 'rejected':
      await fail('rejected');
      return { alarm: `${channel} rejected a message: ${result.reason}.` };
    case 'needs-template':
      if (row.kind !== 'answer' && !row.templateOnly) {
        await postpone(tx, { id, notBefore: now, attempts, templateOnly: true });
        return {};
      }
      await fail('template');
      return { alarm: `${channel} rejected a message: it needs a template.` };
    case 'channel-down':
      await postpone(tx, { id, notBefore: now + backOff(attempts), attempts });
      return {
        alarm: `${channel} is down: ${result.reason}. Its messages wait.`,
        pauseUntil: now + CHANNEL_PAUSE_MS,
      };
    case 'retry': {
      // What the platform asks to wait for is no failure.
      const tried = attempts + (result.afterMs === undefined ? 1 : 0);
      if (tried >= MOST_ATTEMPTS && row.expiresAt === null) {
        await fail('attempts');
        return { alarm: `${channel}: given up after ${tried} attempts: ${result.reason}.` };
      }
      await postpone(tx, { id, notBefore: now + (result.afterMs ?? backOff(tried)), attempts: tried });
      return {};
    }
  }
}

/** 2, 4, 8 … seconds, at most five minutes. */
function backOff(attempts: number): number {
  return Math.min(300_000, 1000 * 2 ** attempts);
}
