/** Every wait of this channel in one place, so that tests need none. */

import { setTimeout as sleep } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds of any clock that does not go back. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** The first pause before a later message of a reply is tried again; doubled each time. */
  firstPauseMs: number;
  /** How long one reply of several messages may wait, in all, for its later ones. */
  patienceMs: number;
  /** How long one request may take. */
  requestMs: number;
  /** How long a stop waits for the requests under way before it breaks them. */
  stopMs: number;
  /** How long one person's photo may hold up what came with it. */
  downloadMs: number;
  /** How often it is asked whether a channel that was refused may send again. */
  probeMs: number;
}

export const DEFAULT_TIMING: Timing = {
  now: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  firstPauseMs: 1_000,
  patienceMs: 60_000,
  requestMs: 60_000,
  stopMs: 5_000,
  downloadMs: 20_000,
  probeMs: 600_000,
};
