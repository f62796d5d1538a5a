/** What every command is given, and the database it works on. */

import { setTimeout } from 'node:timers/promises';
import { openStore } from '../../db/open.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { type Config, loadConfig } from '../config.ts';
import { seedDirectory } from '../domain/clinics/seed.ts';
import { startProgress } from './progress.ts';

export interface Context {
  store: Store;
  /** Milliseconds since 1970; one instant for the whole command. */
  now: number;
}

/** Runs a command on the database that the bot uses; sets its exit code. A new database gets the directory first. */
export async function onDatabase(command: (context: Context) => Promise<number>): Promise<void> {
  await onStore(loadConfig(process.env), async (context) => {
    await seedDirectory(context.store);
    return await command(context);
  });
}

/** The same for commands that need no directory. */
export async function onStore(
  { databaseUrl }: Pick<Config, 'databaseUrl'>,
  command: (context: Context) => Promise<number>,
): Promise<void> {
  const store = await openStore(databaseUrl);
  try {
    process.exitCode = await command({ store, now: Date.now() });
  } finally {
    await store.close();
  }
}

/** Longer than SQLite's first waits for a lock: in a pause of this length a waiting process gets its turn. */
const PAUSE_MS = 30;

/**
 * Gives `items` to `work` in slices, one unit of work each or a few. Between two of them the bot gets its turn: SQLite
 * lets processes wait without a queue, and one that writes without a pause keeps the other from answering for seconds.
 */
export async function sliceBySlice<T>(
  items: readonly T[],
  size: number,
  work: (slice: T[]) => Promise<void>,
): Promise<void> {
  const progress = startProgress(items.length);
  try {
    for (let at = 0; at < items.length; at += size) {
      if (at > 0) await setTimeout(PAUSE_MS);
      const slice = items.slice(at, at + size);
      await work(slice);
      progress.advance(slice.length);
    }
  } finally {
    progress.stop();
  }
}
