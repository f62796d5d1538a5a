/** What people send by WhatsApp, as it reaches the program: real Baileys, real socket, a server of the tests. */

import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Companion } from '../testkit/whatsapp-web/companion.ts';
import * as content from '../testkit/whatsapp-web/content.ts';
import { Paired } from '../testkit/whatsapp-web/paired.ts';

let line: Paired;
let companion: Companion;

beforeEach(async () => {
  line = await Paired.start();
  companion = await line.pair();
});
afterEach(() => line.stop());

/** What arrived before a last word, which shows that nothing is still on its way. */
async function arrived() {
  await line.ana.sendText(companion, 'es todo');
  await line.heard('es todo');
  return line.inbound.all.slice(0, -1).map((inbound) => inbound.content);
}

test('a text, with who wrote it by both names and its own id', async () => {
  const messageId = await line.ana.sendText(companion, 'asamblea');
  expect(await line.heard('asamblea')).toEqual({
    channel: 'whatsapp-web',
    account: line.account,
    from: [
      { kind: 'wa_lid', value: line.ana.lidUser, address: line.ana.lid },
      { kind: 'wa_pn', value: '525512345678', address: line.ana.pn },
    ],
    messageId,
    content: { type: 'text', text: 'asamblea' },
  });
});

test('a sender with no number, then by number, 521 or 52: the identifiers that it carries', async () => {
  line.ana.revealPhone = false;
  await line.ana.sendText(companion, 'sin número');
  expect((await line.heard('sin número')).from.map(({ kind }) => kind)).toEqual(['wa_lid']);
  line.ana.addressing = 'pn';
  await line.ana.sendText(companion, 'por número');
  expect((await line.heard('por número')).from).toEqual([
    { kind: 'wa_lid', value: line.ana.lidUser, address: line.ana.lid },
    { kind: 'wa_pn', value: '525512345678', address: line.ana.pn },
  ]);
});

test('places, contacts and what the bot cannot read', async () => {
  const { ana } = line;
  await ana.send(companion, content.extendedText('con enlace https://example.org'));
  await ana.send(companion, content.location(19.5, -96.9, 'Casa'));
  await ana.send(companion, content.liveLocation(19.6, -96.8));
  await ana.send(companion, content.contactCard('Ana', ana.phone));
  await ana.send(companion, content.contactCard('Otra', '5215500000000'));
  await ana.send(companion, content.voice());
  await ana.send(companion, content.sticker());
  expect(await arrived()).toEqual([
    { type: 'text', text: 'con enlace https://example.org' },
    { type: 'location', lat: 19.5, lng: -96.9 },
    { type: 'location', lat: 19.6, lng: -96.8 },
    { type: 'contact', phone: ana.phone },
    { type: 'unsupported', what: 'other' },
    { type: 'unsupported', what: 'voice' },
    { type: 'unsupported', what: 'sticker' },
  ]);
});

test('photos and documents with their bytes; one that cannot be fetched is still answered', async () => {
  const photo = await line.server.media.put('image', Buffer.from('jpeg'));
  const paper = await line.server.media.put('document', Buffer.from('pdf'));
  const taken = () => line.inbound.all.map((inbound) => inbound.content);
  await line.ana.send(companion, content.image('la gotera', photo));
  await line.inbound.waitFor((one) => one.content.type === 'photo');
  await line.ana.send(companion, content.document('acta.pdf', 'application/pdf', paper));
  await line.inbound.waitFor((one) => one.content.type === 'document');
  await line.ana.send(companion, content.image());
  await line.inbound.waitFor((one) => one.content.type === 'unsupported');
  expect(taken()).toEqual([
    { type: 'photo', mime: 'image/jpeg', data: Buffer.from('jpeg') },
    { type: 'document', name: 'acta.pdf', mime: 'application/pdf', data: Buffer.from('pdf') },
    { type: 'unsupported', what: 'other' },
  ]);
});

test('nobody makes the program ask a host that is not WhatsApp for a file', async () => {
  const photo = await line.server.media.put('image', Buffer.from('jpeg'));
  const elsewhere = { ...photo, url: 'https://127.0.0.1:1/internal', directPath: '/internal' };
  await line.ana.send(companion, content.image('mire', elsewhere));
  const { content: taken } = await line.inbound.waitFor((one) => one.content.type !== 'text');
  expect(taken).toEqual({ type: 'unsupported', what: 'other' });
});

test('fault 17: groups, status, newsletters, own messages, reactions, edits, deletions and stubs have no effect', async () => {
  const { ana, owner, server } = line;
  const id = await ana.sendText(companion, 'primero');
  await line.heard('primero');
  const key = { remoteJid: ana.lid, id };
  await ana.sendText(companion, 'al grupo', { chat: '123456789@g.us' });
  await ana.sendText(companion, 'estado', { chat: 'status@broadcast' });
  server.postInNewsletter(companion, '120363000000000001@newsletter', { conversation: 'noticia' });
  await owner.sendAsOwner(companion, ana, { conversation: 'escribo yo' });
  await ana.send(companion, content.reaction(key, '👍'));
  await ana.send(companion, content.edit(key, 'segundo'));
  await ana.send(companion, content.revoke(key));
  ana.sendUnreadable(companion);
  expect(await arrived()).toEqual([{ type: 'text', text: 'primero' }]);
  expect(ana.inbox).toEqual([]);
});

test('fault 5: what was written while the line was down arrives once, in order', async () => {
  const { ana, server } = line;
  await ana.sendText(companion, 'antes');
  await line.heard('antes');
  const stanzas = [];
  for (const text of ['uno', 'dos', 'tres']) stanzas.push(await ana.stanzaFor(companion, { conversation: text }));
  server.dropLine(companion);
  for (const stanza of stanzas) companion.deliver(stanza);
  await line.heard('tres');
  expect(await arrived()).toEqual(['antes', 'uno', 'dos', 'tres'].map((text) => ({ type: 'text', text })));
});

test('a message is handed over at once: nothing is awaited between Baileys and the program', async () => {
  let storing = 0;
  line.beforeStoring = async () => {
    storing += 1;
    await Promise.resolve();
  };
  const both = [line.ana.sendText(companion, 'uno'), line.ana.sendText(companion, 'dos')];
  await Promise.all(both);
  await line.heard('dos');
  expect(storing).toBe(2);
});

test('fault 23: what cannot be stored is held and tried again, with one alarm that tells nothing of it', async () => {
  let failures = 2;
  line.beforeStoring = async () => {
    if (failures-- > 0) throw new Error('SQLITE_BUSY');
  };
  await line.channel.stop();
  line.open({ wait: () => new Promise((resolve) => setImmediate(resolve)) });
  await line.channel.start(line.host);
  await line.ana.sendText(companion, 'palabra privada');
  await line.heard('palabra privada');
  expect(line.alarms.all).toEqual(['A message of WhatsApp could not be stored; it is tried on.']);
});
