/** What an assembly had before it and what it decided, as its minutes show it: the vote of the year, and the works. */

import { and, asc, eq, gte, lt, ne } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { votesOfClinic } from '../votes/of-clinic.ts';
import { isForAssembly, resultOfVote, type VoteResult } from '../votes/results.ts';

export interface DecidedWork {
  title: string;
  /** Centavos; null where none was said. */
  approvedCents: number | null;
}

/** What was decided in an assembly is taken down within a week. */
const LATE_MS = 7 * 24 * 3_600_000;

/** The clinic's last vote that is closed, where an assembly at that time of that year decides on it. */
export async function voteForAssembly(
  tx: Tx,
  { clinicId, ...assembly }: { clinicId: number; year: number; at: number },
): Promise<VoteResult | undefined> {
  const { closed } = await votesOfClinic(tx, clinicId);
  const result = closed === undefined ? undefined : await resultOfVote(tx, closed);
  return result && isForAssembly(result, assembly) ? result : undefined;
}

/** In the order in which they were taken down. */
export async function worksDecided(
  tx: Tx,
  { clinicId, startsAt }: { clinicId: number; startsAt: number },
): Promise<DecidedWork[]> {
  const { works } = tx.tables;
  return await tx.db
    .select({ title: works.title, approvedCents: works.approvedCents })
    .from(works)
    .where(
      and(
        eq(works.clinicId, clinicId),
        gte(works.enteredAt, startsAt),
        lt(works.enteredAt, startsAt + LATE_MS),
        ne(works.status, 'retirada'),
      ),
    )
    .orderBy(asc(works.id));
}
