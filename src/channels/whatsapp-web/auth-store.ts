/** What pairing gave, and the keys of every conversation: a SQLite file of its own, encrypted, for one process. */

import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type AuthenticationCreds,
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys';
import Database from 'better-sqlite3';
import { foldNumber } from '../../conversation/phone.ts';

/** Grows when what is stored changes shape. */
const VERSION = 2;
const CREDS = 'creds';
const PAUSED_UNTIL = 'paused-until';

/** What encrypts; see `src/domain/people/vault.ts`. */
export interface Sealer {
  seal(plain: string): string;
  open(sealed: string): string;
  /** A keyed hash, always the same for the same words. */
  lookup(...words: readonly string[]): string;
}

/** The bot is running, or another command. */
export class AccountInUse extends Error {}

export interface AuthStore {
  /** The number of the paired account, folded; undefined while none is paired. */
  number(): string | undefined;
  /** For one socket. Each `set` of keys is committed when it returns. */
  load(): AuthenticationState;
  saveCreds(creds: AuthenticationCreds): void;
  /** Milliseconds since 1970; 0 if the channel has never had to keep silent. */
  pausedUntil(): number;
  pauseUntil(instant: number): void;
  /** Forgets the account: the next start pairs anew. */
  clear(): void;
  close(): void;
}

/**
 * Opens or creates the file. Throws AccountInUse if another process holds it, else an error for the operator: written by a
 * newer version, with another DATA_KEY, damaged. Whom a key belongs to stands there as a hash.
 */
export function openAuthStore(file: string, sealer: Sealer): AuthStore {
  const db = connect(file, sealer);
  const select = db.prepare<[string], string>('SELECT value FROM entries WHERE key = ?').pluck();
  const upsert = db.prepare<[string, string]>(
    'INSERT INTO entries (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare<[string]>('DELETE FROM entries WHERE key = ?');
  const write = (key: string, value: unknown) => {
    upsert.run(key, sealer.seal(JSON.stringify(value, BufferJSON.replacer)));
  };
  const read = <T>(key: string): T | undefined => {
    const sealed = select.get(key);
    return sealed === undefined ? undefined : (JSON.parse(sealer.open(sealed), BufferJSON.reviver) as T);
  };
  const setKeys = db.transaction((data: object) => {
    for (const [type, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries((entries ?? {}) as Record<string, unknown>)) {
        const key = hashed(sealer, `${type}/${id}`);
        if (value === null || value === undefined) remove.run(key);
        else write(key, value);
      }
    }
  });

  /** Once a code was asked for, creds name a number that nobody has confirmed; WhatsApp lets nobody log in with those. */
  const confirmed = (creds: AuthenticationCreds | undefined) => (creds?.account ? creds : undefined);
  const numberIn = (creds: AuthenticationCreds | undefined) => {
    const id = confirmed(creds)?.me?.id;
    return id === undefined ? undefined : foldNumber(id.replace(/[:@].*/, ''));
  };
  let number = numberIn(read<AuthenticationCreds>(CREDS));
  return {
    number: () => number,
    load: () => ({
      creds: confirmed(read<AuthenticationCreds>(CREDS)) ?? initAuthCreds(),
      keys: {
        get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
          const found: Record<string, SignalDataTypeMap[T]> = {};
          for (const id of ids) {
            const value = read<SignalDataTypeMap[T]>(hashed(sealer, `${type}/${id}`));
            if (value !== undefined) found[id] = revived(type, value);
          }
          return found;
        },
        set: (data) => setKeys.immediate(data),
      },
    }),
    saveCreds(creds) {
      write(CREDS, creds);
      number = numberIn(creds);
    },
    pausedUntil: () => read<number>(PAUSED_UNTIL) ?? 0,
    pauseUntil: (instant) => write(PAUSED_UNTIL, instant),
    clear() {
      db.exec('DELETE FROM entries');
      number = undefined;
    },
    close: () => db.close(),
  };
}

/** JSON gives plain objects; this one type is used as a message of protobuf. */
function revived<T extends keyof SignalDataTypeMap>(type: T, value: SignalDataTypeMap[T]): SignalDataTypeMap[T] {
  if (type !== 'app-state-sync-key') return value;
  return proto.Message.AppStateSyncKeyData.fromObject(value as object) as unknown as SignalDataTypeMap[T];
}

const hashed = (sealer: Sealer, name: string) => sealer.lookup('whatsapp-web', name);

function connect(file: string, sealer: Sealer): Database.Database {
  let db: Database.Database | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Its owner's alone; SQLite gives its side files the same mode.
    closeSync(openSync(file, 'a', 0o600));
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL); COMMIT');
  } catch (error) {
    db?.close();
    throw openingError(file, error);
  }
  try {
    prove(db, file, sealer);
    upgrade(db, file, sealer);
    return db;
  } catch (error) {
    db.close();
    throw error instanceof Database.SqliteError ? openingError(file, error) : error;
  }
}

/** Throws if what is stored was sealed with another key. */
function prove(db: Database.Database, file: string, sealer: Sealer): void {
  const sealed = db
    .prepare<[string], string>('SELECT value FROM entries ORDER BY key = ? DESC LIMIT 1')
    .pluck()
    .get(CREDS);
  if (sealed === undefined) return;
  try {
    sealer.open(sealed);
  } catch {
    throw new Error(
      `${file} was encrypted with another DATA_KEY. Put that key back, or delete the file and pair anew.`,
    );
  }
}

function upgrade(db: Database.Database, file: string, sealer: Sealer): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > VERSION) throw new Error(`${file} was written by a newer version of this program.`);
  if (version === 1) {
    const rename = db.prepare<[string, string]>('UPDATE entries SET key = ? WHERE key = ?');
    const names = db.prepare<[string], string>('SELECT key FROM entries WHERE key <> ?').pluck().all(CREDS);
    db.transaction(() => {
      for (const name of names) rename.run(hashed(sealer, name), name);
    })();
    db.exec('VACUUM');
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
  db.pragma(`user_version = ${VERSION}`);
}

function openingError(file: string, error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return code === 'SQLITE_BUSY'
    ? new AccountInUse(`Another process uses the WhatsApp account in ${file}. Stop it first.`)
    : new Error(`${file} is damaged or cannot be read (${code}). Mend that, or delete the file and pair anew.`);
}
