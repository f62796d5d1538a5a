/** What Meta asks of a webhook: a handshake, and a signature over the very bytes. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * 200 all committed, or nothing to do; 400 not a notification; 401 not signed with the app secret; 500 something was
 * not stored; 503 not started, or stopping. Meta sends again for days what is not answered with 200.
 */
export type WebhookStatus = 200 | 400 | 401 | 500 | 503;

/** The query of Meta's GET. */
export interface Handshake {
  mode: string | undefined;
  token: string | undefined;
  challenge: string | undefined;
}

/** What to answer as plain text; undefined if it is not Meta that asks. */
export function answerTo({ mode, token, challenge }: Handshake, verifyToken: string): string | undefined {
  // Both hashed first: equal lengths, so that the time tells nothing of the secret.
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const known = timingSafeEqual(hash(token ?? ''), hash(verifyToken));
  return known && mode === 'subscribe' && challenge !== undefined ? challenge : undefined;
}

/** `header` is X-Hub-Signature-256. */
export function isSigned(body: Uint8Array, header: string | undefined, appSecret: string): boolean {
  const given = Buffer.from(/^sha256=([0-9a-f]{64})$/i.exec(header ?? '')?.[1] ?? '', 'hex');
  const right = createHmac('sha256', appSecret).update(body).digest();
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Undefined for what is not JSON. */
export function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
