/** Where the key of all identifiers comes from: DATA_KEY, or a file beside an embedded database. */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import type { Store } from '../db/unit-of-work.ts';
import { ConfigError } from './config.ts';
import { createVault, type Vault } from './domain/people/vault.ts';

const SETTING = 'data-key';

/**
 * The vault of a database, with the key given or the one kept in `<database file>.key`, made there (mode 0600) the first
 * time. Throws ConfigError rather than begin with a second key: nobody in the database could be found again.
 */
export async function openVault(store: Store, databaseUrl: string, given: string | undefined): Promise<Vault> {
  const begunWith = await fingerprintOf(store);
  const file = keyFileOf(databaseUrl);
  const key = given ?? keptKey(file, begunWith === undefined);
  const vault = vaultWith(key);
  if (begunWith !== undefined && begunWith !== vault.fingerprint) {
    const source = given === undefined ? file : 'DATA_KEY';
    throw new ConfigError(`${source} is not the key this database was begun with: nobody in it could be found again.`);
  }
  if (begunWith === undefined) await remember(store, vault.fingerprint);
  return vault;
}

/** Of the key that a database at this place would be opened with; undefined while there is none. Makes nothing. */
export function fingerprintOfKey(databaseUrl: string, given: string | undefined): string | undefined {
  const file = keyFileOf(databaseUrl);
  const key = given ?? (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined);
  return key === undefined ? undefined : vaultWith(key).fingerprint;
}

export const keyFileOf = (databaseUrl: string): string => `${databaseUrl.slice('file:'.length)}.key`;

function vaultWith(key: string): Vault {
  try {
    return createVault(key);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : 'DATA_KEY cannot be used.');
  }
}

function keptKey(file: string, isNew: boolean): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (!isNew) {
    throw new ConfigError(
      `${file} is missing, and without it nobody can be found again. Put it back, or set DATA_KEY.`,
    );
  }
  const key = randomBytes(32).toString('hex');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx', flush: true });
  return key;
}

async function fingerprintOf(store: Store): Promise<string | undefined> {
  return await store.run(async ({ db, tables: { settings } }) => {
    const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.key, SETTING));
    return row?.value;
  });
}

async function remember(store: Store, fingerprint: string): Promise<void> {
  await store.run(async ({ db, tables: { settings } }) => {
    await db.insert(settings).values({ key: SETTING, value: fingerprint }).onConflictDoNothing();
  });
}
