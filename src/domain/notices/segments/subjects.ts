/** What of a clinic a segment can be about now. */

import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Tx } from '../../../../db/unit-of-work.ts';

/** A need as a choice. */
export interface NeedOption {
  id: number;
  title: string;
}

/** As many as fit on one screen. */
const MOST_NEEDS = 8;

/** In the list or decided, with somebody to tell of it; the most supported first. */
export async function supportedNeeds(tx: Tx, clinicId: number): Promise<NeedOption[]> {
  const { needs, needSupports } = tx.tables;
  return await tx.db
    .select({ id: needs.id, title: needs.title })
    .from(needs)
    .innerJoin(needSupports, eq(needSupports.needId, needs.id))
    .where(
      and(eq(needs.clinicId, clinicId), inArray(needs.status, ['open', 'decided']), isNotNull(needSupports.personId)),
    )
    .groupBy(needs.id)
    .orderBy(desc(sql`count(*)`), needs.id)
    .limit(MOST_NEEDS);
}

/** The clinic's one vote that people can vote in now. */
export async function openVoteAt(tx: Tx, clinicId: number): Promise<{ id: number; closesAt: number } | undefined> {
  const { votes } = tx.tables;
  const [vote] = await tx.db
    .select({ id: votes.id, closesAt: votes.closesAt })
    .from(votes)
    .where(and(eq(votes.clinicId, clinicId), eq(votes.status, 'open')));
  return vote && { id: vote.id, closesAt: vote.closesAt ?? 0 };
}
