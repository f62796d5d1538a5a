/** Loading assemblies from the operator's file: each clinic's lines together, in one unit of work. */

import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { AssemblyStatus } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { holdClinic } from '../clinics/hold.ts';
import type { Fault } from '../clinics/line.ts';
import type { NoticeClinic } from '../notices/texts.ts';
import { startOf } from './calendar.ts';
import { type AssemblyFacts, addAssembly, changeAssembly, removeDemo } from './changes.ts';
import type { AssemblyLine } from './import-line.ts';
import { type Decision, type Mode, plan, type TimedLine } from './import-plan.ts';

export type LineOutcome =
  | {
      line: number;
      outcome: 'new' | 'changed' | 'unchanged';
      /** How many people were queued a notice. */
      told: number;
      startsAt: number;
      timeZone: string;
      status: AssemblyStatus;
    }
  | { line: number; outcome: 'wrong' | 'conflict'; fault: Fault };

/**
 * Follows the lines of one clinic: enters, changes, cancels, and queues the notices, all or nothing. Lines that cannot be
 * followed are left out and explained. Idempotent: the same lines again change nothing and tell nobody anything.
 */
export async function importAssemblies(
  tx: Tx,
  input: { clues: string; lines: readonly AssemblyLine[]; mode: Mode; now: number },
): Promise<LineOutcome[]> {
  const { lines, mode, now } = input;
  const clinic = await clinicByClues(tx, input.clues);
  if (!clinic) {
    return lines.map((line) =>
      refusal(line, { column: 'clues', reason: 'is not in the directory', value: line.clues, code: 'unknown-clues' }),
    );
  }
  const timed: TimedLine[] = [];
  const outcomes: LineOutcome[] = [];
  for (const line of lines) {
    const startsAt = startIn(line, clinic.timeZone);
    if (startsAt === undefined) {
      const reason = `does not exist on ${line.date} in ${clinic.timeZone}: the clocks are put forward`;
      outcomes.push(refusal(line, { column: 'time', reason, value: line.time, code: 'gap-hour' }));
    } else timed.push({ ...line, startsAt });
  }
  await holdClinic(tx, clinic.id);
  const known = await tx.prepared(selectKnown).execute({ clinicId: clinic.id });
  const decisions = plan({ lines: timed, known, foreignIds: await foreignIds(tx, clinic.id, lines), mode, now });
  if (decisions.some(({ does }) => does !== 'refuse')) await removeDemo(tx, { clinicId: clinic.id, now });
  // Cancelled ones first: who had said yes to one of them is told of the new date too.
  const order: Decision['does'][] = ['refuse', 'keep', 'change', 'add'];
  for (const decision of decisions.toSorted((a, b) => order.indexOf(a.does) - order.indexOf(b.does))) {
    outcomes.push(await follow(tx, { clinic, decision, now }));
  }
  return outcomes;
}

async function follow(
  tx: Tx,
  { clinic, decision, now }: { clinic: NoticeClinic; decision: Decision; now: number },
): Promise<LineOutcome> {
  const { line } = decision;
  const done = { line: line.line, startsAt: line.startsAt, timeZone: clinic.timeZone, status: line.status };
  switch (decision.does) {
    case 'refuse': {
      const value = decision.column === 'id' ? (line.id ?? '') : `${line.date} ${line.time}`;
      const fault = { column: decision.column, reason: decision.reason, value, code: decision.code };
      return { line: line.line, outcome: decision.conflict ? 'conflict' : 'wrong', fault };
    }
    case 'keep':
      return { ...done, outcome: 'unchanged', told: 0 };
    case 'change': {
      const { assembly, set } = decision;
      return { ...done, outcome: 'changed', told: await changeAssembly(tx, { clinic, assembly, set, now }) };
    }
    case 'add':
      return { ...done, outcome: 'new', told: await addAssembly(tx, { clinic, facts: factsOf(line), now }) };
  }
}

