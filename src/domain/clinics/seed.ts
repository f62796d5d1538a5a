/** A new database begins with the directory that comes with the project. */

import { seedClinics } from '../../../db/seed/clinics.ts';
import { slices } from '../../../db/slices.ts';
import type { Store } from '../../../db/unit-of-work.ts';
import { importClinics, markDirectoryChanged } from './import.ts';

/**
 * Loads the seed if there is no clinic at all; says how many it loaded. All in one unit of work, a second at most: half a
 * directory, left by a crash, would pass for a whole one at the next start. Two processes may call it at once.
 */
export async function seedDirectory(store: Store): Promise<number> {
  return await store.run(
    async (tx) => {
      const { clinics } = tx.tables;
      const any = await tx.db.select({ id: clinics.id }).from(clinics).limit(1);
      if (any.length > 0) return 0;
      const rows = seedClinics();
      for (const slice of slices(rows)) await importClinics(tx, slice);
      await markDirectoryChanged(tx, 'seed');
      return rows.length;
    },
    { key: 'seed-directory' },
  );
}
