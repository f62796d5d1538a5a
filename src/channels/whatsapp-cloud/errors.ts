/**
 * What the codes of Meta's errors mean for delivery. The same codes come in the answer to a request and later in
 * `statuses[].errors`. Source: developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 * (15 May 2026); 131062 from the page on business-scoped user ids of the same site.
 */

import type { SendResult } from '../channel.ts';
import type { Fault } from './graph.ts';

export type Refused = Exclude<SendResult, { outcome: 'sent' }>;

/** What stops the whole channel, by who must mend it. */
export type Outage = 'token' | 'number' | 'billing' | 'account';

type Meaning =
  | { kind: 'retry'; afterMs?: number; words: string }
  | { kind: 'unreachable' | 'rejected'; words: string }
  | { kind: 'needs-template' }
  | { kind: 'outage'; outage: Outage; words: string };

const MINUTE_MS = 60_000;
/** About one message in six seconds to the same person. */
const PAIR_MS = 6_000;

const retry = (words: string, afterMs?: number): Meaning => ({ kind: 'retry', words, ...(afterMs && { afterMs }) });
const rejected = (words: string): Meaning => ({ kind: 'rejected', words });
const outage = (outage: Outage, words: string): Meaning => ({ kind: 'outage', outage, words });

const NO_PERMISSION = outage('token', 'the token lacks a permission');

const MEANINGS: Readonly<Record<number, Meaning>> = {
  0: outage('token', 'the token is not valid'),
  1: retry('unknown error of the API'),
  2: retry('the API is down for the moment'),
  3: outage('token', 'the app may not do this'),
  4: retry('too many calls of the app', MINUTE_MS),
  10: NO_PERMISSION,
  190: outage('token', 'the token has expired'),
  368: outage('account', 'the account is blocked for breaking a policy'),
  33: outage('number', 'the number was deleted'),
  80007: retry('too many calls of the business account', MINUTE_MS),
  130429: retry('too many messages in a second', MINUTE_MS),
  130472: rejected("the person takes part in an experiment of Meta's"),
  130497: rejected('the account may not write to this country'),
  131000: retry('unknown error'),
  131005: NO_PERMISSION,
  131016: retry('the service is down for the moment'),
  131026: { kind: 'unreachable', words: 'undeliverable' },
  131031: outage('account', 'the account is locked'),
  131042: outage('billing', 'there is no payment method, or it does not work'),
  131047: { kind: 'needs-template' },
  131048: rejected('held back: too many people blocked or reported this number'),
  131049: rejected('held back by Meta to keep people from too many messages'),
  131050: rejected('the person wants no marketing messages of this number'),
  131056: retry('too many messages to the same person', PAIR_MS),
  131057: retry('the account is in maintenance', MINUTE_MS),
  131062: rejected('this message needs a phone number'),
  132001: rejected('the template is not registered in this language'),
  132015: rejected('the template is paused for its quality'),
  132016: rejected('the template is disabled for its quality'),
  133004: retry('the server is down for the moment'),
  133010: outage('account', 'the number is not registered'),
};

/**
 * What a code means for the message. A reason holds the code and words of ours: Meta's may quote a number.
 * A code that is not known is final, so that nothing is repeated that can never arrive.
 */
export function meaningOf(code: number): { result: Refused; outage?: Outage } {
  const denied = code >= 200 && code < 300;
  const meaning = denied ? NO_PERMISSION : (MEANINGS[code] ?? rejected("see Meta's list of error codes"));
  if (meaning.kind === 'needs-template') return { result: { outcome: 'needs-template' } };
  const reason = `${code}, ${meaning.words}`;
  switch (meaning.kind) {
    case 'outage':
      return { result: { outcome: 'channel-down', reason }, outage: meaning.outage };
    case 'retry': {
      const { afterMs } = meaning;
      return { result: { outcome: 'retry', reason, ...(afterMs === undefined ? {} : { afterMs }) } };
    }
    default:
      return { result: { outcome: meaning.kind, reason } };
  }
}

/** What a request that failed means for the message that it carried. */
export function judge(fault: Fault): { result: Refused; outage?: Outage } {
  if (fault.kind === 'unreached') return { result: { outcome: 'retry', reason: `not reached: ${fault.code}` } };
  if (fault.kind === 'broken') return { result: { outcome: 'unconfirmed', reason: `no answer: ${fault.code}` } };
  const { status, code, subcode } = fault;
  // A parameter that is not valid, and it is the number itself: nothing can be sent with it.
  if (code === 100 && subcode === 33)
    return {
      result: { outcome: 'channel-down', reason: '100/33, the number is not there for this token' },
      outage: 'number',
    };
  if (code !== undefined && (code in MEANINGS || (code >= 200 && code < 300))) return meaningOf(code);
  const reason = code === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${code}`;
  if (status === 401) return { result: { outcome: 'channel-down', reason }, outage: 'token' };
  if (status === 429) return { result: { outcome: 'retry', afterMs: MINUTE_MS, reason } };
  // A gateway's time-out says only that no answer came in time: the message may be there.
  if (status === 504) return { result: { outcome: 'unconfirmed', reason } };
  if (status >= 500) return { result: { outcome: 'retry', reason } };
  return code === undefined ? { result: { outcome: 'rejected', reason } } : meaningOf(code);
}
