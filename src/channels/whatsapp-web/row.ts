/** The ends of the line in a row: how long to pause after each, and what the operator is told of them, once a row. */

import { DisconnectReason } from '@whiskeysockets/baileys';
import { pauseBefore } from './ending.ts';
import type { Timing } from './timing.ts';

interface Row {
  opened(): void;
  /** How long to wait before the next try; 0 is at once. */
  ended(code: number | undefined): number;
  /** The keys could not be stored or read. */
  unstored(error: unknown): void;
}

/** Ends in a row after which the operator is told. */
const WORRYING = 5;
/** An open line that has held for so long begins a new row: one that opens and dies at once is no success. */
const HELD_MS = 120_000;
const RESTART: number = DisconnectReason.restartRequired;
const KNOWN: readonly (number | undefined)[] = [
  undefined,
  DisconnectReason.connectionClosed,
  DisconnectReason.timedOut,
  DisconnectReason.unavailableService,
  DisconnectReason.badSession,
  RESTART,
];

export function createRow(
  { clock, random }: Pick<Timing, 'clock' | 'random'>,
  onAlarm: (message: string, cause?: unknown) => void,
): Row {
  const told = new Set<string>();
  let ends = 0;
  let restarted = false;
  let openedAt: number | undefined;

  function beginAnewIfHeld(): void {
    if (openedAt === undefined || clock() - openedAt < HELD_MS) return;
    openedAt = undefined;
    told.clear();
    ends = 0;
    restarted = false;
  }

  function tell(about: string, message: string, cause?: unknown): void {
    if (told.has(about)) return;
    told.add(about);
    onAlarm(message, cause);
  }

  return {
    opened() {
      openedAt = clock();
    },
    ended(code) {
      beginAnewIfHeld();
      openedAt = undefined;
      ends += 1;
      const atOnce = code === RESTART && !restarted;
      restarted = code === RESTART;
      if (!KNOWN.includes(code)) tell('code', `WhatsApp ended the connection with the unknown code ${code}.`);
      else if (ends >= WORRYING && told.size === 0) {
        tell(
          'row',
          `The line to WhatsApp Web was not reached, or did not hold, ${ends} times in a row; it is tried on.`,
        );
      }
      return atOnce ? 0 : pauseBefore(ends, random);
    },
    unstored(error) {
      beginAnewIfHeld();
      tell('keys', `The keys of WhatsApp cannot be stored: ${kindOf(error)}; its messages wait.`, error);
    },
  };
}

/** Never its message, which may tell what was to be stored. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  return 'code' in error ? String(error.code) : error.name;
}
