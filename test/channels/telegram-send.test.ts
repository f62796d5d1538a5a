/** Telegram outwards: how a reply looks to the person. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTelegram, type Telegram } from '../../src/channels/telegram/telegram.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import type { User } from '../testkit/bot-api/user.ts';
import { telegramTexts, toTelegram } from '../testkit/outgoing.ts';

const token = '7000:test-token_of-the-bot-AAAAAAAAAA';
let api: BotApi;
let telegram: Telegram;
let ana: User;

beforeEach(async () => {
  api = await startBotApi({ token });
  telegram = createTelegram({ token, texts: telegramTexts, apiRoot: api.root });
  ana = api.user(501);
});

afterEach(async () => {
  await telegram.stop();
  await api.close();
});

async function shows(reply: Reply) {
  expect(await telegram.send(...toTelegram('501', reply))).toMatchObject({ outcome: 'sent' });
  return ana.messages();
}

const yesNo = [
  { id: '4:0', label: 'Sí' },
  { id: '4:1', label: 'No' },
];
const file = (name: string, mime: string, content: string) => ({
  name,
  mime,
  data: Buffer.from(content).toString('base64'),
});

describe('how a reply looks', () => {
  test('plain text, without a markup of any kind, preview or keyboard', async () => {
    const text = 'Asamblea *mañana* <b>11:00</b> https://example.org';
    expect(await telegram.send(...toTelegram('501', { text }))).toEqual({ outcome: 'sent', ref: '1' });
    expect(await api.called('sendMessage')).toEqual({
      chat_id: '501',
      text,
      link_preview_options: { is_disabled: true },
    });
  });

  test('choices are numbered buttons; two short ones share a row', async () => {
    const labels = [
      'Sí',
      'No',
      'Tal vez',
      'UMF Loreto, calle Hidalgo',
      'Otra',
      '👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦',
      '9. Ver más',
    ];
    const choices = labels.map((label, index) => ({ id: `4:${index}`, label }));
    const [message] = await shows({ text: '¿Irá?', choices, expects: 'choice' });
    expect(message?.markup?.inline_keyboard?.map((row) => row.map(({ text }) => text))).toEqual([
      ['1. Sí', '2. No'],
      ['3. Tal vez'],
      ['4. UMF Loreto, calle Hidalgo'],
      ['5. Otra', '6. 👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦'],
      ['7. 9. Ver más'],
    ]);
    expect(message?.markup?.inline_keyboard?.[0]?.[1]?.callback_data).toBe('4:1');
  });

  test('hints stand in the text', async () => {
    const choices = [{ id: '4:0', label: 'UMF Loreto', hint: 'calle Hidalgo' }, ...yesNo.slice(1)];
    const [message] = await shows({ text: '¿Cuál?', choices });
    expect(message?.text).toBe('¿Cuál?\n\n1. UMF Loreto: calle Hidalgo');
  });

  test('a question for a place has a key for it, and the choices as keys that send their label', async () => {
    const [message] = await shows({ text: '¿Dónde está?', choices: yesNo, expects: 'location' });
    expect(message?.markup).toEqual({
      keyboard: [[{ text: '📍 Compartir mi ubicación', request_location: true }], [{ text: 'Sí' }, { text: 'No' }]],
      one_time_keyboard: true,
      resize_keyboard: true,
      input_field_placeholder: 'Escriba aquí o toque un botón',
    });
  });

  test('a question for a telephone likewise, in the words of the person', async () => {
    const asked = toTelegram('501', { text: 'Your number?', expects: 'contact' }, { language: 'en' });
    expect(await telegram.send(...asked)).toMatchObject({ outcome: 'sent' });
    expect(ana.messages()[0]?.markup?.keyboard).toEqual([[{ text: '📱 Share my telephone', request_contact: true }]]);
  });

  test('the next question takes the keys away; a notice leaves them', async () => {
    await shows({ text: '¿Dónde está?', expects: 'location' });
    await shows({ text: 'Aviso: se movió la asamblea.' });
    expect(ana.keys()).toHaveLength(1);
    await shows({ text: '¿Cómo se llama su clínica?', expects: 'text' });
    expect(ana.keys()).toHaveLength(0);
  });

  test('a question with buttons takes the keys away where it has a message to spare', async () => {
    await shows({ text: '¿Dónde está?', expects: 'location' });
    await shows({ text: '¿Es aquí?', choices: yesNo, expects: 'choice', location: { lat: 19.5, lng: -96.9 } });
    expect(ana.keys()).toHaveLength(0);
    expect(ana.messages().at(-2)?.markup?.inline_keyboard).toHaveLength(1);
  });

  test('a place with a name is a venue, one without is a point; both after the text', async () => {
    const messages = await shows({
      text: 'Aquí:',
      location: { lat: 19.5, lng: -96.9, title: 'UMF', address: 'Hidalgo 3' },
    });
    expect(messages.map(({ method }) => method)).toEqual(['sendMessage', 'sendVenue']);
    expect(messages[1]?.place).toEqual({ lat: 19.5, lng: -96.9, title: 'UMF', address: 'Hidalgo 3' });
    await shows({ text: '', location: { lat: 1, lng: 2, title: 'UMF' } });
    expect(ana.messages().at(-1)?.place).toEqual({ lat: 1, lng: 2, title: 'UMF', address: 'UMF' });
    await shows({ text: '', location: { lat: 1, lng: 2, address: 'Hidalgo 3' } });
    expect(ana.messages().at(-1)?.place?.title).toBe('Hidalgo 3');
    await shows({ text: '', location: { lat: 1, lng: 2 } });
    expect(ana.messages().at(-1)?.method).toBe('sendLocation');
  });

  test('a short text is the caption of the file, with its buttons', async () => {
    const image = file('mapa.png', 'image/png', 'PNG…');
    const document = file('acta; "1".pdf', 'application/pdf', '%PDF');
    const result = await telegram.send(...toTelegram('501', { text: 'Mire', image, document, choices: yesNo }));
    expect(result).toEqual({ outcome: 'sent', ref: '1,2' });
    const [photo, paper] = ana.messages();
    expect(photo).toMatchObject({ method: 'sendPhoto', text: 'Mire', file: { name: 'mapa.png' } });
    expect(photo?.file?.data.toString()).toBe('PNG…');
    expect(photo?.markup?.inline_keyboard).toHaveLength(1);
    expect(paper).toMatchObject({ method: 'sendDocument', text: '', file: { name: 'acta_ _1_.pdf' } });
    expect(paper?.markup).toBeUndefined();
  });

  test('a text too long for a caption goes before the file', async () => {
    const messages = await shows({ text: 'a'.repeat(1025), document: file('cita.ics', 'text/calendar', 'BEGIN') });
    expect(messages.map(({ method }) => method)).toEqual(['sendMessage', 'sendDocument']);
  });

  test('a file alone has no caption; buttons without words go under the last thing sent', async () => {
    const [photo] = await shows({ text: ' ', image: file('qr.png', 'image/png', 'PNG'), choices: yesNo });
    expect(photo?.text).toBe('');
    expect(photo?.markup?.inline_keyboard).toHaveLength(1);
  });

  test('a long text is cut between paragraphs, and the buttons are under the last part', async () => {
    const text = [...'abcde'].map((letter) => letter.repeat(1500)).join('\n\n');
    const messages = await shows({ text, choices: yesNo });
    expect(messages.map((message) => message.text)).toEqual([
      `${'a'.repeat(1500)}\n\n${'b'.repeat(1500)}`,
      `${'c'.repeat(1500)}\n\n${'d'.repeat(1500)}`,
      'e'.repeat(1500),
    ]);
    expect(messages.map(({ markup }) => markup?.inline_keyboard?.length ?? 0)).toEqual([0, 0, 1]);
  });
});

describe('what can never be sent is rejected before it leaves', () => {
  test.each<[string, Reply, string]>([
    ['an empty reply', { text: ' \n' }, 'the reply is empty'],
    ['a choice too long', { text: 'x', choices: [...yesNo, { id: 'ñ'.repeat(33), label: 'x' }] }, 'choice 3'],
    ['a choice without an id', { text: 'x', choices: [{ id: '', label: 'x' }] }, 'choice 1'],
  ])('%s', async (_, reply, reason) => {
    const result = await telegram.send(...toTelegram('501', reply));
    expect(result).toMatchObject({ outcome: 'rejected', reason: expect.stringContaining(reason) });
    expect(ana.messages()).toHaveLength(0);
  });

  test('an address that is no person', async () => {
    expect(await telegram.send(...toTelegram('@canal', { text: 'hola' }))).toMatchObject({ outcome: 'rejected' });
  });
});
