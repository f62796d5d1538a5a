/** What becomes of needs and of what was voted on when the assembly has decided, and when that was a mistake. */

import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { mergeSupports } from '../needs/merging.ts';

interface Decided {
  workId: number;
  clinicId: number;
  year: number;
  /** Null for what the catalogue does not have. */
  catalogueCode: string | null;
  /** What was voted on, where it came of a vote. */
  itemId?: number;
}

/** The needs that the work answers are decided, and what was voted on has its work. To be called by who holds the clinic. */
export async function settle(tx: Tx, { workId, clinicId, year, catalogueCode, itemId }: Decided): Promise<void> {
  const { needs, votes, voteItems } = tx.tables;
  const closed = tx.db
    .select({ id: votes.id })
    .from(votes)
    .where(and(eq(votes.clinicId, clinicId), eq(votes.year, year), eq(votes.status, 'closed')));
  const isMeant = or(
    itemId === undefined ? undefined : eq(voteItems.id, itemId),
    catalogueCode === null ? undefined : eq(voteItems.catalogueCode, catalogueCode),
  );
  const items = isMeant
    ? await tx.db
        .update(voteItems)
        .set({ workId })
        .where(and(inArray(voteItems.voteId, closed), isNull(voteItems.workId), isMeant))
        .returning({ needId: voteItems.needId })
    : [];
  const meant = await standingNeeds(
    tx,
    items.flatMap(({ needId }) => needId ?? []),
  );
  const isAnswered = or(
    meant.length > 0 ? inArray(needs.id, meant) : undefined,
    catalogueCode === null ? undefined : eq(needs.catalogueCode, catalogueCode),
  );
  if (!isAnswered) return;
  await tx.db
    .update(needs)
    .set({ status: 'decided', workId })
    .where(and(eq(needs.clinicId, clinicId), eq(needs.status, 'open'), isAnswered));
}

/** Those that stand for these: what was merged stands with another. */
async function standingNeeds(tx: Tx, ids: readonly number[]): Promise<number[]> {
  const { needs } = tx.tables;
  const standing = new Set<number>();
  for (let open = [...ids]; open.length > 0; ) {
    const rows = await tx.db
      .select({ id: needs.id, into: needs.mergedIntoId })
      .from(needs)
      .where(inArray(needs.id, open));
    for (const { id, into } of rows) if (into === null) standing.add(id);
    open = rows.flatMap(({ into }) => into ?? []);
  }
  return [...standing];
}

/** The needs stand in the list again, and what was voted on has no work. To be called by who holds the clinic. */
export async function unsettle(tx: Tx, { workId, clinicId }: { workId: number; clinicId: number }): Promise<void> {
  const { needs, voteItems } = tx.tables;
  await tx.db.update(voteItems).set({ workId: null }).where(eq(voteItems.workId, workId));
  const decided = await tx.db
    .select()
    .from(needs)
    .where(and(eq(needs.workId, workId), eq(needs.status, 'decided')));
  for (const from of decided) {
    const { id, catalogueCode } = from;
    const [twin] =
      catalogueCode === null
        ? []
        : await tx.db
            .select({ id: needs.id })
            .from(needs)
            .where(and(eq(needs.clinicId, clinicId), eq(needs.catalogueCode, catalogueCode), eq(needs.status, 'open')));
    // Somebody asked for it anew meanwhile: it is in the list once.
    if (twin) await mergeSupports(tx, { from, to: twin.id });
    const stands = twin ? ({ status: 'merged', mergedIntoId: twin.id } as const) : ({ status: 'open' } as const);
    await tx.db
      .update(needs)
      .set({ ...stands, workId: null })
      .where(eq(needs.id, id));
  }
}
