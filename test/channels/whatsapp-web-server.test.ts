/** The WhatsApp Web server of the tests, driven by the real Baileys over a real socket. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DisconnectReason, downloadMediaMessage, proto } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Companion } from '../testkit/whatsapp-web/companion.ts';
import * as content from '../testkit/whatsapp-web/content.ts';
import { PlainBot } from '../testkit/whatsapp-web/plain-bot.ts';
import { MockWaServer } from '../testkit/whatsapp-web/server.ts';
import type { MockUser } from '../testkit/whatsapp-web/user.ts';

const { Status, StubType } = proto.WebMessageInfo;

let server: MockWaServer;
let untrust: () => void;
let owner: MockUser;
let ana: MockUser;
let bot: PlainBot;

beforeEach(async () => {
  // libsignal writes whole sessions to the console.
  for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {});
  server = await MockWaServer.start();
  untrust = server.trust();
  owner = server.addUser({ phone: '5215550000001', lid: '900000000000001', name: 'Asamblea' });
  ana = server.addUser({ phone: '5215512345678', lid: '111222333444555', name: 'Ana' });
  bot = new PlainBot(server.url);
});

afterEach(async () => {
  await bot.stop();
  await server.stop();
  untrust();
  vi.restoreAllMocks();
  expect(server.faults).toEqual([]);
});

/** A bot that is logged in for the second time, and past the wait for the first history. */
async function pair(): Promise<Companion> {
  const companion = server.scanQr(owner, await bot.codes.waitFor(() => true));
  await settled(companion);
  return companion;
}

async function settled(companion: Companion): Promise<void> {
  await bot.opened.waitFor(() => true);
  await server.pushEmptyHistory(companion);
  await bot.messages.waitFor(({ message }) => message?.protocolMessage != null);
}

test('a QR pairs; 515 and the second login follow by themselves', async () => {
  const companion = await pair();
  expect(bot.closes.all).toEqual([DisconnectReason.restartRequired]);
  expect(bot.socket.user).toMatchObject({ id: companion.jid, lid: companion.lid });
  expect(companion.preKeys.length).toBeGreaterThan(800);
});

test('the right code pairs as a QR does, a wrong one does not', async () => {
  await bot.codes.waitFor(() => true);
  const code = await bot.socket.requestPairingCode(owner.phone);
  await expect(server.enterCode(owner, 'AAAAAAAA')).rejects.toThrow('not the code');
  const again = await bot.socket.requestPairingCode(owner.phone, code);
  const companion = await server.enterCode(owner, again);
  await settled(companion);
  expect(bot.socket.user?.id).toBe(companion.jid);
});

test('texts in both directions go over one session', async () => {
  const companion = await pair();
  for (const text of ['uno', 'dos', 'tres']) {
    await ana.sendText(companion, text);
    const { key, upsert } = await bot.text(text);
    expect([key.remoteJid, key.remoteJidAlt, upsert]).toEqual([ana.lid, ana.pn, 'notify']);
    await bot.sendText(ana.lid, `eco: ${text}`);
    await ana.waitFor((message) => message.text === `eco: ${text}`);
  }
  expect(ana.inbox.map(({ text }) => text)).toEqual(['eco: uno', 'eco: dos', 'eco: tres']);
  expect(ana.inbox.at(-1)?.encType).toBe('msg');
  await expect(ana.waitFor(({ text }) => text === 'eco: cuatro', 1)).rejects.toThrow('eco: tres');
});

test('a sender may have no number, and may come by number the next day', async () => {
  const companion = await pair();
  ana.revealPhone = false;
  await ana.sendText(companion, 'sin número');
  expect((await bot.text('sin número')).key).toMatchObject({ remoteJid: ana.lid, remoteJidAlt: undefined });
  await bot.sendText(ana.lid, 'a su LID');
  await ana.waitFor(({ text, to }) => text === 'a su LID' && to === ana.lid);
  ana.addressing = 'pn';
  await ana.sendText(companion, 'con número');
  expect((await bot.text('con número')).key).toMatchObject({ remoteJid: ana.pn, remoteJidAlt: ana.lid });
});

