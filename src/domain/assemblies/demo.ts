/** Invented assemblies, so that the demonstration has something to show. Marked as such wherever they appear. */

import { and, asc, eq, gt } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Store } from '../../../db/unit-of-work.ts';
import { startOf } from './calendar.ts';

const SLICE = 500;
const PLACES = ['Patio de la clínica', 'Sala de espera de la clínica', 'Salón de usos múltiples', 'Cancha techada'];
const HOURS = ['10:00', '11:00', '12:00', '17:00'];

/** Gives nine in ten clinics an assembly on one of the Saturdays 2 to 5 weeks ahead, unless demo ones are still to come. */
export async function seedDemoAssemblies(store: Store, now: number): Promise<number> {
  const clinics = await store.run(async ({ db, tables }) => {
    const { assemblies } = tables;
    const coming = await db
      .select({ id: assemblies.id })
      .from(assemblies)
      .where(and(eq(assemblies.demo, true), gt(assemblies.startsAt, now)))
      .limit(1);
    if (coming.length > 0) return [];
    return await db
      .select({ id: tables.clinics.id, timeZone: tables.clinics.timeZone })
      .from(tables.clinics)
      .orderBy(asc(tables.clinics.id));
  });
  const rows = clinics.filter(({ id }) => id % 10 !== 5).map(({ id, timeZone }) => demoAssembly(id, timeZone, now));
  for (let at = 0; at < rows.length; at += SLICE) {
    await store.run(({ db, tables }) => db.insert(tables.assemblies).values(rows.slice(at, at + SLICE)));
  }
  return rows.length;
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
    calledBy: 'nadie: es una demostración',
    demo: true,
    enteredAt: now,
    updatedAt: now,
  };
}
