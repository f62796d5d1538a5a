/** Keeps what a clinic has of one kind, such as its assemblies of a day, from being counted by two at once. */

import { asc, inArray } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

/** Until the end of the unit of work nobody else holds these clinics; others may still refer to them. */
export async function holdClinic(tx: Tx, ...clinicIds: number[]): Promise<void> {
  const { clinics } = tx.tables;
  if (tx.dialect === 'sqlite' || clinicIds.length === 0) return;
  // In one order, so that no two wait for each other.
  const query = tx.db
    .select({ id: clinics.id })
    .from(clinics)
    .where(inArray(clinics.id, clinicIds))
    .orderBy(asc(clinics.id));
  await held(tx, query, clinics, 'no key update');
}
