/** Photos of works: shown once the sender has said that they show nobody, until the oversight member takes them down. */

import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { deleteFile, keepFile } from '../files.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { type Actor, workById } from './works.ts';

const DAY_MS = 86_400_000;

/**
 * Keeps a photo that was sent just now, for a day: until it is shown, or is the receipt of a line, it belongs to nothing.
 * Rejects with `not-yours`.
 */
export async function keepPhoto(
  tx: Tx,
  { clinicId, mime, data, personId, now }: Actor & { clinicId: number; mime: string; data: string },
): Promise<number> {
  await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  const fileId = await keepFile(tx, { personId, clinicId, name: 'foto.jpg', mime, data, now });
  await tx.db.insert(tx.tables.loosePhotos).values({ fileId, sentAt: now });
  return fileId;
}

/** The photo belongs to something from now on. Rejects with `unknown-photo` unless the person sent it and it is still loose. */
export async function claimPhoto(tx: Tx, { fileId, personId }: { fileId: number; personId: number }): Promise<void> {
  const { loosePhotos, files } = tx.tables;
  const [own] = await tx.db
    .select({ id: files.id })
    .from(files)
    .innerJoin(loosePhotos, eq(loosePhotos.fileId, files.id))
    .where(and(eq(files.id, fileId), eq(files.personId, personId)));
  if (!own) throw new Refusal('unknown-photo');
  await tx.db.delete(loosePhotos).where(eq(loosePhotos.fileId, fileId));
}

/** Deletes what should not have been sent. Rejects with `unknown-photo`. */
export async function discardPhoto(tx: Tx, input: { fileId: number; personId: number }): Promise<void> {
  await claimPhoto(tx, input);
  await deleteFile(tx, input.fileId);
}

/** Deletes the photos of reports that nobody ended. */
export async function dropLoosePhotos(tx: Tx, { now }: { now: number }): Promise<void> {
  const { loosePhotos } = tx.tables;
  const old = await tx.db
    .delete(loosePhotos)
    .where(lt(loosePhotos.sentAt, now - DAY_MS))
    .returning({ fileId: loosePhotos.fileId });
  for (const { fileId } of old) await deleteFile(tx, fileId);
}

/** Shows the file to all who ask for the work. The sender has said that nobody can be hurt by it. Rejects with `not-yours`, `unknown-photo`. */
export async function showPhoto(
  tx: Tx,
  { workId, fileId, personId, now }: Actor & { workId: number; fileId: number },
): Promise<void> {
  const { clinicId } = await workById(tx, workId);
  const role = await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  await claimPhoto(tx, { fileId, personId });
  const [row] = await tx.db
    .insert(tx.tables.workPhotos)
    .values({ workId, fileId, at: now, personId })
    .returning({ id: tx.tables.workPhotos.id });
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'work.report',
    clinicId,
    details: { work: workId, photo: row?.id ?? 0, saidToShowNobody: true },
  });
}

/** The last photo that may be shown. */
export async function photoOf(tx: Tx, workId: number): Promise<{ id: number; fileId: number; at: number } | undefined> {
  const { workPhotos } = tx.tables;
  const [row] = await tx.db
    .select({ id: workPhotos.id, fileId: workPhotos.fileId, at: workPhotos.at })
    .from(workPhotos)
    .where(and(eq(workPhotos.workId, workId), isNull(workPhotos.takenDownAt)))
    .orderBy(desc(workPhotos.id))
    .limit(1);
  return row;
}

/** The photo is shown to nobody any more. Rejects with `not-yours`, `unknown-photo`. */
export async function takeDownPhoto(tx: Tx, { photoId, personId, now }: Actor & { photoId: number }): Promise<void> {
  const { workPhotos, works } = tx.tables;
  const [photo] = await tx.db
    .select({ clinicId: works.clinicId, workId: works.id, sender: workPhotos.personId })
    .from(workPhotos)
    .innerJoin(works, eq(works.id, workPhotos.workId))
    .where(eq(workPhotos.id, photoId));
  if (!photo) throw new Refusal('unknown-photo');
  const { clinicId, workId, sender } = photo;
  const role = await mustAt(tx, { personId, action: 'photo.take-down', clinicId, now });
  await tx.db
    .update(workPhotos)
    .set({ takenDownAt: now, takenDownByPersonId: personId })
    .where(and(eq(workPhotos.id, photoId), isNull(workPhotos.takenDownAt)));
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'photo.take-down',
    clinicId,
    subjectPersonId: sender ?? undefined,
    details: { work: workId, photo: photoId },
  });
}
