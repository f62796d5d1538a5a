/** People: who writes, their clinic, their language, what they want to be told. */

import { and, eq, inArray, sql } from 'drizzle-orm';
import type { NoticeLevel } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

export async function setLanguage(tx: Tx, input: { personId: number; language: string }): Promise<void> {
  const { people } = tx.tables;
  await tx.db.update(people).set({ language: input.language }).where(eq(people.id, input.personId));
}

/** Notices that the new level excludes and that still wait are dropped in the same transaction: nobody hears after BAJA. */
export async function setNotices(tx: Tx, input: { personId: number; level: NoticeLevel; now: number }): Promise<void> {
  const { people, outbox } = tx.tables;
  await tx.db.update(people).set({ notices: input.level }).where(eq(people.id, input.personId));
  if (input.level === 'all') return;
  const excluded =
    input.level === 'none'
      ? (['change', 'announcement', 'reminder'] as const)
      : (['announcement', 'reminder'] as const);
  await tx.db
    .update(outbox)
    .set({ status: 'dropped', reply: null, doneAt: input.now })
    .where(and(eq(outbox.personId, input.personId), eq(outbox.status, 'queued'), inArray(outbox.kind, [...excluded])));
}

export async function noticeLevel(tx: Tx, personId: number): Promise<NoticeLevel> {
  const { people } = tx.tables;
  const [row] = await tx.db.select({ level: people.notices }).from(people).where(eq(people.id, personId));
  return row?.level ?? 'all';
}

const updateHome = (tx: Tx) => {
  const { people } = tx.tables;
  return tx.db
    .update(people)
    .set({ homeClinicId: sql`${sql.placeholder('clinicId')}` })
    .where(eq(people.id, sql.placeholder('personId')))
    .prepare();
};

/** The clinic a person belongs to: one, and it can be changed. */
export async function setHomeClinic(tx: Tx, input: { personId: number; clinicId: number }): Promise<void> {
  await tx.prepared(updateHome).execute(input);
}

export async function followClinic(tx: Tx, input: { personId: number; clinicId: number; now: number }): Promise<void> {
  const { follows } = tx.tables;
  await tx.db
    .insert(follows)
    .values({ personId: input.personId, clinicId: input.clinicId, since: input.now })
    .onConflictDoNothing();
}

export async function unfollowClinic(tx: Tx, input: { personId: number; clinicId: number }): Promise<void> {
  const { follows } = tx.tables;
  await tx.db.delete(follows).where(and(eq(follows.personId, input.personId), eq(follows.clinicId, input.clinicId)));
}

/** The clinics a person follows besides their own, by name. */
export async function followedClinics(tx: Tx, personId: number): Promise<{ id: number; name: string }[]> {
  const { follows, clinics } = tx.tables;
  return await tx.db
    .select({ id: clinics.id, name: clinics.name })
    .from(follows)
    .innerJoin(clinics, eq(clinics.id, follows.clinicId))
    .where(eq(follows.personId, personId))
    .orderBy(clinics.name);
}
