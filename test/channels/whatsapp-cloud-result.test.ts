/** WhatsApp outwards: what each answer, each later status, or silence means for delivery. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createWhatsappCloud } from '../../src/channels/whatsapp-cloud/whatsapp-cloud.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { whatsappCloudTexts } from '../../src/open-channels.ts';
import { createPauses, type Pauses } from '../testkit/bot-api/host.ts';
import { type Bench, openBench } from '../testkit/cloud-api/bench.ts';
import { APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN } from '../testkit/cloud-api/cloud-api.ts';
import type { Phone } from '../testkit/cloud-api/phone.ts';
import { outgoing } from '../testkit/outgoing.ts';
import { localizer } from '../world.ts';

let bench: Bench;
let pauses: Pauses;
let ana: Phone;
const hola: Reply = { text: 'hola' };
const KEY = 'key-of-the-message-0001';

beforeEach(async () => {
  pauses = createPauses();
  bench = await openBench({ timing: { wait: pauses.wait, requestMs: 400 } });
  ana = bench.api.phone({ number: '5215512345678', bsuid: 'MX.1001' });
});

afterEach(() => bench.close());

const codes: [number, object][] = [
  [131026, { outcome: 'unreachable', reason: '131026, undeliverable' }],
  [131047, { outcome: 'needs-template' }],
  [131048, { outcome: 'rejected' }],
  [131049, { outcome: 'rejected' }],
  [130472, { outcome: 'rejected' }],
  [131062, { outcome: 'rejected' }],
  [132001, { outcome: 'rejected' }],
  [130429, { outcome: 'retry', afterMs: 60_000 }],
  [4, { outcome: 'retry', afterMs: 60_000 }],
  [80007, { outcome: 'retry', afterMs: 60_000 }],
  [131056, { outcome: 'retry', afterMs: 6_000 }],
  [131000, { outcome: 'retry', reason: '131000, unknown error' }],
  [131042, { outcome: 'channel-down' }],
  [190, { outcome: 'channel-down' }],
  [10, { outcome: 'channel-down' }],
  [251, { outcome: 'channel-down' }],
  [368, { outcome: 'channel-down' }],
  [131031, { outcome: 'channel-down' }],
  [999999, { outcome: 'rejected', reason: "999999, see Meta's list of error codes" }],
];

describe('fault 9: a code of Meta, at once or later, has its own meaning', () => {
  test.each(codes)('%i in the answer, and nothing of Meta words in the reason', async (code, result) => {
    bench.api.failNext('messages', code, code === 190 ? 401 : 400);
    const given = await bench.send(ana, hola);
    expect(given).toMatchObject(result);
    expect(JSON.stringify(given)).not.toContain('5512345678');
    expect(ana.messages()).toHaveLength(0);
  });

  test.each(codes)('%i by a later status', async (code, result) => {
    bench.api.failLater(code);
    const sent = await bench.send(ana, hola);
    expect(sent).toMatchObject({ outcome: 'sent' });
    const { ref, receipt } = await bench.host.receipts.next();
    expect(sent).toEqual({ outcome: 'sent', ref });
    expect(receipt).toMatchObject({ status: 'refused', result });
    expect(JSON.stringify(receipt)).not.toContain('5512345678');
    await bench.api.webhooks.drained();
  });

  test('that is missing from a failed status is a rejection', async () => {
    await bench.api.status('wamid.out1', 'failed');
    const result = { outcome: 'rejected', reason: 'no code was given' };
    expect((await bench.host.receipts.next()).receipt).toEqual({ status: 'refused', result });
  });
});

describe('an answer without a code that is known', () => {
  test.each<[number, object]>([
    [500, { outcome: 'retry', reason: 'HTTP 500' }],
    [502, { outcome: 'retry' }],
    [504, { outcome: 'unconfirmed' }],
    [429, { outcome: 'retry', afterMs: 60_000 }],
    [401, { outcome: 'channel-down', reason: 'HTTP 401' }],
    [404, { outcome: 'rejected', reason: 'HTTP 404' }],
    [200, { outcome: 'unconfirmed' }],
  ])('a page with HTTP %i', async (status, result) => {
    bench.api.pageNext('messages', status);
    expect(await bench.send(ana, hola)).toMatchObject(result);
  });

  test('a number that the token may no longer use stops the channel, and no message is lost', async () => {
    bench.api.failNext('messages', 100);
    expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'channel-down' });
    expect(bench.channel.ready?.()).toBe(false);
  });

  test('an unknown code with HTTP 500 may be tried again', async () => {
    bench.api.failNext('messages', 999999, 500);
    expect(await bench.send(ana, hola)).toEqual({ outcome: 'retry', reason: 'HTTP 500, code 999999' });
  });

  test('fault 10: a line that broke after the request left, or silence, is unconfirmed; its statuses find it by its key', async () => {
    bench.api.dropAfterAccept('messages');
    const lost = await bench.send(ana, { text: 'palabra privada' });
    expect(lost).toMatchObject({ outcome: 'unconfirmed', ref: KEY });
    expect(JSON.stringify(lost)).not.toContain('palabra');
    const { wamid } = await ana.next();
    await bench.api.status(wamid, 'delivered');
    const told = [await bench.host.receipts.next(), await bench.host.receipts.next()];
    expect(told.map(({ ref }) => ref)).toEqual([wamid, KEY]);
    bench.api.stallNext('messages');
    expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'unconfirmed', reason: 'no answer: TimeoutError' });
  });

  test('nobody listens: nothing left', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const secrets = { token: TOKEN, appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN };
    const apiRoot = `http://127.0.0.1:${port}/v25.0`;
    const texts = whatsappCloudTexts(localizer);
    const channel = createWhatsappCloud({ phoneId: PHONE_ID, ...secrets, apiRoot, perSecond: 80, texts });
    const to = { kind: 'wa_pn', value: '5215512345678' } as const;
    expect(await channel.send(to, outgoing(hola))).toEqual({ outcome: 'retry', reason: 'not reached: ECONNREFUSED' });
    await channel.start(bench.host);
    expect(await bench.host.alarms.next()).toContain('cannot be reached');
    expect(channel.ready?.()).toBe(true);
    await channel.stop();
  });

  test('after the stop nothing leaves, and delivery keeps it', async () => {
    await bench.channel.stop();
    expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'retry' });
    expect(bench.api.requests).toEqual([]);
  });
});

describe('a stop', () => {
  beforeEach(async () => {
    await bench.close();
    bench = await openBench({ timing: { wait: pauses.wait, stopMs: 50 } });
    ana = bench.api.phone({ number: '5215512345678', bsuid: 'MX.1001' });
  });

  test('breaks a request that gets no answer: what it carried is unconfirmed', async () => {
    bench.api.stallNext('messages');
    const sending = bench.send(ana, hola);
    await vi.waitFor(() => expect(bench.api.requests).toHaveLength(1));
    await bench.channel.stop();
    expect(await sending).toEqual({ outcome: 'unconfirmed', reason: 'no answer: AbortError', ref: KEY });
  });

  test('waits for a request that gets its answer', async () => {
    const sending = bench.send(ana, hola);
    await ana.next();
    await bench.channel.stop();
    expect(await sending).toMatchObject({ outcome: 'sent' });
  });
});

describe('an upload', () => {
  const image = { name: 'mapa.png', mime: 'image/png', data: 'UE5H' };

  test('whose answer was lost is done again: nobody has got anything', async () => {
    bench.api.dropAfterAccept('media');
    expect(await bench.send(ana, { text: 'Mire', image })).toMatchObject({ outcome: 'retry' });
    expect(bench.api.requests).toEqual([]);
  });

  test('that is refused is refused', async () => {
    bench.api.failNext('media', 131053);
    expect(await bench.send(ana, { text: 'Mire', image })).toMatchObject({ outcome: 'rejected' });
    bench.api.failNext('media', 190, 401);
    expect(await bench.send(ana, { text: 'Mire', image })).toMatchObject({ outcome: 'channel-down' });
    expect(bench.channel.ready?.()).toBe(false);
  });
});

describe('statuses', () => {
  test('fault 12: delivered and read are told, sent is not; in any order and twice', async () => {
    for (const status of ['read', 'sent', 'delivered', 'read', 'played', 'deleted'])
      await bench.api.status('wamid.out5', status);
    expect(bench.host.receipts.waiting).toBe(3);
    const told = [await bench.host.receipts.next(), await bench.host.receipts.next(), await bench.host.receipts.next()];
    expect(told.map(({ receipt }) => receipt.status)).toEqual(['read', 'delivered', 'read']);
  });

  test('of the earlier messages of a reply are passed over', async () => {
    const sent = await bench.send(ana, { text: `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}` });
    const [first, second] = ana.messages();
    expect(sent).toEqual({ outcome: 'sent', ref: second?.wamid });
    await bench.api.status(first?.wamid ?? '', 'delivered');
    await bench.api.status(second?.wamid ?? '', 'delivered');
    expect((await bench.host.receipts.next()).ref).toBe(second?.wamid);
    expect([bench.host.receipts.waiting, bench.host.alarms.waiting]).toEqual([0, 0]);
  });

  test('that refuse an earlier message of a reply are told to the operator, once', async () => {
    await bench.send(ana, { text: `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}` });
    const [first] = ana.messages();
    for (let times = 0; times < 2; times++) await bench.api.status(first?.wamid ?? '', 'failed', 131026);
    const alarm = await bench.host.alarms.next();
    expect(alarm).toContain('131026');
    expect(alarm).not.toContain('5512345678');
    expect([bench.host.receipts.waiting, bench.host.alarms.waiting]).toEqual([0, 0]);
  });
});

describe('a reply of several messages', () => {
  const long: Reply = { text: `${'a'.repeat(4000)}\n\n${'b'.repeat(4000)}` };

  async function sendWithFault(code: number, status?: number) {
    const sending = bench.send(ana, long);
    await ana.next();
    bench.api.failNext('messages', code, status);
    return await sending;
  }

  test('goes on where it was put off, after as long as Meta wants', async () => {
    const sending = sendWithFault(131056);
    const pause = await pauses.next();
    expect(pause.ms).toBe(6000);
    pause.end();
    expect(await sending).toMatchObject({ outcome: 'sent' });
    expect(ana.messages().map(({ text }) => text.charAt(0))).toEqual(['a', 'b']);
  });

  test('past its patience it is unconfirmed: a retry would repeat the first message', async () => {
    const sending = sendWithFault(130429);
    const pause = await pauses.next();
    bench.api.failNext('messages', 130429);
    pause.end();
    expect(await sending).toMatchObject({ outcome: 'unconfirmed', reason: expect.stringContaining('message 2 of 2') });
    expect(ana.messages()).toHaveLength(1);
  });

  test('what is final for the second message is final', async () => {
    expect(await sendWithFault(131026)).toMatchObject({ outcome: 'unreachable' });
    expect(await sendWithFault(131047)).toMatchObject({ outcome: 'unconfirmed' });
    expect(await sendWithFault(190, 401)).toMatchObject({ outcome: 'unconfirmed' });
  });

  test('stopping ends the wait', async () => {
    const sending = sendWithFault(131000, 500);
    await pauses.next();
    await bench.channel.stop();
    expect(await sending).toMatchObject({ outcome: 'unconfirmed' });
  });
});

describe('haste', () => {
  test('messages leave as far apart as the number may send, whoever they are for', async () => {
    await bench.close();
    bench = await openBench({ timing: { wait: pauses.wait, now: () => 0 } });
    ana = bench.api.phone({ number: '5215512345678' });
    const luis = bench.api.phone({ number: '525598765432' });
    const sending = [bench.send(ana, hola), bench.send(luis, hola), bench.send(ana, hola)];
    const waits = [await pauses.next(), await pauses.next()];
    expect(waits.map(({ ms }) => ms)).toEqual([12.5, 25]);
    await sending[0];
    expect(bench.api.requests).toHaveLength(1);
    for (const wait of waits) wait.end();
    for (const result of await Promise.all(sending)) expect(result).toMatchObject({ outcome: 'sent' });
  });

  test('a second reply within six seconds is simply sent', async () => {
    await bench.send(ana, hola);
    expect(await bench.send(ana, hola)).toMatchObject({ outcome: 'sent' });
  });
});
