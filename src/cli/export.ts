/** `export rsvps`, `export attendance` and `export reports`: CSV, or JSON, on stdout. */

import { stringify } from 'csv-stringify/sync';
import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/unit-of-work.ts';
import { assemblyById } from '../domain/assemblies/assemblies.ts';
import { upcomingAttendance } from '../domain/assemblies/attendance.ts';
import { countedAttendance } from '../domain/assemblies/came.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { concernsUnread } from '../domain/concerns/review.ts';
import { listReports } from '../domain/reports/reports.ts';
import type { Context } from './command.ts';
import { OperatorError } from './operator-error.ts';

/** Upcoming assemblies and how many people each expects. */
export async function exportRsvps(
  { store, now }: Context,
  options: { clinic?: string; json?: boolean },
): Promise<number> {
  const rows = await store.run(async (tx) => upcomingAttendance(tx, { now, clues: await cluesIn(tx, options) }));
  if (options.json) console.log(JSON.stringify(rows));
  else {
    const flat = rows.map(({ timeZone, overCapacity, ...row }) => ({
      ...row,
      time_zone: timeZone,
      demo: row.demo ? 'demo' : '',
      warning: overCapacity ? 'over capacity' : '',
    }));
    print(flat, [
      ...['id', 'clues', 'clinic', 'municipality', 'state', 'date', 'time', 'time_zone', 'place'],
      ...['yes', 'maybe', 'no', 'companions', 'expected', 'capacity', 'warning', 'demo'],
    ]);
  }
  return 0;
}

/** Assemblies where somebody was counted: with a code and without one at the door, and by eye. */
export async function exportAttendance(
  { store }: Context,
  options: { clinic?: string; json?: boolean },
): Promise<number> {
  const rows = await store.run(async (tx) => countedAttendance(tx, { clues: await cluesIn(tx, options) }));
  if (options.json) console.log(JSON.stringify(rows));
  else {
    const flat = rows.map(({ timeZone, withCode, withoutCode, headCount, demo, ...row }) => ({
      ...row,
      time_zone: timeZone,
      with_code: withCode,
      without_code: withoutCode,
      head_count: headCount ?? '',
      demo: demo ? 'demo' : '',
    }));
    print(flat, [
      ...['id', 'clues', 'clinic', 'municipality', 'state', 'date', 'time', 'time_zone', 'expected'],
      ...['with_code', 'without_code', 'head_count', 'demo'],
    ]);
  }
  return 0;
}

/**
 * What people reported: wrong dates, clinics that are missing, notices and relays with something wrong, oldest first; then
 * what they reported of works and money where nobody else may read it. Without who reported it.
 */
export async function exportReports({ store, now }: Context, options: { json?: boolean }): Promise<number> {
  const rows = await store.run(async (tx) => {
    const reports = await listReports(tx);
    const unread = await concernsUnread(tx, { now });
    const concerns = unread.map((concern) => ({ ...concern, kind: 'concern' as const, assemblyId: null }));
    return await Promise.all([...reports, ...concerns].map((report) => described(tx, report)));
  });
  if (options.json) console.log(JSON.stringify(rows));
  else print(rows, ['id', 'reported_at', 'kind', 'clues', 'clinic', 'assembly_starts_at', 'text']);
  return 0;
}

type Reported = Pick<
  Awaited<ReturnType<typeof listReports>>[number],
  'id' | 'clinicId' | 'assemblyId' | 'text' | 'createdAt'
>;

async function described(tx: Tx, report: Reported & { kind: string }) {
  const clinic = report.clinicId === null ? undefined : await clinicById(tx, report.clinicId);
  const assembly = report.assemblyId === null ? undefined : await assemblyById(tx, report.assemblyId);
  return {
    id: report.id,
    reported_at: new Date(report.createdAt).toISOString(),
    kind: report.kind,
    clues: clinic?.clues ?? '',
    clinic: clinic?.name ?? '',
    assembly_starts_at: assembly ? new Date(assembly.startsAt).toISOString() : '',
    text: report.text,
  };
}

async function cluesIn(tx: Tx, { clinic }: { clinic?: string }): Promise<string | undefined> {
  const clues = clinic?.trim().toUpperCase();
  if (clues !== undefined && !(await isKnown(tx, clues))) {
    throw new OperatorError(`The clinic ${clues} is not in the directory.`);
  }
  return clues;
}

async function isKnown(tx: Tx, clues: string): Promise<boolean> {
  const { clinics } = tx.tables;
  const rows = await tx.db.select({ id: clinics.id }).from(clinics).where(eq(clinics.clues, clues));
  return rows.length > 0;
}

/** What people wrote may begin like a formula: a spreadsheet must not run it. */
function print(rows: readonly object[], columns: string[]): void {
  process.stdout.write(stringify([...rows], { header: true, columns, escape_formulas: true }));
}
