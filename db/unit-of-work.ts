/** The unit of work: everything that one message changes is committed together or not at all. */

import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import type { Tables } from './schema/tables.ts';

/** The queries that both dialects share. Awaited always: SQLite answers at once, PostgreSQL does not. */
export type Db = Pick<BetterSQLite3Database, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete'>;

/** A prepared statement, by the names of its placeholders. */
export interface Executable<R> {
  execute(values?: Record<string, unknown>): R | PromiseLike<R>;
}

export type Dialect = 'sqlite' | 'postgres';

export interface Tx {
  readonly dialect: Dialect;
  readonly db: Db;
  readonly tables: Tables;
  /** The statement made by `build`, prepared once per connection and reused. Declare `build` once, outside the call. */
  prepared<R>(build: (tx: Tx) => Executable<R>): Executable<R>;
  /** Undoes what `work` wrote if it rejects, and passes the rejection on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
}

export interface RunOptions {
  /** Units of work with the same key run one after the other, on every engine. */
  key?: string;
  /** Work that may wait: at most one such unit between two groups of messages. */
  background?: boolean;
}

/**
 * A database. `work` may await nothing but the database: no network, no timers. It may be run again, after what it wrote
 * was undone: it changes nothing outside the database, and what it finds out it returns.
 * `run` resolves after the commit; if `work` rejects, what it wrote is undone and `run` rejects with the same error.
 */
export interface Store {
  readonly dialect: Dialect;
  run<T>(work: (tx: Tx) => Promise<T>, options?: RunOptions): Promise<T>;
  /**
   * Takes what was deleted or overwritten out of the database's files as well, as far as the engine can: on SQLite out of
   * everything, on PostgreSQL out of `SCRUBBED`. Copies that a disk or a server keeps elsewhere are out of its reach.
   */
  scrub(): Promise<void>;
  /** Finishes what was begun, then closes. */
  close(): Promise<void>;
}

/** The tables in which something stood that nobody may find again. */
export const SCRUBBED = ['votes', 'voters', 'ballots', 'conversations'] as const;

/** Remembers prepared statements by the function that made them. */
export class StatementCache {
  readonly #made = new Map<unknown, unknown>();
  readonly #refine: <R>(statement: Executable<R>) => Executable<R>;

  constructor(refine: <R>(statement: Executable<R>) => Executable<R> = (statement) => statement) {
    this.#refine = refine;
  }

  get<R>(build: (tx: Tx) => Executable<R>, tx: Tx): Executable<R> {
    let statement = this.#made.get(build) as Executable<R> | undefined;
    if (statement === undefined) {
      statement = this.#refine(build(tx));
      this.#made.set(build, statement);
    }
    return statement;
  }
}
