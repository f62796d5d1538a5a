/** Telegram by webhook, through an HTTP server as the program mounts it. */

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { createHost, type TestHost } from '../testkit/bot-api/host.ts';
import { telegramTexts, toTelegram } from '../testkit/outgoing.ts';

const token = '7000:test-token_of-the-bot-AAAAAAAAAA';
const secret = 'secreto_de-prueba';
let api: BotApi;
let host: TestHost;
let telegram: Telegram;
let url: string;
let closeSite: () => Promise<void>;

beforeEach(async () => {
  api = await startBotApi({ token });
  host = createHost();
  const app = new Hono();
  app.post('/telegram/webhook', async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    return c.body(null, await telegram.handleUpdate(body, c.req.header('x-telegram-bot-api-secret-token')));
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  const site = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port));
  closeSite = () => new Promise((done) => site.close(() => done()));
  url = `http://127.0.0.1:${await promise}/telegram/webhook`;
  telegram = createTelegram({ token, texts: telegramTexts, apiRoot: api.root, webhook: { url, secret } });
});

afterEach(async () => {
  await telegram.stop();
  await api.close();
  await closeSite();
});

async function post(body: unknown, header?: string): Promise<number> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (header !== undefined) headers['x-telegram-bot-api-secret-token'] = header;
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(await response.text()).toBe('');
  return response.status;
}

test('is registered with its secret and the wanted updates', async () => {
  await telegram.start(host);
  expect(await api.called('setWebhook')).toEqual({
    url,
    secret_token: secret,
    allowed_updates: ['message', 'callback_query', 'my_chat_member'],
  });
});

test('a message is answered with 200 when its turn is committed, not before', async () => {
  await telegram.start(host);
  const release = host.hold();
  api.user(501).text('hola');
  expect((await host.inbound.next()).content).toEqual({ type: 'text', text: 'hola' });
  expect(api.updates.pending).toBe(1);
  release();
  await api.updates.drained();
});

test('what was not stored is sent again, and told once', async () => {
  await telegram.start(host);
  host.failNext(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }));
  host.failNext(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }));
  api.user(501).text('hola');
  const first = await host.inbound.next();
  expect(await host.inbound.next()).toEqual(first);
  expect(await host.inbound.next()).toEqual(first);
  await api.updates.drained();
  expect(await host.alarms.next()).toContain('SQLITE_FULL');
  expect(host.alarms.waiting).toBe(0);
  expect(api.updates.info().last_error_message).toContain('500');
});

test('the same update twice reaches the program twice with the same id', async () => {
  await telegram.start(host);
  api.user(501).text('hola');
  const first = await host.inbound.next();
  api.duplicateUpdate();
  expect(await host.inbound.next()).toEqual(first);
});

test('a tap is answered and counts', async () => {
  await telegram.start(host);
  const ana = api.user(501);
  await telegram.send(...toTelegram('501', { text: '¿Irá?', choices: [{ id: '3:1', label: 'No' }] }));
  ana.tap('No');
  await api.called('answerCallbackQuery');
  expect((await host.inbound.next()).content).toEqual({ type: 'choice', id: '3:1' });
});

test('without the secret nothing is taken in', async () => {
  await telegram.start(host);
  const room = { id: 501, type: 'private', first_name: 'Ana' };
  const from = { id: 501, is_bot: false, first_name: 'Ana' };
  const update = { update_id: 1, message: { message_id: 1, date: 0, chat: room, from, text: 'hola' } };
  expect(await post(update)).toBe(401);
  expect(await post(update, 'otro')).toBe(401);
  expect(await post(update, `${secret}x`)).toBe(401);
  expect(host.inbound.waiting).toBe(0);
  expect(await post(update, secret)).toBe(200);
  expect(host.inbound.waiting).toBe(1);
});

test.each([['text'], [null], [[]], [{}], [{ update_id: 'x' }]])('%o is not an update', async (body) => {
  await telegram.start(host);
  expect(await post(body, secret)).toBe(400);
});

test('before the start and after the stop Telegram is asked to come again', async () => {
  expect(await post({ update_id: 1 }, secret)).toBe(503);
  await telegram.start(host);
  expect(await post({ update_id: 1 }, secret)).toBe(200);
  await telegram.stop();
  expect(await post({ update_id: 1 }, secret)).toBe(503);
});

test('stopping waits for the turn under way', async () => {
  await telegram.start(host);
  const release = host.hold();
  api.user(501).text('hola');
  await host.inbound.next();
  const order: string[] = [];
  const stopped = telegram.stop().then(() => order.push('stopped'));
  await new Promise((resolve) => setImmediate(resolve));
  order.push('committed');
  release();
  await stopped;
  expect(order).toEqual(['committed', 'stopped']);
  await api.updates.drained();
});

test('a channel that polls takes no webhook', async () => {
  const polling = createTelegram({ token, texts: telegramTexts, apiRoot: api.root });
  expect(await polling.handleUpdate({ update_id: 1 }, secret)).toBe(401);
  expect(await polling.handleUpdate({ update_id: 1 }, undefined)).toBe(401);
});
