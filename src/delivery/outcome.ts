/** What follows from what became of a message: it is done with, waits, or the person or the channel is out of reach. */

import type { Store } from '../../db/unit-of-work.ts';
import type { Channel, SendResult } from '../channels/channel.ts';
import { type Due, giveUpOn, postpone, settle } from './outbox.ts';

/** What is known of the message, whether it was just sent or sent long ago. */
export type Sent = Pick<Due, 'id' | 'personId' | 'identityId' | 'secret' | 'attempts' | 'expiresAt'>;

export interface OutcomeOptions {
  store: Store;
  clock: () => number;
  onAlarm: (message: string, cause?: unknown) => void;
  /** Nothing is sent on the channel until that instant. */
  pause: (until: number) => void;
}

const MOST_ATTEMPTS = 12;
const CHANNEL_PAUSE_MS = 60_000;

/** Stores what became of a queued message and what follows for it. */
export function outcomeOn(channel: Channel, { store, clock, onAlarm, pause }: OutcomeOptions) {
  return async (row: Sent, result: SendResult): Promise<void> => {
    const now = clock();
    const done = (status: 'sent' | 'failed' | 'unreachable' | 'unconfirmed', ref?: string) =>
      store.run((tx) => settle(tx, { id: row.id, status, ref, wipe: row.secret && channel.name !== 'simulator', now }));
    switch (result.outcome) {
      case 'sent':
        return await done('sent', result.ref);
      case 'unconfirmed':
        onAlarm(`${channel.name}: a message may or may not have arrived: ${result.reason}.`);
        return await done('unconfirmed', result.ref);
      case 'unreachable':
        await done('unreachable');
        return await store.run((tx) => giveUpOn(tx, { ...row, channel: channel.name, now }));
      case 'rejected':
      case 'needs-template':
        onAlarm(
          `${channel.name} rejected a message: ${result.outcome === 'rejected' ? result.reason : 'it needs a template'}.`,
        );
        return await done('failed');
      case 'retry':
      case 'channel-down': {
        const told = result.outcome === 'channel-down' || result.afterMs !== undefined;
        const attempts = row.attempts + (told ? 0 : 1);
        if (result.outcome === 'channel-down') {
          pause(now + CHANNEL_PAUSE_MS);
          onAlarm(`${channel.name} is down: ${result.reason}. Its messages wait.`);
        } else if (attempts >= MOST_ATTEMPTS && row.expiresAt === null) {
          onAlarm(`${channel.name}: given up after ${attempts} attempts: ${result.reason}.`);
          return await done('failed');
        }
        const wait = result.outcome === 'retry' && result.afterMs !== undefined ? result.afterMs : backOff(attempts);
        return await store.run((tx) => postpone(tx, { id: row.id, notBefore: now + wait, attempts }));
      }
    }
  };
}

/** 2, 4, 8 … seconds, at most five minutes. */
function backOff(attempts: number): number {
  return Math.min(300_000, 1000 * 2 ** attempts);
}
