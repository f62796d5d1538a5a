/** Failures that repeat: one alarm per outage, pauses that grow, one line when it is over. */

import type { ChannelHost } from '../channel.ts';
import type { Timing } from './timing.ts';

/** pino's shape; fields hold no personal data. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
}

export interface Trouble {
  /** Tells the operator, once for each message until `over`. With `patient` the first two failures are not told. */
  tell(message: string, patient?: boolean): void;
  /** Pauses before the next try: longer each time, at least `afterMs`. Ends early when the channel stops. */
  pause(afterMs?: number): Promise<void>;
  over(): void;
}

// A single failed poll is everyday life; the third in a row is an outage.
const PATIENCE = 3;

export function createTrouble(host: ChannelHost, timing: Timing, signal: AbortSignal, log: Log | undefined): Trouble {
  const told = new Set<string>();
  let failures = 0;
  let pauses = 0;
  return {
    tell(message, patient = false) {
      failures++;
      if (told.has(message) || (patient && failures < PATIENCE)) return;
      told.add(message);
      host.onAlarm({ channel: 'telegram', message });
    },
    async pause(afterMs = 0) {
      const own = Math.min(timing.firstPauseMs * 2 ** pauses, timing.maxPauseMs);
      pauses++;
      await timing.wait(Math.max(own, afterMs), signal);
    },
    over() {
      if (told.size > 0) log?.info({ channel: 'telegram' }, 'Telegram works again');
      told.clear();
      failures = 0;
      pauses = 0;
    },
  };
}

/** The kind of an error of the program, by code or name: its message may hold what a person wrote. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  // The database's own error stands behind the one of the query builder.
  if (error.cause instanceof Error) return reasonOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
