/** A small directory, a clinic in each of the twelve time zones, and people and assemblies to put beside them. */

import { eq } from 'drizzle-orm';
import type { RsvpAnswer, Tables } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { startOf } from '../../src/domain/assemblies/calendar.ts';
import { type RsvpInput, recordRsvp } from '../../src/domain/assemblies/rsvps.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Wednesday, noon in Loreto, 13:00 in Mexico City. */
export const NOW = Date.parse('2027-02-10T19:00:00Z');
/** The first clinic of the town, in America/Mazatlan. */
export const LORETO = 1;

const places = [
  ['03', 'Baja California Sur', 'Loreto', 'America/Mazatlan'],
  ['02', 'Baja California', 'Tijuana', 'America/Tijuana'],
  ['31', 'Yucatán', 'Izamal', 'America/Merida'],
  ['19', 'Nuevo León', 'Linares', 'America/Monterrey'],
  ['08', 'Chihuahua', 'Delicias', 'America/Chihuahua'],
  ['23', 'Quintana Roo', 'Tulum', 'America/Cancun'],
  ['26', 'Sonora', 'Caborca', 'America/Hermosillo'],
  ['18', 'Nayarit', 'Bahía de Banderas', 'America/Bahia_Banderas'],
  ['28', 'Tamaulipas', 'Reynosa', 'America/Matamoros'],
  ['08', 'Chihuahua', 'Juárez', 'America/Ciudad_Juarez'],
  ['08', 'Chihuahua', 'Ojinaga', 'America/Ojinaga'],
  ['30', 'Veracruz', 'Xalapa', 'America/Mexico_City'],
] as const;

export const zones: readonly string[] = places.map(([, , , timeZone]) => timeZone);

/** Puts the twelve clinics into an empty database; their ids are 1 to 12. */
export async function buildTown(store: Store): Promise<void> {
  const rows = places.map(([stateCode, state, municipality, timeZone], at) => ({
    clues: `TEST${String(at + 1).padStart(6, '0')}`,
    name: `UMF ${municipality}`,
    institution: 'ISSSTE',
    type: 'Unidad de Medicina Familiar',
    state,
    stateCode,
    municipality,
    municipalityCode: String(at + 1).padStart(3, '0'),
    locality: municipality,
    streetAddress: 'Calle Hidalgo 1',
    postalCode: '00000',
    latitude: 20 + at,
    longitude: -100 - at,
    consultingRooms: 2,
    timeZone,
  }));
  await store.run(({ db, tables }) => db.insert(tables.clinics).values(rows));
}

type AssemblyValues = Partial<Tables['assemblies']['$inferInsert']>;

/** Enters an assembly, as a rule on Saturday 20 February at 11:00 in Loreto, and gives its id. */
export async function callAssembly(store: Store, values: AssemblyValues = {}): Promise<number> {
  const { clinicId = LORETO, date = '2027-02-20', time = '11:00' } = values;
  const startsAt = startOf(date, time, zones[clinicId - 1] ?? '');
  const row = { clinicId, date, time, startsAt, place: 'Patio', enteredAt: NOW - DAY, updatedAt: NOW - DAY, ...values };
  return only(await store.run(({ db, tables: { assemblies } }) => db.insert(assemblies).values(row).returning())).id;
}

/** Somebody with a conversation on the channel; their address is their name, unsealed. Gives the person's id. */
export async function settle(store: Store, name: string, person: Partial<Tables['people']['$inferInsert']> = {}) {
  return await store.run(async ({ db, tables: { people, identities, conversations } }) => {
    const { id: personId } = only(
      await db
        .insert(people)
        .values({ createdAt: NOW, ...person })
        .returning(),
    );
    const identity = { personId, kind: 'sim_user' as const, lookup: `of ${name}`, sealed: name, createdAt: NOW };
    const { id: identityId } = only(await db.insert(identities).values(identity).returning());
    const place = { personId, channel: 'simulator', account: 'simulator', identityId };
    const [conversation] = await db
      .insert(conversations)
      .values({ ...place, turn: 1, state: {}, updatedAt: NOW })
      .returning();
    const conversationId = only([conversation]).id;
    await db.update(identities).set({ conversationId }).where(eq(identities.id, identityId));
    return personId;
  });
}

/** Many at once, called p0, p1 …; their ids, identities and conversations all begin at 1. For an empty database. */
export async function settleMany(store: Store, count: number): Promise<number[]> {
  const ids = Array.from({ length: count }, (_, at) => at + 1);
  await store.run(async ({ db, tables: { people, identities, conversations } }) => {
    await db.insert(people).values(ids.map(() => ({ createdAt: NOW })));
    const place = { channel: 'simulator', account: 'simulator', turn: 1, state: {}, updatedAt: NOW };
    await db.insert(conversations).values(ids.map((id) => ({ ...place, personId: id, identityId: id })));
    await db.insert(identities).values(
      ids.map((id) => ({
        personId: id,
        conversationId: id,
        kind: 'sim_user' as const,
        lookup: `of p${id - 1}`,
        sealed: `p${id - 1}`,
        createdAt: NOW,
      })),
    );
  });
  return ids;
}

let codes = 0;

/** Answers for somebody, with a new code each time one is asked for. */
export function answer(
  store: Store,
  personId: number,
  assemblyId: number,
  said: RsvpAnswer,
  more: Partial<RsvpInput> = {},
) {
  const input: RsvpInput = {
    personId,
    assemblyId,
    revision: 1,
    answer: said,
    now: NOW,
    newCode: () => `C${++codes}`,
    recountTokens: async () => [`token of ${personId}`],
    ...more,
  };
  return store.run((tx) => recordRsvp(tx, input), { key: `person ${personId}` });
}

/** The only row there should be. */
export function only<T>(rows: readonly (T | undefined)[]): T {
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`There are ${rows.length} rows, not one.`);
  return row;
}
