/**
 * What a refused message means, by WhatsApp's code. Codes as Baileys names them; that 463 must not be repeated, and that
 * haste is punished, is what its issues report.
 */

import type { SendResult } from '../channel.ts';

export interface Refusal {
  result: Exclude<SendResult, { outcome: 'sent' }>;
  /** The whole channel keeps silent for so long: going on would make it worse. */
  pauseMs?: number;
}

const HOUR_MS = 3_600_000;

export function readRefusal(code: string): Refusal {
  switch (code) {
    case '463':
      return {
        result: { outcome: 'rejected', reason: 'WhatsApp lets this account begin no chats (463)' },
        pauseMs: HOUR_MS,
      };
    case '429':
      return { result: { outcome: 'retry', afterMs: HOUR_MS, reason: 'too many messages (429)' }, pauseMs: HOUR_MS };
    case '401':
      return { result: { outcome: 'retry', afterMs: HOUR_MS, reason: 'not allowed (401)' }, pauseMs: HOUR_MS };
    case '479':
      return { result: { outcome: 'retry', reason: 'stale session (479)' } };
    default:
      return { result: { outcome: 'rejected', reason: `refused by WhatsApp (${code})` } };
  }
}
