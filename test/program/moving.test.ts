/** The bot moves to another machine: people and answers go along, nothing is sent twice, WhatsApp's keys stay behind. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqlite } from '../../db/sqlite.ts';
import { openAuthStore } from '../../src/channels/whatsapp-web/auth-store.ts';
import { pairPhone } from '../../src/channels/whatsapp-web/pair.ts';
import { loadConfig } from '../../src/config.ts';
import { createVault } from '../../src/domain/people/vault.ts';
import { start } from '../../src/main.ts';
import { runCli } from '../testkit/cli.ts';
import type { Companion } from '../testkit/whatsapp-web/companion.ts';
import { WhatsappTown } from '../testkit/whatsapp-web/town.ts';

let town: WhatsappTown;
/** The second machine. */
let folder: string;

beforeEach(async () => {
  town = await WhatsappTown.open();
  folder = mkdtempSync(join(tmpdir(), 'asamblea-second-'));
});
afterEach(async () => {
  await town.close();
  rmSync(folder, { recursive: true });
});

const there = () => ({ DATABASE_URL: `file:${join(folder, 'bot.db')}` });

/** Somebody's answer that has not gone out when the bot is stopped. */
async function leaveWaiting(text: string): Promise<void> {
  await town.town.look((store) =>
    store.run(async ({ db, tables: { outbox, conversations } }) => {
      const [known] = await db.select().from(conversations);
      if (!known) throw new Error('Nobody has written.');
      const { id: conversationId, personId, channel, updatedAt: at } = known;
      const times = { deadline: at, notBefore: at, createdAt: at };
      await db
        .insert(outbox)
        .values({ conversationId, personId, channel, kind: 'answer', priority: 0, reply: { text }, ...times });
    }),
  );
}

/** Links the new machine as WhatsApp's phone shows it: a second device, with keys of its own. */
async function pairAnew(): Promise<Companion> {
  const env = town.env(there());
  const store = openAuthStore(`${join(folder, 'bot.db')}.whatsapp-web`, createVault(env.DATA_KEY ?? ''));
  let companion: Companion | undefined;
  await pairPhone({
    store,
    url: town.server.url,
    onPairing(pairing) {
      if ('qr' in pairing && !companion) companion = town.server.scanQr(town.companion.owner, String(pairing.qr));
    },
  });
  store.close();
  if (!companion) throw new Error('Nothing was paired.');
  await town.server.pushEmptyHistory(companion);
  return companion;
}

it('by stop, backup, restore and pairing anew', { timeout: 60_000 }, async () => {
  const before = await town.start();
  await town.ask(town.ana, 'umf loreto');
  await town.ask(town.ana, 'sí voy');
  expect(await town.ask(town.ana, '2')).toContain('con 2 personas más');
  await before.stop();
  await leaveWaiting('Esto esperaba.');

  const copy = join(folder, 'copy.db');
  expect(await runCli(town.env(), 'backup', copy)).toMatchObject({ code: 0 });
  const restored = await runCli(town.env(there()), 'restore', copy);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.stdout).toContain('go out when the bot starts: 1.');
  expect(restored.stdout).toContain('pair it anew');

  // The keys of the first machine are nowhere on the second one.
  expect(readdirSync(folder).filter((name) => name.includes('whatsapp'))).toEqual([]);
  const keys = new Database(`${town.town.file}.whatsapp-web`, { readonly: true });
  const secrets = keys.prepare<[], string>('SELECT value FROM entries').pluck().all();
  keys.close();
  expect(secrets.length).toBeGreaterThan(5);
  for (const file of ['copy.db', 'bot.db']) {
    const bytes = readFileSync(join(folder, file), 'latin1');
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  }
  expect((await runCli(town.env(there()), 'whatsapp', 'status')).stdout).toContain('No phone is paired');

  town.server.unlink(town.companion);
  const companion = await pairAnew();
  const told = town.ana.inbox.length;
  const after = await start(loadConfig(town.env(there())));
  await town.ana.waitFor(({ text }) => text === 'Esto esperaba.', 15_000);
  await town.ana.sendText(companion, 'ya no voy');
  await town.ana.waitFor(({ text }) => text?.includes('usted no irá') === true, 15_000);
  await after.stop();

  expect(town.ana.inbox).toHaveLength(told + 2);
  expect(new Set(town.ana.inbox.map(({ id }) => id)).size).toBe(town.ana.inbox.length);
  const store = openSqlite(join(folder, 'bot.db'));
  const { people, rsvps, outbox } = await store.run(async ({ db, tables }) => ({
    people: await db.select().from(tables.people),
    rsvps: await db.select().from(tables.rsvps),
    outbox: await db.select().from(tables.outbox),
  }));
  await store.close();
  expect(people).toHaveLength(1);
  expect(rsvps).toMatchObject([{ answer: 'no' }]);
  expect(outbox.filter(({ status }) => status !== 'sent')).toEqual([]);
});

it('not with another key, and not while the bot runs there', { timeout: 60_000 }, async () => {
  const before = await town.start();
  await town.ask(town.ana, 'umf loreto');
  await before.stop();
  const copy = join(folder, 'copy.db');
  await runCli(town.env(), 'backup', copy);
  const strange = await runCli(town.env({ ...there(), DATA_KEY: 'd4'.repeat(32) }), 'restore', copy);
  expect(strange).toMatchObject({ code: 1, stderr: expect.stringContaining('DATA_KEY is not the key of this backup') });
  expect(existsSync(join(folder, 'bot.db'))).toBe(false);

  const again = await town.start();
  const running = await runCli(town.env(), 'restore', copy);
  expect(running).toMatchObject({ code: 1, stderr: expect.stringContaining('Stop it first') });
  expect(await town.ask(town.ana, 'sí voy')).toContain('¿Cuántas');
  await again.stop();
});
