/** How many came in, as it was counted at the door and by eye. */

import { and, asc, eq, exists, inArray, or, sql } from 'drizzle-orm';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { openDoor } from './entries.ts';
import { expectedOf, tallies } from './tallies.ts';

/** More people than any clinic's assembly holds. */
export const MOST_COUNTED = 5000;

export interface Came {
  /** People, not codes. */
  withCode: number;
  withoutCode: number;
  /** Counted by eye, apart from the others; null where nobody did. */
  headCount: number | null;
}

/** Of many assemblies at once; one where nobody was counted is missing. */
export async function came(tx: Tx, assemblyIds: readonly number[]): Promise<Map<number, Came>> {
  const { entries, headCounts } = tx.tables;
  const found = new Map<number, Came>();
  const of = (id: number) => {
    const known = found.get(id) ?? { withCode: 0, withoutCode: 0, headCount: null };
    found.set(id, known);
    return known;
  };
  for (const ids of slices(assemblyIds)) {
    const counted = await tx.db
      .select({
        assemblyId: entries.assemblyId,
        withCode: sql<number>`sum(case when ${entries.code} is null then 0 else ${entries.people} end)`.mapWith(Number),
        withoutCode: sql<number>`sum(case when ${entries.code} is null then ${entries.people} else 0 end)`.mapWith(
          Number,
        ),
      })
      .from(entries)
      .where(inArray(entries.assemblyId, ids))
      .groupBy(entries.assemblyId);
    for (const { assemblyId, withCode, withoutCode } of counted)
      Object.assign(of(assemblyId), { withCode, withoutCode });
    const heads = await tx.db
      .select({ assemblyId: headCounts.assemblyId, people: headCounts.people })
      .from(headCounts)
      .where(inArray(headCounts.assemblyId, ids))
      .orderBy(headCounts.id);
    for (const { assemblyId, people } of heads) of(assemblyId).headCount = people;
  }
  return found;
}

/** Takes down how many were counted by eye; the last count holds. */
export async function recordHeadCount(
  tx: Tx,
  input: { personId: number; clinicId: number; people: number; now: number },
): Promise<void> {
  const { personId, clinicId, now } = input;
  const action = 'attendance.head-count';
  const { assemblyId, role } = await openDoor(tx, { ...input, action });
  const people = Math.min(MOST_COUNTED, Math.max(0, Math.trunc(input.people)));
  const before = (await came(tx, [assemblyId])).get(assemblyId)?.headCount ?? null;
  await tx.db.insert(tx.tables.headCounts).values({ assemblyId, people, countedAt: now, byPersonId: personId });
  await audit(tx, { at: now, personId, role, action, clinicId, details: { assembly: assemblyId, before, people } });
}

export interface CountedAttendance extends Came {
  /** The operator's own id, if there is one. */
  id: string | null;
  clues: string;
  clinic: string;
  municipality: string;
  state: string;
  date: string;
  time: string;
  timeZone: string;
  /** Those who had said yes, and who was to come with them. */
  expected: number;
  demo: boolean;
}

/** The assemblies where somebody was counted, by start; of one clinic if `clues` is given. */
export async function countedAttendance(tx: Tx, { clues }: { clues?: string } = {}): Promise<CountedAttendance[]> {
  const { assemblies, clinics, entries, headCounts } = tx.tables;
  const counted = (table: typeof entries | typeof headCounts) =>
    exists(tx.db.select({ id: table.id }).from(table).where(eq(table.assemblyId, assemblies.id)));
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
      demo: assemblies.demo,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(and(or(counted(entries), counted(headCounts)), clues === undefined ? undefined : eq(clinics.clues, clues)))
    .orderBy(asc(assemblies.startsAt), asc(clinics.clues));
  const ids = rows.map(({ assemblyId }) => assemblyId);
  const [said, arrived] = [await tallies(tx, ids), await came(tx, ids)];
  return rows.map(({ assemblyId, ...row }) => {
    const tally = said.get(assemblyId);
    const none = { withCode: 0, withoutCode: 0, headCount: null };
    return { ...row, expected: tally ? expectedOf(tally) : 0, ...(arrived.get(assemblyId) ?? none) };
  });
}
