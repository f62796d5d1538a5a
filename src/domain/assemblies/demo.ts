/** Invented assemblies, so that the demonstration has something to show. Marked as such wherever they appear. */

import { asc, eq, gt } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { slices } from '../../../db/slices.ts';
import type { Store, Tx } from '../../../db/unit-of-work.ts';
import { startOf } from './calendar.ts';

const PLACES = ['Patio de la clínica', 'Sala de espera de la clínica', 'Salón de usos múltiples', 'Cancha techada'];
const HOURS = ['10:00', '11:00', '12:00', '17:00'];

/**
 * Gives nine in ten clinics an assembly on one of the Saturdays 2 to 5 weeks ahead, unless demo ones are still to come.
 * Clinics that have a real one are left alone. Says how many were invented.
 */
export async function seedDemoAssemblies(store: Store, now: number): Promise<number> {
  return await store.run(async ({ db, tables: { assemblies, clinics } }) => {
    const coming = await db
      .select({ clinicId: assemblies.clinicId, demo: assemblies.demo })
      .from(assemblies)
      .where(gt(assemblies.startsAt, now));
    if (coming.some(({ demo }) => demo)) return 0;
    const taken = new Set(coming.map(({ clinicId }) => clinicId));
    const all = await db.select({ id: clinics.id, timeZone: clinics.timeZone }).from(clinics).orderBy(asc(clinics.id));
    const rows = all
      .filter(({ id }) => id % 10 !== 5 && !taken.has(id))
      .map(({ id, timeZone }) => demoAssembly(id, timeZone, now));
    for (const slice of slices(rows)) await db.insert(assemblies).values(slice);
    return rows.length;
  });
}

/** Whether any assembly, also a past one, was invented. */
export async function holdsDemoAssemblies({ db, tables: { assemblies } }: Tx): Promise<boolean> {
  const held = await db.select({ id: assemblies.id }).from(assemblies).where(eq(assemblies.demo, true)).limit(1);
  return held.length > 0;
}

function demoAssembly(clinicId: number, timeZone: string, now: number) {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const saturday = today.add({ days: 6 - (today.dayOfWeek % 7), weeks: 2 + (clinicId % 4) });
  const date = saturday.toString();
  const time = HOURS[clinicId % HOURS.length] ?? '11:00';
  return {
    clinicId,
    date,
    time,
    startsAt: startOf(date, time, timeZone),
    place: PLACES[clinicId % PLACES.length] ?? '',
    agenda: 'elegir al comité y decidir obras, equipo y muebles',
    calledBy: 'nadie, porque es inventada',
    demo: true,
    enteredAt: now,
    updatedAt: now,
  };
}