test('what is sent while the line is down arrives once, in order, as "append"', async () => {
  const companion = await pair();
  const beto = server.addUser({ phone: '5215587654321', lid: '555666777888999', name: 'Beto' });
  const waiting = [
    await ana.stanzaFor(companion, { conversation: 'uno' }),
    await ana.stanzaFor(companion, { conversation: 'dos' }),
    await beto.stanzaFor(companion, { conversation: 'tres' }),
  ];
  server.dropLine(companion);
  for (const node of waiting) companion.deliver(node);
  await bot.closes.waitFor((code) => code === DisconnectReason.connectionClosed);
  await bot.text('tres');
  const got = bot.messages.all.filter(({ key }) => !key.fromMe);
  expect(got.map(({ message, upsert }) => [message?.conversation, upsert])).toEqual([
    ['uno', 'append'],
    ['dos', 'append'],
    ['tres', 'append'],
  ]);
  await beto.receipts.waitFor(() => true);
  expect(companion.pending).toEqual([]);
});

test('one ciphertext twice arrives once; one id encrypted anew arrives twice', async () => {
  const companion = await pair();
  const node = await ana.stanzaFor(companion, { conversation: 'dos veces' }, { id: 'DOS1' });
  companion.sendRaw(node);
  companion.sendRaw(node);
  await ana.sendText(companion, 'después');
  await bot.text('después');
  expect(bot.messages.all.filter(({ key, message }) => key.id === 'DOS1' && message)).toHaveLength(1);
  await ana.sendText(companion, 'dos veces', { id: 'DOS1' });
  expect((await bot.text('dos veces', 1)).key.id).toBe('DOS1');
});

test('a refusal comes as status ERROR, after the send has resolved', async () => {
  await pair();
  server.nackNext = 463;
  const id = await bot.sendText(ana.pn, 'aviso');
  expect((await bot.status(id, Status.ERROR)).messageStubParameters?.[0]).toBe('463');
  expect(ana.inbox).toEqual([]);
});

test('receipts come by themselves, or late and out of order by hand', async () => {
  const companion = await pair();
  const beto = server.addUser({ phone: '5215587654321', lid: '555666777888999', name: 'Beto', autoReceipts: [] });
  const toAna = await bot.sendText(ana.lid, 'hola');
  const toBeto = await bot.sendText(beto.lid, 'hola');
  await bot.status(toAna, Status.DELIVERY_ACK);
  await beto.waitFor(({ id }) => id === toBeto);
  beto.receipt(companion, toBeto, 'read');
  await bot.status(toBeto, Status.READ);
  beto.receipt(companion, toBeto, 'delivery');
  await bot.status(toBeto, Status.DELIVERY_ACK);
});

test('a phone that could not decrypt gets the message again, from the store', async () => {
  const companion = await pair();
  const id = await bot.sendText(ana.lid, 'primera');
  await ana.waitFor((message) => message.id === id);
  // A new connection has no cache of what was sent.
  server.dropLine(companion);
  await bot.opened.waitFor(() => bot.opened.all.length === 2);
  ana.askRetry(companion, id);
  await ana.waitFor((message) => message.id === id && message !== ana.inbox[0]);
  expect(ana.inbox.map(({ text }) => text)).toEqual(['primera', 'primera']);
});

