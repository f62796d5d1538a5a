/** When WhatsApp refuses everything: one alarm that says what to do, and how sending begins again. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPauses, type Pauses } from '../testkit/bot-api/host.ts';
import { type Bench, openBench } from '../testkit/cloud-api/bench.ts';
import type { Phone } from '../testkit/cloud-api/phone.ts';

let bench: Bench;
let pauses: Pauses;
let ana: Phone;
const hola = { text: 'hola' };
const ready = () => bench.channel.ready?.();

beforeEach(async () => {
  pauses = createPauses();
  bench = await openBench({ timing: { wait: pauses.wait } });
  ana = bench.api.phone({ number: '5215512345678' });
});

afterEach(() => bench.close());

test.each([
  [190, 'WHATSAPP_CLOUD_TOKEN'],
  [131042, 'means of payment'],
  [368, 'appeal'],
  [131031, 'appeal'],
])('fault 8: code %i stops the channel with one alarm', async (code, whatToDo) => {
  expect(ready()).toBe(true);
  bench.api.failNext('messages', code);
  bench.api.failNext('messages', code);
  await Promise.all([bench.send(ana, hola), bench.send(ana, hola)]);
  expect(ready()).toBe(false);
  const alarm = await bench.host.alarms.next();
  expect(alarm).toContain(whatToDo);
  expect(alarm).not.toContain('5512345678');
  expect(bench.host.alarms.waiting).toBe(0);
});

test('it stops too when the code comes later, by a status', async () => {
  bench.api.failLater(131042);
  await bench.send(ana, hola);
  await bench.host.receipts.next();
  expect(ready()).toBe(false);
  expect(await bench.host.alarms.next()).toContain('131042');
  await bench.api.webhooks.drained();
});

test.each([190, 131042])('after code %i Meta is asked every ten minutes, until it sends again', async (code) => {
  bench.api.failNext('messages', code);
  await bench.send(ana, hola);
  bench.api.setHealth('BLOCKED');
  const first = await pauses.next();
  expect(first.ms).toBe(600_000);
  first.end();
  const second = await pauses.next();
  expect(ready()).toBe(false);
  bench.api.setHealth('AVAILABLE');
  bench.api.failNext('phone', 190, 401);
  second.end();
  const third = await pauses.next();
  expect(ready()).toBe(false);
  third.end();
  await bench.host.readies.next();
  expect(ready()).toBe(true);
  expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'sent' });
});

test('a locked account is not asked again', async () => {
  bench.api.failNext('messages', 131031);
  await bench.send(ana, hola);
  await bench.channel.stop();
  expect(ready()).toBe(false);
  expect(bench.host.readies.waiting).toBe(0);
});

test('an account that is locked while the token is asked for stays out', async () => {
  bench.api.failNext('messages', 190, 401);
  await bench.send(ana, hola);
  const pause = await pauses.next();
  for (const code of [131031, 190]) {
    bench.api.failNext('messages', code);
    await bench.send(ana, hola);
  }
  pause.end();
  await bench.channel.stop();
  expect([ready(), bench.host.readies.waiting]).toEqual([false, 0]);
});

test('the same outage again is told again only after a message has arrived', async () => {
  const fail = async () => {
    bench.api.failNext('messages', 131042);
    await bench.send(ana, hola);
    (await pauses.next()).end();
    await bench.host.readies.next();
  };
  await fail();
  await fail();
  await bench.host.alarms.next();
  expect(bench.host.alarms.waiting).toBe(0);
  await bench.api.status('wamid.out1', 'delivered');
  await fail();
  await bench.host.alarms.next();
});

test('what comes in is taken while nothing goes out', async () => {
  bench.api.failNext('messages', 131031);
  await bench.send(ana, hola);
  await ana.says('hola');
  expect((await bench.host.inbound.next()).content).toEqual({ type: 'text', text: 'hola' });
});

test.each([
  ['WHATSAPP_CLOUD_TOKEN', 190, 401],
  ['WHATSAPP_CLOUD_PHONE_ID', 100, 400],
  ['WHATSAPP_CLOUD_PHONE_ID', 33, 400],
])('the start goes on with a wrong %s, names it, and asks until it is right', async (name, code, status) => {
  await bench.close();
  bench = await openBench({ start: false, timing: { wait: pauses.wait } });
  ana = bench.api.phone({ number: '5215512345678' });
  for (let asked = 0; asked < 2; asked++) bench.api.failNext('phone', code, status);
  await bench.channel.start(bench.host);
  expect(ready()).toBe(false);
  expect(await bench.host.alarms.next()).toContain(name);
  (await pauses.next()).end();
  const second = await pauses.next();
  expect([ready(), bench.host.alarms.waiting]).toEqual([false, 0]);
  second.end();
  await bench.host.readies.next();
  expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'sent' });
});

test('a number that is not there for the token is named when a message is refused for it', async () => {
  bench.api.failNext('messages', 100);
  expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'channel-down' });
  expect(await bench.host.alarms.next()).toContain('WHATSAPP_CLOUD_PHONE_ID');
});

test('the start goes on with a token that may send and not look', async () => {
  await bench.close();
  bench = await openBench({ start: false });
  ana = bench.api.phone({ number: '5215512345678' });
  bench.api.failNext('phone', 10, 403);
  await bench.channel.start(bench.host);
  expect(ready()).toBe(true);
  expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'sent' });
});
