/** Announces the assembly that stood behind another one, once that one is over. */

import { and, eq, gt, lte } from 'drizzle-orm';
import type { Store } from '../../db/unit-of-work.ts';
import { STILL_ON_MS } from '../domain/assemblies/assemblies.ts';
import { announceNext } from '../domain/assemblies/changes.ts';

const HOUR_MS = 3_600_000;
/** Looked back so far, in case the program was not running. */
const LOOK_BACK_MS = 72 * HOUR_MS;

/** Nobody is told twice, however often it runs. Returns for how many people a notice was queued. */
export async function announceFollowing(store: Store, now: number): Promise<number> {
  const background = { background: true };
  const over = await store.run(
    ({ db, tables: { assemblies, clinics } }) =>
      db
        .selectDistinct({
          id: clinics.id,
          name: clinics.name,
          municipality: clinics.municipality,
          timeZone: clinics.timeZone,
        })
        .from(assemblies)
        .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
        .where(
          and(
            eq(assemblies.status, 'scheduled'),
            eq(assemblies.demo, false),
            gt(assemblies.startsAt, now - LOOK_BACK_MS),
            lte(assemblies.startsAt, now - STILL_ON_MS),
          ),
        ),
    background,
  );
  let queued = 0;
  for (const clinic of over) queued += await store.run((tx) => announceNext(tx, { clinic, now }), background);
  return queued;
}
