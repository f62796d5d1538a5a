/** A notice to a thousand people, while the program is killed again and again: real grammY, real process, real database. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { LANES } from '../../src/delivery/outbox.ts';
import { queueNotices } from '../../src/domain/notices/queue.ts';
import { createVault } from '../../src/domain/people/vault.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { endAll, spawnProgram, townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';

const TOKEN = '4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const DATA_KEY = 'c3'.repeat(32);
const PEOPLE = 1000;
const FIRST = 10_001;
const AFTER = Date.parse('2099-02-22T00:00:00Z');
const ids = Array.from({ length: PEOPLE }, (_, at) => at + 1);
const userOf = (personId: number) => FIRST + personId - 1;

let api: BotApi;
let town: Awaited<ReturnType<typeof townDatabase>>;

beforeEach(async () => {
  api = await startBotApi({ token: TOKEN });
  town = await townDatabase(async (store) => {
    const assemblyId = await callAssembly(store, { date: '2099-02-21' });
    await settleOnTelegram(store);
    await store.run((tx) =>
      queueNotices(tx, {
        kind: 'change',
        clinicId: 1,
        assemblyId,
        recipients: ids,
        texts: [{ key: 'notice:noAnswer' }],
        // Urgent, so that the night does not hold it back.
        deadline: Date.now() + 3_600_000,
        notBefore: 0,
        expiresAt: AFTER,
        dedupe: (personId) => `broadcast:${personId}`,
        now: 0,
      }),
    );
  });
});

afterEach(async () => {
  endAll();
  await api.close();
  town.remove();
});

async function settleOnTelegram(store: Store): Promise<void> {
  const vault = createVault(DATA_KEY);
  const place = { channel: 'telegram', account: '4242' };
  await store.run(async ({ db, tables }) => {
    await db.insert(tables.people).values(ids.map((id) => ({ id, homeClinicId: 1, createdAt: 0 })));
    const state = { flow: 'menu', version: 1, value: 'resting', context: {}, misses: 0 };
    const standing = { ...place, turn: 1, state, updatedAt: 0 };
    await db.insert(tables.conversations).values(ids.map((id) => ({ id, personId: id, identityId: id, ...standing })));
    await db.insert(tables.identities).values(
      ids.map((id) => ({
        id,
        personId: id,
        conversationId: id,
        kind: 'tg_user' as const,
        lookup: vault.lookup('telegram', '4242', 'tg_user', String(userOf(id))),
        sealed: vault.seal(String(userOf(id))),
        createdAt: 0,
      })),
    );
  });
}

const program = () =>
  spawnProgram({
    ...town.env,
    DATA_KEY,
    OPERATOR_NAME: 'Vecinas de Loreto',
    OPERATOR_CONTACT: '613 135 0000',
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
  });

it('fault 20: interrupted at any point it goes on: nobody is left out, BAJA holds, and twice is told at most who was being told', async () => {
  for (const id of ids) api.user(userOf(id));
  const last = api.user(userOf(PEOPLE));
  const kills = [120, 400, 700];
  let sent = 0;
  for (const killAt of [...kills, Number.POSITIVE_INFINITY]) {
    const running = program();
    await running.url;
    if (killAt === kills[1]) last.text('BAJA');
    while (sent < killAt && (sent < PEOPLE - 1 || told().length < PEOPLE - 1)) {
      await api.called('sendMessage');
      sent += 1;
    }
    await running.end(killAt === Number.POSITIVE_INFINITY ? 'SIGTERM' : 'SIGKILL');
  }
  const copies = ids.slice(0, -1).map((id) => noticesOf(id).length);
  expect(Math.min(...copies)).toBe(1);
  expect(copies.reduce((sum, count) => sum + count - 1, 0)).toBeLessThanOrEqual(kills.length * LANES);
  expect(noticesOf(PEOPLE)).toEqual([]);
});

const noticesOf = (personId: number) =>
  api
    .user(userOf(personId))
    .messages()
    .filter(({ text }) => text?.startsWith('Aviso de Vecinas'));
const told = () => ids.filter((id) => noticesOf(id).length > 0);

it('fault 21: 429 in the middle of it holds back that one person; who writes is answered meanwhile', async () => {
  for (const id of ids) api.user(userOf(id));
  api.failNext('sendMessage', { code: 429, retryAfter: 2 });
  const running = program();
  await running.url;
  api.user(77).text('umf loreto');
  expect((await api.user(77).next()).text).toContain('Asamblea de UMF Loreto');
  for (let sent = 0; sent < PEOPLE || told().length < PEOPLE; sent++) await api.called('sendMessage');
  await running.end('SIGTERM');
  expect(ids.map((id) => noticesOf(id).length)).toEqual(Array(PEOPLE).fill(1));
});
