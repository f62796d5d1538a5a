/** What the bot sends by WhatsApp, as a phone shows it, and what becomes of it. */

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compose } from '../../src/channels/whatsapp-web/compose.ts';
import { messageId, partOf } from '../../src/channels/whatsapp-web/message-id.ts';
import type { Identifier } from '../../src/conversation/inbound.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { outgoing } from '../testkit/outgoing.ts';
import type { Companion } from '../testkit/whatsapp-web/companion.ts';
import { Paired } from '../testkit/whatsapp-web/paired.ts';

const hola: Reply = { text: 'Hola' };

describe('on the line', () => {
  let line: Paired;
  let companion: Companion;
  let ana: Identifier;

  beforeEach(async () => {
    line = await Paired.start();
    companion = await line.pair();
    ana = { kind: 'wa_lid', value: line.ana.lid };
    await line.ana.sendText(companion, 'hola');
    await line.heard('hola');
  });
  afterEach(() => line.stop());

  const send = (reply: Reply, key = 'k') => line.channel.send(ana, outgoing(reply, { key }));

  test('a question with its choices numbered, and their hints', async () => {
    const choices = [
      { id: '1:0', label: 'UMF Loreto', hint: 'Loreto, Baja California Sur' },
      { id: '1:1', label: 'Ninguna' },
    ];
    expect(await send({ text: '¿Cuál es?', choices })).toEqual({ outcome: 'sent', ref: messageId('k', 0, 1) });
    const { text, id } = await line.ana.waitFor(() => true);
    expect(text).toBe('¿Cuál es?\n\n1. UMF Loreto — Loreto, Baja California Sur\n2. Ninguna');
    expect(id).toBe(messageId('k', 0, 1));
  });

  test('a place, a document and the question, in this order, and the photo with the text under it', async () => {
    const location = { lat: 26.01, lng: -111.34, title: 'Casa de la Cultura', address: 'calle Juárez' };
    const file = { name: 'asamblea.ics', mime: 'text/calendar', data: Buffer.from('BEGIN').toString('base64') };
    expect(await send({ text: '¿Algo más?', location, document: file })).toMatchObject({ outcome: 'sent' });
    await line.ana.waitFor(({ text }) => text === '¿Algo más?');
    const [place, paper] = line.ana.inbox;
    expect(place?.location).toEqual({
      lat: 26.01,
      lng: -111.34,
      name: 'Casa de la Cultura',
      address: 'calle Juárez',
    });
    expect(paper?.document).toMatchObject({ fileName: 'asamblea.ics', mimetype: 'text/calendar' });
    expect(paper && (await line.server.media.open(paper))).toEqual(Buffer.from('BEGIN'));
    await send({ text: 'Así va la obra', image: { ...file, name: 'a.jpg', mime: 'image/jpeg' } }, 'k2');
    expect((await line.ana.waitFor(({ image }) => image !== undefined)).image).toMatchObject({
      caption: 'Así va la obra',
    });
  });

  test('delivered and read reach the program, whichever way they come', async () => {
    line.ana.autoReceipts = ['delivery', 'read'];
    const { ref } = (await send(hola)) as { ref: string };
    await line.receipts.waitFor(({ receipt }) => receipt.status === 'read');
    expect(line.receipts.all.every((one) => one.ref === ref)).toBe(true);
  });

  test('fault 12: receipts that come late and out of order are passed on as they come', async () => {
    line.ana.autoReceipts = [];
    const { ref } = (await send(hola)) as { ref: string };
    await line.ana.waitFor(({ text }) => text === 'Hola');
    line.ana.receipt(companion, ref, 'read');
    await line.receipts.waitFor(({ receipt }) => receipt.status === 'read');
    line.ana.receipt(companion, ref, 'delivery');
    await line.ana.sendText(companion, 'gracias');
    await line.heard('gracias');
    expect(line.receipts.all[0]).toEqual({ ref, receipt: { status: 'read' } });
  });

  test.each([
    ['463', { outcome: 'rejected' }, true],
    ['429', { outcome: 'retry', afterMs: 3_600_000 }, true],
    ['401', { outcome: 'retry', afterMs: 3_600_000 }, true],
    ['479', { outcome: 'retry' }, false],
    ['400', { outcome: 'rejected' }, false],
  ])('fault 9: a send refused with %s', async (code, result, pauses) => {
    line.server.nackNext = Number(code);
    expect(await send(hola)).toMatchObject(result);
    expect(line.channel.ready?.()).toBe(!pauses);
    expect(line.alarms.all).toHaveLength(pauses ? 1 : 0);
  });

  test('fault 10: a send that is swallowed is unconfirmed, and keeps its ref for a late receipt', async () => {
    line.server.onStanza = (node) => (node.tag === 'message' ? 'drop' : undefined);
    const ref = messageId('k', 0, 1);
    expect(await send(hola)).toEqual({ outcome: 'unconfirmed', ref, reason: 'no acknowledgement' });
  });

  test('fault 11: a phone that cannot decrypt gets the message again, also after a restart', async () => {
    const { ref } = (await send({ text: 'Hola', choices: [{ id: '1:0', label: 'Sí' }] })) as { ref: string };
    await line.ana.waitFor(({ id }) => id === ref);
    line.kept.set(ref, { text: 'Hola', choices: [{ id: '1:0', label: 'Sí' }] });
    await line.channel.stop();
    const before = line.ready.all.length;
    line.open();
    await line.channel.start(line.host);
    await line.ready.waitFor(() => line.ready.all.length > before);
    line.ana.askRetry(companion, ref);
    await line.ana.waitFor(({ id }) => id === ref && line.ana.inbox.filter((one) => one.id === ref).length === 2);
    expect(line.ana.inbox.map(({ text }) => text)).toEqual(['Hola\n\n1. Sí', 'Hola\n\n1. Sí']);
  });

  test('while the line is down it is not ready, and a send waits for another time', async () => {
    line.server.unlink(companion);
    await line.alarms.waitFor((alarm) => alarm.includes('unlinked'));
    expect(line.channel.ready?.()).toBe(false);
    expect(await send(hola)).toEqual({ outcome: 'retry', reason: 'not connected' });
  });
});

