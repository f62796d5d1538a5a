/** Which votes a clinic has: the one that is announced or open, and the last that was counted. */

import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface ClinicVotes {
  current?: { voteId: number; status: 'announced' | 'open'; opensAt: number; closesAt: number };
  /** The id of the last that was closed. */
  closed?: number;
}

export async function votesOfClinic(tx: Tx, clinicId: number): Promise<ClinicVotes> {
  const { votes } = tx.tables;
  const rows = await tx.db
    .select({ voteId: votes.id, status: votes.status, opensAt: votes.opensAt, closesAt: votes.closesAt })
    .from(votes)
    .where(and(eq(votes.clinicId, clinicId), inArray(votes.status, ['announced', 'open', 'closed'])))
    .orderBy(desc(votes.closedAt), desc(votes.id));
  const closed = rows.find(({ status }) => status === 'closed');
  const found: ClinicVotes = closed ? { closed: closed.voteId } : {};
  for (const { voteId, status, opensAt, closesAt } of rows) {
    if ((status !== 'announced' && status !== 'open') || opensAt === null || closesAt === null) continue;
    return { ...found, current: { voteId, status, opensAt, closesAt } };
  }
  return found;
}
