/** People: who writes, their clinic, their language, what they want to be told. */

import { and, eq, sql } from 'drizzle-orm';
import type { NoticeLevel } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

export async function setLanguage(tx: Tx, input: { personId: number; language: string }): Promise<void> {
  const { people } = tx.tables;
  await tx.db.update(people).set({ language: input.language }).where(eq(people.id, input.personId));
}

/**
 * In force at once: delivery reads the level again before each notice. What waits is not dropped, so that a cancelled
 * assembly is still told to who writes BAJA and then SOLO CAMBIOS; what stays unwanted expires.
 */
export async function setNotices(tx: Tx, input: { personId: number; level: NoticeLevel }): Promise<void> {
  const { people } = tx.tables;
  await tx.db.update(people).set({ notices: input.level }).where(eq(people.id, input.personId));
}

/** What the conversation goes by: the home clinic and the language. */
export async function tastesOf(
  tx: Tx,
  personId: number,
): Promise<{ homeClinicId: number | null; language: string | null }> {
  const { people } = tx.tables;
  const [row] = await tx.db
    .select({ homeClinicId: people.homeClinicId, language: people.language })
    .from(people)
    .where(eq(people.id, personId));
  return row ?? { homeClinicId: null, language: null };
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
    .set({ homeClinicId: sql`${sql.placeholder('clinicId')}`, homeSince: sql`${sql.placeholder('now')}` })
    .where(eq(people.id, sql.placeholder('personId')))
    .prepare();
};

/** The clinic a person belongs to: one, and it can be changed. To be called where it does change. */
export async function setHomeClinic(tx: Tx, input: { personId: number; clinicId: number; now: number }): Promise<void> {
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
