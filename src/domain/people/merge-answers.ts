/** What two people who become one said about assemblies and clinics: once each, nothing lost. */

import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Merging } from './merge.ts';

/**
 * One answer an assembly stays, the later one with its companions, and a check-in code: its own, else the other's. Of
 * two that came at the same instant the one of `to` stays.
 */
export async function mergeAnswers(tx: Tx, { from, to }: Merging): Promise<void> {
  const { rsvps } = tx.tables;
  const rows = await tx.db
    .select()
    .from(rsvps)
    .where(inArray(rsvps.personId, [from, to]));
  const kept = new Map(rows.filter(({ personId }) => personId === to).map((row) => [row.assemblyId, row]));
  for (const row of rows) {
    if (row.personId !== from) continue;
    const other = kept.get(row.assemblyId);
    const [stays, goes] = other && other.answeredAt >= row.answeredAt ? [other, row] : [row, other];
    if (goes) await tx.db.delete(rsvps).where(eq(rsvps.id, goes.id));
    await tx.db
      .update(rsvps)
      .set({ personId: to, checkInCode: stays.checkInCode ?? goes?.checkInCode ?? null })
      .where(eq(rsvps.id, stays.id));
  }
}

export async function mergeFollows(tx: Tx, { from, to }: Merging): Promise<void> {
  const { follows } = tx.tables;
  const of = (personId: number) => eq(follows.personId, personId);
  const kept = new Map((await tx.db.select().from(follows).where(of(to))).map((row) => [row.clinicId, row]));
  for (const { clinicId, since } of await tx.db.select().from(follows).where(of(from))) {
    const own = kept.get(clinicId);
    const theClinic = eq(follows.clinicId, clinicId);
    if (!own) {
      await tx.db
        .update(follows)
        .set({ personId: to })
        .where(and(of(from), theClinic));
      continue;
    }
    await tx.db
      .update(follows)
      .set({ since: Math.min(own.since, since) })
      .where(and(of(to), theClinic));
    await tx.db.delete(follows).where(and(of(from), theClinic));
  }
}

export async function mergeInquiries(tx: Tx, { from, to }: Merging): Promise<void> {
  const { inquiries } = tx.tables;
  const of = (personId: number) => eq(inquiries.personId, personId);
  const kept = new Map((await tx.db.select().from(inquiries).where(of(to))).map((row) => [row.clinicId, row]));
  for (const { clinicId, askedAt, wantsDate } of await tx.db.select().from(inquiries).where(of(from))) {
    const own = kept.get(clinicId);
    const theClinic = eq(inquiries.clinicId, clinicId);
    if (!own) {
      await tx.db
        .update(inquiries)
        .set({ personId: to })
        .where(and(of(from), theClinic));
      continue;
    }
    await tx.db
      .update(inquiries)
      .set({ askedAt: Math.max(own.askedAt, askedAt), wantsDate: own.wantsDate || wantsDate })
      .where(and(of(to), theClinic));
    await tx.db.delete(inquiries).where(and(of(from), theClinic));
  }
}
