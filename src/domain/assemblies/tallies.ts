/** What the answers to assemblies add up to, and what the day has changed of it. */

import { eq, inArray, lte, sql } from 'drizzle-orm';
import type { RsvpAnswer } from '../../../db/schema/tables.ts';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { endOfDay } from './calendar.ts';
import type { RsvpCount } from './rsvps.ts';

/** Nobody has answered. */
export const NONE: RsvpCount = { yes: 0, companions: 0, maybe: 0, no: 0 };

/** Of many assemblies at once; one that nobody answered is there too. */
export async function tallies(tx: Tx, assemblyIds: readonly number[]): Promise<Map<number, RsvpCount>> {
  const { rsvps } = tx.tables;
  const found = new Map(assemblyIds.map((id) => [id, { ...NONE }]));
  for (const ids of slices(assemblyIds)) {
    const rows = await tx.db
      .select({
        assemblyId: rsvps.assemblyId,
        answer: rsvps.answer,
        people: sql<number>`count(*)`.mapWith(Number),
        companions: sql<number>`sum(${rsvps.companions})`.mapWith(Number),
      })
      .from(rsvps)
      .where(inArray(rsvps.assemblyId, ids))
      .groupBy(rsvps.assemblyId, rsvps.answer);
    for (const { assemblyId, answer, people, companions } of rows) {
      const tally = found.get(assemblyId);
      if (!tally) continue;
      tally[answer satisfies RsvpAnswer] = people;
      if (answer === 'yes') tally.companions = companions;
    }
  }
  return found;
}

export async function countRsvps(tx: Tx, assemblyId: number): Promise<RsvpCount> {
  return (await tallies(tx, [assemblyId])).get(assemblyId) ?? { ...NONE };
}

/** People who said yes, and who comes with them. */
export function expectedOf({ yes, companions }: RsvpCount): number {
  return yes + companions;
}

const selectMorning = (tx: Tx) => {
  const { rsvpMornings } = tx.tables;
  return tx.db
    .select({ endsAt: rsvpMornings.endsAt })
    .from(rsvpMornings)
    .where(eq(rsvpMornings.assemblyId, sql.placeholder('assemblyId')))
    .prepare();
};

/** To be called before an answer is written or taken away: keeps what they added up to, once a day of the clinic. */
export async function keepMorning(tx: Tx, { assemblyId, now }: { assemblyId: number; now: number }): Promise<void> {
  const [kept] = await tx.prepared(selectMorning).execute({ assemblyId });
  if (kept && now < kept.endsAt) return;
  const { rsvpMornings, assemblies, clinics } = tx.tables;
  const [place] = await tx.db
    .select({ timeZone: clinics.timeZone })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(eq(assemblies.id, assemblyId));
  if (!place) return;
  const tally = (await tallies(tx, [assemblyId])).get(assemblyId) ?? NONE;
  const set = { ...tally, endsAt: endOfDay(now, place.timeZone) };
  await tx.db
    .insert(rsvpMornings)
    .values({ assemblyId, ...set })
    // Of two who answer first at the same time, the one who comes second must not count the other in.
    .onConflictDoUpdate({ target: rsvpMornings.assemblyId, set, setWhere: lte(rsvpMornings.endsAt, now) });
}

/** What they added up to this morning, where they have changed since. */
export async function mornings(
  tx: Tx,
  { assemblyIds, now }: { assemblyIds: readonly number[]; now: number },
): Promise<Map<number, RsvpCount>> {
  const { rsvpMornings } = tx.tables;
  const found = new Map<number, RsvpCount>();
  for (const ids of slices(assemblyIds)) {
    const rows = await tx.db.select().from(rsvpMornings).where(inArray(rsvpMornings.assemblyId, ids));
    for (const { assemblyId, endsAt, ...tally } of rows) if (now < endsAt) found.set(assemblyId, tally);
  }
  return found;
}
