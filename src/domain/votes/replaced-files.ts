/** Published files in whose place another one came: kept while answers with them may be under way, or asked about. */

import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export async function replaceFile(tx: Tx, { fileId, now }: { fileId: number; now: number }): Promise<void> {
  await tx.db.insert(tx.tables.replacedFiles).values({ fileId, at: now });
}

/** Deletes those that were replaced before `before`, unless an answer that is as old still waits to be sent. */
export async function forgetReplacedFiles(tx: Tx, { before }: { before: number }): Promise<void> {
  const { replacedFiles, files, outbox } = tx.tables;
  const old = await tx.db.select().from(replacedFiles).where(lt(replacedFiles.at, before));
  if (old.length === 0) return;
  const waiting = await tx.db
    .select({ id: outbox.id })
    .from(outbox)
    // Written out, so that SQLite sees that the index over what is queued covers it.
    .where(and(sql`status = 'queued'`, eq(outbox.kind, 'answer'), lt(outbox.createdAt, before)))
    .limit(1);
  if (waiting.length > 0) return;
  const ids = old.map(({ fileId }) => fileId);
  await tx.db.delete(files).where(inArray(files.id, ids));
  await tx.db.delete(replacedFiles).where(inArray(replacedFiles.fileId, ids));
}
