/** Dates of the committee's year: what happened when, and until when things must be done. */

import { and, eq, gte, inArray } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { DeadlineKind, MilestoneCode } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { type Actor, workById } from './works.ts';
import { todayAt } from './year.ts';

/** Days. */
const HALF_A_YEAR = 183;

/** Where the card is and when money came: shown to nobody but president and treasurer. */
const forTheRecordAlone: readonly MilestoneCode[] = ['tarjeta_entregada', 'recurso_depositado'];

/** Rejects with `not-yours`, `bad-date` for a day that is none or has not come yet. */
export async function recordMilestone(
  tx: Tx,
  { clinicId, code, date, personId, now }: Actor & { clinicId: number; code: MilestoneCode; date: string },
): Promise<void> {
  const role = await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  if (!isDate(date) || date > (await todayAt(tx, { clinicId, now }))) throw new Refusal('bad-date');
  const year = Number(date.slice(0, 4));
  await tx.db.insert(tx.tables.milestones).values({ clinicId, year, code, date, at: now, enteredBy: role, personId });
  // In a list that others may read it must not stand that money has come.
  const milestone = forTheRecordAlone.includes(code) ? 'own-record' : code;
  await audit(tx, { at: now, personId, role, action: 'work.report', clinicId, details: { milestone } });
}

/**
 * What happened in this year and the last, and the deadlines that are still to come, for those who may: rejects with
 * `not-yours` for all others.
 */
export async function datesOf(tx: Tx, { clinicId, personId, now }: Actor & { clinicId: number }) {
  const { milestones, deadlines } = tx.tables;
  await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  const today = await todayAt(tx, { clinicId, now });
  const since = Number(today.slice(0, 4)) - 1;
  return {
    milestones: await tx.db
      .select({ code: milestones.code, date: milestones.date })
      .from(milestones)
      .where(and(eq(milestones.clinicId, clinicId), gte(milestones.year, since)))
      .orderBy(milestones.date, milestones.id),
    deadlines: await tx.db
      .select({ kind: deadlines.kind, date: deadlines.date })
      .from(deadlines)
      .where(and(eq(deadlines.clinicId, clinicId), gte(deadlines.date, today)))
      .orderBy(deadlines.date),
  };
}

/**
 * Takes the place of those of its kind that are still to come and not half a year away from it; others stand beside it.
 * Rejects with `not-yours`, `bad-date` for a day that is none or is over.
 */
export async function setDeadline(
  tx: Tx,
  { clinicId, kind, date, personId, now }: Actor & { clinicId: number; kind: DeadlineKind; date: string },
): Promise<void> {
  const { deadlines } = tx.tables;
  const role = await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  await mustCome(tx, { clinicId, date, now });
  const today = await todayAt(tx, { clinicId, now });
  const same = and(eq(deadlines.clinicId, clinicId), eq(deadlines.kind, kind));
  const coming = await tx.db
    .select({ date: deadlines.date })
    .from(deadlines)
    .where(and(same, gte(deadlines.date, today)));
  const moved = coming.filter((each) => daysApart(each.date, date) <= HALF_A_YEAR).map((each) => each.date);
  if (moved.length > 0) await tx.db.delete(deadlines).where(and(same, inArray(deadlines.date, moved)));
  await tx.db.insert(deadlines).values({ clinicId, kind, date, updatedAt: now });
  await audit(tx, { at: now, personId, role, action: 'work.report', clinicId, details: { deadline: kind, date } });
}

/** By when the work is to be finished. Rejects with `not-yours`, `unknown-work`, `bad-date`. */
export async function setDueDate(
  tx: Tx,
  { workId, date, personId, now }: Actor & { workId: number; date: string },
): Promise<void> {
  const { works } = tx.tables;
  const { clinicId } = await workById(tx, workId);
  const role = await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  await mustCome(tx, { clinicId, date, now });
  await tx.db.update(works).set({ dueOn: date, updatedAt: now }).where(eq(works.id, workId));
  await audit(tx, { at: now, personId, role, action: 'work.report', clinicId, details: { work: workId, dueOn: date } });
}

async function mustCome(tx: Tx, { clinicId, date, now }: { clinicId: number; date: string; now: number }) {
  if (!isDate(date) || date < (await todayAt(tx, { clinicId, now }))) throw new Refusal('bad-date');
}

/** Whether the calendar has that day. */
function isDate(date: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(date) && Temporal.PlainDate.from(date, { overflow: 'reject' }) !== undefined;
  } catch {
    return false;
  }
}

/** What closes a deadline of each kind. */
const closing: Readonly<Record<DeadlineKind, readonly MilestoneCode[]>> = {
  accounts: ['cuentas_rendidas'],
  spending: ['cuentas_rendidas', 'dinero_devuelto'],
};

/**
 * The clinics that have a deadline on one of these days and have not done yet what it asks for. What was done belongs to
 * the nearest deadline of the kind, and to none that is more than half a year away: accounts of last year close nothing
 * of this one.
 */
export async function deadlinesOn(tx: Tx, dates: readonly string[]) {
  const { deadlines, clinics, milestones } = tx.tables;
  const rows = await tx.db
    .select({
      clinicId: deadlines.clinicId,
      kind: deadlines.kind,
      date: deadlines.date,
      clinic: clinics.name,
      timeZone: clinics.timeZone,
    })
    .from(deadlines)
    .innerJoin(clinics, eq(clinics.id, deadlines.clinicId))
    .where(inArray(deadlines.date, [...dates]));
  const open: typeof rows = [];
  for (const row of rows) {
    const { clinicId, kind, date } = row;
    const known = await tx.db
      .select({ date: deadlines.date })
      .from(deadlines)
      .where(and(eq(deadlines.clinicId, clinicId), eq(deadlines.kind, kind)));
    const done = await tx.db
      .select({ date: milestones.date })
      .from(milestones)
      .where(and(eq(milestones.clinicId, clinicId), inArray(milestones.code, [...closing[kind]])));
    const all = known.map((each) => each.date);
    if (!done.some((each) => nearestOf(all, each.date) === date)) open.push(row);
  }
  return open;
}

/** Undefined where none is within half a year; of two that are as near the one that comes later. */
function nearestOf(deadlines: readonly string[], date: string): string | undefined {
  const [nearest] = deadlines
    .filter((each) => daysApart(each, date) <= HALF_A_YEAR)
    .sort((a, b) => daysApart(a, date) - daysApart(b, date) || b.localeCompare(a));
  return nearest;
}

function daysApart(one: string, other: string): number {
  return Math.abs(Temporal.PlainDate.from(one).until(other).total('days'));
}