describe('in general', () => {
  const words = fc.string({ unit: 'grapheme', maxLength: 40 });
  const sign = fc.constantFrom('*', '_', '~', '`', 'a', ' ', '\n', '🏥');
  const label = fc.oneof(
    words,
    fc.array(sign, { maxLength: 12 }).map((signs) => signs.join('')),
  );
  /** A sign that WhatsApp would take for markup is shown by its twin. */
  const shown = (text: string) => text.replaceAll(/[*∗_ˍ~∼`ˋ]/g, '?');

  test('fault 18: no text, label or hint is lost, whatever it holds', () => {
    fc.assert(
      fc.property(label, fc.array(fc.record({ label, hint: label }), { maxLength: 9 }), (text, options) => {
        const choices = options.map((option, at) => ({ id: `1:${at}`, ...option }));
        const [part] = compose({ text, choices });
        const told = shown('text' in part ? (part.text ?? '') : '');
        expect(told.startsWith(shown(text))).toBe(true);
        for (const [at, choice] of choices.entries()) expect(told).toContain(`${at + 1}. ${shown(choice.label)}`);
        for (const { hint } of choices) expect(told).toContain(shown(hint));
      }),
    );
  });

  test('signs that WhatsApp would take for bold or struck out, and hide, become their twins', () => {
    const [part] = compose({ text: '*UMF* _Loreto_ 2*3' });
    expect('text' in part && part.text).toBe('∗UMF∗ ˍLoretoˍ 2*3');
  });

  test('ids name the part and the whole', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 15 }), fc.nat(14), (key, total, at) => {
        const index = at % total;
        const ref = messageId(key, total - 1, total);
        expect(partOf(messageId(key, index, total))).toEqual({ index, isLast: index === total - 1, ref });
      }),
    );
    for (const other of ['3EB0C767D097B7C0F7', '', 'x'.repeat(30)]) expect(partOf(other)).toBeUndefined();
  });
});
