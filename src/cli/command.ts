/** What every command is given, and the database it works on. */

import { openStore } from '../../db/open.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { loadConfig } from '../config.ts';
import { seedDirectory } from '../domain/clinics/seed.ts';

export interface Context {
  store: Store;
  /** Milliseconds since 1970; one instant for the whole command. */
  now: number;
}

/** Runs a command on the database that the bot uses; sets its exit code. A new database gets the directory first. */
export async function onDatabase(command: (context: Context) => Promise<number>): Promise<void> {
  const store = await openStore(loadConfig(process.env).databaseUrl);
  try {
    await seedDirectory(store);
    process.exitCode = await command({ store, now: Date.now() });
  } finally {
    await store.close();
  }
}

export function inSlices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
