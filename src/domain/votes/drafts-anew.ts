/** A vote that was announced and is none any more: what stood on it is a draft again. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

type Draft = Omit<Tx['tables']['votes']['$inferInsert'], 'status'>;

/** A new draft with the items and the invited numbers of that vote; gives its id. To be called by who holds the clinic. */
export async function draftFrom(tx: Tx, { voteId, draft }: { voteId: number; draft: Draft }): Promise<number> {
  const { votes, voteItems, voteInvitees } = tx.tables;
  const [row] = await tx.db
    .insert(votes)
    .values({ ...draft, status: 'draft' })
    .returning({ id: votes.id });
  const draftId = row?.id ?? 0;
  const items = await tx.db.select().from(voteItems).where(eq(voteItems.voteId, voteId));
  await tx.db.insert(voteItems).values(items.map(({ id: _, ...item }) => ({ ...item, voteId: draftId, lot: null })));
  await tx.db.update(voteInvitees).set({ voteId: draftId }).where(eq(voteInvitees.voteId, voteId));
  return draftId;
}
