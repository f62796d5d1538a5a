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

/** Grows when what is stored changes shape. */
const VERSION = 1;
const CREDS = 'creds';

/** What encrypts; see `src/domain/people/vault.ts`. */
export interface Sealer {
  seal(plain: string): string;
  open(sealed: string): string;
}

export interface AuthStore {
  /** The number of the paired account, digits alone; undefined while none is paired. */
  number(): string | undefined;
  /** For one socket. Each `set` of keys is committed when it returns. */
  load(): AuthenticationState;
  saveCreds(creds: AuthenticationCreds): void;
  /** Forgets the account: the next start pairs anew. */
  clear(): void;
  close(): void;
}

/**
 * Opens or creates the file. Throws if another process holds it, if it was written by a newer version, or with another
 * DATA_KEY.
 */
export function openAuthStore(file: string, sealer: Sealer): AuthStore {
  mkdirSync(dirname(file), { recursive: true });
  const db = connect(file);
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
        if (value === null || value === undefined) remove.run(`${type}/${id}`);
        else write(`${type}/${id}`, value);
      }
    }
  });
  try {
    read(CREDS);
  } catch {
    db.close();
    throw new Error(
      `${file} was encrypted with another DATA_KEY. Put that key back, or delete the file and pair anew.`,
    );
  }

  const numberIn = (creds: AuthenticationCreds | undefined) => creds?.me?.id.split(/[:@]/)[0];
  let number = numberIn(read<AuthenticationCreds>(CREDS));
  return {
    number: () => number,
    load: () => ({
      creds: read<AuthenticationCreds>(CREDS) ?? initAuthCreds(),
      keys: {
        get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
          const found: Record<string, SignalDataTypeMap[T]> = {};
          for (const id of ids) {
            const value = read<SignalDataTypeMap[T]>(`${type}/${id}`);
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

function connect(file: string): Database.Database {
  // Its owner's alone; SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600));
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL); COMMIT');
    const version = db.pragma('user_version', { simple: true }) as number;
    if (version > VERSION) throw new Error(`${file} was written by a newer version of this program.`);
    db.pragma(`user_version = ${VERSION}`);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') {
      throw new Error(`Another process uses the WhatsApp account in ${file}. Stop it first.`);
    }
    throw error;
  }
}
