/** What goes along with a notice to many: loose until it is sent, deleted a month after the notice is over. */

import { and, eq, isNotNull, lt } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { deleteFile, type KeptFile, keepFile } from '../files.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';

/** Keeps it for a day: until a notice is sent with it, it belongs to nothing. Rejects with `not-yours`. */
export async function keepNoticeFile(
  tx: Tx,
  input: KeptFile & { personId: number; clinicId: number; now: number },
): Promise<number> {
  const { personId, clinicId, now } = input;
  await mustAt(tx, { personId, action: 'notice.send', clinicId, now });
  const fileId = await keepFile(tx, input);
  await tx.db.insert(tx.tables.loosePhotos).values({ fileId, sentAt: now });
  return fileId;
}

/** It goes along with a notice from now on. Rejects with `unknown-photo` unless the person sent it and it is still loose. */
export async function claimNoticeFile(
  tx: Tx,
  { fileId, personId }: { fileId: number; personId: number },
): Promise<void> {
  const { loosePhotos, files } = tx.tables;
  const [own] = await tx.db
    .select({ id: files.id })
    .from(files)
    .innerJoin(loosePhotos, eq(loosePhotos.fileId, files.id))
    .where(and(eq(files.id, fileId), eq(files.personId, personId)));
  if (!own) throw new Refusal('unknown-photo');
  await tx.db.delete(loosePhotos).where(eq(loosePhotos.fileId, fileId));
}

/** Deletes what is not to go along after all; one that is not loose any more stays. */
export async function discardNoticeFile(tx: Tx, input: { fileId: number; personId: number }): Promise<void> {
  try {
    await claimNoticeFile(tx, input);
  } catch (error) {
    if (error instanceof Refusal) return;
    throw error;
  }
  await deleteFile(tx, input.fileId);
}

/** Deletes what went along with notices that were over before `before`. */
export async function forgetNoticeFiles(tx: Tx, { before }: { before: number }): Promise<void> {
  const { broadcasts: t } = tx.tables;
  const over = await tx.db
    .select({ id: t.id, fileId: t.fileId })
    .from(t)
    .where(and(isNotNull(t.fileId), isNotNull(t.endedAt), lt(t.endedAt, before)));
  for (const { id, fileId } of over) {
    await tx.db.update(t).set({ fileId: null }).where(eq(t.id, id));
    if (fileId !== null) await deleteFile(tx, fileId);
  }
}
