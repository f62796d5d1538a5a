/** SQLite by better-sqlite3: one writer connection, a queue in front of it, many messages a commit. */

import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import * as schema from './schema/sqlite.ts';
import { compile } from './sqlite-statement.ts';
import { type RunOptions, StatementCache, type Store, type Tx } from './unit-of-work.ts';

const MIGRATIONS = new URL('./migrations/sqlite', import.meta.url).pathname;

interface Job {
  work: (tx: Tx) => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (reason: unknown) => void;
}

export interface SqliteOptions {
  /** Messages a commit takes at most; 1 commits each by itself. */
  groupSize?: number;
}

/** Opens or creates the file, brings it to the newest schema and returns its store. Nothing else may write on this connection. */
export function openSqlite(file: string, options: SqliteOptions = {}): Store {
  mkdirSync(dirname(file), { recursive: true });
  // Its owner's alone, as the files that SQLite puts beside it.
  closeSync(openSync(file, 'a', 0o600));
  const connection = connectSqlite(file);
  migrate(drizzle({ client: connection }), { migrationsFolder: MIGRATIONS });
  return new SqliteStore(connection, options.groupSize ?? 128);
}

/** A connection with the settings that durability and speed depend on. */
export function connectSqlite(file: string): Database.Database {
  const connection = new Database(file);
  connection.pragma('busy_timeout = 10000');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('wal_autocheckpoint = 16000');
  connection.pragma('cache_size = -131072');
  // A savepoint copies each page that it changes: into memory, not into a file.
  connection.pragma('temp_store = MEMORY');
  // What is wiped is overwritten, and gone from the file with the next checkpoint.
  connection.pragma('secure_delete = ON');
  return connection;
}

class SqliteStore implements Store {
  readonly dialect = 'sqlite';
  readonly #connection: Database.Database;
  readonly #groupSize: number;
  readonly #tx: Tx;
  readonly #sql: Record<'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'undo', Database.Statement>;
  readonly #foreground: Job[] = [];
  readonly #background: Job[] = [];
  /** While a group runs without savepoints, and whether one of them turns out to be needed. */
  #isBare = false;
  #needsSavepoint = false;
  #draining: Promise<void> | undefined;
  /** Wait for the log to be emptied between two groups. */
  #scrubbing: (() => void)[] = [];
  #closed = false;

  constructor(connection: Database.Database, groupSize: number) {
    this.#connection = connection;
    this.#groupSize = groupSize;
    const statement = (sql: string) => connection.prepare(sql);
    this.#sql = {
      begin: statement('BEGIN IMMEDIATE'),
      commit: statement('COMMIT'),
      rollback: statement('ROLLBACK'),
      savepoint: statement('SAVEPOINT work'),
      release: statement('RELEASE work'),
      undo: statement('ROLLBACK TO work'),
    };
    const statements = new StatementCache(compile);
    this.#tx = {
      dialect: this.dialect,
      db: drizzle({ client: connection }),
      tables: schema,
      prepared: (build) => statements.get(build, this.#tx),
      savepoint: (work) => (this.#isBare ? this.#unprotected(work) : this.#inSavepoint(work)),
    };
  }

  run<T>(work: (tx: Tx) => Promise<T>, options: RunOptions = {}): Promise<T> {
    if (this.#closed) return Promise.reject(new Error('The database is closed.'));
    return new Promise<T>((resolve, reject) => {
      const job: Job = { work, resolve: resolve as (value: unknown) => void, reject };
      (options.background ? this.#background : this.#foreground).push(job);
      this.#draining ??= this.#drain();
    });
  }

  scrub(): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('The database is closed.'));
    return new Promise((resolve) => {
      this.#scrubbing.push(resolve);
      this.#draining ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
    this.#connection.close();
  }

  async #drain(): Promise<void> {
    await nextTick();
    while (this.#foreground.length + this.#background.length + this.#scrubbing.length > 0) {
      const group = this.#foreground.splice(0, this.#groupSize);
      group.push(...this.#background.splice(0, 1));
      if (group.length > 0) await this.#commitTogether(group);
      else this.#emptyLog();
      // A commit is synchronous: without this pause nothing could arrive to join the next group.
      await nextTick();
    }
    this.#draining = undefined;
  }

  /** Where somebody else is reading the log, such as a backup, it is emptied the next time. */
  #emptyLog(): void {
    const done = this.#scrubbing.splice(0);
    this.#connection.pragma('wal_checkpoint(TRUNCATE)');
    for (const resolve of done) resolve();
  }

  async #commitTogether(group: Job[]): Promise<void> {
    let settle: (() => void)[] = [];
    try {
      this.#sql.begin.run();
      settle = (await this.#runBare(group)) ?? (await this.#runApart(group));
      this.#sql.commit.run();
    } catch (error) {
      if (this.#connection.inTransaction) this.#sql.rollback.run();
      for (const job of group) job.reject(error);
      return;
    }
    for (const done of settle) done();
  }

  /** As nearly always nothing rejects, nothing is kept to undo one alone. Undefined, and all undone, if something does. */
  async #runBare(group: readonly Job[]): Promise<(() => void)[] | undefined> {
    const settle: (() => void)[] = [];
    this.#isBare = true;
    this.#needsSavepoint = false;
    try {
      for (const job of group) {
        const value = await job.work(this.#tx);
        if (this.#needsSavepoint) throw new Error('Part of the work is to be undone.');
        settle.push(() => job.resolve(value));
      }
      return settle;
    } catch {
      if (this.#connection.inTransaction) this.#sql.rollback.run();
      this.#sql.begin.run();
      return undefined;
    } finally {
      this.#isBare = false;
    }
  }

  async #unprotected<T>(work: () => Promise<T>): Promise<T> {
    return await work().catch((error) => {
      this.#needsSavepoint = true;
      throw error;
    });
  }

  /** Each under a savepoint of its own: what rejects is undone, its neighbours stay. */
  async #runApart(group: readonly Job[]): Promise<(() => void)[]> {
    const settle: (() => void)[] = [];
    for (const job of group) {
      await this.#inSavepoint(() => job.work(this.#tx)).then(
        (value) => settle.push(() => job.resolve(value)),
        (error) => settle.push(() => job.reject(error)),
      );
      if (!this.#connection.inTransaction) throw new Error('SQLite gave the transaction up: is the disk full?');
    }
    return settle;
  }

  async #inSavepoint<T>(work: () => Promise<T>): Promise<T> {
    this.#sql.savepoint.run();
    try {
      const value = await work();
      this.#sql.release.run();
      return value;
    } catch (error) {
      // A full disk makes SQLite roll back the whole transaction by itself: there is no savepoint left then.
      if (this.#connection.inTransaction) {
        this.#sql.undo.run();
        this.#sql.release.run();
      }
      throw error;
    }
  }
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
