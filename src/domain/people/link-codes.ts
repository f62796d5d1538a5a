/** Link codes: typed on another channel, they say that who types them is the person who was given them. */

import { eq, lte, or } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { countWrong, pausedUntil, type Tried } from './tries.ts';

export const CODE_MINUTES = 10;
const MINUTE_MS = 60_000;

/** The person's only code from now on; of the code itself only its keyed hash is known. */
export async function issueCode(tx: Tx, input: { personId: number; lookup: string; now: number }): Promise<void> {
  const { linkCodes } = tx.tables;
  const { personId, lookup, now } = input;
  await tx.db.delete(linkCodes).where(or(eq(linkCodes.personId, personId), lte(linkCodes.expiresAt, now)));
  await tx.db.insert(linkCodes).values({ lookup, personId, expiresAt: now + CODE_MINUTES * MINUTE_MS });
}

export type Redeemed =
  /** It was this person's, and is used up. */
  | { outcome: 'found'; otherPersonId: number }
  /** Of the one who typed it; it is still good. */
  | { outcome: 'own' }
  | Tried;

/** A wrong and an expired code are the same. Counts the wrong ones: what it answers must be committed. */
export async function redeemCode(tx: Tx, input: { personId: number; lookup: string; now: number }): Promise<Redeemed> {
  const { linkCodes } = tx.tables;
  const { personId, lookup, now } = input;
  const until = await pausedUntil(tx, { personId, now });
  if (until !== undefined) return { outcome: 'paused', until };
  const [code] = await tx.db.select().from(linkCodes).where(eq(linkCodes.lookup, lookup));
  if (!code || code.expiresAt <= now) return await countWrong(tx, { personId, now });
  if (code.personId === personId) return { outcome: 'own' };
  await tx.db.delete(linkCodes).where(eq(linkCodes.lookup, lookup));
  return { outcome: 'found', otherPersonId: code.personId };
}
