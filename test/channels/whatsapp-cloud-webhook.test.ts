/** WhatsApp's webhook: who may post, and what the answer promises. */

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openBench } from '../testkit/cloud-api/bench.ts';
import { VERIFY_TOKEN } from '../testkit/cloud-api/cloud-api.ts';
import type { Phone } from '../testkit/cloud-api/phone.ts';
import { escaped } from '../testkit/cloud-api/webhooks.ts';

let bench: Bench;
let ana: Phone;
let luis: Phone;

beforeEach(async () => {
  bench = await openBench();
  ana = bench.api.phone({ number: '5215512345678', bsuid: 'MX.1001' });
  luis = bench.api.phone({ number: '525598765432', bsuid: 'MX.1002' });
});

afterEach(() => bench.close());

const textIn = async () => {
  const { content } = await bench.host.inbound.next();
  return content.type === 'text' ? content.text : content.type;
};

describe('the handshake', () => {
  const ask = (query: Record<string, string>) => fetch(`${bench.url}?${new URLSearchParams(query)}`);
  const right = { 'hub.mode': 'subscribe', 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '<b>1158201444</b>' };

  test('is answered with the challenge as plain text', async () => {
    const response = await ask(right);
    expect([response.status, await response.text()]).toEqual([200, '<b>1158201444</b>']);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test.each([
    { 'hub.verify_token': 'otra' },
    { 'hub.verify_token': '' },
    { 'hub.mode': 'unsubscribe' },
  ])('with %o it is refused', async (wrong) => {
    const response = await ask({ ...right, ...wrong });
    expect([response.status, await response.text()]).toEqual([403, '']);
  });

  test('without anything it is refused', async () => {
    expect((await ask({})).status).toBe(403);
  });
});

describe('a notification', () => {
  const note = escaped({ object: 'whatsapp_business_account', entry: [] });

  test('fault 19: without the right signature is refused, and nothing is stored', async () => {
    const { raw } = bench.api.webhooks;
    const wrong = ['', 'sha256=', 'sha256=00', `sha256=${'0'.repeat(64)}`, `sha1=${'0'.repeat(64)}`];
    for (const signature of wrong) expect(await raw(note, signature)).toBe(401);
    const unsigned = await fetch(bench.url, { method: 'POST', body: note });
    expect([unsigned.status, await unsigned.text()]).toEqual([401, '']);
    expect(await raw(note)).toBe(200);
    expect(bench.host.inbound.waiting).toBe(0);
  });

  test('with accents is signed over its very bytes', async () => {
    await ana.says('¿Cuándo es la asamblea? 🌵 https://x/y');
    expect(await textIn()).toBe('¿Cuándo es la asamblea? 🌵 https://x/y');
    expect(bench.api.webhooks.answers).toEqual([200]);
  });

  test('that is not one is refused', async () => {
    for (const body of ['', 'hola', '[]', '7', '{}', '{"entry":7}', '{"entry":[7]}'])
      expect(await bench.api.webhooks.raw(body)).toBe(400);
    expect(await bench.api.webhooks.raw(new Uint8Array([0xff, 0xfe]))).toBe(400);
  });

  test('fault 19: a notification may have 3 MB and no more, also when it does not say how long it is', async () => {
    const { raw } = bench.api.webhooks;
    const room = 3 * 1024 * 1024 - note.length;
    expect(await raw(note + ' '.repeat(room))).toBe(200);
    expect(await raw(note + ' '.repeat(room + 1))).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 4; part++) controller.enqueue(randomBytes(1024 * 1024));
        controller.close();
      },
    });
    const chunked = await fetch(bench.url, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect(chunked.status).toBe(413);
  });

  test('of fields that are not messages needs nothing', async () => {
    const changes = [{ field: 'message_template_status_update', value: { event: 'APPROVED' } }];
    expect(await bench.api.webhooks.raw(escaped({ entry: [{ id: '1', changes }, { id: '2' }] }))).toBe(200);
    expect(bench.host.alarms.waiting).toBe(0);
  });

  test('with a message of no known form gives the others, and one alarm', async () => {
    const known = { from: '525512345678', id: 'wamid.1', type: 'text', text: { body: 'hola' } };
    await bench.api.webhooks.post({ messages: [7, null, { id: 'x' }, known] as object[] });
    await bench.api.webhooks.post({ messages: [{}], statuses: [{ id: 'wamid.9' }] });
    expect(await textIn()).toBe('hola');
    expect(await bench.host.alarms.next()).toContain('unknown form');
    expect(bench.host.alarms.waiting).toBe(0);
  });

  test('fault 19: a notification for another number is passed over, and told once', async () => {
    const value = {
      metadata: { phone_number_id: '999999999' },
      messages: [{ from: '525512345678', id: 'wamid.1', type: 'text', text: { body: 'hola' } }],
      statuses: [{ id: 'wamid.out1', status: 'delivered' }],
    };
    const body = escaped({ entry: [{ id: '1', changes: [{ field: 'messages', value }] }] });
    expect(await bench.api.webhooks.raw(body)).toBe(200);
    expect(await bench.api.webhooks.raw(body)).toBe(200);
    expect(await bench.host.alarms.next()).toContain('WHATSAPP_CLOUD_PHONE_ID');
    expect([bench.host.alarms.waiting, bench.host.inbound.waiting, bench.host.receipts.waiting]).toEqual([0, 0, 0]);
  });
});

