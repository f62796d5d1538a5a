/** Holds notices back on a channel that punishes haste: one at a time, with gaps, so many a day. */

import type { Pace } from '../channels/channel.ts';

export interface Pacer {
  /** Whether a notice may be sent now. */
  mayNotify(): Promise<boolean>;
  /** A notice is on its way; call what is returned when it has arrived, or has not. */
  begin(): () => void;
}

const DAY_MS = 86_400_000;

interface Paced {
  clock: () => number;
  /** From 0 up to, not including, 1. */
  random: () => number;
  /** How many notices were sent on the channel since an instant. */
  sentSince: (since: number) => Promise<number>;
}

/** The gap also follows the start of the program: restarts do not make it faster. */
export function createPacer(pace: Pace | undefined, { clock, random, sentSince }: Paced): Pacer {
  if (!pace) return { mayNotify: async () => true, begin: () => () => {} };
  const {
    gapMs: [least, most],
    perDay,
  } = pace;
  const gap = () => least + random() * (most - least);
  let next = clock() + gap();
  let underWay = false;
  return {
    async mayNotify() {
      if (underWay || clock() < next) return false;
      return (await sentSince(clock() - DAY_MS)) < perDay;
    },
    begin() {
      underWay = true;
      return () => {
        underWay = false;
        next = clock() + gap();
      };
    },
  };
}
