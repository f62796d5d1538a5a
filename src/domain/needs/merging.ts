/** Moves the supports of one need to another: each person counts once, and what they wrote comes along. */

import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { deleteFile } from '../files.ts';
import { areasIn, keptAreas } from './areas.ts';

/** The words of `from` become the detail of who proposed it, where they have written none: they would be lost. */
export async function mergeSupports(
  tx: Tx,
  { from, to }: { from: { id: number; title: string; personId: number | null; areas: string | null }; to: number },
): Promise<void> {
  const { needSupports: t, needs } = tx.tables;
  if (from.personId !== null) {
    const proposers = and(eq(t.needId, from.id), eq(t.personId, from.personId), eq(t.detail, ''));
    await tx.db.update(t).set({ detail: from.title }).where(proposers);
  }
  const there = await tx.db.select().from(t).where(eq(t.needId, to));
  const known = new Map(there.flatMap((row) => (row.personId === null ? [] : [[row.personId, row] as const])));
  const coming = await tx.db.select().from(t).where(eq(t.needId, from.id));
  const twice = coming.filter(({ personId }) => personId !== null && known.has(personId));
  for (const { personId, detail, fileId } of twice) {
    const own = known.get(personId ?? 0);
    if (!own) continue;
    const both = { detail: own.detail === '' ? detail : own.detail, fileId: own.fileId ?? fileId };
    await tx.db.update(t).set(both).where(eq(t.id, own.id));
    if (fileId !== null && own.fileId !== null) await deleteFile(tx, fileId);
  }
  const gone = twice.map(({ id }) => id);
  if (gone.length > 0) await tx.db.delete(t).where(inArray(t.id, gone));
  await tx.db.update(t).set({ needId: to }).where(eq(t.needId, from.id));
  // What the staff noted down stays noted down.
  const [other] = await tx.db.select({ areas: needs.areas }).from(needs).where(eq(needs.id, to));
  const areas = keptAreas([...areasIn(from.areas), ...areasIn(other?.areas ?? null)]);
  await tx.db.update(needs).set({ areas }).where(eq(needs.id, to));
}
