/** The directory of first-level units and what is known of each. */

import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

/** A clinic as the chat shows it. */
export interface ClinicView {
  id: number;
  clues: string;
  name: string;
  institution: string;
  municipality: string;
  state: string;
  address: string;
  latitude: number | null;
  longitude: number | null;
  timeZone: string;
}

const byId = (tx: Tx) => {
  const { clinics } = tx.tables;
  return tx.db
    .select({
      id: clinics.id,
      clues: clinics.clues,
      name: clinics.name,
      institution: clinics.institution,
      municipality: clinics.municipality,
      state: clinics.state,
      address: clinics.streetAddress,
      latitude: clinics.latitude,
      longitude: clinics.longitude,
      timeZone: clinics.timeZone,
    })
    .from(clinics)
    .where(eq(clinics.id, sql.placeholder('id')))
    .prepare();
};

export async function clinicById(tx: Tx, id: number): Promise<ClinicView | undefined> {
  const [clinic] = await tx.prepared(byId).execute({ id });
  return clinic;
}

/** Everything the search needs, of every clinic. */
export async function clinicsForSearch(tx: Tx) {
  const { clinics } = tx.tables;
  return await tx.db
    .select({
      id: clinics.id,
      clues: clinics.clues,
      name: clinics.name,
      institution: clinics.institution,
      type: clinics.type,
      state: clinics.state,
      stateCode: clinics.stateCode,
      municipality: clinics.municipality,
      municipalityCode: clinics.municipalityCode,
      locality: clinics.locality,
      latitude: clinics.latitude,
      longitude: clinics.longitude,
    })
    .from(clinics);
}

/** Whether the clinic takes part in the programme that year; 'unknown' until a list of that year was loaded. */
export async function programmeStatus(tx: Tx, clinicId: number, year: number): Promise<'in' | 'out' | 'unknown'> {
  const { programmeClinics } = tx.tables;
  const listed = await tx.db
    .select({ clinicId: programmeClinics.clinicId })
    .from(programmeClinics)
    .where(and(eq(programmeClinics.clinicId, clinicId), eq(programmeClinics.year, year)))
    .limit(1);
  if (listed.length > 0) return 'in';
  const any = await tx.db
    .select({ year: programmeClinics.year })
    .from(programmeClinics)
    .where(eq(programmeClinics.year, year))
    .limit(1);
  return any.length > 0 ? 'out' : 'unknown';
}
