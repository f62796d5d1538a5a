/** Loading the directory: clinics by CLUES, new ones added and known ones brought up to date. */

import { eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { startOf } from '../assemblies/calendar.ts';

export type ClinicRow = Omit<Tx['tables']['clinics']['$inferSelect'], 'id'>;

export interface Loaded {
  added: number;
  changed: number;
  unchanged: number;
}

/** Every import of clinics writes a new one; who keeps them in memory loads them again. */
export const DIRECTORY_VERSION = 'directory-version';

/** Idempotent: the same rows again change nothing. Give at most a few hundred rows a call, no CLUES twice among them. */
export async function importClinics(tx: Tx, rows: readonly ClinicRow[]): Promise<Loaded> {
  const { clinics } = tx.tables;
  const clues = rows.map((row) => row.clues);
  const stored = await tx.db.select().from(clinics).where(inArray(clinics.clues, clues));
  const known = new Map(stored.map(({ id: _, ...row }) => [row.clues, row]));
  const added = rows.filter((row) => !known.has(row.clues));
  const changed = rows.filter((row) => differ(row, known.get(row.clues)));
  const writing = [...added, ...changed];
  if (writing.length > 0) {
    await tx.db
      .insert(clinics)
      .values(writing)
      .onConflictDoUpdate({
        target: clinics.clues,
        set: {
          name: sql`excluded.name`,
          institution: sql`excluded.institution`,
          type: sql`excluded.type`,
          state: sql`excluded.state`,
          stateCode: sql`excluded.state_code`,
          municipality: sql`excluded.municipality`,
          municipalityCode: sql`excluded.municipality_code`,
          locality: sql`excluded.locality`,
          streetAddress: sql`excluded.street_address`,
          postalCode: sql`excluded.postal_code`,
          latitude: sql`excluded.latitude`,
          longitude: sql`excluded.longitude`,
          consultingRooms: sql`excluded.consulting_rooms`,
          timeZone: sql`excluded.time_zone`,
        },
      });
  }
  const rezoned = changed.filter((row) => known.get(row.clues)?.timeZone !== row.timeZone);
  for (const { clues: key, timeZone } of rezoned) await keepHours(tx, { clues: key, timeZone });
  return { added: added.length, changed: changed.length, unchanged: rows.length - writing.length };
}

/** A clinic's time zone was put right: its assemblies stay at the hour of the clock that was entered and told. */
async function keepHours(tx: Tx, input: { clues: string; timeZone: string }): Promise<void> {
  const { assemblies, clinics } = tx.tables;
  const rows = await tx.db
    .select({ id: assemblies.id, date: assemblies.date, time: assemblies.time })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(eq(clinics.clues, input.clues));
  for (const { id, date, time } of rows) {
    const startsAt = startOf(date, time, input.timeZone);
    await tx.db.update(assemblies).set({ startsAt }).where(eq(assemblies.id, id));
  }
}

function differ(row: ClinicRow, stored: ClinicRow | undefined): boolean {
  if (!stored) return false;
  return (Object.keys(row) as (keyof ClinicRow)[]).some((column) => row[column] !== stored[column]);
}

/** To be called at the end of an import; `version` is anything that was never used before. */
export async function markDirectoryChanged(tx: Tx, version: string): Promise<void> {
  const { settings } = tx.tables;
  await tx.db
    .insert(settings)
    .values({ key: DIRECTORY_VERSION, value: version })
    .onConflictDoUpdate({ target: settings.key, set: { value: version } });
}

/** Every clinic as it is stored, by CLUES. */
export async function storedClinics(tx: Tx): Promise<ReadonlyMap<string, ClinicRow>> {
  const rows = await tx.db.select().from(tx.tables.clinics);
  return new Map(rows.map(({ id: _, ...row }) => [row.clues, row]));
}
