/** What two people who become one said about assemblies and clinics: once each, nothing lost. */

import { and, eq, inArray } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { keepMorning } from '../assemblies/tallies.ts';
import type { Merging } from './merge.ts';

/**
 * One answer an assembly stays, the later one with its companions, and a check-in code: its own, unless only the other
 * one was counted at the door. Of two that were counted the entry of its own stays: nobody came in twice. Of two that
 * came at the same instant the one of `to` stays.
 */
export async function mergeAnswers(tx: Tx, { from, to, now }: Merging): Promise<void> {
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
    if (goes) {
      await keepMorning(tx, { assemblyId: goes.assemblyId, now });
      await tx.db.delete(rsvps).where(eq(rsvps.id, goes.id));
    }
    await tx.db
      .update(rsvps)
      .set({ personId: to, checkInCode: await mergeCodes(tx, stays, goes) })
      .where(eq(rsvps.id, stays.id));
  }
}

interface Coded {
  assemblyId: number;
  checkInCode: string | null;
}

/** The code that stays; what was counted at the door stays under it, once. */
async function mergeCodes(tx: Tx, stays: Coded, goes: Coded | undefined): Promise<string | null> {
  const [own, other] = [stays.checkInCode, goes?.checkInCode ?? null];
  if (own === null || other === null) return own ?? other;
  const { entries } = tx.tables;
  const counted = await tx.db
    .select({ id: entries.id, code: entries.code })
    .from(entries)
    .where(and(eq(entries.assemblyId, stays.assemblyId), inArray(entries.code, [own, other])));
  const twin = counted.find(({ code }) => code === other);
  if (!twin) return own;
  if (counted.length === 1) return other;
  await tx.db.delete(entries).where(eq(entries.id, twin.id));
  return own;
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
