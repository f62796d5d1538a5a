/** Telegram calls us: one update a request, acknowledged when it is committed. */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Update } from 'grammy/types';
import type { Intake } from './intake.ts';
import { reasonOf, type Trouble } from './trouble.ts';

/**
 * 200 committed or nothing to do; 400 not an update; 401 wrong secret; 500 not stored; 503 not started, or stopping.
 * Telegram sends again, with growing gaps, what is not answered with 2xx.
 */
export type WebhookStatus = 200 | 400 | 401 | 500 | 503;

/** Both hashed first: equal lengths, so that the time tells nothing of the secret. */
export function sameSecret(given: string | undefined, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(hash(given), hash(expected));
}

/** Takes one body in. Never rejects. */
export async function takeBody(body: unknown, intake: Intake, trouble: Trouble): Promise<WebhookStatus> {
  if (!isUpdate(body)) return 400;
  try {
    await intake(body);
    trouble.over();
    return 200;
  } catch (error) {
    trouble.tell(`A message was not stored and will be sent again: ${reasonOf(error)}. See the database.`);
    return 500;
  }
}

// The secret has shown who speaks; what Telegram itself sends is taken to have Telegram's form.
function isUpdate(body: unknown): body is Update {
  return typeof body === 'object' && body !== null && 'update_id' in body && Number.isSafeInteger(body.update_id);
}
