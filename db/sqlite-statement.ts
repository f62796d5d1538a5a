/** A statement that drizzle wrote, executed without drizzle. */

import type Database from 'better-sqlite3';
import { Column, is, Param, Placeholder, SQL } from 'drizzle-orm';
import type { Executable } from './unit-of-work.ts';

/** What drizzle keeps of a prepared statement on better-sqlite3; private there, so its version is pinned in package.json. */
interface Prepared {
  stmt: Database.Statement<unknown[], unknown[]>;
  query: { params: readonly unknown[] };
  /** Absent where nothing is selected or returned. */
  fields?: readonly { path: readonly string[]; field: unknown }[];
}

type Values = Record<string, unknown>;

const ONE_ROW = /^insert into [^(]+\([^)]*\) values \([^()]*\)(?!,)/;

/**
 * drizzle finds out at every execution which values are placeholders, how each column is read, and whether there is a
 * cache: as long as SQLite needs for a small statement. Here it is found out once. Rows are flat: no nested selections.
 */
export function compile<R>(prepared: Executable<R>): Executable<R> {
  const { stmt, query, fields } = prepared as unknown as Prepared;
  const bind = query.params.map(binding);
  const bound = (values: Values) => bind.map((value) => value(values));
  if (!fields) return { execute: async (values = {}) => stmt.run(bound(values)) as R };
  if (fields.some(({ path }) => path.length !== 1)) throw new Error('A nested selection cannot be compiled.');
  stmt.raw();
  const columns = fields.map(({ path: [name = ''], field }) => ({ name, decoder: decoderOf(field) }));
  const read = (row: readonly unknown[]) => {
    const result: Values = {};
    let at = 0;
    for (const { name, decoder } of columns) {
      const value = row[at++];
      result[name] = value === null ? null : decoder.mapFromDriverValue(value);
    }
    return result;
  };
  // What an insert of one row returns is complete with the first row: there is nothing to step through.
  if (ONE_ROW.test(stmt.source)) {
    return {
      execute: async (values = {}) => [stmt.get(bound(values))].flatMap((row) => (row ? [read(row)] : [])) as R,
    };
  }
  return { execute: async (values = {}) => stmt.all(bound(values)).map(read) as R };
}

function binding(param: unknown): (values: Values) => unknown {
  if (is(param, Placeholder)) return (values) => given(values, param.name);
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder, value } = param;
    return (values) => encoder.mapToDriverValue(given(values, value.name));
  }
  return () => param;
}

function given(values: Values, name: string): unknown {
  const value = values[name];
  if (value === undefined) throw new Error(`No value for placeholder "${name}" was provided`);
  return value;
}

interface Decoder {
  mapFromDriverValue(value: unknown): unknown;
}

function decoderOf(field: unknown): Decoder {
  if (is(field, Column)) return field;
  if (is(field, SQL)) return (field as unknown as { decoder: Decoder }).decoder;
  return (field as { sql: { decoder: Decoder } }).sql.decoder;
}
