/** What a clinic's people ask for, as everybody may see it. */

import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { NeedOrigin } from '../../../db/schema/needs.ts';
import type { WorkKind } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface OpenNeed {
  id: number;
  title: string;
  kind: WorkKind;
  /** Null for what the catalogue does not have. */
  catalogueCode: string | null;
  /** How many want it, the proposer among them. */
  supports: number;
  origin: NeedOrigin;
  /** The committee and the staff noted it down too. */
  isNoted: boolean;
}

/**
 * Those that are in the list now, the most supported first, among equals the oldest. What nobody supports any more and
 * nobody noted down is not among them.
 */
export async function openNeeds(tx: Tx, { clinicId }: { clinicId: number }): Promise<OpenNeed[]> {
  const { needs, needSupports } = tx.tables;
  const supports = sql<number>`count(${needSupports.id})`.mapWith(Number);
  const rows = await tx.db
    .select({
      id: needs.id,
      title: needs.title,
      kind: needs.kind,
      catalogueCode: needs.catalogueCode,
      supports,
      origin: needs.origin,
      areas: needs.areas,
    })
    .from(needs)
    .leftJoin(needSupports, eq(needSupports.needId, needs.id))
    .where(and(eq(needs.clinicId, clinicId), eq(needs.status, 'open')))
    .groupBy(needs.id)
    .having(or(isNotNull(needs.areas), sql`count(${needSupports.id}) > 0`))
    .orderBy(sql`count(${needSupports.id}) desc`, asc(needs.id));
  return rows.map(({ areas, ...need }) => ({ ...need, isNoted: areas !== null }));
}

/** Whether something that was asked for became a work. */
export async function wasDecided(tx: Tx, { clinicId }: { clinicId: number }): Promise<boolean> {
  const { needs } = tx.tables;
  const decided = and(eq(needs.status, 'decided'), eq(needs.clinicId, clinicId));
  return (await tx.db.select({ id: needs.id }).from(needs).where(decided).limit(1)).length > 0;
}

/** The needs that this person supports at the clinic, and those of their own that wait for the committee. */
export async function ownNeeds(
  tx: Tx,
  { clinicId, personId }: { clinicId: number; personId: number },
): Promise<{ supported: Set<number>; waiting: string[] }> {
  const { needs, needSupports } = tx.tables;
  const rows = await tx.db
    .select({ id: needs.id, title: needs.title, status: needs.status })
    .from(needSupports)
    .innerJoin(needs, eq(needs.id, needSupports.needId))
    .where(and(eq(needSupports.personId, personId), eq(needs.clinicId, clinicId)))
    .orderBy(asc(needs.id));
  return {
    supported: new Set(rows.filter(({ status }) => status === 'open').map(({ id }) => id)),
    waiting: rows.filter(({ status }) => status === 'review').map(({ title }) => title),
  };
}
