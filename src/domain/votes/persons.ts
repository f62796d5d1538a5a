/** What becomes of votes when two people are one, and when somebody has their data deleted. */

import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Forgetters, Leaving } from '../people/deletion.ts';
import type { Mergers } from '../people/merge.ts';
import { mergeVoters } from './merge-voters.ts';

export const voteMergers = {
  async votes({ db, tables: { votes } }, { from, to }) {
    await db.update(votes).set({ personId: to }).where(eq(votes.personId, from));
  },
  voters: mergeVoters,
} satisfies Partial<Mergers>;

/** The ballot stays in the count; that it was theirs is forgotten. */
export const voteForgetters = {
  async votes({ db, tables: { votes } }, { personId }) {
    await db.update(votes).set({ personId: null }).where(eq(votes.personId, personId));
  },
  voters: forgetVoter,
} satisfies Partial<Forgetters>;

/**
 * Who comes back has no second ballot: their clinic is theirs only since then, which is after the vote opened. A choice
 * that was never confirmed goes.
 */
async function forgetVoter(tx: Tx, { personId }: Leaving): Promise<void> {
  const { voters } = tx.tables;
  const mine = eq(voters.personId, personId);
  await tx.db.delete(voters).where(and(mine, inArray(voters.status, ['begun', 'withdrawn'])));
  await tx.db.update(voters).set({ personId: null }).where(mine);
}
