/** Link codes: typed on another channel, they say that who types them is the person who was given them. */

import { eq, lte, or } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export const CODE_MINUTES = 10;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const MOST_WRONG = 5;

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
  | { outcome: 'wrong'; left: number }
  /** Too many were wrong: none is looked at before that instant. */
  | { outcome: 'paused'; until: number };

/** A wrong and an expired code are the same. Counts the wrong ones: what it answers must be committed. */
export async function redeemCode(tx: Tx, input: { personId: number; lookup: string; now: number }): Promise<Redeemed> {
  const { linkCodes, linkTries } = tx.tables;
  const { personId, lookup, now } = input;
  const [tries] = await tx.db.select().from(linkTries).where(eq(linkTries.personId, personId));
  const counted = tries && now < tries.since + HOUR_MS ? tries : { wrong: 0, since: now };
  const until = counted.since + HOUR_MS;
  if (counted.wrong >= MOST_WRONG) return { outcome: 'paused', until };
  const [code] = await tx.db.select().from(linkCodes).where(eq(linkCodes.lookup, lookup));
  if (!code || code.expiresAt <= now) {
    const row = { personId, wrong: counted.wrong + 1, since: counted.since };
    await tx.db.insert(linkTries).values(row).onConflictDoUpdate({ target: linkTries.personId, set: row });
    const left = MOST_WRONG - row.wrong;
    return left > 0 ? { outcome: 'wrong', left } : { outcome: 'paused', until };
  }
  if (code.personId === personId) return { outcome: 'own' };
  await tx.db.delete(linkCodes).where(eq(linkCodes.lookup, lookup));
  return { outcome: 'found', otherPersonId: code.personId };
}
