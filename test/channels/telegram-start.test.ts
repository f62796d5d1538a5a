/** Telegram at the start and through outages: what stops the program, what is tried again, what the operator hears. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { createHost, createPauses, type Pauses, type TestHost } from '../testkit/bot-api/host.ts';
import { telegramTexts } from '../testkit/outgoing.ts';

const token = '7000:test-token_of-the-bot-AAAAAAAAAA';
let api: BotApi;
let host: TestHost;
let pauses: Pauses;
let open: Telegram[];
let logged: string[];

beforeEach(async () => {
  api = await startBotApi({ token });
  host = createHost();
  pauses = createPauses();
  open = [];
  logged = [];
});

afterEach(async () => {
  await Promise.all(open.map((telegram) => telegram.stop()));
  await api.close();
});

function create(options: Partial<Parameters<typeof createTelegram>[0]> = {}): Telegram {
  const log = { info: (fields: object, message: string) => logged.push(`${message} ${JSON.stringify(fields)}`) };
  const telegram = createTelegram({
    token,
    texts: telegramTexts,
    apiRoot: api.root,
    log,
    timing: { wait: pauses.wait },
    ...options,
  });
  open.push(telegram);
  return telegram;
}

const failureOf = (task: Promise<unknown>): Promise<string> => task.then(String, String);

describe('a wrong setting stops the start and names the variable', () => {
  test.each(['', 'secret', '7000', '7000:a b'])('token "%s"', async (wrong) => {
    expect(await failureOf(create({ token: wrong }).start(host))).toMatch(/TELEGRAM_BOT_TOKEN.*@BotFather/);
  });

  test('a token that Telegram does not know', async () => {
    const wrong = '7000:another-token-that-nobody-must-see';
    const failure = await failureOf(create({ token: wrong }).start(host));
    expect(failure).toContain('Telegram does not know this bot (401 Unauthorized). Check TELEGRAM_BOT_TOKEN');
    expect(failure).not.toContain('another-token');
    expect(host.alarms.waiting).toBe(0);
  });

  test('a root that is another web site', async () => {
    const site = createServer((_, response) => response.writeHead(404).end('<h1>no such page</h1>'));
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    const { port } = site.address() as AddressInfo;
    const failure = await failureOf(create({ apiRoot: `http://127.0.0.1:${port}/` }).start(host));
    expect(failure).toMatch(/404 HTTP 404, not an answer of the Bot API.*TELEGRAM_API_ROOT/);
    expect(failure).not.toContain(token);
    site.close();
  });

  test.each(['telegram', 'ftp://example.org', ''])('root "%s"', (apiRoot) => {
    expect(() => create({ apiRoot })).toThrow('TELEGRAM_API_ROOT must be an http(s) address');
  });

  test('a webhook that Telegram does not take', async () => {
    const webhook = { url: 'http://clinica.example/telegram/webhook', secret: 'secreto' };
    const failure = await failureOf(create({ webhook }).start(host));
    expect(failure).toMatch(/An HTTPS URL must be provided.*PUBLIC_URL.*TELEGRAM_WEBHOOK_SECRET/);
  });
});

describe('the start', () => {
  test('knows its account, asks for the wanted updates, takes the webhook away and sets the menu', async () => {
    const telegram = create();
    await telegram.start(host);
    expect(telegram.account).toBe('7000');
    await api.called('deleteWebhook');
    expect(await api.called('getUpdates')).toEqual({
      timeout: 30,
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    });
    const names = ['asamblea', 'clinica', 'programa', 'avisos', 'privacidad', 'ayuda'];
    expect(api.menu().map(({ command }) => command)).toEqual(names);
    expect(api.menu('en').map(({ command }) => command)).toEqual(names);
    expect(api.menu()[0]?.description).toBe('Cuándo y dónde es la asamblea de mi clínica');
    expect(logged).toEqual(['Telegram is connected {"channel":"telegram","account":"7000","mode":"polling"}']);
  });

  test('a menu that cannot be set is an alarm, not an end', async () => {
    api.failNext('setMyCommands', { code: 400, description: 'Bad Request: BOT_COMMAND_INVALID' });
    await create().start(host);
    expect(await host.alarms.next()).toContain('The menu of commands could not be set (400 Bad Request: BOT_COMMAND');
    api.user(501).text('hola');
    await host.inbound.next();
  });

  test('where Telegram cannot be reached it goes on trying, with one alarm and growing pauses', async () => {
    // A port where nobody listens.
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));

    await create({ apiRoot: `http://127.0.0.1:${port}` }).start(host);
    expect(await host.alarms.next()).toContain('cannot be reached (not reached: ECONNREFUSED)');
    const first = await pauses.next();
    first.end();
    const second = await pauses.next();
    expect([first.ms, second.ms]).toEqual([1000, 2000]);
    expect(host.alarms.waiting).toBe(0);
  });

  test('after a failure of the server it connects and polls', async () => {
    api.failNext('getMe', { code: 502 });
    api.failNext('deleteWebhook', { code: 429, retryAfter: 7 });
    await create().start(host);
    (await pauses.next()).end();
    const asked = await pauses.next();
    expect(asked.ms).toBe(7000);
    asked.end();
    api.user(501).text('hola');
    await host.inbound.next();
    expect(logged[0]).toMatch(/^Telegram works again/);
  });

  test('stopping while Telegram cannot be reached ends at once', async () => {
    api.failNext('getMe', { code: 502 });
    const telegram = create();
    await telegram.start(host);
    await telegram.stop();
  });
});

describe('outages of the poll', () => {
  test('another program with the same token: an alarm, a pause, and then on', async () => {
    await create().start(host);
    await api.called('getUpdates');
    const rival = new AbortController();
    const poll = fetch(`${api.root}/bot${token}/getUpdates?timeout=50`, { signal: rival.signal });
    expect(await host.alarms.next()).toMatch(
      /^Another program takes this bot's messages \(409 Conflict: terminated by/,
    );
    rival.abort();
    await poll.catch(() => undefined);
    const pause = await pauses.next();
    expect(pause.ms).toBe(1000);
    pause.end();
    api.user(501).text('hola');
    await host.inbound.next();
  });

  test('a token revoked under way: an alarm that names the variable', async () => {
    api.failNext('getUpdates', { code: 401 });
    await create().start(host);
    const alarm = await host.alarms.next();
    expect(alarm).toContain('Telegram no longer accepts TELEGRAM_BOT_TOKEN (401 Unauthorized)');
    expect(alarm).not.toContain(token);
  });

  test('two failures in a row are everyday life, the third is told', async () => {
    api.failNext('getUpdates', { code: 500 });
    api.pageNext('getUpdates', 502);
    api.dropAfterAccept('getUpdates');
    const telegram = create();
    api.user(501).text('uno');
    await telegram.start(host);
    (await pauses.next()).end();
    (await pauses.next()).end();
    expect(host.alarms.waiting).toBe(0);
    const third = await pauses.next();
    expect(await host.alarms.next()).toContain('cannot be reached (no answer: ECONNRESET)');
    // The answer that was lost on the way comes again, because it was not confirmed.
    third.end();
    expect((await host.inbound.next()).content).toEqual({ type: 'text', text: 'uno' });
  });

  test('waits as long as Telegram asks', async () => {
    api.failNext('getUpdates', { code: 429, retryAfter: 120 });
    await create().start(host);
    expect((await pauses.next()).ms).toBe(120_000);
  });
});