test('everything that a phone can send', async () => {
  const companion = await pair();
  const key = { remoteJid: ana.lid, id: await ana.sendText(companion, 'antes'), fromMe: false };
  const sent: [proto.IMessage, keyof proto.IMessage][] = [
    [content.extendedText('hola'), 'extendedTextMessage'],
    [content.location(19.54, -96.91, 'Clínica'), 'locationMessage'],
    [content.liveLocation(19.54, -96.91), 'liveLocationMessage'],
    [content.image('credencial'), 'imageMessage'],
    [content.voice(), 'audioMessage'],
    [content.sticker(), 'stickerMessage'],
    [content.document('acta.pdf', 'application/pdf'), 'documentMessage'],
    [content.contactCard('Ana', ana.phone), 'contactMessage'],
    [content.reaction(key, '👍'), 'reactionMessage'],
    [content.edit(key, 'corregido'), 'protocolMessage'],
    [content.revoke(key), 'protocolMessage'],
  ];
  for (const [message, field] of sent) {
    const id = await ana.send(companion, message);
    const got = await bot.messages.waitFor((one) => one.key.id === id);
    expect(got.message?.[field], field).toBeTruthy();
  }
  await ana.sendText(companion, 'en grupo', { chat: '120363000000000001@g.us' });
  await ana.sendText(companion, 'estado', { chat: 'status@broadcast' });
  server.postInNewsletter(companion, '120363000000000002@newsletter', { conversation: 'boletín' });
  await owner.sendAsOwner(companion, ana, { conversation: 'del dueño' });
  expect((await bot.text('en grupo')).key).toMatchObject({
    remoteJid: '120363000000000001@g.us',
    participant: ana.lid,
  });
  expect((await bot.text('estado')).key.remoteJid).toBe('status@broadcast');
  expect((await bot.text('boletín')).key.remoteJid).toBe('120363000000000002@newsletter');
  expect((await bot.text('del dueño')).key).toMatchObject({ fromMe: true, remoteJid: ana.lid });
  const unreadable = ana.sendUnreadable(companion);
  const stub = await bot.messages.waitFor((one) => one.key.id === unreadable);
  expect([stub.message, stub.messageStubType]).toEqual([undefined, StubType.CIPHERTEXT]);
  await ana.receipts.waitFor(({ type, ids }) => type === 'retry' && ids.includes(unreadable));
});

test('files go up and down by the host of the server', async () => {
  const companion = await pair();
  const photo = Buffer.from([255, 216, 1, 2, 3]);
  await ana.send(companion, content.image('credencial', await server.media.put('image', photo)));
  const got = await bot.messages.waitFor(({ message }) => message?.imageMessage != null);
  expect(await downloadMediaMessage(got, 'buffer', {})).toEqual(photo);
  await bot.socket.sendMessage(ana.lid, {
    document: Buffer.from('%PDF'),
    mimetype: 'application/pdf',
    fileName: 'acta.pdf',
    caption: 'El acta',
  });
  const seen = await ana.waitFor(({ document }) => document !== undefined);
  expect(seen.document).toEqual({ mimetype: 'application/pdf', fileName: 'acta.pdf', caption: 'El acta' });
  expect(String(await server.media.open(seen))).toBe('%PDF');
});

test('several accounts at a time, one of them taken over and one unlinked; a child trusts by its environment', async () => {
  const companion = await pair();
  const second = server.addUser({ phone: '5215550000002', lid: '900000000000002', name: 'Otra' });
  const other = new PlainBot(server.url);
  const linked = server.scanQr(second, await other.codes.waitFor(() => true));
  await other.opened.waitFor(() => true);
  await ana.sendText(linked, 'a la otra');
  await other.text('a la otra');
  server.replaceSession(companion);
  await bot.closes.waitFor((code) => code === DisconnectReason.connectionReplaced);
  server.unlink(linked);
  await other.closes.waitFor((code) => code === DisconnectReason.loggedOut);
  await other.stop();

  const preload = new URL('../testkit/whatsapp-web/preload.ts', import.meta.url).pathname;
  const script = `import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';
    process.stdout.write(WA_CERT_DETAILS.PUBLIC_KEY.toString('base64'));`;
  const args = ['--import', preload, '--input-type=module', '--eval', script];
  const child = await promisify(execFile)(process.execPath, args, { env: { ...server.env } });
  expect(child.stdout).toBe(server.env.WHATSAPP_WEB_TEST_ROOT);
});
