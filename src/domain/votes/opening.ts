/** The opening of votes, when their hour has come. */

import { and, asc, eq, lte } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { noteEvent } from './log.ts';
import { giveUpMissed } from './missed.ts';

/** The votes whose hour has come and that are not open yet, the earliest first. */
export async function dueToOpen(tx: Tx, now: number): Promise<number[]> {
  const { votes } = tx.tables;
  const isDue = and(eq(votes.status, 'announced'), lte(votes.opensAt, now));
  const due = await tx.db.select({ id: votes.id }).from(votes).where(isDue).orderBy(asc(votes.opensAt), asc(votes.id));
  return due.map(({ id }) => id);
}

/**
 * Opens the vote; says whether it did. One whose close has come too has had no time in which anybody could vote: it is
 * given up, and its ballot is a draft again.
 */
export async function openVote(tx: Tx, { voteId, now }: { voteId: number; now: number }): Promise<boolean> {
  if (await giveUpMissed(tx, { voteId, now })) return false;
  const { votes } = tx.tables;
  const isDue = and(eq(votes.id, voteId), eq(votes.status, 'announced'), lte(votes.opensAt, now));
  const [due] = await held(tx, tx.db.select({ id: votes.id }).from(votes).where(isDue), votes, 'no key update');
  if (!due) return false;
  await tx.db.update(votes).set({ status: 'open', openedAt: now }).where(eq(votes.id, voteId));
  await noteEvent(tx, { voteId, at: now, event: 'opened', details: {} });
  return true;
}
