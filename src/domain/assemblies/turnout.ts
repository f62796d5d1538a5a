/** How the assemblies of clinics stand: who is expected, what the day changed, who came. For those who have a role there. */

import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { allows, mustAt, rolesOf } from '../roles.ts';
import { endOfDay } from './calendar.ts';
import { type Came, came } from './came.ts';
import type { RsvpCount } from './rsvps.ts';
import { expectedOf, mornings, tallies } from './tallies.ts';

const DAY_MS = 86_400_000;

export interface Turnout extends RsvpCount {
  assemblyId: number;
  startsAt: number;
  /** As entered, in the clinic's time: YYYY-MM-DD and HH:MM. */
  date: string;
  time: string;
  place: string;
  demo: boolean;
  capacity: number | null;
  /** Those who said yes, and who comes with them. */
  expected: number;
  /** More or less of them than when the day began on the clinic's clocks. */
  change: number;
  begun: boolean;
  /** Absent while nobody was counted. */
  came?: Came;
}

export interface ClinicTurnout {
  id: number;
  clues: string;
  name: string;
  municipality: string;
  municipalityCode: string;
  state: string;
  stateCode: string;
  timeZone: string;
  /** Of today's assembly or, without one, of the next; absent where none is loaded. */
  turnout?: Turnout;
}

/** Clinics by their ids, and all those of states. */
export interface Scope {
  clinicIds: readonly number[];
  stateCodes: readonly string[];
}

/** Where a person may see the counts. */
export async function countingScope(tx: Tx, { personId, now }: { personId: number; now: number }): Promise<Scope> {
  const held = (await rolesOf(tx, { personId, now })).filter(({ role }) => allows(role, 'rsvp.count'));
  return {
    clinicIds: [...new Set(held.flatMap(({ clinicId }) => clinicId ?? []))],
    stateCodes: [...new Set(held.flatMap(({ stateCode }) => stateCode ?? []))],
  };
}

/** Of one clinic. Refuses with `not-yours` whoever has no role there that may see it. */
export async function clinicTurnout(
  tx: Tx,
  input: { personId: number; clinicId: number; now: number },
): Promise<ClinicTurnout> {
  const { clinicId, now } = input;
  await mustAt(tx, { ...input, action: 'rsvp.count' });
  const [clinic] = await turnouts(tx, { scope: { clinicIds: [clinicId], stateCodes: [] }, now });
  if (!clinic) throw new Error(`There is no clinic ${clinicId}.`);
  return clinic;
}

/** Of every clinic in the scope, by name. */
export async function turnouts(tx: Tx, { scope, now }: { scope: Scope; now: number }): Promise<ClinicTurnout[]> {
  const within = scopeIn(tx, scope);
  if (!within) return [];
  const { clinics, assemblies } = tx.tables;
  const places = await tx.db
    .select({
      id: clinics.id,
      clues: clinics.clues,
      name: clinics.name,
      municipality: clinics.municipality,
      municipalityCode: clinics.municipalityCode,
      state: clinics.state,
      stateCode: clinics.stateCode,
      timeZone: clinics.timeZone,
    })
    .from(clinics)
    .where(within)
    .orderBy(asc(clinics.name), asc(clinics.id));
  const coming = await tx.db
    .select({
      clinicId: assemblies.clinicId,
      assemblyId: assemblies.id,
      startsAt: assemblies.startsAt,
      date: assemblies.date,
      time: assemblies.time,
      place: assemblies.place,
      demo: assemblies.demo,
      capacity: assemblies.capacity,
      timeZone: clinics.timeZone,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(and(eq(assemblies.status, 'scheduled'), gt(assemblies.startsAt, now - DAY_MS), within))
    .orderBy(asc(assemblies.startsAt), asc(assemblies.id));
  const next = new Map<number, (typeof coming)[number]>();
  for (const assembly of coming) {
    const isOver = endOfDay(assembly.startsAt, assembly.timeZone) <= now;
    if (!isOver && !next.has(assembly.clinicId)) next.set(assembly.clinicId, assembly);
  }
  const count = await counting(tx, { assemblyIds: [...next.values()].map(({ assemblyId }) => assemblyId), now });
  return places.map((place) => {
    const assembly = next.get(place.id);
    if (!assembly) return place;
    const { clinicId: _, timeZone: __, ...facts } = assembly;
    return { ...place, turnout: { ...facts, ...count(assembly.assemblyId), begun: assembly.startsAt <= now } };
  });
}

/** What is counted of some assemblies, by one query each. */
async function counting(tx: Tx, input: { assemblyIds: readonly number[]; now: number }) {
  const answers = await tallies(tx, input.assemblyIds);
  const before = await mornings(tx, input);
  const arrived = await came(tx, input.assemblyIds);
  return (assemblyId: number) => {
    const tally = answers.get(assemblyId) ?? { yes: 0, companions: 0, maybe: 0, no: 0 };
    const expected = expectedOf(tally);
    const change = expected - expectedOf(before.get(assemblyId) ?? tally);
    const counted = arrived.get(assemblyId);
    return { ...tally, expected, change, ...(counted ? { came: counted } : {}) };
  };
}

/** Undefined for a scope with nothing in it. */
function scopeIn({ tables: { clinics } }: Tx, { clinicIds, stateCodes }: Scope) {
  return or(
    ...slices(clinicIds).map((ids) => inArray(clinics.id, ids)),
    stateCodes.length > 0 ? inArray(clinics.stateCode, [...stateCodes]) : undefined,
  );
}
