/** Supporting what others asked for, taking it back, and adding a detail or a photo for the committee. */

import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { NeedStatus } from '../../../db/schema/needs.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { cleaned } from '../cleaned.ts';
import { deleteFile, keepFile } from '../files.ts';
import { holdPerson } from '../people/participants.ts';
import { tastesOf } from '../people/people.ts';
import { Refusal } from '../refusal.ts';
import { claimPhoto } from '../works/photos.ts';

/** A detail is no longer. */
export const LONGEST_DETAIL = 300;
/** All details of one person about one need together. */
const LONGEST_DETAILS = 900;

interface Asked {
  personId: number;
  needId: number;
}

export interface Supporting {
  now: number;
  /** The keyed tokens under which a forgotten support of the same person would stand; see `recount_tokens`. */
  recountTokens: (needId: number) => Promise<readonly string[]>;
}

/** Until the end of the unit of work nobody else changes the need; where it was merged, the one that stands for it. */
export async function holdNeed(tx: Tx, id: number) {
  const { needs } = tx.tables;
  for (let at = id; ; ) {
    const query = tx.db.select().from(needs).where(eq(needs.id, at));
    const [need] = await held(tx, query, needs, 'no key update');
    if (need?.status !== 'merged' || need.mergedIntoId === null) return need;
    at = need.mergedIntoId;
  }
}

export async function countSupports(tx: Tx, needId: number): Promise<number> {
  const { needSupports } = tx.tables;
  const [row] = await tx.db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(needSupports)
    .where(eq(needSupports.needId, needId));
  return row?.count ?? 0;
}

/**
 * Whether it is new: once a person and need, and in place of the one that they left before having their data deleted. To be
 * called with the need held.
 */
export async function support(tx: Tx, input: Asked & Supporting): Promise<boolean> {
  const { personId, needId, now: at } = input;
  await dropForgotten(tx, input);
  const rows = await tx.db
    .insert(tx.tables.needSupports)
    .values({ personId, needId, at })
    .onConflictDoNothing()
    .returning({ id: tx.tables.needSupports.id });
  return rows.length > 0;
}

async function dropForgotten(tx: Tx, { needId, recountTokens }: Asked & Supporting): Promise<void> {
  const { needs, needSupports: t } = tx.tables;
  const nameless = await tx.db
    .select({ id: t.id, tokens: t.recountTokens })
    .from(t)
    .where(and(eq(t.needId, needId), isNotNull(t.recountTokens)));
  if (nameless.length === 0) return;
  // Those of what was merged into it stand under its own id; what is in the list is merged into nothing.
  const merged = await tx.db.select({ id: needs.id }).from(needs).where(eq(needs.mergedIntoId, needId));
  const known = new Set<string>();
  for (const id of [needId, ...merged.map((row) => row.id)]) {
    for (const token of await recountTokens(id)) known.add(token);
  }
  const theirs = nameless.filter(({ tokens }) => tokens?.some((token) => known.has(token))).map(({ id }) => id);
  if (theirs.length > 0) await tx.db.delete(t).where(inArray(t.id, theirs));
}

/** Holds the person. Rejects with `not-yours` where they belong to another clinic, or to none. */
export async function mustBelong(
  tx: Tx,
  { personId, clinicId }: { personId: number; clinicId: number },
): Promise<void> {
  await holdPerson(tx, personId);
  const { homeClinicId } = await tastesOf(tx, personId);
  if (homeClinicId !== clinicId) throw new Refusal('not-yours');
}

/**
 * Supports what is in the list of one's own clinic. Rejects with `unknown-need` for what is not in the list any more,
 * `not-yours` for another clinic's.
 */
export async function supportNeed(tx: Tx, input: Asked & Supporting): Promise<{ title: string; supports: number }> {
  const need = await holdNeed(tx, input.needId);
  if (need?.status !== 'open') throw new Refusal('unknown-need');
  await mustBelong(tx, { personId: input.personId, clinicId: need.clinicId });
  await support(tx, { ...input, needId: need.id });
  return { title: need.title, supports: await countSupports(tx, need.id) };
}

