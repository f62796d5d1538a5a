/** Telegram inwards: what the program is given for each thing that a person can send. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts';
import type { Content } from '../../src/conversation/inbound.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { createHost, type TestHost } from '../testkit/bot-api/host.ts';
import type { User } from '../testkit/bot-api/user.ts';
import { telegramTexts, toTelegram } from '../testkit/outgoing.ts';

const token = '7000:test-token_of-the-bot-AAAAAAAAAA';
let api: BotApi;
let host: TestHost;
let telegram: Telegram;
let ana: User;

beforeEach(async () => {
  api = await startBotApi({ token });
  host = createHost();
  telegram = createTelegram({ token, texts: telegramTexts, apiRoot: api.root });
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

describe('what a person sends', () => {
  test('a text, with who sent it and an id that a second arrival repeats', async () => {
    const update = ana.text('hola');
    expect(await host.inbound.next()).toEqual({
      channel: 'telegram',
      account: '7000',
      from: [{ kind: 'tg_user', value: '501' }],
      messageId: `u${update?.update_id}`,
      content: { type: 'text', text: 'hola' },
    });
  });

  test('an id beyond 32 bits stays whole', async () => {
    api.user(4_503_599_627_370_495).text('hola');
    expect((await host.inbound.next()).from[0].value).toBe('4503599627370495');
  });

  test.each([
    ['/start PLAZA-7_x', { type: 'start', code: 'PLAZA-7_x' }],
    ['/start', { type: 'start', code: '' }],
    ['/start@AsambleaBot PLAZA7', { type: 'start', code: 'PLAZA7' }],
    ['/asamblea', { type: 'text', text: 'asamblea' }],
    ['/asamblea@AsambleaBot', { type: 'text', text: 'asamblea' }],
    ['/mi_clinica', { type: 'text', text: 'mi clinica' }],
    ['/votar sí_no\ny más', { type: 'text', text: 'votar sí_no\ny más' }],
    ['/menú', { type: 'text', text: 'menú' }],
    ['/', { type: 'text', text: '/' }],
    ['3/4', { type: 'text', text: '3/4' }],
  ])('%s', async (text, content) => {
    ana.text(text);
    expect(await arrives()).toEqual(content);
  });

  test('a tap, whose button stops spinning before the turn is done', async () => {
    await telegram.send(...toTelegram('501', { text: '¿Irá?', choices: [{ id: '12:0', label: 'Sí' }] }));
    const release = host.hold();
    const query = ana.tap('Sí') ?? '';
    expect(await arrives()).toEqual({ type: 'choice', id: '12:0' });
    await api.called('answerCallbackQuery');
    expect(ana.spins(query)).toBe(false);
    expect(api.updates.pending).toBe(1);
    release();
    await api.updates.drained();
  });

  test('a tap counts even while its answer does not get through', async () => {
    await telegram.send(...toTelegram('501', { text: '¿Irá?', choices: [{ id: '12:0', label: 'Sí' }] }));
    api.stallNext('answerCallbackQuery');
    ana.tap('Sí');
    expect(await arrives()).toEqual({ type: 'choice', id: '12:0' });
    await api.updates.drained();
  });

  test('a tap too old to be answered still counts', async () => {
    await telegram.send(...toTelegram('501', { text: '¿Irá?', choices: [{ id: '12:0', label: 'Sí' }] }));
    api.failNext('answerCallbackQuery', { code: 400, description: 'Bad Request: query is too old' });
    ana.tap('Sí');
    expect(await arrives()).toEqual({ type: 'choice', id: '12:0' });
    await api.updates.drained();
  });

  test('a place, a venue and the first point of a live location', async () => {
    ana.location({ lat: 19.54, lng: -96.91 });
    ana.location({ lat: 19.5, lng: -96.9, venue: 'Clínica' });
    ana.location({ lat: 19.6, lng: -96.8, live: true });
    expect(await arrives()).toEqual({ type: 'location', lat: 19.54, lng: -96.91 });
    expect(await arrives()).toEqual({ type: 'location', lat: 19.5, lng: -96.9 });
    expect(await arrives()).toEqual({ type: 'location', lat: 19.6, lng: -96.8 });
  });

  test("a telephone only from the sender's own card", async () => {
    ana.contact({ own: true, phone: '522281234567' });
    ana.contact({ own: false });
    expect(await arrives()).toEqual({ type: 'contact', phone: '522281234567' });
    expect(await arrives()).toEqual({ type: 'unsupported', what: 'other' });
  });

  test('a photo in its largest size, and a document', async () => {
    const photo = new Uint8Array([255, 216, 1, 2, 3]);
    ana.photo(photo);
    ana.document('acta.pdf', 'application/pdf', new Uint8Array([37, 80]));
    expect(await arrives()).toEqual({ type: 'photo', mime: 'image/jpeg', data: photo });
    expect(await arrives()).toEqual({
      type: 'document',
      name: 'acta.pdf',
      mime: 'application/pdf',
      data: new Uint8Array([37, 80]),
    });
  });

  test('a file that is too large or cannot be had is unsupported, and holds nothing up', async () => {
    const other = { type: 'unsupported', what: 'other' };
    ana.document('largo.pdf', 'application/pdf', new Uint8Array(1), 10 * 1024 * 1024 + 1);
    expect(await arrives()).toEqual(other);
    ana.document('mentira.pdf', 'application/pdf', new Uint8Array(10 * 1024 * 1024 + 1), 1);
    expect(await arrives()).toEqual(other);
    api.failNext('getFile', { code: 400, description: 'Bad Request: wrong file_id' });
    ana.photo(new Uint8Array(4));
    expect(await arrives()).toEqual(other);
    api.dropAfterAccept('file');
    ana.photo(new Uint8Array(4));
    expect(await arrives()).toEqual(other);
    expect(host.alarms.waiting).toBe(0);
  });

  test.each([
    [{ voice: {} }, 'voice'],
    [{ audio: {} }, 'voice'],
    [{ video_note: {} }, 'voice'],
    [{ sticker: {} }, 'sticker'],
    [{ video: {} }, 'other'],
    [{ poll: {} }, 'other'],
    [{ dice: {} }, 'other'],
    [{ animation: {}, document: { file_id: 'x' } }, 'other'],
    [{ something_of_tomorrow: {} }, 'other'],
  ])('%o cannot be taken, and says so', async (content, what) => {
    ana.send(content as Parameters<User['send']>[0]);
    expect(await arrives()).toEqual({ type: 'unsupported', what });
  });

  test('blocking and unblocking the bot', async () => {
    ana.block();
    ana.unblock();
    expect(await host.reach.next()).toEqual({ value: '501', reachable: false });
    expect(await host.reach.next()).toEqual({ value: '501', reachable: true });
  });

  test('groups, channels, bots, edits and service messages get no turn', async () => {
    const from = { id: 501, is_bot: false, first_name: 'Ana' };
    const group = { id: -100, type: 'supergroup', title: 'Vecinos' };
    const room = { id: 501, type: 'private', first_name: 'Ana' };
    api.push({ message: { message_id: 1, date: 0, chat: group, from, text: 'hola' } });
    api.push({ callback_query: { id: 'g1', from, chat_instance: '1', data: '1:0', message: { chat: group } } });
    api.push({ my_chat_member: { chat: group, from, date: 0, new_chat_member: { status: 'kicked' } } });
    api.push({ message: { message_id: 2, date: 0, chat: room, from: { ...from, is_bot: true }, text: 'hola' } });
    api.push({ message: { message_id: 3, date: 0, chat: room, from, pinned_message: {} } });
    api.push({ edited_message: { message_id: 3, date: 0, chat: room, from, text: 'hola' } });
    api.push({ channel_post: { message_id: 4, date: 0, chat: { id: -200, type: 'channel' }, text: 'hola' } });
    ana.text('la única');
    expect(await arrives()).toEqual({ type: 'text', text: 'la única' });
    await api.updates.drained();
    expect(host.inbound.waiting + host.reach.waiting).toBe(0);
  });

  test('an update of an unknown form is passed over with an alarm, and holds nothing up', async () => {
    api.push({ message: { message_id: 1 } });
    ana.text('hola');
    expect(await arrives()).toEqual({ type: 'text', text: 'hola' });
    expect(await host.alarms.next()).toBe('An update of an unknown form was passed over.');
    await api.updates.drained();
  });
});
