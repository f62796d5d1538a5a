/** The column vocabulary of the schema, once for SQLite and once for PostgreSQL, typed as the SQLite one. */

import * as pg from 'drizzle-orm/pg-core';
import * as lite from 'drizzle-orm/sqlite-core';

/** `instant` is milliseconds since 1970 UTC; `flag` a boolean; `id` counts up by itself and is never used again. */
export const sqliteColumns = {
  table: lite.sqliteTable,
  id: () => lite.integer('id').primaryKey({ autoIncrement: true }),
  text: (name: string) => lite.text(name),
  int: (name: string) => lite.integer(name),
  instant: (name: string) => lite.integer(name),
  flag: (name: string) => lite.integer(name, { mode: 'boolean' }),
  real: (name: string) => lite.real(name),
  json: (name: string) => lite.text(name, { mode: 'json' }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
};

export type Columns = typeof sqliteColumns;

const postgresOwn = {
  table: pg.pgTable,
  id: () => pg.bigint('id', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  text: (name: string) => pg.text(name),
  int: (name: string) => pg.bigint(name, { mode: 'number' }),
  instant: (name: string) => pg.bigint(name, { mode: 'number' }),
  flag: (name: string) => pg.boolean(name),
  real: (name: string) => pg.doublePrecision(name),
  json: (name: string) => pg.jsonb(name),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
};

/** The queries of the project keep to what both dialects share, so one type serves both. */
export const postgresColumns = postgresOwn as unknown as Columns;
