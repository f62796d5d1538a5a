/** What the committee says to needs in people's own words: into the list, together with another one, or not, and why. */

import { and, asc, eq, sql } from 'drizzle-orm';
import type { WorkKind } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { LONGEST } from '../works/statuses.ts';
import { mergeSupports } from './merging.ts';
import { supportersOf, tellSupporters } from './need-notices.ts';
import { ofCatalogue, ownWords, standing } from './needs.ts';
import { holdNeed } from './supports.ts';

interface Acting {
  personId: number;
  now: number;
}

export interface WaitingNeed {
  id: number;
  title: string;
  kind: WorkKind;
  isNewService: boolean;
  supports: number;
}

/** The oldest first; what its people took back is not among them. Rejects with `not-yours`. */
export async function needsToReview(tx: Tx, input: Acting & { clinicId: number }): Promise<WaitingNeed[]> {
  const { needs, needSupports } = tx.tables;
  await mustAt(tx, { ...input, action: 'need.review' });
  const { id, title, kind, isNewService } = needs;
  return await tx.db
    .select({
      ...{ id, title, kind, isNewService },
      supports: sql<number>`count(${needSupports.id})`.mapWith(Number),
    })
    .from(needs)
    .leftJoin(needSupports, eq(needSupports.needId, needs.id))
    .where(and(eq(needs.clinicId, input.clinicId), eq(needs.status, 'review')))
    .groupBy(needs.id)
    .having(sql`count(${needSupports.id}) > 0 or ${needs.areas} is not null`)
    .orderBy(asc(needs.id));
}

export interface NeedRead extends WaitingNeed {
  /** In people's own words, the newest first. */
  details: string[];
  /** Files, the newest first. */
  photos: number[];
}

/** All of it, for the committee. Rejects with `not-yours`, `unknown-need`. */
export async function readNeed(tx: Tx, input: Acting & { needId: number }): Promise<NeedRead> {
  const { needSupports } = tx.tables;
  const need = await holdNeed(tx, input.needId);
  if (!need) throw new Refusal('unknown-need');
  await mustAt(tx, { ...input, action: 'need.diagnose', clinicId: need.clinicId });
  const rows = await tx.db
    .select({ detail: needSupports.detail, fileId: needSupports.fileId })
    .from(needSupports)
    .where(eq(needSupports.needId, need.id))
    .orderBy(sql`${needSupports.id} desc`);
  const { id, title, kind, isNewService } = need;
  return {
    ...{ id, title, kind, isNewService },
    supports: rows.length,
    details: rows.flatMap(({ detail }) => (detail === '' ? [] : [detail])),
    photos: rows.flatMap(({ fileId }) => fileId ?? []),
  };
}

/** Into the list, under its own title or a clearer one. Rejects with `not-yours`, `need-settled`, `text-long`. */
export async function acceptNeed(tx: Tx, input: Acting & { needId: number; title?: string }): Promise<void> {
  const { need, role } = await mine(tx, input);
  const { title } = input.title === undefined ? need : ownWords({ title: input.title, kind: need.kind });
  await settle(tx, input, { role, status: 'open', title });
  const recipients = await supportersOf(tx, need.id);
  await tellSupporters(tx, { recipients, need, became: 'accepted', now: input.now });
}

/** Where its supports go: another one in the list, or one of the catalogue that nobody has asked for yet. */
export type Into = { needId: number } | { code: string };

/** Its supports stand with the other one, each person's once. Rejects with `not-yours`, `need-settled`, `unknown-need`. */
export async function mergeNeed(tx: Tx, input: Acting & { needId: number; into: Into }): Promise<{ title: string }> {
  const { need, role } = await mine(tx, input);
  const into = await target(tx, need, input.into);
  const recipients = await supportersOf(tx, need.id);
  await settle(tx, input, { role, status: 'merged', mergedIntoId: into.id });
  await mergeSupports(tx, { from: need, to: into.id });
  await tellSupporters(tx, { recipients, need, became: 'merged', other: into.title, now: input.now });
  return { title: into.title };
}

/** The people who asked for it are told why. Rejects with `not-yours`, `need-settled`, `text-empty`, `text-long`. */
export async function declineNeed(tx: Tx, input: Acting & { needId: number; reason: string }): Promise<void> {
  const { need, role } = await mine(tx, input);
  const reason = cleaned(input.reason, LONGEST.reason);
  await settle(tx, input, { role, status: 'declined', reason });
  const recipients = await supportersOf(tx, need.id);
  await tellSupporters(tx, { recipients, need, became: 'declined', reason, now: input.now });
}

async function mine(tx: Tx, { personId, needId, now }: Acting & { needId: number }) {
  const need = await holdNeed(tx, needId);
  if (!need) throw new Refusal('unknown-need');
  const role = await mustAt(tx, { personId, action: 'need.review', clinicId: need.clinicId, now });
  // Held by its own id: what was merged meanwhile stands under another.
  if (need.id !== needId || need.status !== 'review') throw new Refusal('need-settled');
  return { need, role };
}

async function target(
  tx: Tx,
  need: { id: number; clinicId: number; personId: number | null; proposedAt: number },
  into: Into,
): Promise<{ id: number; title: string }> {
  const { needs } = tx.tables;
  const { clinicId, personId, proposedAt } = need;
  if ('code' in into) {
    const what = ofCatalogue(into.code);
    const known = await standing(tx, { clinicId, what });
    if (known) return { id: known.id, title: what.title };
    const row = { ...what, clinicId, personId, proposedAt, status: 'open', origin: 'people' } as const;
    const [added] = await tx.db.insert(needs).values(row).returning({ id: needs.id });
    return { id: added?.id ?? 0, title: what.title };
  }
  const other = await holdNeed(tx, into.needId);
  if (other?.status !== 'open' || other.clinicId !== clinicId || other.id === need.id) {
    throw new Refusal('unknown-need');
  }
  return other;
}

async function settle(
  tx: Tx,
  { personId, needId, now }: Acting & { needId: number },
  { role, ...values }: { role: Awaited<ReturnType<typeof mustAt>> } & Partial<Tx['tables']['needs']['$inferInsert']>,
): Promise<void> {
  const { needs } = tx.tables;
  const [row] = await tx.db
    .update(needs)
    .set({ ...values, reviewedAt: now, reviewedBy: role })
    .where(and(eq(needs.id, needId), eq(needs.status, 'review')))
    .returning({ clinicId: needs.clinicId });
  if (!row) throw new Refusal('need-settled');
  const details = { need: needId, became: values.status ?? '', into: values.mergedIntoId ?? null };
  await audit(tx, { at: now, personId, role, action: 'need.review', clinicId: row.clinicId, details });
}