/**
 * Takes the support back, with what came along; who supports nothing takes nothing back. It can be given again. What others
 * want still is a proposal of theirs as before; what nobody wants any more leaves room for another.
 */
export async function withdrawSupport(
  tx: Tx,
  { personId, needId }: Asked,
): Promise<{ title: string; supports: number }> {
  const { needSupports } = tx.tables;
  const need = await holdNeed(tx, needId);
  if (!need) throw new Refusal('unknown-need');
  const [row] = await tx.db
    .delete(needSupports)
    .where(and(eq(needSupports.needId, need.id), eq(needSupports.personId, personId)))
    .returning({ fileId: needSupports.fileId });
  if (row && row.fileId !== null) await deleteFile(tx, row.fileId);
  const supports = await countSupports(tx, need.id);
  if (row && supports === 0) await letGo(tx, need);
  return { title: need.title, supports };
}

/** Nobody wants it any more: what nothing else speaks of goes, the rest is nobody's proposal. */
async function letGo(tx: Tx, need: { id: number; status: NeedStatus; areas: string | null }): Promise<void> {
  const { needs, voteItems, broadcasts } = tx.tables;
  const { id, status, areas } = need;
  if (status !== 'open' && status !== 'review') return;
  const speaking = [
    ...(await tx.db.select({ id: needs.id }).from(needs).where(eq(needs.mergedIntoId, id))),
    ...(await tx.db.select({ id: voteItems.id }).from(voteItems).where(eq(voteItems.needId, id))),
    ...(await tx.db.select({ id: broadcasts.id }).from(broadcasts).where(eq(broadcasts.needId, id))),
  ];
  if (areas === null && speaking.length === 0) await tx.db.delete(needs).where(eq(needs.id, id));
  else await tx.db.update(needs).set({ personId: null }).where(eq(needs.id, id));
}

/**
 * In own words, for the committee; what was said before stays. Rejects with `text-empty`, `text-long`, `details-full`,
 * `unknown-need`.
 */
export async function addDetail(tx: Tx, { text, ...asked }: Asked & { text: string }): Promise<void> {
  const { needSupports } = tx.tables;
  const { id, detail: before } = await mySupport(tx, asked);
  const added = cleaned(text, LONGEST_DETAIL);
  if (before.includes(added)) return;
  const detail = before === '' ? added : `${before.replace(/\.$/, '')}. ${added}`;
  if (detail.length > LONGEST_DETAILS) throw new Refusal('details-full');
  await tx.db.update(needSupports).set({ detail }).where(eq(needSupports.id, id));
}

/** Keeps a photo, for a day: until `showNeedPhoto` it belongs to nothing. Rejects with `unknown-need`. */
export async function keepNeedPhoto(
  tx: Tx,
  input: Asked & { mime: string; data: string; now: number },
): Promise<number> {
  const { personId, mime, data, now } = input;
  const { clinicId } = await mySupport(tx, input);
  const fileId = await keepFile(tx, { personId, clinicId, name: 'foto.jpg', mime, data, now });
  await tx.db.insert(tx.tables.loosePhotos).values({ fileId, sentAt: now });
  return fileId;
}

/** The committee may see it: the sender has said that nobody can be hurt by it. Rejects with `unknown-need`, `unknown-photo`. */
export async function showNeedPhoto(tx: Tx, { fileId, ...asked }: Asked & { fileId: number }): Promise<void> {
  const { needSupports } = tx.tables;
  const { id, fileId: before } = await mySupport(tx, asked);
  await claimPhoto(tx, { fileId, personId: asked.personId });
  await tx.db.update(needSupports).set({ fileId }).where(eq(needSupports.id, id));
  if (before !== null) await deleteFile(tx, before);
}

async function mySupport(tx: Tx, { personId, needId }: Asked) {
  const { needSupports } = tx.tables;
  const need = await holdNeed(tx, needId);
  const [row] = await tx.db
    .select({ id: needSupports.id, fileId: needSupports.fileId, detail: needSupports.detail })
    .from(needSupports)
    .where(and(eq(needSupports.needId, need?.id ?? 0), eq(needSupports.personId, personId)));
  if (!need || !row) throw new Refusal('unknown-need');
  return { ...row, clinicId: need.clinicId };
}
