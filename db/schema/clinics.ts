/** The tables of the directory. */

import type { Columns } from '../columns.ts';

export type Directory = ReturnType<typeof defineDirectory>;

export function defineDirectory(c: Columns) {
  /** First-level units, by CLUES. */
  const clinics = c.table('clinics', {
    id: c.id(),
    clues: c.text('clues').notNull().unique(),
    name: c.text('name').notNull(),
    institution: c.text('institution').notNull(),
    type: c.text('type').notNull(),
    state: c.text('state').notNull(),
    stateCode: c.text('state_code').notNull(),
    municipality: c.text('municipality').notNull(),
    municipalityCode: c.text('municipality_code').notNull(),
    locality: c.text('locality').notNull(),
    streetAddress: c.text('street_address').notNull(),
    postalCode: c.text('postal_code').notNull(),
    latitude: c.real('latitude'),
    longitude: c.real('longitude'),
    consultingRooms: c.int('consulting_rooms'),
    /** IANA name; decides every date shown and every deadline of the clinic. */
    timeZone: c.text('time_zone').notNull(),
  });

  /** Which units take part in the programme in a year, as loaded by the operator. */
  const programmeClinics = c.table(
    'programme_clinics',
    {
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      year: c.int('year').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.clinicId, t.year] })],
  );

  return { clinics, programmeClinics };
}
