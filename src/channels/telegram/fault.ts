/** What went wrong with a call, in words that hold no token, no URL and nothing of a message. */

import { GrammyError, HttpError } from 'grammy';
import type { SendResult } from '../channel.ts';
import { WireError } from './wire.ts';

export type Fault =
  /** It said no; `code` is the Bot API's error code, or the HTTP status of what stands before it. */
  | { kind: 'refused'; code: number; description: string; afterMs?: number }
  /** Nothing left this machine. */
  | { kind: 'unreached'; code: string }
  /** The request left, and no answer came. */
  | { kind: 'broken'; code: string };

/** Reads what grammY threw. Its own errors carry the payload, and must go no further than this function. */
export function readFault(error: unknown): Fault {
  if (error instanceof GrammyError) {
    if (typeof error.error_code !== 'number') return { kind: 'broken', code: 'an answer without a code' };
    const seconds = error.parameters.retry_after;
    const refused = { kind: 'refused', code: error.error_code, description: clean(error.description) } as const;
    return seconds === undefined ? refused : { ...refused, afterMs: seconds * 1000 };
  }
  const cause = error instanceof HttpError ? error.error : error;
  if (!(cause instanceof WireError)) return { kind: 'broken', code: cause instanceof Error ? cause.name : 'UNKNOWN' };
  if (cause.status !== undefined && cause.status >= 400)
    return { kind: 'refused', code: cause.status, description: cause.message };
  return { kind: cause.left ? 'broken' : 'unreached', code: cause.message };
}

/** One short line for the operator. */
export function describe(fault: Fault): string {
  if (fault.kind === 'refused') return `${fault.code} ${fault.description}`;
  return fault.kind === 'unreached' ? `not reached: ${fault.code}` : `no answer: ${fault.code}`;
}

/** What a failed send means for delivery. */
export function toResult(fault: Fault): SendResult {
  const reason = describe(fault);
  if (fault.kind === 'unreached') return { outcome: 'retry', reason };
  if (fault.kind === 'broken') return { outcome: 'unconfirmed', reason };
  const { code, description } = fault;
  if (code === 429)
    return fault.afterMs === undefined
      ? { outcome: 'retry', reason }
      : { outcome: 'retry', afterMs: fault.afterMs, reason };
  // A token that was never valid is answered with 404, one that was revoked with 401.
  if (code === 401 || code === 404) return { outcome: 'channel-down', reason };
  if (code === 403) return { outcome: 'unreachable', reason };
  if (code === 400 && GONE.test(description)) return { outcome: 'unreachable', reason };
  // A gateway's time-out says only that no answer came in time: the message may be there.
  if (code === 504) return { outcome: 'unconfirmed', reason };
  if (code >= 500) return { outcome: 'retry', reason };
  return { outcome: 'rejected', reason };
}

// tdlib/telegram-bot-api gives 400 for these, though they say the same as 403: there is nobody to write to.
const GONE = /chat not found|user not found|user is deactivated|bot was blocked|PEER_ID_INVALID|USER_IS_BLOCKED/i;

function clean(description: string): string {
  return description.replaceAll(/\d+:[\w-]{20,}/g, '<token>').slice(0, 200);
}
