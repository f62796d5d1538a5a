/** The file with what pairing gave: what it holds, what it tells when it cannot be used, and what happens when it fails. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AccountInUse, type AuthStore, openAuthStore } from '../../src/channels/whatsapp-web/auth-store.ts';
import { outgoing } from '../testkit/outgoing.ts';
import { Paired, vault } from '../testkit/whatsapp-web/paired.ts';

let line: Paired;

beforeEach(async () => {
  line = await Paired.start();
});
afterEach(() => line.stop());

/** All bytes of the file and of those beside it. */
const bytes = () =>
  ['', '-wal', '-shm', '-journal']
    .map((end) => `${line.authFile}${end}`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'latin1'))
    .join('');

describe('what it holds', () => {
  test('no number and no LID in clear, while it runs and afterwards', async () => {
    const companion = await line.pair();
    const { ana, owner } = line;
    await ana.sendText(companion, 'hola');
    await line.heard('hola');
    ana.addressing = 'pn';
    await ana.sendText(companion, 'por número');
    await line.heard('por número');
    await line.channel.send({ kind: 'wa_lid', value: ana.lid }, outgoing({ text: 'Hola' }, { key: 'k' }));
    const names = [ana.phone, line.account, ana.lidUser, owner.phone, owner.lidUser, '5512345678'];
    for (const name of names) expect(bytes()).not.toContain(name);
    await line.channel.stop();
    for (const name of names) expect(bytes()).not.toContain(name);
    expect(bytes().length).toBeGreaterThan(10_000);
    line.open();
  });

  test('what an older version stored is still found, and no longer stands there in clear', async () => {
    await line.channel.stop();
    const db = new Database(line.authFile);
    db.prepare('DELETE FROM entries').run();
    db.prepare('INSERT INTO entries VALUES (?, ?)').run('session/111222333444555.0', vault.seal('"kept"'));
    db.pragma('user_version = 1');
    db.close();
    expect(bytes()).toContain('111222333444555');
    const store = openAuthStore(line.authFile, vault);
    const { keys } = store.load();
    expect(await keys.get('session', ['111222333444555.0'])).toEqual({ '111222333444555.0': 'kept' });
    store.close();
    expect(bytes()).not.toContain('111222333444555');
    line.open();
  });

  test('a code that nobody typed pairs nothing', async () => {
    await line.channel.stop();
    line.open({}, line.owner.phone);
    await line.channel.start(line.host);
    await line.pairings.waitFor((one) => 'code' in one);
    await line.channel.stop();
    const store = openAuthStore(line.authFile, vault);
    expect(store.number()).toBeUndefined();
    expect(store.load().creds.me).toBeUndefined();
    store.close();
    line.open();
  });
});

describe('what it tells', () => {
  test('a damaged file is not taken for one with another key, nor for one in use', async () => {
    await line.channel.stop();
    writeFileSync(line.authFile, 'no database at all'.repeat(1000));
    expect(() => openAuthStore(line.authFile, vault)).toThrow('is damaged or cannot be read (SQLITE_NOTADB)');
    writeFileSync(line.authFile, '');
    line.open();
    expect(() => openAuthStore(line.authFile, vault)).toThrow(AccountInUse);
  });
});

describe('when it fails', () => {
  const full = () => Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  const alarm = 'The keys of WhatsApp cannot be stored: SQLITE_FULL; its messages wait.';

  /** Pairs, and starts anew on a store of which `spoil` makes another. */
  async function startSpoilt(spoil: (store: AuthStore) => AuthStore) {
    const companion = await line.pair();
    await line.channel.stop();
    const before = line.ready.all.length;
    line.open({}, undefined, spoil);
    await line.channel.start(line.host);
    return { companion, up: () => line.ready.waitFor(() => line.ready.all.length > before) };
  }

  test.each(['saveCreds', 'load'] as const)('in %s: it comes back, with one alarm', async (method) => {
    let failures = 3;
    const { companion, up } = await startSpoilt((store) => ({
      ...store,
      [method](...given: Parameters<AuthStore['saveCreds']>) {
        if (failures-- > 0) throw full();
        return (store[method] as (...given: unknown[]) => unknown)(...given);
      },
    }));
    await up();
    expect(line.alarms.all).toEqual([alarm]);
    await line.ana.sendText(companion, 'hola');
    await line.heard('hola');
    expect(line.channel.state()).toBe('open');
  });

  test('in the keys of a conversation: the message comes again, and nothing is lost', async () => {
    let failing = false;
    const { companion, up } = await startSpoilt((store) => ({
      ...store,
      load() {
        const { creds, keys } = store.load();
        const set: typeof keys.set = (data) => {
          if (!failing) return keys.set(data);
          failing = false;
          throw full();
        };
        return { creds, keys: { ...keys, set } };
      },
    }));
    await up();
    await line.ana.sendText(companion, 'antes');
    await line.heard('antes');
    failing = true;
    await line.ana.sendText(companion, 'a pesar de todo');
    await line.heard('a pesar de todo');
    expect(line.alarms.all).toEqual([alarm]);
    await line.ana.sendText(companion, 'después');
    await line.heard('después');
  });
});
