/** What a person reports of works or money: taken down under a folio, told to who watches over it, and answered. */

import { and, desc, eq, gt, isNotNull, lt, ne, sql } from 'drizzle-orm';
import type { ConcernStatus } from '../../../db/schema/committees.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { cleaned } from '../cleaned.ts';
import { MOST_NAME } from '../committees/committee.ts';
import type { KeptFile } from '../files.ts';
import { deleteFile, keepFile } from '../files.ts';
import { Refusal } from '../refusal.ts';
import { tellReviewers } from './concern-notices.ts';
import { type Reviewer, readersOf } from './reviewers.ts';

/** No report is longer. */
export const MOST_TEXT = 1000;
const DAY_MS = 86_400_000;
const MOST_A_DAY = 5;

export interface Filed {
  folio: number;
  /** In which roles those are whom a message about it reaches; none: the operator finds it in their list. */
  readers: Reviewer['role'][];
}

/**
 * Takes the report down and tells those who look into it, of whom who reports is none. `name` is what they want to be
 * shown as; empty: nobody is told who it was, and once it is closed nothing says it any more.
 */
export async function fileConcern(
  tx: Tx,
  input: { personId: number; clinicId: number; text: string; name: string; now: number },
): Promise<Filed> {
  const { concerns } = tx.tables;
  const { personId, clinicId, now } = input;
  const text = cleaned(input.text, MOST_TEXT);
  const name = input.name === '' ? '' : cleaned(input.name, MOST_NAME);
  const today = await tx.db
    .select({ id: concerns.id })
    .from(concerns)
    .where(and(eq(concerns.personId, personId), gt(concerns.createdAt, now - DAY_MS)));
  if (today.length >= MOST_A_DAY) throw new Refusal('too-many');
  const [row] = await tx.db
    .insert(concerns)
    .values({ clinicId, personId, name, text, createdAt: now })
    .returning({ id: concerns.id });
  if (!row) throw new Error('The new concern has no id.');
  const readers = (await readersOf(tx, { clinicId, createdAt: now, now })).filter((each) => each.personId !== personId);
  await tellReviewers(tx, { folio: row.id, clinicId, recipients: readers.map((each) => each.personId), now });
  return { folio: row.id, readers: [...new Set(readers.map(({ role }) => role))] };
}

/** Keeps a photo with one's own report: nobody sees it before `settlePhoto`. */
export async function attachPhoto(
  tx: Tx,
  input: { personId: number; folio: number; photo: KeptFile; now: number },
): Promise<void> {
  const { id, clinicId, photoFileId } = await own(tx, input);
  if (photoFileId !== null) await deleteFile(tx, photoFileId);
  const { personId, now } = input;
  const photo = await keepFile(tx, { ...input.photo, personId, clinicId, now });
  await changeOpen(tx, id, { photoFileId: photo, photoCleared: false });
}

/** Who sent the photo says whether it may be seen; if not, it is gone. */
export async function settlePhoto(tx: Tx, input: { personId: number; folio: number; shown: boolean }): Promise<void> {
  const { id, photoFileId } = await own(tx, input);
  if (photoFileId === null) return;
  if (!input.shown) await deleteFile(tx, photoFileId);
  await changeOpen(tx, id, input.shown ? { photoCleared: true } : { photoFileId: null });
}

/** Rejects with `concern-closed`, should somebody have closed it at this very moment too. */
export async function changeOpen(
  tx: Tx,
  folio: number,
  values: Partial<Tx['tables']['concerns']['$inferInsert']>,
): Promise<void> {
  const { concerns } = tx.tables;
  const changed = await tx.db
    .update(concerns)
    .set(values)
    .where(and(eq(concerns.id, folio), ne(concerns.status, 'closed')))
    .returning({ id: concerns.id });
  if (changed.length === 0) throw new Refusal('concern-closed');
}

/** Deletes the photos of which nobody has said for a day that they may be seen; of one person, at once. */
export async function dropUnclearedPhotos(tx: Tx, of: { now: number } | { personId: number }): Promise<void> {
  const { concerns, files } = tx.tables;
  const which = 'now' in of ? lt(files.keptAt, of.now - DAY_MS) : eq(concerns.personId, of.personId);
  const uncleared = await tx.db
    .select({ id: concerns.id, fileId: files.id })
    .from(concerns)
    .innerJoin(files, eq(files.id, concerns.photoFileId))
    .where(and(eq(concerns.photoCleared, false), which));
  for (const { id, fileId } of uncleared) {
    await tx.db.update(concerns).set({ photoFileId: null }).where(eq(concerns.id, id));
    await deleteFile(tx, fileId);
  }
}

async function own(tx: Tx, { personId, folio }: { personId: number; folio: number }) {
  const { concerns } = tx.tables;
  const [concern] = await tx.db
    .select()
    .from(concerns)
    .where(and(eq(concerns.id, folio), eq(concerns.personId, personId)));
  if (!concern) throw new Refusal('unknown-concern');
  if (concern.status === 'closed') throw new Refusal('concern-closed');
  return concern;
}

export interface OwnConcern {
  folio: number;
  clinic: string;
  status: ConcernStatus;
  createdAt: number;
  timeZone: string;
  /** Empty before there is one. */
  answer: string;
}

/** The newest first, as long as something says that they are theirs. */
export async function concernsOf(tx: Tx, personId: number): Promise<OwnConcern[]> {
  const { concerns, clinics } = tx.tables;
  return await tx.db
    .select({
      folio: concerns.id,
      clinic: clinics.name,
      status: concerns.status,
      createdAt: concerns.createdAt,
      timeZone: clinics.timeZone,
      answer: concerns.answer,
    })
    .from(concerns)
    .innerJoin(clinics, eq(clinics.id, concerns.clinicId))
    .where(eq(concerns.personId, personId))
    .orderBy(desc(concerns.id))
    .limit(5);
}

/** Closed reports are forgotten after a year, photo, words and all; that there was one stays. */
export async function forgetConcerns(tx: Tx, { now }: { now: number }): Promise<void> {
  const { concerns } = tx.tables;
  const old = await tx.db
    .select({ id: concerns.id, photoFileId: concerns.photoFileId })
    .from(concerns)
    .where(
      and(
        eq(concerns.status, 'closed'),
        isNotNull(concerns.closedAt),
        sql`text <> ''`,
        sql`${concerns.closedAt} < ${now - 365 * DAY_MS}`,
      ),
    );
  for (const { id, photoFileId } of old) {
    if (photoFileId !== null) await deleteFile(tx, photoFileId);
    const nothing = { text: '', answer: '', name: '', photoFileId: null, personId: null };
    await tx.db.update(concerns).set(nothing).where(eq(concerns.id, id));
  }
}
