/** How many people each upcoming assembly expects, for those who prepare the room. */

import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { RsvpCount } from './rsvps.ts';
import { expectedOf, NONE, tallies } from './tallies.ts';

export interface Attendance extends RsvpCount {
  /** The operator's own id, if there is one. */
  id: string | null;
  clues: string;
  clinic: string;
  municipality: string;
  state: string;
  date: string;
  time: string;
  timeZone: string;
  place: string;
  capacity: number | null;
  /** Those who said yes, and who comes with them. */
  expected: number;
  /** More are expected than there is room for; nobody is turned away. */
  overCapacity: boolean;
  demo: boolean;
}

/** The assemblies to come that are not cancelled, by start; of one clinic if `clues` is given. */
export async function upcomingAttendance(tx: Tx, input: { now: number; clues?: string }): Promise<Attendance[]> {
  const { assemblies, clinics } = tx.tables;
  const rows = await tx.db
    .select({
      assemblyId: assemblies.id,
      id: assemblies.externalId,
      clues: clinics.clues,
      clinic: clinics.name,
      municipality: clinics.municipality,
      state: clinics.state,
      date: assemblies.date,
      time: assemblies.time,
      timeZone: clinics.timeZone,
      place: assemblies.place,
      capacity: assemblies.capacity,
      demo: assemblies.demo,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        eq(assemblies.status, 'scheduled'),
        gt(assemblies.startsAt, input.now),
        input.clues === undefined ? undefined : eq(clinics.clues, input.clues),
      ),
    )
    .orderBy(asc(assemblies.startsAt), asc(clinics.clues));
  const said = await tallies(
    tx,
    rows.map(({ assemblyId }) => assemblyId),
  );
  return rows.map(({ assemblyId, ...row }) => {
    const count = said.get(assemblyId) ?? NONE;
    const expected = expectedOf(count);
    return { ...row, ...count, expected, overCapacity: row.capacity !== null && expected > row.capacity };
  });
}
