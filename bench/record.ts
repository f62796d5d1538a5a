/** Takes down every row that the bot writes, by triggers of its database, so that the same can be written without it. */

import type Database from 'better-sqlite3';

/** One row inserted, or the columns of a row that were changed. */
export interface Write {
  table: string;
  /** How the row is found; absent for an insert. */
  key?: Record<string, unknown>;
  set: Record<string, unknown>;
}

interface Row {
  message: number;
  name: string;
  key: string | null;
  before: string | null;
  after: string;
}

interface Column {
  name: string;
  pk: number;
}

/** From now on everything written to this database is recorded in it. The inbox must be empty. */
export function record(database: Database.Database): void {
  database.exec('CREATE TABLE __written (message INTEGER, name TEXT, key TEXT, before TEXT, after TEXT)');
  database.exec('CREATE INDEX __written_message ON __written (message)');
  for (const table of tablesOf(database)) {
    const columns = database.pragma(`table_info(${table})`) as Column[];
    const names = columns.map(({ name }) => name);
    const keys = columns.filter(({ pk }) => pk > 0).map(({ name }) => name);
    // The inbox row is the first that a message writes, and its id counts the messages.
    const into = 'INSERT INTO __written VALUES ((SELECT max(id) FROM inbox)';
    database.exec(`
      CREATE TRIGGER __insert_${table} AFTER INSERT ON ${table} BEGIN
        ${into}, '${table}', NULL, NULL, ${json('new', names)}); END;
      CREATE TRIGGER __update_${table} AFTER UPDATE ON ${table} BEGIN
        ${into}, '${table}', ${json('old', keys)}, ${json('old', names)}, ${json('new', names)}); END;
      CREATE TRIGGER __delete_${table} AFTER DELETE ON ${table} BEGIN
        SELECT raise(ABORT, 'The benchmark knows no deletes.'); END`);
  }
}

function json(row: 'old' | 'new', columns: readonly string[]): string {
  return `json_object(${columns.map((name) => `'${name}', ${row}."${name}"`).join(', ')})`;
}

/** What each message wrote, from the message `from` up to, not including, `to`; the first is 1. */
export function written(database: Database.Database, from: number, to: number): Write[][] {
  const messages: Write[][] = Array.from({ length: to - from }, () => []);
  const rows = database
    .prepare<[number, number], Row>('SELECT * FROM __written WHERE message >= ? AND message < ? ORDER BY rowid')
    .all(from, to);
  for (const { message, name, key, before, after } of rows) {
    const was = before === null ? {} : (JSON.parse(before) as Record<string, unknown>);
    const is = Object.entries(JSON.parse(after) as Record<string, unknown>);
    const set = Object.fromEntries(is.filter(([column, value]) => value !== (was[column] ?? null)));
    const write: Write =
      key === null ? { table: name, set } : { table: name, key: JSON.parse(key) as Write['key'], set };
    // What changed nothing is not asked of the yardstick.
    if (Object.keys(set).length > 0) messages[message - from]?.push(write);
  }
  return messages;
}

/** Tables whose rows are not the same in both databases. */
export function differences(database: Database.Database, other: string): string[] {
  database.prepare('ATTACH ? AS other').run(other);
  const count = (from: string, without: string, table: string) =>
    database
      .prepare<[], number>(
        `SELECT count(*) FROM (SELECT * FROM ${from}.${table} EXCEPT SELECT * FROM ${without}.${table})`,
      )
      .pluck()
      .get();
  const different = tablesOf(database).filter(
    (table) => count('main', 'other', table) !== 0 || count('other', 'main', table) !== 0,
  );
  database.exec('DETACH other');
  return different;
}

function tablesOf(database: Database.Database): string[] {
  return database
    .prepare<[], string>(
      `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite*' AND name NOT GLOB '__*'`,
    )
    .pluck()
    .all();
}
