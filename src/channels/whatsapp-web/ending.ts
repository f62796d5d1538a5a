/** What to do when the connection ends, by the code that WhatsApp ends it with. */

import { DisconnectReason } from '@whiskeysockets/baileys';

export type Ending =
  | { next: 'reconnect'; at: 'once' | 'later' }
  /** Only the operator can go on: what to tell them. */
  | { next: 'stop'; alarm: string };

const OUTDATED = 405;
const MISMATCH: number = DisconnectReason.multideviceMismatch;

const PAIR_ANEW =
  'stop the bot, then npm run cli -- whatsapp unpair, npm run cli -- whatsapp pair, and start the bot again';

const stops: Readonly<Record<number, string>> = {
  [DisconnectReason.loggedOut]: `WhatsApp has unlinked this account, or banned it. Look at the phone; to go on: ${PAIR_ANEW}`,
  [DisconnectReason.forbidden]: `WhatsApp forbids this account: it may be banned. Look at the phone, and see docs/whatsapp.md; to go on: ${PAIR_ANEW}`,
  [DisconnectReason.connectionReplaced]:
    'Another program has taken over this WhatsApp account. Stop it, then start this one again',
  [MISMATCH]: `WhatsApp does not accept this device. To go on: ${PAIR_ANEW}`,
  [OUTDATED]: 'WhatsApp refuses this version of its client. Update the program',
};

/** `isPairing`: a phone was asked to pair on this line, which ends when the codes are used up. */
export function endingOf(code: number | undefined, isPairing: boolean): Ending {
  const alarm = code === undefined ? undefined : stops[code];
  if (alarm !== undefined) return { next: 'stop', alarm };
  if (code === DisconnectReason.restartRequired) return { next: 'reconnect', at: 'once' };
  if (code === DisconnectReason.timedOut && isPairing) {
    return {
      next: 'stop',
      alarm: 'Nobody has paired a phone in time. Stop the bot, then npm run cli -- whatsapp pair, and start it again',
    };
  }
  return { next: 'reconnect', at: 'later' };
}

/** The code in the error that Baileys closes with. */
export function codeOf(error: Error | undefined): number | undefined {
  return (error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode;
}

const SHORTEST_MS = 1000;
const LONGEST_MS = 300_000;

/** From one second to five minutes, doubling; at random in the upper half, so that many do not come back together. */
export function pauseBefore(attempt: number, random: () => number): number {
  const most = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (attempt - 1));
  return Math.max(SHORTEST_MS, (most / 2) * (1 + random()));
}
