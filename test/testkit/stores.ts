/** Runs a suite on both engines: SQLite in a real file, PostgreSQL in the process (PGlite). */

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { getTableName, isTable } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterEach, beforeAll, describe } from 'vitest';
import { postgresStore } from '../../db/postgres.ts';
import * as schema from '../../db/schema/postgres.ts';
import { openSqlite } from '../../db/sqlite.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { emptied, pgliteFrom, sqliteTemplate } from './templates.ts';

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
    const file = join(folder, 'test.db');
    copyFileSync(await sqliteTemplate('empty'), file);
    const store = openSqlite(file);
    opened.push({ store, folder });
    return store;
  };
}

/** One for all suites of a file, emptied for each test. */
let client: Promise<PGlite> | undefined;

function postgresOpener(): OpenStore {
  beforeAll(async () => {
    client ??= pgliteFrom('empty');
    await client;
  }, 60_000);
  return async () => {
    const open = await client;
    if (!open) throw new Error('A database is opened in a test or a hook, not before.');
    await emptied(open, tableNames);
    return postgresStore(drizzle({ client: open }), async () => {});
  };
}

const tableNames = Object.values(schema)
  .filter((value) => isTable(value))
  .map((table) => getTableName(table));
