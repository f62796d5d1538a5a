/** What a receipt says to who has it: that a ballot of theirs counts. Never what it says. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { FEWEST_BALLOTS } from './publication.ts';
import type { CountedVote } from './results.ts';

export type ReceiptChecked =
  | { found: 'none' }
  /** The vote is not over: the ballot is kept. */
  | { found: 'kept'; clinicId: number; closesAt: number }
  /** It is one of the receipts that are published, or, where there are too few for a list, one of those counted. */
  | { found: 'counted'; clinicId: number; closedAt: number; ballots: number; listed: boolean };

export async function checkReceipt(tx: Tx, { receipt }: { receipt: string }): Promise<ReceiptChecked> {
  const { voters, votes } = tx.tables;
  const [row] = await tx.db
    .select({
      clinicId: votes.clinicId,
      status: votes.status,
      closesAt: votes.closesAt,
      closedAt: votes.closedAt,
      result: votes.result,
    })
    .from(voters)
    .innerJoin(votes, eq(votes.id, voters.voteId))
    .where(eq(voters.receipt, receipt));
  if (row?.status === 'open') return { found: 'kept', clinicId: row.clinicId, closesAt: row.closesAt ?? 0 };
  if (row?.status !== 'closed') return { found: 'none' };
  const ballots = (row.result as CountedVote).ballots.chat;
  const { clinicId, closedAt } = row;
  return { found: 'counted', clinicId, closedAt: closedAt ?? 0, ballots, listed: ballots >= FEWEST_BALLOTS };
}
