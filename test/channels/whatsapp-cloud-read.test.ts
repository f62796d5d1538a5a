/** WhatsApp inwards: what each kind of message means, and whose it is. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Content } from '../../src/conversation/inbound.ts';
import { type Bench, openBench } from '../testkit/cloud-api/bench.ts';
import { PHONE_ID } from '../testkit/cloud-api/cloud-api.ts';
import type { Phone } from '../testkit/cloud-api/phone.ts';

let bench: Bench;
let ana: Phone;

beforeEach(async () => {
  bench = await openBench({ timing: { downloadMs: 300 } });
  ana = bench.api.phone({ number: '5215512345678', bsuid: 'MX.1001' });
});

afterEach(() => bench.close());

const content = async () => (await bench.host.inbound.next()).content;
const other: Content = { type: 'unsupported', what: 'other' };

describe('what a message means', () => {
  test.each<[object, Content]>([
    [
      { type: 'text', text: { body: 'hola' } },
      { type: 'text', text: 'hola' },
    ],
    [
      { type: 'text', text: { body: 'START BSIST000113' }, referral: { source_type: 'ad' } },
      { type: 'text', text: 'START BSIST000113' },
    ],
    [{ type: 'interactive', interactive: { type: 'nfm_reply' } }, other],
    [
      { type: 'button', button: { payload: '7:1', text: 'Sí' } },
      { type: 'choice', id: '7:1' },
    ],
    [
      { type: 'button', button: { payload: 'Sí', text: 'Sí voy' } },
      { type: 'text', text: 'Sí voy' },
    ],
    [
      { type: 'location', location: { latitude: 19.5, longitude: '-96.9' } },
      { type: 'location', lat: 19.5, lng: -96.9 },
    ],
    [
      { type: 'audio', audio: { id: '1', voice: true } },
      { type: 'unsupported', what: 'voice' },
    ],
    [
      { type: 'sticker', sticker: { id: '1' } },
      { type: 'unsupported', what: 'sticker' },
    ],
    [{ type: 'video', video: { id: '1' } }, other],
    [{ type: 'unsupported', errors: [{ code: 131051 }] }, other],
    [{ type: 'order', order: {} }, other],
    [{ type: 'something_new' }, other],
    [{ type: 'text', text: 7 }, other],
    [{ type: 'image' }, other],
  ])('%o', async (message, meaning) => {
    await ana.sends(message);
    expect(await content()).toEqual(meaning);
  });

  test.each([
    { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } },
    { type: 'request_welcome' },
    { type: 'edit', edit: {} },
    { type: 'revoke' },
    { type: 'unsupported', unsupported: { type: 'edit' } },
    { type: 'system', system: { type: 'user_identity_changed', body: 'x' } },
    { type: 'text', text: { body: 'hola' }, group_id: 'g1' },
  ])('fault 17: %o has no effect and no answer', async (message) => {
    await ana.sends(message);
    expect(bench.host.inbound.waiting).toBe(0);
    expect(bench.api.webhooks.answers).toEqual([200]);
  });

  test("a contact is the sender's own, in either form of the number, or nothing is proved", async () => {
    await ana.sendsCard('525512345678');
    expect(await content()).toEqual({ type: 'contact', phone: '5215512345678' });
    await ana.sendsCard('525598765432');
    expect(await content()).toEqual(other);
    const hidden = bench.api.phone({ bsuid: 'MX.1003' });
    await hidden.sendsCard('525512345678');
    expect(await content()).toEqual(other);
  });

  test('a tap on a button or a row is the choice behind it', async () => {
    const choices = [1, 2, 3, 4].map((index) => ({ id: `9:${index - 1}`, label: `Opción ${index}` }));
    await bench.send(ana, { text: '¿Cuál?', choices: choices.slice(0, 2) });
    await ana.taps('Opción 2');
    expect(await content()).toEqual({ type: 'choice', id: '9:1' });
    await bench.send(ana, { text: '¿Cuál?', choices });
    await ana.taps('4. Opción 4');
    expect(await content()).toEqual({ type: 'choice', id: '9:3' });
  });
});

describe('files', () => {
  const bytes = new Uint8Array([1, 2, 3]);

  test('a photo and a document come with their bytes', async () => {
    const id = bench.api.store(bytes, 'image/jpeg');
    await ana.sendsFile('image', id, { mime_type: 'image/jpeg', caption: 'la lista' });
    expect(await content()).toEqual({ type: 'photo', mime: 'image/jpeg', data: bytes });
    await ana.sendsFile('document', id, { mime_type: 'application/pdf', filename: 'acta.pdf' });
    expect(await content()).toEqual({ type: 'document', name: 'acta.pdf', mime: 'application/pdf', data: bytes });
    await ana.sendsFile('document', id);
    expect(await content()).toMatchObject({ name: 'archivo', mime: 'application/octet-stream' });
  });

  test('one that cannot be fetched is unsupported, and does not come again', async () => {
    const id = bench.api.store(bytes, 'image/jpeg');
    bench.api.failNext('media', 100, 404);
    await ana.sendsFile('image', id);
    expect(await content()).toEqual(other);
    bench.api.failNext('download', 1, 500);
    await ana.sendsFile('image', id);
    expect(await content()).toEqual(other);
    bench.api.stallNext('download');
    await ana.sendsFile('image', id);
    expect(await content()).toEqual(other);
    await ana.sendsFile('image', '1999999');
    expect(await content()).toEqual(other);
    expect(bench.api.webhooks.answers).toEqual([200, 200, 200, 200]);
  });

  test('one that is too large is not fetched, or not to its end', async () => {
    await ana.sendsFile('image', bench.api.store(bytes, 'image/jpeg'), { file_size: 11 * 1024 * 1024 });
    expect(await content()).toEqual(other);
    await ana.sendsFile('image', bench.api.store(new Uint8Array(10 * 1024 * 1024 + 1), 'image/jpeg'));
    expect(await content()).toEqual(other);
  });
});

describe('whose it is', () => {
  const from = async () => (await bench.host.inbound.next()).from;

  test('the user id comes first, then the number: folded to look up, raw to write to', async () => {
    await ana.says('hola');
    const { channel, account, from } = await bench.host.inbound.next();
    expect({ channel, account }).toEqual({ channel: 'whatsapp-cloud', account: PHONE_ID });
    expect(from).toEqual([
      { kind: 'wa_bsuid', value: 'MX.1001' },
      { kind: 'wa_pn', value: '525512345678', address: '5215512345678' },
    ]);
  });

  test('one who shows no number is known by the user id alone, and gets answers', async () => {
    const hidden = bench.api.phone({ number: '525511112222', bsuid: 'MX.1004', hidesNumber: true });
    await hidden.says('hola');
    expect(await from()).toEqual([{ kind: 'wa_bsuid', value: 'MX.1004' }]);
    expect(await bench.send(hidden, { text: 'Buenas' })).toMatchObject({ outcome: 'sent' });
    expect((await hidden.next()).body).toMatchObject({ recipient: 'MX.1004' });
  });

  test('one without a user id is known by the number, and written to in the form that WhatsApp uses', async () => {
    const old = bench.api.phone({ number: '5215533334444' });
    await old.says('hola');
    const [number] = await from();
    expect(number).toEqual({ kind: 'wa_pn', value: '525533334444', address: '5215533334444' });
    await bench.send(number, { text: 'Buenas' });
    expect((await old.next()).body).toMatchObject({ to: '5215533334444' });
  });

  test('the identifiers may stand on the card alone', async () => {
    const contacts = [{ wa_id: '525512345678', user_id: 'MX.1001' }, { wa_id: '525598765432' }];
    const message = { id: 'wamid.7', from: '525512345678', type: 'text', text: { body: 'hola' } };
    await bench.api.webhooks.post({ contacts, messages: [message] });
    expect(await from()).toMatchObject([{ value: 'MX.1001' }, { value: '525512345678' }]);
  });

  test.each([
    [{ wa_id: '525598765432', user_id: 'MX.9' }, { from: '525500000001' }, ['525500000001']],
    [{ user_id: 'MX.9' }, { from: '525500000001', from_user_id: 'MX.1' }, ['MX.1', '525500000001']],
    [{ wa_id: '525598765432', user_id: 'MX.9' }, { from_user_id: 'MX.1' }, ['MX.1']],
    [{ wa_id: '525500000001', user_id: 'MX.1' }, { from: '5215500000001' }, ['MX.1', '525500000001']],
    [{ user_id: 'MX.1' }, { from: '525500000001' }, ['MX.1', '525500000001']],
  ])('the card %o is of the message %o only where they do not contradict', async (card, named, known) => {
    const message = { id: 'wamid.7', ...named, type: 'text', text: { body: 'hola' } };
    await bench.api.webhooks.post({ contacts: [card], messages: [message] });
    expect((await from()).map(({ value }) => value)).toEqual(known);
  });

  test('a message of nobody has no effect', async () => {
    await bench.api.webhooks.post({ messages: [{ id: 'wamid.7', type: 'text', text: { body: 'hola' } }] });
    expect(bench.host.inbound.waiting).toBe(0);
  });

  test.each([
    [{ type: 'user_changed_number', wa_id: '525577778888', body: 'x' }, [], ['525577778888']],
    [
      { type: 'user_changed_number', user_id: 'MX.2002', previous_user_id: 'MX.1001', wa_id: '525577778888' },
      ['MX.1001'],
      ['MX.2002', '525577778888'],
    ],
    [{ type: 'user_changed_user_id', user_id: 'MX.2002', previous_user_id: 'MX.1001' }, ['MX.1001'], ['MX.2002']],
  ])('fault 13: a new number or user id is told with the old one, and is no message: %o', async (system, old, now) => {
    await ana.sends({ type: 'system', system });
    const { before, after, messageId } = await bench.host.moves.next();
    expect(messageId).toMatch(/^wamid\./);
    expect(before.map(({ value }) => value)).toEqual([...old, '525512345678']);
    expect(after.map(({ value }) => value)).toEqual(now);
    expect([bench.host.inbound.waiting, bench.host.reach.waiting]).toEqual([0, 0]);
    expect(bench.api.webhooks.answers).toEqual([200]);
  });
});
