/** Identifiers can be read and found with the key, and with nothing else; a database keeps to the key it began with. */

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite.ts';
import { ConfigError } from '../../src/config.ts';
import { openVault } from '../../src/data-key.ts';
import { createVault } from '../../src/domain/people/vault.ts';

const KEY = 'a5'.repeat(32);
const OTHER = '5a'.repeat(32);
let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'asamblea-'));
  file = join(folder, 'test.db');
});

afterEach(() => rmSync(folder, { recursive: true }));

async function openWith(given?: string) {
  const store = openSqlite(file);
  try {
    return await openVault(store, `file:${file}`, given);
  } finally {
    await store.close();
  }
}

it('gives back what was sealed, and never seals twice alike', () => {
  const vault = createVault(KEY);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (plain) => {
      const sealed = vault.seal(plain);
      expect(vault.open(sealed)).toBe(plain);
      expect(vault.seal(plain)).not.toBe(sealed);
    }),
  );
});

it('opens nothing that another key sealed or that was altered', () => {
  const sealed = createVault(KEY).seal('5219611234567');
  expect(() => createVault(OTHER).open(sealed)).toThrow();
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const altered = Buffer.from(bytes);
    altered.writeUInt8((bytes[at] ?? 0) ^ 1, at);
    expect(() => createVault(KEY).open(altered.toString('base64url'))).toThrow();
  }
  for (const cut of [0, 5, 12, 20, 27, bytes.length - 1]) {
    expect(() => createVault(KEY).open(bytes.subarray(0, cut).toString('base64url'))).toThrow();
  }
});

it('looks up stably, and differently for every key, channel, account and kind', () => {
  const look = (key: string, ...words: string[]) => createVault(key).lookup(...words);
  const found = look(KEY, 'telegram', '1', 'tg_user', '77');
  expect(look(KEY, 'telegram', '1', 'tg_user', '77')).toBe(found);
  expect(found).toMatch(/^[\w-]{22}$/);
  const others = [
    look(OTHER, 'telegram', '1', 'tg_user', '77'),
    look(KEY, 'simulator', '1', 'tg_user', '77'),
    look(KEY, 'telegram', '2', 'tg_user', '77'),
    look(KEY, 'telegram', '1', 'wa_pn', '77'),
    look(KEY, 'telegram', '1', 'tg_user', '78'),
    look(KEY, 'telegram', '1', 'tg_user7', '7'),
  ];
  expect(new Set([found, ...others]).size).toBe(7);
});

it('takes a key in hexadecimal or base64 and no other', () => {
  const base64 = Buffer.from(KEY, 'hex').toString('base64');
  expect(createVault(base64).fingerprint).toBe(createVault(KEY).fingerprint);
  for (const wrong of ['', 'secret', KEY.slice(2), `${KEY}00`, 'é'.repeat(32)]) {
    expect(() => createVault(wrong), wrong).toThrow(/DATA_KEY.*openssl rand/);
  }
});

it('does not take a sentence for a key because some of its letters could be base64', () => {
  expect(() => createVault('un secreto que nadie conoce: el perro de mi hija ladra!')).toThrow(/DATA_KEY/);
});

it('makes a key beside a new database, for its owner alone, and uses it again', async () => {
  const made = await openWith();
  const key = readFileSync(`${file}.key`, 'utf8');
  expect(key).toMatch(/^[0-9a-f]{64}\n$/);
  expect(statSync(`${file}.key`).mode & 0o777).toBe(0o600);
  const again = await openWith();
  expect(again.fingerprint).toBe(made.fingerprint);
  expect(readFileSync(`${file}.key`, 'utf8')).toBe(key);
});

it('does not begin an old database with a new key when the key file is gone', async () => {
  await openWith();
  rmSync(`${file}.key`);
  await expect(openWith()).rejects.toThrow(new RegExp(`${file}.key is missing.*Put it back, or set DATA_KEY`));
  expect(existsSync(`${file}.key`)).toBe(false);
});

it('refuses a DATA_KEY other than the one the database was begun with', async () => {
  await openWith(KEY);
  expect(existsSync(`${file}.key`)).toBe(false);
  await expect(openWith(OTHER)).rejects.toThrow(ConfigError);
  await expect(openWith(OTHER)).rejects.toThrow(/^DATA_KEY is not the key/);
  await expect(openWith('short')).rejects.toThrow(/^DATA_KEY must be 32 bytes/);
  expect((await openWith(KEY)).fingerprint).toBe(createVault(KEY).fingerprint);
});
