/** Who looks into what people report: those who watch over the money, and never those who spend it. */

import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { whoCanBeReached } from '../notices/reach.ts';
import { Refusal } from '../refusal.ts';
import { holdersAt, spendersOf } from '../roles.ts';

export interface Reviewer {
  personId: number;
  role: Extract<Role, 'oversight' | 'facilitator'>;
}

/** A report, as far as it says who looks into it. */
export interface Reported {
  clinicId: number;
  /** When it was made. */
  createdAt: number;
  now: number;
}

/**
 * Once each. Who was president or treasurer of the clinic in the year before the report, or since, is none of them,
 * whatever else they hold.
 */
export async function reviewersOf(tx: Tx, { createdAt, ...at }: Reported): Promise<Reviewer[]> {
  const spenders = await spendersOf(tx, { clinicId: at.clinicId, at: createdAt });
  const reviewers = new Map<number, Reviewer>();
  for (const role of ['oversight', 'facilitator'] as const) {
    for (const { personId } of await holdersAt(tx, { ...at, roles: [role] })) {
      if (!spenders.has(personId) && !reviewers.has(personId)) reviewers.set(personId, { personId, role });
    }
  }
  return [...reviewers.values()];
}

/** Those of them whom a message reaches. */
export async function readersOf(tx: Tx, reported: Reported): Promise<Reviewer[]> {
  const reviewers = await reviewersOf(tx, reported);
  const reached = await whoCanBeReached(
    tx,
    reviewers.map(({ personId }) => personId),
  );
  return reviewers.filter(({ personId }) => reached.has(personId));
}

/** The role in which they look into a report of this clinic; refuses whoever may not. */
export async function mustReview(
  tx: Tx,
  { personId, ...reported }: Reported & { personId: number },
): Promise<Reviewer['role']> {
  const reviewer = (await reviewersOf(tx, reported)).find((each) => each.personId === personId);
  if (!reviewer) throw new Refusal('not-yours');
  return reviewer.role;
}
