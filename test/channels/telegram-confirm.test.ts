/** Telegram by long polling: an update is confirmed when it is committed, and comes again when it is not. */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts';
import type { Content } from '../../src/conversation/inbound.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { createHost, createPauses, type Pauses, type TestHost } from '../testkit/bot-api/host.ts';
import type { User } from '../testkit/bot-api/user.ts';
import { telegramTexts } from '../testkit/outgoing.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// A process of its own may take long to begin on a busy machine.
const START_MS = 60_000;
const token = '7000:test-token_of-the-bot-AAAAAAAAAA';
let api: BotApi;
let host: TestHost;
let pauses: Pauses;
let telegram: Telegram;
let ana: User;

beforeEach(async () => {
  api = await startBotApi({ token });
  host = createHost();
  pauses = createPauses();
  telegram = createTelegram({ token, texts: telegramTexts, apiRoot: api.root, timing: { wait: pauses.wait } });
  ana = api.user(501, { language_code: 'es' });
  await telegram.start(host);
});

afterEach(async () => {
  await telegram.stop();
  await api.close();
});

async function arrives(): Promise<Content> {
  return (await host.inbound.next()).content;
}

describe('confirmation', () => {
  test('an update is confirmed only when its turn is committed', async () => {
    const release = host.hold();
    ana.text('uno');
    await host.inbound.next();
    expect(api.updates.pending).toBe(1);
    release();
    await api.updates.drained();
  });

  test('people are handled side by side, one person in order', async () => {
    const luis = api.user(502);
    const hold = host.hold();
    ana.text('espera');
    await host.inbound.next();
    // These three wait on the server and come as one batch.
    ana.text('uno');
    ana.text('dos');
    luis.text('tres');
    hold();
    const release = host.hold();
    const first = [await host.inbound.next(), await host.inbound.next()];
    expect(first.map(({ content }) => content)).toEqual([
      { type: 'text', text: 'uno' },
      { type: 'text', text: 'tres' },
    ]);
    expect(host.inbound.waiting).toBe(0);
    release();
    expect(await arrives()).toEqual({ type: 'text', text: 'dos' });
    await api.updates.drained();
  });

  test('fault 23: what was not stored comes again, after a pause and an alarm without what was written', async () => {
    host.failNext(
      new Error('Failed query: insert … params: hola', {
        cause: Object.assign(new Error('full'), { code: 'SQLITE_FULL' }),
      }),
    );
    ana.text('hola');
    const first = await host.inbound.next();
    const pause = await pauses.next();
    expect(pause.ms).toBe(1000);
    expect(await host.alarms.next()).toBe(
      'A message was not stored and is asked for again: SQLITE_FULL. See the database.',
    );
    expect(api.updates.pending).toBe(1);
    pause.end();
    expect(await host.inbound.next()).toEqual(first);
    await api.updates.drained();
  });

  test('a failure confirms what came before it; the later ones of that person wait their turn', async () => {
    const luis = api.user(502);
    const hold = host.hold();
    ana.text('espera');
    await arrives();
    host.failNext(new Error('locked'), 'uno');
    luis.text('antes');
    ana.text('uno');
    ana.text('dos');
    luis.text('después');
    hold();
    const texts = async (count: number) => {
      const out: Content[] = [];
      while (out.length < count) out.push(await arrives());
      return out.map((content) => (content.type === 'text' ? content.text : content.type));
    };
    expect(await texts(3)).toEqual(['antes', 'uno', 'después']);
    (await pauses.next()).end();
    // What is stored already comes again too: the program knows its id.
    expect((await texts(3)).toSorted()).toEqual(['después', 'dos', 'uno']);
    await api.updates.drained();
    expect(host.inbound.waiting).toBe(0);
  });

  test('pauses grow while the database is broken, and one alarm tells of it', async () => {
    const lengths: number[] = [];
    for (let i = 0; i < 8; i++) host.failNext(new Error('locked'));
    ana.text('hola');
    for (let i = 0; i < 8; i++) {
      const { ms, end } = await pauses.next();
      lengths.push(ms);
      end();
    }
    await api.updates.drained();
    expect(lengths).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(host.inbound.waiting).toBe(9);
    expect(host.alarms.waiting).toBe(1);
  });

  test('after a recovery the next outage is told anew and starts with a short pause', async () => {
    for (const text of ['uno', 'dos']) {
      host.failNext(new Error('locked'));
      ana.text(text);
      const pause = await pauses.next();
      expect(pause.ms).toBe(1000);
      await host.alarms.next();
      pause.end();
      await api.updates.drained();
    }
  });

  test('the same update twice reaches the program twice with the same id', async () => {
    ana.text('hola');
    const first = await host.inbound.next();
    await api.updates.drained();
    api.duplicateUpdate();
    expect(await host.inbound.next()).toEqual(first);
    await api.updates.drained();
  });
});

describe('stopping', () => {
  test('finishes the turn under way, confirms it, and takes no more', async () => {
    const release = host.hold();
    ana.text('uno');
    await host.inbound.next();
    ana.text('dos');
    const stopped = telegram.stop();
    release();
    await stopped;
    expect(api.updates.pending).toBe(1);
    expect(host.inbound.waiting).toBe(0);
  });

  test('does not confirm what was not stored', async () => {
    host.failNext(new Error('locked'));
    ana.text('uno');
    await pauses.next();
    await telegram.stop();
    expect(api.updates.pending).toBe(1);
  });

  test(
    'leaves nothing behind that would keep the process alive',
    async () => {
      const script = `
      import { createTelegram } from './src/channels/telegram/telegram.ts';
      const { promise: arrived, resolve } = Promise.withResolvers();
      const host = { onInbound: async () => resolve(), onReach: async () => {}, onReady: () => {}, onAlarm: () => {} };
      const telegram = createTelegram({ token: '${token}', apiRoot: '${api.root}', texts: () => ({}) });
      await telegram.start(host);
      await telegram.send({ kind: 'tg_user', value: '501' }, { reply: { text: 'hola' } });
      await arrived;
      await telegram.stop();`;
      // The channel of this test must not take the message of the other process.
      await telegram.stop();
      const child = execFile(process.execPath, ['--input-type=module', '--eval', script], { cwd: root });
      await ana.next(START_MS);
      ana.text('hola');
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
    START_MS,
  );
});
