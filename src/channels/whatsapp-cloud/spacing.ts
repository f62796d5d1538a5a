/** Holds the messages apart, so that together they stay below what the number may send in a second. */

import type { Timing } from './timing.ts';

/** Resolves when the next message may leave; first come, first served. */
export type Spacing = () => Promise<void>;

/** After a silence nothing waits; in haste each message leaves `1000 / perSecond` ms after the one before. */
export function createSpacing(perSecond: number, { now, wait }: Pick<Timing, 'now' | 'wait'>, signal: AbortSignal) {
  const gap = 1000 / perSecond;
  let free = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    const at = Math.max(now(), free);
    free = at + gap;
    const ms = at - now();
    if (ms > 0 && !signal.aborted) await wait(ms, signal);
  };
}
