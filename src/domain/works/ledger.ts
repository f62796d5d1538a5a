/** The ledger: what was spent, line by line. Nothing in it is ever changed; a correction is one more line. */

import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { budgetOf } from './budgets.ts';
import { claimPhoto } from './photos.ts';
import { LONGEST } from './statuses.ts';
import { type Actor, type Work, workById } from './works.ts';

/** Spending that goes beyond what there was for it; centavos. */
export interface Overrun {
  /** `work`: the amount approved for it; `clinic`: all the clinic's money of the year. */
  over: 'work' | 'clinic';
  limitCents: number;
  /** Whose money it is. */
  year: number;
  /** With the amount in question. */
  spentCents: number;
}

/** Money that was spent once, as it stands after its corrections. */
export interface Spending {
  id: number;
  /** Centavos, corrections included. */
  cents: number;
  at: number;
  supplier: string;
  hasReceipt: boolean;
}

/**
 * Whether `cents` for this work go beyond its amount, or beyond the clinic's: as a spending, or as what the line
 * `corrects` is corrected to. Undefined where they do not. Rejects with `not-yours`, `unknown-work`, `unknown-line`.
 */
export async function overrunOf(
  tx: Tx,
  { workId, cents, corrects, personId, now }: Actor & { workId: number; cents: number; corrects?: number },
): Promise<Overrun | undefined> {
  const work = await workById(tx, workId);
  await mustAt(tx, { personId, action: 'money.enter', clinicId: work.clinicId, now });
  if (corrects === undefined) return await weigh(tx, work, cents);
  const line = (await linesOf(tx, workId)).find(({ id }) => id === corrects);
  if (!line) throw new Refusal('unknown-line');
  return await weigh(tx, work, cents - line.cents);
}

/** What is less than before goes beyond nothing. */
async function weigh(tx: Tx, work: Work, more: number): Promise<Overrun | undefined> {
  if (more <= 0) return undefined;
  const spent = work.spentCents + more;
  if (work.approvedCents !== null && spent > work.approvedCents) {
    return { over: 'work', limitCents: work.approvedCents, year: work.year, spentCents: spent };
  }
  const limit = await budgetOf(tx, work);
  const all = (await spentInYear(tx, work)) + more;
  return limit !== undefined && all > limit
    ? { over: 'clinic', limitCents: limit, year: work.year, spentCents: all }
    : undefined;
}

/** Everything spent of the clinic's money of a year, centavos. */
export async function spentInYear(tx: Tx, input: { clinicId: number; year: number }): Promise<number> {
  const { ledger, works } = tx.tables;
  const [row] = await tx.db
    .select({ cents: sql<number>`coalesce(sum(${ledger.amountCents}), 0)`.mapWith(Number) })
    .from(ledger)
    .innerJoin(works, eq(works.id, ledger.workId))
    .where(and(eq(works.clinicId, input.clinicId), eq(works.year, input.year)));
  return row?.cents ?? 0;
}

/**
 * Adds a line. Rejects with `not-yours`; `bad-amount` unless it is whole centavos above zero; `over-amount` where it
 * goes beyond what there is and no reason is given; `text-long`.
 */
export async function enterSpending(
  tx: Tx,
  input: Actor & { workId: number; cents: number; reason?: string; supplier?: string; receiptFileId?: number },
): Promise<Work> {
  const { workId, cents, personId, now, receiptFileId = null } = input;
  const { clinicId } = await workById(tx, workId);
  const role = await mustAt(tx, { personId, action: 'money.enter', clinicId, now });
  if (!Number.isSafeInteger(cents) || cents <= 0) throw new Refusal('bad-amount');
  const reason = input.reason ? cleaned(input.reason, LONGEST.reason) : '';
  await holdClinic(tx, clinicId);
  const overrun = await weigh(tx, await workById(tx, workId), cents);
  if (overrun && reason === '') throw new Refusal('over-amount');
  if (receiptFileId !== null) await claimPhoto(tx, { fileId: receiptFileId, personId });
  const [line] = await tx.db
    .insert(tx.tables.ledger)
    .values({
      workId,
      clinicId,
      amountCents: cents,
      reason,
      supplier: input.supplier ? cleaned(input.supplier, LONGEST.supplier) : '',
      receiptFileId,
      at: now,
      enteredBy: role,
      personId,
    })
    .returning({ id: tx.tables.ledger.id });
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'money.enter',
    clinicId,
    details: { work: workId, line: line?.id ?? 0, cents, over: overrun?.over ?? null },
  });
  return await workById(tx, workId);
}

/**
 * Corrects what was spent once to `cents`, by a line with the difference; its reason is also that of an overrun. Rejects with `not-yours`, `unknown-line`,
 * `bad-amount` (below zero, or the same as before), `text-empty` without a reason, `text-long`.
 */
export async function correctSpending(
  tx: Tx,
  { lineId, cents, personId, now, ...input }: Actor & { lineId: number; cents: number; reason: string },
): Promise<Work> {
  const { ledger } = tx.tables;
  const [line] = await tx.db.select().from(ledger).where(eq(ledger.id, lineId));
  if (!line || line.correctsId !== null) throw new Refusal('unknown-line');
  const { workId, clinicId } = line;
  const role = await mustAt(tx, { personId, action: 'money.enter', clinicId, now });
  await holdClinic(tx, clinicId);
  const stands = (await linesOf(tx, workId)).find(({ id }) => id === lineId);
  const difference = cents - (stands?.cents ?? 0);
  if (!Number.isSafeInteger(cents) || cents < 0 || difference === 0) throw new Refusal('bad-amount');
  const reason = cleaned(input.reason, LONGEST.reason);
  const overrun = await weigh(tx, await workById(tx, workId), difference);
  await tx.db.insert(ledger).values({
    workId,
    clinicId,
    amountCents: difference,
    correctsId: lineId,
    reason,
    at: now,
    enteredBy: role,
    personId,
  });
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'money.enter',
    clinicId,
    details: { work: workId, corrects: lineId, cents: difference, over: overrun?.over ?? null },
  });
  return await workById(tx, workId);
}

/** What was spent on a work, oldest first; what was corrected to nothing is left out. */
export async function spendingsOf(tx: Tx, workId: number): Promise<Spending[]> {
  return (await linesOf(tx, workId)).filter(({ cents }) => cents > 0);
}

async function linesOf(tx: Tx, workId: number): Promise<Spending[]> {
  const { ledger } = tx.tables;
  const rows = await tx.db.select().from(ledger).where(eq(ledger.workId, workId)).orderBy(asc(ledger.id));
  return rows
    .filter(({ correctsId }) => correctsId === null)
    .map(({ id, at, supplier, receiptFileId }) => ({
      id,
      at,
      supplier,
      hasReceipt: receiptFileId !== null,
      cents: rows
        .filter((row) => row.id === id || row.correctsId === id)
        .reduce((sum, { amountCents }) => sum + amountCents, 0),
    }));
}

/** How many lines a work has that are no corrections, and how many of them with a receipt. */
export async function receiptsOf(tx: Tx, workId: number): Promise<{ lines: number; withReceipt: number }> {
  const spendings = await spendingsOf(tx, workId);
  return { lines: spendings.length, withReceipt: spendings.filter(({ hasReceipt }) => hasReceipt).length };
}
