/** Runs a suite on both engines: SQLite in a real file, PostgreSQL in the process (PGlite). */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { getTableName, isTable } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { POSTGRES_MIGRATIONS, postgresStore } from '../../db/postgres.ts';
import * as schema from '../../db/schema/postgres.ts';
import { openSqlite } from '../../db/sqlite.ts';
import type { Store } from '../../db/unit-of-work.ts';

/** An empty database on the newest schema; closed, and gone, after the test. One at a time. */
export type OpenStore = () => Promise<Store>;

/** `suite` is run once an engine, with what opens that engine's databases. */
export function describeStores(name: string, suite: (open: OpenStore) => void): void {
  describe(`${name} (sqlite)`, () => suite(sqliteOpener()));
  describe(`${name} (postgres)`, () => suite(postgresOpener()));
}

function sqliteOpener(): OpenStore {
  const opened: { store: Store; folder: string }[] = [];
  afterEach(async () => {
    for (const { store, folder } of opened.splice(0)) {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'asamblea-'));
    const store = openSqlite(join(folder, 'test.db'));
    opened.push({ store, folder });
    return store;
  };
}

/** PGlite takes a second to start: one a suite, emptied for each test. */
function postgresOpener(): OpenStore {
  let client: PGlite | undefined;
  beforeAll(async () => {
    client = new PGlite();
    await migrate(drizzle({ client }), { migrationsFolder: POSTGRES_MIGRATIONS });
  }, 60_000);
  afterAll(() => client?.close(), 60_000);
  return async () => {
    if (!client) throw new Error('A database is opened in a test or a hook, not before.');
    await client.exec(`truncate ${tableNames.join(', ')} restart identity cascade`);
    return postgresStore(drizzle({ client }), async () => {});
  };
}

const tableNames = Object.values(schema)
  .filter((value) => isTable(value))
  .map((table) => `"${getTableName(table)}"`);
