/** The clinics in memory, for the search: loaded at the start and again when an import changed them. */

import { eq } from 'drizzle-orm';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { clinicsForSearch } from '../domain/clinics/clinics.ts';
import { DIRECTORY_VERSION } from '../domain/clinics/import.ts';
import { ClinicIndex } from '../domain/clinics/search-index.ts';

export interface Directory {
  /** The index in force; ask for it anew at each use. */
  readonly index: ClinicIndex;
  /** Loads the clinics again if their version in the database is another; says whether it did. */
  refresh(): Promise<boolean>;
}

export async function openDirectory(store: Store): Promise<Directory> {
  let { version, index } = await store.run(load);
  return {
    get index() {
      return index;
    },
    async refresh() {
      if ((await store.run(versionOf, { background: true })) === version) return false;
      ({ version, index } = await store.run(load, { background: true }));
      return true;
    },
  };
}

async function load(tx: Tx) {
  return { version: await versionOf(tx), index: new ClinicIndex(await clinicsForSearch(tx)) };
}

async function versionOf(tx: Tx): Promise<string> {
  const { settings } = tx.tables;
  const [row] = await tx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, DIRECTORY_VERSION));
  return row?.value ?? '';
}
