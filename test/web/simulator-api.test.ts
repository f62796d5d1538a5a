/** The simulator's API as an outside client meets it: over HTTP, with every kind of message, right and wrong. */

import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type Program, start } from '../../src/main.ts';
import { post, received, type ShownReply, townDatabase } from '../testkit/program.ts';
import { callAssembly, NOW } from '../testkit/town.ts';
import { localizer } from '../world.ts';

let town: Awaited<ReturnType<typeof townDatabase>>;
let program: Program;

beforeAll(async () => {
  town = await townDatabase(async (store) => {
    await callAssembly(store, { latitude: 26.01, longitude: -111.34 });
    await callAssembly(store, { clinicId: 2, date: '2027-07-10', time: '11:00' });
  });
  program = await start(loadConfig(town.env), () => NOW);
});

afterAll(async () => {
  await program.stop();
  town.remove();
});

async function say(from: string, ...texts: string[]): Promise<ShownReply> {
  let last: ShownReply | undefined;
  for (const text of texts) last = (await post(program.url, { from, text })).replies[0];
  if (!last) throw new Error('No reply.');
  return last;
}

const fetchFile = async (reply: ShownReply) => {
  const response = await fetch(program.url + (reply.document?.url ?? ''));
  return { status: response.status, mime: response.headers.get('content-type'), text: await response.text() };
};

describe('a message', () => {
  it.each<[string, object]>([
    ['text', { text: 'hola' }],
    ['text that is empty', { text: '' }],
    ['choice', { choice: '1:0' }],
    ['location', { location: { lat: 20.01, lng: -100.01 } }],
    ['photo', { photo: { mime: 'image/jpeg', base64: '/9j/' } }],
    ['document', { document: { name: 'a.pdf', mime: 'application/pdf', base64: 'JVBERg==' } }],
    ['contact', { contact: { phone: '+525512345678' } }],
    ['start', { start: 'TEST000001' }],
    ['start without a code', { start: '' }],
    ['voice note', { unsupported: 'voice' }],
    ['sticker', { unsupported: 'sticker' }],
  ])('of the kind %s is answered', async (kind, content) => {
    const { status, replies } = await post(program.url, { from: `kind ${kind}`, ...content });
    expect(status).toBe(200);
    expect(replies).toHaveLength(1);
    expect(replies[0]?.text).not.toBe('');
    for (const [at, { id }] of (replies[0]?.choices ?? []).entries()) expect(id).toMatch(new RegExp(`^[0-9]+:${at}$`));
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'hola', /expected object/],
    ['nothing', '', /expected object/],
    ['a list', [], /expected object/],
    ['no sender', { text: 'hola' }, /^from: /],
    ['an empty sender', { from: '', text: 'hola' }, /from: must not be empty/],
    ['a long sender', { from: 'a'.repeat(65), text: 'hola' }, /from: must have at most 64/],
    ['no content', { from: 'ana' }, /must hold one of text, choice/],
    ['two contents', { from: 'ana', text: 'a', choice: '1:0' }, /must hold one of text, choice/],
    ['another key', { from: 'ana', text: 'a', voice: 'x' }, /voice/],
    ['a number as text', { from: 'ana', text: 7 }, /text: .*string/],
    ['a place off the globe', { from: 'ana', location: { lat: 91, lng: 0 } }, /location.lat: /],
    ['half a place', { from: 'ana', location: { lat: 1 } }, /location.lng: /],
    [
      'a photo that is not base64',
      { from: 'ana', photo: { mime: 'image/png', base64: '%%%' } },
      /photo.base64: must be base64/,
    ],
    ['an unknown kind', { from: 'ana', unsupported: 'video' }, /unsupported: /],
    ['an empty id', { from: 'ana', id: '', text: 'a' }, /^id: /],
  ])('with %s gets 400 and the reason', async (_, body, reason) => {
    const answered = await post(program.url, body);
    expect(answered.status).toBe(400);
    expect(answered.error).toMatch(reason);
  });

  it('with the same id has no second effect and gets the same replies, also at once', async () => {
    const body = { from: 'repeat', id: 'm1', text: 'umf loreto' };
    const all = await Promise.all([
      post(program.url, body),
      post(program.url, body),
      post(program.url, { ...body, text: 'baja' }),
    ]);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(await received(program.url, 'repeat')).toEqual(all[0]?.replies);
  });

  it('larger than the limit gets 413 and hurts nobody', async () => {
    const { status } = await post(program.url, { from: 'big', text: 'x'.repeat(13 * 1024 * 1024) });
    expect(status).toBe(413);
    expect((await say('big', 'hola')).text).not.toBe('');
  });
});

