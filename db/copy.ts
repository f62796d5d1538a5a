/** Copies of a SQLite database: made while others write, looked into before they are used, put in place at one stroke. */

import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import journal from './migrations/sqlite/meta/_journal.json' with { type: 'json' };
import { connectSqlite } from './sqlite.ts';

/** What `settings` say. */
export type Settings = ReadonlyMap<string, string>;

/** Says of a file that it is such a copy, and of what. */
const MARK = 'backup';

export interface CopyMark {
  /** When it was made. */
  at: number;
  /** The program was running: what waits in the copy may have been sent since. */
  running: boolean;
}

export interface CopyFound {
  mark: CopyMark;
  settings: Settings;
  people: number;
  /** Messages that wait to be sent. */
  waiting: number;
  /** Votes that were open: the copy keeps what their close will wipe. */
  openVotes: number;
}

export interface Restored {
  /** What stood there could not be opened any more. */
  keptDamaged: boolean;
  /** Notices to many that do not go on. */
  stopped: number;
}

/** Why a file cannot be used as a copy: a sentence for the operator. */
export class UnusableCopy extends Error {}

/**
 * A whole, compact copy as of one instant, its owner's alone; nobody who writes meanwhile waits for it. `to` must not be
 * there. What was deleted before is not in it. The time is kept in both databases.
 */
export function copySqlite(from: string, to: string, mark: CopyMark): CopyFound {
  const part = `${to}.part`;
  rmSync(part, { force: true });
  closeSync(openSync(part, 'wx', 0o600));
  try {
    const source = connectSqlite(from);
    try {
      source.prepare('VACUUM INTO ?').run(part);
      remember(source, 'last-backup', String(mark.at));
    } finally {
      source.close();
    }
    write(part, (copy) => {
      remember(copy, 'last-backup', String(mark.at));
      remember(copy, MARK, JSON.stringify(mark));
    });
    const found = lookInto(part);
    sync(part);
    renameSync(part, to);
    sync(dirname(to));
    return found;
  } finally {
    rmSync(part, { force: true });
  }
}

/** Throws UnusableCopy for what is no copy, damaged, or of a newer version of the program. Changes nothing. */
export function lookInto(file: string): CopyFound {
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    const settings = new Map(
      db
        .prepare<[], { key: string; value: string }>('SELECT key, value FROM settings')
        .all()
        .map((row) => [row.key, row.value]),
    );
    const mark = settings.get(MARK);
    if (mark === undefined) {
      throw new UnusableCopy(
        `${file} was not made by \`npm run cli -- backup\`: a plain copy may lack its last hours.`,
      );
    }
    const sound = db.pragma('integrity_check', { simple: true });
    if (sound !== 'ok') throw new UnusableCopy(`${file} is damaged.`);
    const count = (sql: string) => Number(db?.prepare(sql).pluck().get());
    const newest = Math.max(...journal.entries.map(({ when }) => when));
    if (count('SELECT coalesce(max(created_at), 0) FROM __drizzle_migrations') > newest) {
      throw new UnusableCopy(`${file} was made by a newer version of this program: update this one first.`);
    }
    return {
      mark: JSON.parse(mark) as CopyMark,
      settings,
      people: count('SELECT count(*) FROM people'),
      waiting: count("SELECT count(*) FROM outbox WHERE status = 'queued'"),
      openVotes: count("SELECT count(*) FROM votes WHERE status = 'open'"),
    };
  } catch (error) {
    if (error instanceof UnusableCopy) throw error;
    throw new UnusableCopy(`${file} is not a backup of Asamblea.`, { cause: error });
  } finally {
    db?.close();
  }
}

/**
 * Puts a copy in the place of a database that nobody has open; at every moment there is the one or the other. What stood
 * there is kept under `keep`, also where it is damaged: then with what stood beside it. Unless `sendWaiting`, what waits
 * in it is never sent, and notices to many that were not over are stopped: it may have been sent since.
 */
export function restoreSqlite(
  copy: string,
  to: string,
  input: { keep: string; sendWaiting: boolean; now: number },
): Restored {
  const keptDamaged = existsSync(to) && !keepWhole(to, input.keep);
  let stopped = 0;
  const part = `${to}.part`;
  rmSync(part, { force: true });
  copyFileSync(copy, part);
  // The disk that it was carried on may know no owners.
  chmodSync(part, 0o600);
  write(part, (db) => {
    db.prepare('DELETE FROM settings WHERE key = ?').run(MARK);
    if (!input.sendWaiting) {
      db.prepare("UPDATE outbox SET status = 'unconfirmed', done_at = ? WHERE status = 'queued'").run(input.now);
      stopped = db
        .prepare(
          "UPDATE broadcasts SET status = 'stopped', ended_at = ? WHERE status IN ('held', 'waiting', 'running')",
        )
        .run(input.now).changes;
    }
  });
  sync(part);
  for (const beside of BESIDE) rmSync(`${to}${beside}`, { force: true });
  renameSync(part, to);
  sync(dirname(to));
  return { keptDamaged, stopped };
}

/** What stands beside a SQLite database. */
const BESIDE = ['-wal', '-shm'];

/** False where the database is damaged: it is kept as it is, with what stands beside it. */
function keepWhole(from: string, keep: string): boolean {
  let isWhole = true;
  try {
    // Closing the only connection brings all that was written into the one file.
    connectSqlite(from).close();
  } catch {
    isWhole = false;
  }
  for (const beside of ['', ...BESIDE]) {
    if (!existsSync(`${from}${beside}`)) continue;
    copyFileSync(`${from}${beside}`, `${keep}${beside}`);
    sync(`${keep}${beside}`);
  }
  return isWhole;
}

function remember(db: Database.Database, key: string, value: string): void {
  db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(key, value);
}

function write(file: string, work: (db: Database.Database) => void): void {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
    work(db);
  } finally {
    db.close();
  }
}

function sync(path: string): void {
  const file = openSync(path, 'r');
  fsyncSync(file);
  closeSync(file);
}
