/** Every wait of this channel in one place, so that tests need none. */

import { setTimeout as sleep } from 'node:timers/promises';

export interface Timing {
  /** How long Telegram holds a poll when there is nothing. */
  pollSeconds: number;
  /** The first pause after a failure; doubled each time up to `maxPauseMs`. */
  firstPauseMs: number;
  maxPauseMs: number;
  /** How long one reply of several messages may wait, in all, for its later ones. */
  patienceMs: number;
  connectMs: number;
  /** The longest silence on a connection; above `pollSeconds`. */
  silenceMs: number;
  /** How long one person's photo may hold up the next batch. */
  downloadMs: number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const DEFAULT_TIMING: Timing = {
  pollSeconds: 30,
  firstPauseMs: 1_000,
  maxPauseMs: 60_000,
  patienceMs: 60_000,
  connectMs: 10_000,
  silenceMs: 60_000,
  downloadMs: 20_000,
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};