describe('what was sent to somebody', () => {
  it('comes in order, after a reply, and nothing of others', async () => {
    await say('reader', 'hola', 'programa', 'menú');
    const all = await received(program.url, 'reader');
    expect(all).toHaveLength(3);
    expect(await received(program.url, 'reader', String(all[0]?.id))).toEqual(all.slice(1));
    expect(await received(program.url, 'reader', String(all[2]?.id))).toEqual([]);
    expect(await received(program.url, 'nobody')).toEqual([]);
  });

  it.each([['?after=1'], ['?to='], ['?to=ana&after=x'], ['?to=ana&after=1.5']])('%s gets 400', async (query) => {
    const response = await fetch(`${program.url}/simulator/messages${query}`);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/^(to|after): /) });
  });
});

describe('files', () => {
  it.each([
    ['umf loreto', 'America/Mazatlan', '20270220T110000', '20270220T130000', '-0700'],
    ['umf tijuana', 'America/Tijuana', '20270710T110000', '20270710T130000', '-0700'],
  ])('the calendar file of %s has the clinic’s zone and hour', async (clinic, zone, begins, ends, offset) => {
    const reply = await say(
      `calendar ${clinic}`,
      clinic,
      'sí',
      '0',
      localizer.text('es-MX', { key: 'assembly:label.calendar' }),
    );
    const { mime, text } = await fetchFile(reply);
    expect(mime).toBe('text/calendar');
    const lines = text.replace(/\r\n[ \t]/g, '').split('\r\n');
    expect(lines).toContain(`DTSTART;TZID=${zone}:${begins}`);
    expect(lines).toContain(`DTEND;TZID=${zone}:${ends}`);
    expect(lines).toContain(`TZID:${zone}`);
    expect(lines).toContain(`TZOFFSETTO:${offset}`);
    expect(lines.filter((line) => line.startsWith('BEGIN:')).map((line) => line.slice(6))).toEqual([
      'VCALENDAR',
      'VTIMEZONE',
      'STANDARD',
      'VEVENT',
    ]); // prettier-ignore
    expect(lines.every((line) => Buffer.byteLength(line) > 0 || line === '')).toBe(true);
  });

  it('the map stands in the reply, and the file of one’s own data holds them', async () => {
    expect(
      (await say('mapper', 'umf loreto', localizer.text('es-MX', { key: 'assembly:label.map' }))).location,
    ).toMatchObject({ lat: 26.01, lng: -111.34 });
    const { mime, text } = await fetchFile(
      await say('owner', 'umf loreto', 'sí', '2', 'mis datos', localizer.text('es-MX', { key: 'privacy:label.file' })),
    );
    expect(mime).toBe('text/plain');
    expect(text).toContain('UMF Loreto');
    expect(text).toMatch(/UMF Loreto.*sábado 20 de febrero.*\b2\b/);
  });

  it.each([
    '/simulator/files/1/document',
    '/simulator/files/999999/document',
    '/simulator/files/x/image',
  ])('%s is none', async (path) => {
    expect((await fetch(program.url + path)).status).toBe(404);
  });
});

it('says that it lives, is ready, and counts without naming anybody', async () => {
  await say('Zarzaparrillo', 'hola');
  expect(await (await fetch(`${program.url}/healthz`)).text()).toBe('ok');
  expect(await (await fetch(`${program.url}/readyz`)).text()).toBe('ready');
  const metrics = await (await fetch(`${program.url}/metrics`)).text();
  expect(metrics).toMatch(/asamblea_messages_received_total\{channel="simulator",duplicate="false"\} \d+/);
  expect(metrics).not.toContain('Zarzaparrillo');
});

describe('the start', () => {
  it('serves no simulator that is off', async () => {
    const other = await townDatabase();
    const quiet = await start(loadConfig({ ...other.env, SIMULATOR: 'off' }));
    for (const path of ['/', '/chat.js', '/simulator/messages?to=ana', '/simulator/files/1/document']) {
      expect((await fetch(quiet.url + path)).status, path).toBe(404);
    }
    const sent = await fetch(`${quiet.url}/simulator/messages`, {
      method: 'POST',
      body: '{"from":"ana","text":"hola"}',
    });
    expect(sent.status).toBe(404);
    expect((await fetch(`${quiet.url}/healthz`)).status).toBe(200);
    await quiet.stop();
    other.remove();
  });

  it('names PORT when it is in use, and leaves the database to the next', async () => {
    const other = await townDatabase();
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    await expect(start(loadConfig({ ...other.env, PORT: String(port) }))).rejects.toThrow(/^PORT \d+ is in use/);
    taken.close();
    await (await start(loadConfig(other.env))).stop();
    other.remove();
  });

  it('marks every invented assembly of a demonstration', async () => {
    const other = await townDatabase();
    const demo = await start(loadConfig({ ...other.env, DEMO: 'on' }), () => NOW);
    const { replies } = await post(demo.url, { from: 'ana', text: 'umf tijuana' });
    expect(replies[0]?.text).toContain(localizer.text('es-MX', { key: 'assembly:demo' }));
    await demo.stop();
    other.remove();
  });
});
