/** WhatsApp outwards: how a reply looks to the person. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../src/conversation/reply.ts';
import { type Bench, openBench } from '../testkit/cloud-api/bench.ts';
import type { Phone } from '../testkit/cloud-api/phone.ts';
import { asShown } from '../testkit/cloud-api/shown.ts';

let bench: Bench;
let ana: Phone;

beforeEach(async () => {
  bench = await openBench();
  ana = bench.api.phone({ number: '5215512345678' });
});

afterEach(() => bench.close());

async function shows(reply: Reply) {
  const before = ana.messages().length;
  const result = await bench.send(ana, reply);
  const shown = ana.messages().slice(before);
  expect(result).toEqual({ outcome: 'sent', ref: shown.at(-1)?.wamid });
  return shown;
}

const kindOf = ({ body }: { body: { type: string; interactive?: { type: string } } }) =>
  body.interactive?.type ?? body.type;
const choicesOf = (...labels: string[]) => labels.map((label, index) => ({ id: `4:${index}`, label }));
const file = (name: string, mime: string, content: string) => ({
  name,
  mime,
  data: Buffer.from(content).toString('base64'),
});

describe('words', () => {
  test('go as plain text, without a preview', async () => {
    const [message] = await shows({ text: 'Asamblea mañana a las 11:00\n\nhttps://example.org' });
    expect(message?.body).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '5215512345678',
      type: 'text',
      text: { body: 'Asamblea mañana a las 11:00\n\nhttps://example.org', preview_url: false },
      biz_opaque_callback_data: 'key-of-the-message-0001',
    });
  });

  test.each([
    ['*UMF* _Loreto_ ~x~ `y`', '∗UMF∗ ˍLoretoˍ ∼xˋ'.replace('xˋ', 'x∼ ˋyˋ')],
    ['C.S. **Las Flores**', 'C.S. ∗∗Las Flores∗∗'],
    ['> cita\n  > otra', '› cita\n  › otra'],
    ['5 > 3', '5 > 3'],
    ['https://x.org > aquí\n> https://x.org', 'https://x.org > aquí\n› https://x.org'],
    ['a_b_c y 2*3*4', 'a_b_c y 2*3*4'],
    ['https://x.org/_a_/*b*', 'https://x.org/_a_/*b*'],
    ['_https://x.org/_', 'ˍhttps://x.org/_'],
    ['```\ncódigo\n```', 'ˋˋˋ\ncódigo\nˋˋˋ'],
    ['de 10 a 11\u0000\u0007 h', 'de 10 a 11 h'],
    ['media \uD83D letra', 'media \uFFFD letra'],
  ])('no sign is hidden as markup: %j', async (text, shown) => {
    const [message] = await shows({ text });
    expect(message?.text).toBe(shown);
  });

  test('what is left of markup in an address is not shown as such elsewhere', () => {
    expect(asShown('*a* b')).toBe('a b');
    expect(asShown('> a')).toBe('a');
    expect(asShown('a_b_c')).toBe('a_b_c');
  });

  test('too long for one message are cut between paragraphs, and the choices go with the last', async () => {
    const text = `${'a'.repeat(4000)}\n\n${'b'.repeat(900)}`;
    const messages = await shows({ text, choices: choicesOf('Sí', 'No') });
    expect(messages.map(({ text }) => text.charAt(0))).toEqual(['a', 'b']);
    expect(messages.map(kindOf)).toEqual(['text', 'button']);
    expect(messages.map(({ body }) => body.biz_opaque_callback_data)).toEqual([undefined, 'key-of-the-message-0001']);
  });

  test('nothing to say is rejected', async () => {
    expect(await bench.send(ana, { text: ' \u200B\n' })).toEqual({ outcome: 'rejected', reason: 'the reply is empty' });
  });
});

describe('choices', () => {
  test('up to three short ones are buttons, their hints in the text under the number that can be typed', async () => {
    const [yes, no] = choicesOf('Sí', 'No, pero avíseme más');
    const choices = [
      { id: '', label: '', ...yes, hint: 'con\nmi familia' },
      { id: '', label: '', ...no },
    ];
    const [message, ...others] = await shows({ text: '¿Irá?', choices, expects: 'choice' });
    expect(others).toEqual([]);
    expect(message?.body).toMatchObject({
      interactive: {
        type: 'button',
        body: { text: '¿Irá?\n\n1. Sí: con mi familia' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: '4:0', title: 'Sí' } },
            { type: 'reply', reply: { id: '4:1', title: 'No, pero avíseme más' } },
          ],
        },
      },
    });
  });

  test('more of them are a list whose rows keep their numbers', async () => {
    const [message, ...others] = await shows({ text: '¿Cuál?', choices: choicesOf('Uno', 'Dos', 'Tres', 'Cuatro') });
    expect(others).toEqual([]);
    expect(message?.titles).toEqual(['1. Uno', '2. Dos', '3. Tres', '4. Cuatro']);
    expect(message?.body).toMatchObject({ interactive: { type: 'list', action: { button: 'Ver opciones' } } });
    await bench.send(ana, { text: 'Which?', choices: choicesOf('a', 'b', 'c', 'd') }, { language: 'en' });
    expect(ana.messages().at(-1)?.body).toMatchObject({ interactive: { action: { button: 'See options' } } });
  });

  test('a label too long for a title stands whole below it; a hint goes there too, or into the text', async () => {
    const label = 'Centro de Salud Rural de Santa Rosalía';
    const choices = [
      { id: '4:0', label },
      { id: '4:1', label: `${label} II`, hint: 'calle Hidalgo 3' },
      { id: '4:2', label: 'UMF Loreto', hint: 'calle Hidalgo' },
      { id: '4:3', label: 'UMF La Paz', hint: 'x'.repeat(73) },
    ];
    const [message] = await shows({ text: '¿Cuál?', choices });
    expect(message?.text).toBe(`¿Cuál?\n\n4. UMF La Paz: ${'x'.repeat(73)}`);
    expect(message?.body).toMatchObject({
      interactive: {
        action: {
          sections: [
            {
              rows: [
                { id: '4:0', title: '1. Centro de Salud Rura…', description: label },
                { id: '4:1', title: '2. Centro de Salud Rura…', description: `${label} II · calle Hidalgo 3` },
                { id: '4:2', title: '3. UMF Loreto', description: 'calle Hidalgo' },
                { id: '4:3', title: '4. UMF La Paz' },
              ],
            },
          ],
        },
      },
    });
  });

  test.each<[string, Reply['choices']]>([
    ['more than ten', choicesOf(...Array.from({ length: 11 }, (_, index) => `Opción ${index}`))],
    ['a label longer than a description', choicesOf('Sí', 'x'.repeat(73))],
    ['an id twice', [...choicesOf('Sí'), ...choicesOf('No')]],
    ['an id too long', [{ id: 'x'.repeat(201), label: 'Sí' }]],
  ])('%s: numbered text, with nothing left out', async (_, choices = []) => {
    const [message, ...others] = await shows({ text: '¿Cuál?', choices });
    expect(others).toEqual([]);
    expect(message?.body.type).toBe('text');
    expect(message?.text).toBe(
      ['¿Cuál?', '', ...choices.map(({ label }, index) => `${index + 1}. ${label}`)].join('\n'),
    );
  });

  test('titles that would be the same, or invisible, are told apart by their numbers', async () => {
    expect((await shows({ text: '¿Cuál?', choices: choicesOf('Sí', ' Sí') }))[0]?.titles).toEqual(['1. Sí', '2. Sí']);
    expect((await shows({ text: '¿Cuál?', choices: choicesOf('Sí', '\u200B') }))[0]?.titles).toHaveLength(2);
  });

  test('under a text too long for buttons there is a list', async () => {
    const [message] = await shows({ text: 'a'.repeat(1025), choices: choicesOf('Sí', 'No') });
    expect(message && kindOf(message)).toBe('list');
  });

  test('a label of 20 is a button, one of 21 a row', async () => {
    const kindWith = async (length: number) =>
      (await shows({ text: '¿Cuál?', choices: choicesOf('x'.repeat(length)) })).map(kindOf);
    expect([await kindWith(20), await kindWith(21)]).toEqual([['button'], ['list']]);
  });

  test('without words are numbered text', async () => {
    expect((await shows({ text: '', choices: choicesOf('Sí', 'No') }))[0]?.text).toBe('1. Sí\n2. No');
  });
});

describe('places', () => {
  test('a question for one has the button for it; choices beside it can be typed', async () => {
    const [asked] = await shows({ text: '¿Dónde está?', expects: 'location' });
    expect(asked && kindOf(asked)).toBe('location_request_message');
    const choices = choicesOf('Escribir mi municipio', 'Atrás');
    const [both, ...others] = await shows({ text: '¿Dónde está?', choices, expects: 'location' });
    expect(others).toEqual([]);
    expect(both && kindOf(both)).toBe('location_request_message');
    expect(both?.text).toBe('¿Dónde está?\n\n1. Escribir mi municipio\n2. Atrás');
  });

  test('a long question for one is cut before its button', async () => {
    const messages = await shows({ text: `${'a'.repeat(1000)}\n\n${'b'.repeat(1000)}`, expects: 'location' });
    expect(messages.map(kindOf)).toEqual(['text', 'location_request_message']);
  });

  test('a place goes after the words, and before a question', async () => {
    const location = { lat: 19.5, lng: -96.9, title: 'UMF\nLoreto', address: 'Hidalgo 3' };
    const messages = await shows({ text: 'Aquí:', location });
    expect(messages.map(kindOf)).toEqual(['text', 'location']);
    expect(messages[1]?.body).toMatchObject({
      location: { latitude: 19.5, longitude: -96.9, name: 'UMF Loreto', address: 'Hidalgo 3' },
    });
    const asked = await shows({ text: '¿Es aquí?', location, choices: choicesOf('Sí', 'No') });
    expect(asked.map(kindOf)).toEqual(['location', 'button']);
    const [street] = await shows({ text: '', location: { lat: 1, lng: 2, address: 'Hidalgo 3' } });
    expect(street?.body).toMatchObject({ location: { name: 'Hidalgo 3', address: 'Hidalgo 3' } });
    const [bare] = await shows({ text: '', location: { lat: 1, lng: 2 } });
    expect(bare?.body).toMatchObject({ location: { latitude: 1, longitude: 2 } });
    expect(await bench.send(ana, { text: '', location: { lat: 91, lng: 0 } })).toMatchObject({ outcome: 'rejected' });
    expect(await bench.send(ana, { text: '', location: { lat: Number.NaN, lng: 0 } })).toMatchObject({
      outcome: 'rejected',
    });
  });
});

describe('files', () => {
  const image = file('mapa.png', 'image/png', 'PNG…');
  const ics = file('cita "1".ics', 'text/calendar; charset=utf-8', 'BEGIN:VCALENDAR');

  test('a short text is the caption', async () => {
    const [message, ...others] = await shows({ text: 'Su *cita*', document: ics });
    expect(others).toEqual([]);
    expect(message?.text).toBe('Su ∗cita∗');
    expect(message?.body).toMatchObject({ document: { filename: 'cita _1_.ics' } });
    // WhatsApp takes a calendar only as a text of another name.
    expect(message?.file).toMatchObject({ type: 'text/plain', data: Buffer.from('BEGIN:VCALENDAR') });
  });

  test('a file stands above the buttons, in one message', async () => {
    for (const files of [{ image }, { document: ics }]) {
      const [message, ...others] = await shows({ text: '¿Algo más?', ...files, choices: choicesOf('Sí', 'No') });
      expect(others).toEqual([]);
      expect(message?.titles).toEqual(['Sí', 'No']);
      expect(message?.file?.data.length).toBeGreaterThan(0);
    }
  });

  test('where that cannot be, files go after the words and before a question', async () => {
    const long = await shows({ text: 'a'.repeat(1025), image, document: ics });
    expect(long.map(kindOf)).toEqual(['text', 'image', 'document']);
    const both = await shows({ text: 'Mire', image, document: ics });
    expect(both.map(({ text }) => text)).toEqual(['Mire', '']);
    const asked = await shows({ text: '¿Algo más?', image, document: ics, choices: choicesOf('Sí', 'No') });
    expect(asked.map(kindOf)).toEqual(['image', 'document', 'button']);
    const listed = await shows({ text: '¿Algo más?', image, choices: choicesOf('a', 'b', 'c', 'd') });
    expect(listed.map(kindOf)).toEqual(['image', 'list']);
    expect((await shows({ text: '', image })).map(kindOf)).toEqual(['image']);
  });

  test.each([
    { image: file('x.gif', 'image/gif', 'GIF') },
    { image: file('x.png', 'image/png', 'x'.repeat(5 * 1024 * 1024 + 1)) },
    { image: file('x.png', 'image/png', '') },
    { document: file('x.zip', 'application/zip', 'PK') },
  ])('one that WhatsApp does not take is rejected before it is sent', async (files) => {
    expect(await bench.send(ana, { text: 'Mire', ...files })).toMatchObject({ outcome: 'rejected' });
    expect(bench.api.requests).toEqual([]);
  });
});

test.each([
  { kind: 'tg_user', value: '5215512345678' },
  { kind: 'wa_pn', value: '+5215512345678' },
  { kind: 'wa_bsuid', value: '5215512345678' },
] as const)('%o is no address here', async (to) => {
  const result = await bench.send(to, { text: 'hola' });
  expect(result).toMatchObject({ outcome: 'rejected', reason: expect.not.stringContaining('5512345678') });
});