function factsOf(line: TimedLine): AssemblyFacts {
  return {
    externalId: line.id ?? null,
    date: line.date,
    time: line.time,
    startsAt: line.startsAt,
    place: line.place,
    status: line.status,
    latitude: line.latitude ?? null,
    longitude: line.longitude ?? null,
    agenda: line.agenda ?? '',
    calledBy: line.calledBy ?? '',
    note: line.note ?? '',
    capacity: line.capacity ?? null,
  };
}

/** Undefined for an hour that the change of clocks leaves out: `startOf` would quietly take another. */
function startIn({ date, time }: AssemblyLine, timeZone: string): number | undefined {
  const startsAt = startOf(date, time, timeZone);
  const clock = Temporal.Instant.fromEpochMilliseconds(startsAt).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return clock.toString({ smallestUnit: 'minute' }) === `${date}T${time}` ? startsAt : undefined;
}

const selectClinic = (tx: Tx) => {
  const { clinics } = tx.tables;
  return tx.db
    .select({ id: clinics.id, name: clinics.name, municipality: clinics.municipality, timeZone: clinics.timeZone })
    .from(clinics)
    .where(eq(clinics.clues, sql.placeholder('clues')))
    .prepare();
};

async function clinicByClues(tx: Tx, clues: string): Promise<NoticeClinic | undefined> {
  const [clinic] = await tx.prepared(selectClinic).execute({ clues });
  return clinic;
}

const selectKnown = (tx: Tx) => {
  const { assemblies } = tx.tables;
  return tx.db
    .select()
    .from(assemblies)
    .where(and(eq(assemblies.clinicId, sql.placeholder('clinicId')), eq(assemblies.demo, false)))
    .prepare();
};

/** Of the ids in the lines, those of other clinics' assemblies. */
async function foreignIds(tx: Tx, clinicId: number, lines: readonly AssemblyLine[]): Promise<Set<string>> {
  const { assemblies } = tx.tables;
  const ids = lines.flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return new Set();
  const rows = await tx.db
    .select({ id: assemblies.externalId })
    .from(assemblies)
    .where(and(inArray(assemblies.externalId, ids), ne(assemblies.clinicId, clinicId)));
  return new Set(rows.flatMap(({ id }) => id ?? []));
}

function refusal({ line }: AssemblyLine, fault: Fault): LineOutcome {
  return { line, outcome: 'wrong', fault };
}

/**
 * Takes out lines that speak of the same clinic and date, or have the same id: of two that say the same the second, of
 * two that contradict each other both, for nobody can know which is right.
 */
export function withoutDuplicates(lines: readonly AssemblyLine[]): {
  lines: AssemblyLine[];
  faults: { line: number; fault: Fault }[];
} {
  const taken = new Map<string, AssemblyLine>();
  const out = new Map<AssemblyLine, Fault>();
  for (const line of lines) {
    const keys = [{ column: 'date', key: `${line.clues} ${line.date}`, value: line.date }];
    if (line.id !== undefined) keys.push({ column: 'id', key: `id ${line.id}`, value: line.id });
    for (const { column, key, value } of keys) {
      const other = taken.get(key);
      if (!other) {
        taken.set(key, line);
        continue;
      }
      const what = column === 'id' ? 'the same id' : 'the same clinic and date';
      const same = JSON.stringify({ ...line, line: 0 }) === JSON.stringify({ ...other, line: 0 });
      out.set(line, {
        column,
        value,
        code: 'twice',
        reason: `${what} as line ${other.line}${same ? '' : ', and they differ'}`,
      });
      if (!same && !out.has(other)) {
        out.set(other, { column, value, code: 'twice', reason: `${what} as line ${line.line}, and they differ` });
      }
    }
  }
  return {
    lines: lines.filter((line) => !out.has(line)),
    faults: [...out].map(([{ line }, fault]) => ({ line, fault })),
  };
}
