/** The migrations make exactly the schema, on both engines, and drizzle-kit sees every table. */

import { readdirSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import Database from 'better-sqlite3';
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { describe, expect, it } from 'vitest';
import { postgresColumns, sqliteColumns } from '../../db/columns.ts';
import * as postgres from '../../db/schema/postgres.ts';
import * as sqlite from '../../db/schema/sqlite.ts';
import { defineTables } from '../../db/schema/tables.ts';

type Dialect = 'sqlite' | 'postgres';

/** The statements of all migrations, in order. */
function migrations(dialect: Dialect): string[] {
  const folder = new URL(`../../db/migrations/${dialect}/`, import.meta.url);
  const journal = JSON.parse(readFileSync(new URL('meta/_journal.json', folder), 'utf8')) as {
    entries: { tag: string }[];
  };
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  expect(files.sort()).toEqual(journal.entries.map(({ tag }) => `${tag}.sql`).sort());
  return journal.entries.flatMap(({ tag }) =>
    readFileSync(new URL(`${tag}.sql`, folder), 'utf8').split('--> statement-breakpoint'),
  );
}

/** What drizzle-kit compares the schema with when it makes the next migration. */
function lastSnapshot(dialect: Dialect): object {
  const folder = new URL(`../../db/migrations/${dialect}/meta/`, import.meta.url);
  const last = readdirSync(folder)
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  return structureOf(JSON.parse(readFileSync(new URL(last ?? '', folder), 'utf8')) as object);
}

/** A snapshot without what drizzle-kit keeps for itself: random ids, and the renames it has asked about. */
function structureOf(snapshot: object): object {
  return { ...JSON.parse(JSON.stringify(snapshot)), id: '', prevId: '', _meta: {} };
}

function sqliteStructure(statements: readonly string[]): unknown {
  const connection = new Database(':memory:');
  for (const statement of statements) connection.exec(statement);
  const all = (sql: string) => connection.prepare(sql).all() as { name: string }[];
  const tables = all("select name from sqlite_master where type = 'table' order by name").map(({ name }) => ({
    name,
    columns: all(
      `select name, type, "notnull", dflt_value, pk, hidden from pragma_table_xinfo('${name}') order by name`,
    ),
    references: all(
      `select "from", "table", "to", on_update, on_delete from pragma_foreign_key_list('${name}') order by 1, 2`,
    ),
    indexes: all(`select name, "unique", origin, partial from pragma_index_list('${name}') order by name`).map(
      (index) => ({
        ...index,
        columns: all(`select name, desc, coll from pragma_index_xinfo('${index.name}') where key order by seqno`),
      }),
    ),
  }));
  connection.close();
  return tables;
}

async function postgresStructure(statements: readonly string[]): Promise<unknown> {
  const client = new PGlite();
  for (const statement of statements) await client.exec(statement);
  const all = async (sql: string) => (await client.query(sql)).rows;
  const structure = {
    columns:
      await all(`select table_name, column_name, data_type, is_nullable, column_default, is_identity, identity_generation
      from information_schema.columns where table_schema = 'public' order by 1, 2`),
    indexes: await all(`select indexdef from pg_indexes where schemaname = 'public' order by 1`),
    constraints: await all(`select conrelid::regclass::text as "table", pg_get_constraintdef(oid) as definition
      from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`),
  };
  await client.close();
  return structure;
}

describe('sqlite', () => {
  it('exports every table by its name', () =>
    expect(Object.keys(sqlite).sort()).toEqual(Object.keys(defineTables(sqliteColumns)).sort()));

  it('has no change that waits for a migration', async () => {
    expect(structureOf(await generateSQLiteDrizzleJson(sqlite))).toEqual(lastSnapshot('sqlite'));
  });

  it('is what its migrations make', async () => {
    const fromSchema = await generateSQLiteMigration(
      await generateSQLiteDrizzleJson({}),
      await generateSQLiteDrizzleJson(sqlite),
    );
    expect(sqliteStructure(migrations('sqlite'))).toEqual(sqliteStructure(fromSchema));
  });
});

describe('postgres', () => {
  it('exports every table by its name', () =>
    expect(Object.keys(postgres).sort()).toEqual(Object.keys(defineTables(postgresColumns)).sort()));

  it('has no change that waits for a migration', () => {
    expect(structureOf(generateDrizzleJson(postgres))).toEqual(lastSnapshot('postgres'));
  });

  it('is what its migrations make', async () => {
    const fromSchema = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(postgres));
    expect(await postgresStructure(migrations('postgres'))).toEqual(await postgresStructure(fromSchema));
  });
});
