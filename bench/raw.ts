/** The yardstick: the rows that the bot wrote, written by prepared statements of better-sqlite3 and nothing else. */

import type Database from 'better-sqlite3';
import type { Write } from './record.ts';

/** A write with its statement at hand. */
export interface Prepared {
  statement: Database.Statement<unknown[], number>;
  values: unknown[];
  /** The id that the row gets; absent where the bot needs none. */
  id: number | undefined;
}

/** Tables of which the bot must know the id of a new row to go on. */
const needsId: ReadonlySet<string> = new Set(['inbox', 'people', 'identities', 'conversations', 'outbox']);

export class RawWriter {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Prepared['statement']>();
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
  }

  /** Finds or makes the statements, before the clock runs. */
  prepare(messages: readonly Write[][]): Prepared[][] {
    return messages.map((writes) => writes.map((write) => this.#prepared(write)));
  }

  /** Writes them, `groupSize` messages a commit. Throws where a row gets another id than it got from the bot. */
  write(messages: readonly Prepared[][], groupSize: number): void {
    for (let at = 0; at < messages.length; at += groupSize) {
      this.#begin.run();
      for (const message of messages.slice(at, at + groupSize)) {
        for (const { statement, values, id } of message) {
          if (id === undefined) statement.run(values);
          else if (statement.get(values) !== id) throw new Error('A row did not get the id that it got from the bot.');
        }
      }
      this.#commit.run();
    }
  }

  #prepared({ table, key, set }: Write): Prepared {
    if (key) {
      const assigned = Object.keys(set).map((column) => `"${column}" = ?`);
      const found = Object.keys(key).map((column) => `"${column}" = ?`);
      const sql = `UPDATE ${table} SET ${assigned.join(', ')} WHERE ${found.join(' AND ')}`;
      return { statement: this.#statement(sql), values: [...Object.values(set), ...Object.values(key)], id: undefined };
    }
    const { id, ...given } = set;
    const columns = Object.keys(given).map((column) => `"${column}"`);
    const insert = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    const values = Object.values(given);
    if (!needsId.has(table)) return { statement: this.#statement(insert), values, id: undefined };
    return { statement: this.#statement(`${insert} RETURNING id`).pluck(), values, id: Number(id) };
  }

  #statement(sql: string): Prepared['statement'] {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare<unknown[], number>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