describe('a batch', () => {
  test("gives every message and status of every entry and change; one person's in order, people side by side", async () => {
    const release = bench.host.hold();
    const taken = bench.api.webhooks.batch(() => {
      void ana.says('uno');
      void luis.says('hola');
      void ana.says('dos');
      void bench.api.status('wamid.out7', 'delivered');
      void ana.says('tres');
    });
    // While the first turns are open, of each person one message is in.
    expect([await textIn(), await textIn()].sort()).toEqual(['hola', 'uno']);
    expect(bench.host.inbound.waiting).toBe(0);
    expect(bench.api.webhooks.answers).toEqual([]);
    release();
    await taken;
    expect([await textIn(), await textIn()]).toEqual(['dos', 'tres']);
    expect(await bench.host.receipts.next()).toEqual({ ref: 'wamid.out7', receipt: { status: 'delivered' } });
    expect(bench.api.webhooks.answers).toEqual([200]);
  });

  test('keeps the order of a person who is named by number here and by user id there', async () => {
    const release = bench.host.hold();
    const says = (who: object, body: string) => ({ ...who, id: `wamid.${body}`, type: 'text', text: { body } });
    const number = { from: '5215512345678' };
    const both = { ...number, from_user_id: 'MX.1001' };
    const taken = bench.api.webhooks.post(
      { messages: [says(number, 'uno')] },
      { messages: [says(both, 'dos')] },
      { messages: [says({ from_user_id: 'MX.1001' }, 'tres')] },
    );
    expect(await textIn()).toBe('uno');
    expect(bench.host.inbound.waiting).toBe(0);
    release();
    await taken;
    expect([await textIn(), await textIn()]).toEqual(['dos', 'tres']);
  });

  test('fault 23: a batch of which one message is not stored comes again whole, and holds back what that person said after it', async () => {
    bench.host.failNext(Object.assign(new Error('x'), { code: 'SQLITE_FULL' }), 'uno');
    await bench.api.webhooks.batch(() => {
      void ana.says('uno');
      void ana.says('dos');
      void luis.says('hola');
    });
    expect(bench.api.webhooks.answers).toEqual([500, 200]);
    const first = [await textIn(), await textIn()];
    expect(first.sort()).toEqual(['hola', 'uno']);
    expect([await textIn(), await textIn(), await textIn()].sort()).toEqual(['dos', 'hola', 'uno']);
    expect(await bench.host.alarms.next()).toContain('not stored');
    expect(bench.host.alarms.waiting).toBe(0);
  });
});

describe('acknowledging', () => {
  test('waits for the turn to be committed', async () => {
    const release = bench.host.hold();
    const said = ana.says('hola');
    await bench.host.inbound.next();
    expect(bench.api.webhooks.answers).toEqual([]);
    release();
    await said;
    expect(bench.api.webhooks.answers).toEqual([200]);
  });

  test('is refused for a receipt that was not stored', async () => {
    bench.host.failReceipt();
    await bench.api.status('wamid.out7', 'read');
    expect(bench.api.webhooks.answers).toEqual([500, 200]);
  });

  test('fault 1: the same notification for days brings the same message, by the same id', async () => {
    await ana.says('hola');
    const first = await bench.host.inbound.next();
    for (let day = 0; day < 7; day++) {
      expect(await bench.api.webhooks.redeliver()).toBe(200);
      expect(await bench.host.inbound.next()).toEqual(first);
    }
  });

  test('before the start and after the stop Meta is asked to come again', async () => {
    await bench.channel.stop();
    await bench.close();
    bench = await openBench({ start: false });
    const note = escaped({ entry: [] });
    expect(await bench.api.webhooks.raw(note)).toBe(503);
    await bench.channel.start(bench.host);
    expect(await bench.api.webhooks.raw(note)).toBe(200);
    await bench.channel.stop();
    expect(await bench.api.webhooks.raw(note)).toBe(503);
    expect(await bench.api.webhooks.raw(note, 'sha256=00')).toBe(401);
  });

  test('stopping waits for the turn under way', async () => {
    const release = bench.host.hold();
    const said = ana.says('hola');
    await bench.host.inbound.next();
    const order: string[] = [];
    const stopped = bench.channel.stop().then(() => order.push('stopped'));
    await new Promise((resolve) => setImmediate(resolve));
    order.push('committed');
    release();
    await Promise.all([stopped, said]);
    expect(order).toEqual(['committed', 'stopped']);
  });
});
