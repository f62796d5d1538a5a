/** Databases that are made once and copied from then on, also in the next run: as long as what they are made of is the same. */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { POSTGRES_MIGRATIONS, postgresStore } from '../../db/postgres.ts';
import { openSqlite } from '../../db/sqlite.ts';
import type { Store } from '../../db/unit-of-work.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const KEPT = join(ROOT, 'node_modules/.cache/asamblea-tests');
/** What decides what is in them. */
const SOURCES = ['db', 'src/domain/clinics', 'src/domain/csv', 'test/testkit/templates.ts', 'package.json'];
const DAY_MS = 86_400_000;

/** A SQLite file on the newest schema, with what `fill` puts there; to be copied, never opened. */
export async function sqliteTemplate(name: string, fill?: (store: Store) => Promise<unknown>): Promise<string> {
  return await kept(`${name}.db`, async (file) => {
    const store = openSqlite(file);
    await fill?.(store);
    await store.close();
  });
}

/** A PGlite on the newest schema, with what `fill` puts there: its own making takes four times as long. */
export async function pgliteFrom(name: string, fill?: (store: Store) => Promise<unknown>): Promise<PGlite> {
  const file = await kept(`${name}.tar`, async (path) => {
    const client = new PGlite();
    const db = drizzle({ client });
    await migrate(db, { migrationsFolder: POSTGRES_MIGRATIONS });
    await fill?.(postgresStore(db, async () => {}));
    writeFileSync(path, Buffer.from(await (await client.dumpDataDir('none')).arrayBuffer()));
    await client.close();
  });
  return await PGlite.create({ loadDataDir: new Blob([readFileSync(file)]) });
}

/** Two processes may make the same at once: each makes its own, and the last one stays. */
async function kept(name: string, make: (file: string) => Promise<void>): Promise<string> {
  const file = join(KEPT, `${fingerprint()}-${name}`);
  if (existsSync(file)) return file;
  mkdirSync(KEPT, { recursive: true });
  forgetOld();
  const own = `${file}.${process.pid}`;
  await make(own);
  renameSync(own, file);
  return file;
}

function forgetOld(): void {
  for (const name of readdirSync(KEPT)) {
    const file = join(KEPT, name);
    const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made < Date.now() - DAY_MS) rmSync(file, { force: true });
  }
}

let known: string | undefined;

function fingerprint(): string {
  if (known === undefined) {
    const hash = createHash('sha256').update(process.version);
    for (const file of SOURCES.flatMap(filesIn).sort()) hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
    known = hash.digest('hex').slice(0, 16);
  }
  return known;
}

function filesIn(path: string): string[] {
  if (statSync(join(ROOT, path)).isFile()) return [path];
  return readdirSync(join(ROOT, path)).flatMap((name) => filesIn(join(path, name)));
}

/** Empties the tables, all ids begin with 1 again: quicker than TRUNCATE, which makes each of their files anew. */
export async function emptied(client: PGlite, tables: readonly string[]): Promise<void> {
  const known = emptying.get(client) ?? (await prepareEmptying(client, tables));
  emptying.set(client, known);
  await client.exec(known);
}

const emptying = new WeakMap<PGlite, string>();

async function prepareEmptying(client: PGlite, tables: readonly string[]): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select sequencename as name from pg_sequences where schemaname = 'public'`,
  );
  const counters = rows.filter(({ name }) => tables.some((table) => name === `${table}_id_seq`));
  const steps = [
    ...tables.map((table) => `delete from "${table}";`),
    ...counters.map(({ name }) => `perform setval('"${name}"', 1, false);`),
  ];
  await client.exec(`create function empty_all() returns void language plpgsql as $$ begin ${steps.join(' ')} end $$`);
  // References are not looked at while all goes.
  return 'set session_replication_role = replica; select empty_all(); set session_replication_role = default';
}
