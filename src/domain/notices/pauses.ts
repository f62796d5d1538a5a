/** Electoral pauses: the days on which no free text goes to many without a facilitator's leave. */

import { and, asc, eq, gte, isNull, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dateIn, startOf } from '../assemblies/calendar.ts';
import { fold } from '../clinics/time-zones.ts';

export interface Pause {
  /** Undefined: the whole country. */
  stateCode?: string;
  /** YYYY-MM-DD; both days are part of it. */
  from: string;
  to: string;
}

export const PAUSE_COLUMNS = ['state', 'from', 'to'] as const;

const day = z.string().refine(isDay, 'must be a date, such as 2027-04-04');

/** `state` is as it stands in the file: a number, a name, or empty for the whole country. */
export const pauseLine = z
  .object({ state: z.string(), from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before from' });

function isDay(text: string): boolean {
  try {
    return startOf(text, '12:00', 'UTC') > 0;
  } catch {
    return false;
  }
}

/** INEGI's two digits of a state, by number or by name; undefined for one that the directory does not know. */
export async function stateCodeOf(tx: Tx, named: string): Promise<string | undefined> {
  const { clinics } = tx.tables;
  const states = await tx.db.selectDistinct({ code: clinics.stateCode, name: clinics.state }).from(clinics);
  const wanted = /^\d{1,2}$/.test(named) ? named.padStart(2, '0') : fold(named);
  return states.find(({ code, name }) => code === wanted || fold(name) === wanted)?.code;
}

/** The last day of the pause that a clinic is in at an instant; undefined if it is in none. */
export async function pauseAt(
  tx: Tx,
  { stateCode, timeZone, at }: { stateCode: string; timeZone: string; at: number },
): Promise<string | undefined> {
  const { electoralPauses: t } = tx.tables;
  const today = dateIn(at, timeZone);
  const rows = await tx.db
    .select({ to: t.toDate })
    .from(t)
    .where(and(lte(t.fromDate, today), gte(t.toDate, today), or(isNull(t.stateCode), eq(t.stateCode, stateCode))))
    .orderBy(asc(t.toDate));
  return rows.at(-1)?.to;
}

/** These are all the pauses there are from now on: those loaded before are gone. */
export async function replacePauses(tx: Tx, pauses: readonly Pause[]): Promise<void> {
  const { electoralPauses } = tx.tables;
  await tx.db.delete(electoralPauses);
  if (pauses.length === 0) return;
  await tx.db
    .insert(electoralPauses)
    .values(pauses.map(({ stateCode, from, to }) => ({ stateCode: stateCode ?? null, fromDate: from, toDate: to })));
}
