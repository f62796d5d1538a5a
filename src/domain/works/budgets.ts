/** The money of a clinic in a year, as the operator's list says. */

import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../../../db/unit-of-work.ts';
import { centsOfCell } from './money.ts';

export const BUDGET_COLUMNS = ['clues', 'year', 'amount'] as const;

/** What was reported of the years so far: another amount is loaded, and pointed out. Pesos; `budgets.json` of the sources. */
export const USUAL_CENTS = { least: 37_000_000, most: 120_000_000 } as const;

export const budgetLine = z
  .object({
    clues: z.string().regex(/^[A-Z]{5}\d{6}$/, 'must be five capitals and six digits'),
    year: z
      .string()
      .regex(/^20\d\d$/, 'must be a year, such as 2027')
      .transform(Number),
    amount: z.string().transform((cell, context) => {
      const cents = centsOfCell(cell);
      if (cents !== undefined && cents > 0) return cents;
      context.addIssue({ code: 'custom', message: 'must be pesos, such as 400000 or $400,000.00' });
      return z.NEVER;
    }),
  })
  .transform(({ clues, year, amount }) => ({ clues, year, amountCents: amount }));

export type BudgetLine = z.output<typeof budgetLine>;

export interface BudgetsLoaded {
  added: number;
  updated: number;
  unchanged: number;
  /** CLUES that are not in the directory: their lines were not loaded. */
  unknown: ReadonlySet<string>;
}

/** A line of a clinic and year that is known updates it. Give at most a few hundred lines a call, none of them twice. */
export async function importBudgets(
  tx: Tx,
  { lines, now }: { lines: readonly BudgetLine[]; now: number },
): Promise<BudgetsLoaded> {
  const { clinics, budgets } = tx.tables;
  const clues = [...new Set(lines.map((line) => line.clues))];
  const rows = await tx.db
    .select({ id: clinics.id, clues: clinics.clues })
    .from(clinics)
    .where(inArray(clinics.clues, clues));
  const ids = new Map(rows.map((row) => [row.clues, row.id]));
  const values = lines.flatMap(({ clues: key, year, amountCents }) => {
    const clinicId = ids.get(key);
    return clinicId === undefined ? [] : [{ clinicId, year, amountCents, loadedAt: now }];
  });
  const before = await tx.db
    .select()
    .from(budgets)
    .where(inArray(budgets.clinicId, [...ids.values()]));
  const known = new Map(before.map((row) => [`${row.clinicId} ${row.year}`, row.amountCents]));
  const knownOf = (row: { clinicId: number; year: number }) => known.get(`${row.clinicId} ${row.year}`);
  const changed = values.filter((row) => knownOf(row) !== row.amountCents);
  if (changed.length > 0) {
    await tx.db
      .insert(budgets)
      .values(changed)
      .onConflictDoUpdate({
        target: [budgets.clinicId, budgets.year],
        set: { amountCents: sql`excluded.amount_cents`, loadedAt: now },
      });
  }
  const added = changed.filter((row) => knownOf(row) === undefined).length;
  return {
    added,
    updated: changed.length - added,
    unchanged: values.length - changed.length,
    unknown: new Set(clues.filter((key) => !ids.has(key))),
  };
}

/** Centavos; undefined where none was loaded. */
export async function budgetOf(tx: Tx, input: { clinicId: number; year: number }): Promise<number | undefined> {
  const { budgets } = tx.tables;
  const [row] = await tx.db
    .select({ cents: budgets.amountCents })
    .from(budgets)
    .where(and(eq(budgets.clinicId, input.clinicId), eq(budgets.year, input.year)));
  return row?.cents;
}
