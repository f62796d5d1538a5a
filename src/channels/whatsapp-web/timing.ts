/** The waiting of this channel, in one place, so that a test can let time pass. */

import { setTimeout as sleep } from 'node:timers/promises';

export interface Timing {
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Resolves after the time, or at once when the signal is aborted. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to, not including, 1. */
  random: () => number;
  /** A message that WhatsApp has not acknowledged by then is unconfirmed. */
  ackMs: number;
  /** How often the line is tried; a silent one is noticed five seconds after. */
  keepAliveMs: number;
  /** After pairing, what was written before is handed over this late. */
  handOverMs: number;
  /** A file that has not been fetched by then is given up. */
  fileMs: number;
}

export const DEFAULT_TIMING: Timing = {
  clock: Date.now,
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  random: Math.random,
  ackMs: 45_000,
  keepAliveMs: 30_000,
  handOverMs: 25_000,
  fileMs: 30_000,
};
