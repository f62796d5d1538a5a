/** How often a person typed a code that is none: nobody goes through them all. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

const HOUR_MS = 3_600_000;
const MOST_WRONG = 5;

export type Tried =
  | { outcome: 'wrong'; left: number }
  /** Too many were wrong: none is looked at before that instant. */
  | { outcome: 'paused'; until: number };

/** Until when no code of theirs is looked at; undefined if the next one is. */
export async function pausedUntil(tx: Tx, { personId, now }: { personId: number; now: number }) {
  const tries = await triesOf(tx, personId, now);
  return tries.wrong >= MOST_WRONG ? tries.since + HOUR_MS : undefined;
}

/** Counts a wrong one: what it answers must be committed. */
export async function countWrong(tx: Tx, { personId, now }: { personId: number; now: number }): Promise<Tried> {
  const { linkTries } = tx.tables;
  const { wrong, since } = await triesOf(tx, personId, now);
  const row = { personId, wrong: wrong + 1, since };
  await tx.db.insert(linkTries).values(row).onConflictDoUpdate({ target: linkTries.personId, set: row });
  const left = MOST_WRONG - row.wrong;
  return left > 0 ? { outcome: 'wrong', left } : { outcome: 'paused', until: since + HOUR_MS };
}

async function triesOf(tx: Tx, personId: number, now: number): Promise<{ wrong: number; since: number }> {
  const { linkTries } = tx.tables;
  const [tries] = await tx.db.select().from(linkTries).where(eq(linkTries.personId, personId));
  return tries && now < tries.since + HOUR_MS ? tries : { wrong: 0, since: now };
}
