/** The bot as it runs in production, but for its channels, over a database of the benchmark's own. */

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSqlite } from '../db/sqlite.ts';
import type { Store } from '../db/unit-of-work.ts';
import { flows } from '../flows/index.ts';
import { type Directory, openDirectory } from '../src/conversation/directory.ts';
import { createLocalizer } from '../src/conversation/localize.ts';
import { createReceive, type Receive } from '../src/conversation/receive.ts';
import { loadUnderstandings } from '../src/conversation/words.ts';
import { seedDemoAssemblies } from '../src/domain/assemblies/demo.ts';
import { seedDirectory } from '../src/domain/clinics/seed.ts';
import { createVault } from '../src/domain/people/vault.ts';

/** A Wednesday morning; the assemblies are in the weeks after. */
export const START = Date.UTC(2027, 1, 10, 15);

const OPERATOR = { name: 'Comité de Prueba', contact: '55 1234 5678' };
const localizer = createLocalizer(OPERATOR);
export const understandings = loadUnderstandings(localizer.languages);

export interface Premises {
  directory: Directory;
  /** The ids of the clinics that have an assembly. */
  withAssembly: ReadonlySet<number>;
  /** A new database with every clinic and assembly, and nobody in it. */
  newDatabase(): string;
  /** Removes every database. */
  remove(): void;
}

/** The databases stand in `data/`, on the disk where the bot keeps its own: a folder in memory would sync for nothing. */
export async function prepare(): Promise<Premises> {
  const data = fileURLToPath(new URL('../data', import.meta.url));
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(join(data, 'bench-'));
  const template = join(folder, 'template.db');
  const store = openSqlite(template);
  await seedDirectory(store);
  await seedDemoAssemblies(store, START);
  const directory = await openDirectory(store);
  const assemblies = await store.run(({ db, tables }) =>
    db.select({ clinicId: tables.assemblies.clinicId }).from(tables.assemblies),
  );
  await store.close();
  let databases = 0;
  return {
    directory,
    withAssembly: new Set(assemblies.map(({ clinicId }) => clinicId)),
    newDatabase() {
      const file = join(folder, `${++databases}.db`);
      copyFileSync(template, file);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface Bot {
  store: Store;
  receive: Receive;
  /** What the bot takes for the time. */
  setClock(instant: number): void;
}

/** The dice fall the same way for every bot. */
export function openBot(file: string, directory: Directory): Bot {
  const store = openSqlite(file);
  let now = START;
  let dice = 1;
  const receive = createReceive({
    store,
    flows,
    directory,
    localizer,
    understandings,
    vault: createVault('a5'.repeat(32)),
    clock: () => now,
    random: () => {
      dice = (dice * 16807) % 2147483647;
      return dice / 2147483647;
    },
    onFailure: (error) => {
      throw error;
    },
  });
  return {
    store,
    receive,
    setClock(instant) {
      now = instant;
    },
  };
}
