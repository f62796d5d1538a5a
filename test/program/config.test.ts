/** A bad setting stops the start, and its message names the variable and never a secret. */

import { describe, expect, it } from 'vitest';
import { ConfigError, isLoopback, loadConfig } from '../../src/config.ts';
import { start } from '../../src/main.ts';
import { townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';

const TOKEN = '7000:test-token_of-the-bot-AAAAAAAAAA';
const real = { TELEGRAM_BOT_TOKEN: TOKEN, OPERATOR_NAME: 'Comité', OPERATOR_CONTACT: '55 1234 5678' };
const cloud = {
  WHATSAPP_CLOUD_PHONE_ID: '106540352242922',
  WHATSAPP_CLOUD_TOKEN: 'EAAJ-secret-token',
  WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
  WHATSAPP_CLOUD_VERIFY_TOKEN: 'palabra',
};
const failure = (env: Record<string, string>): string => {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no failure';
};
const failureOf = (start: Promise<unknown>) =>
  start.then(
    () => 'started',
    (error: Error) => `${error.constructor.name} ${error.message}`,
  );

it.each([
  ['DATABASE_URL', 'data.db'],
  ['DATABASE_URL', 'file:'],
  ['DATABASE_URL', 'mysql://localhost/x'],
  ['PORT', 'x'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', ' '],
  ['PUBLIC_URL', 'bot.example.org'],
  ['PUBLIC_URL', 'ftp://bot.example.org'],
  ['LOG_LEVEL', 'loud'],
  ['SIMULATOR', 'yes'],
  ['DEMO', 'true'],
  ['TELEGRAM_BOT_TOKEN', 'secret'],
  ['TELEGRAM_API_ROOT', 'api.telegram.org'],
  ['TELEGRAM_API_ROOT', 'localhost:8081'],
  ['TELEGRAM_WEBHOOK_SECRET', 'with spaces'],
  ['TELEGRAM_WEBHOOK_SECRET', 'a'.repeat(257)],
  ['WHATSAPP_CLOUD_PHONE_ID', '+52 55 1234 5678'],
  ['WHATSAPP_CLOUD_TOKEN', 'with spaces in it'],
  ['WHATSAPP_CLOUD_APP_SECRET', 'short'],
  ['WHATSAPP_CLOUD_VERIFY_TOKEN', 'two words'],
  ['WHATSAPP_CLOUD_API_ROOT', 'graph.facebook.com'],
  ['WHATSAPP_CLOUD_PER_SECOND', '500'],
  ['OPERATOR_NAME', ' '],
])('%s=%j is refused by its name', (name, value) => {
  expect(failure({ ...real, [name]: value })).toMatch(new RegExp(`^${name} `));
});

describe('what goes together', () => {
  it('lists every bad variable at once', () => {
    expect(failure({ PORT: 'x', DEMO: 'x', LOG_LEVEL: 'x' })).toMatch(/PORT[\s\S]*LOG_LEVEL[\s\S]*DEMO/);
  });

  it('asks who runs a bot that people can really write to', () => {
    expect(failure({ ...real, OPERATOR_NAME: '' })).toMatch(/^OPERATOR_NAME must be set/);
    expect(failure({ TELEGRAM_BOT_TOKEN: TOKEN })).toMatch(/^OPERATOR_NAME and OPERATOR_CONTACT must be set/);
    expect(loadConfig(real).operator).toEqual({ name: 'Comité', contact: '55 1234 5678' });
  });

  it('asks where Telegram shall send its updates to', () => {
    expect(failure({ ...real, TELEGRAM_WEBHOOK_SECRET: 's' })).toMatch(/^PUBLIC_URL must be set/);
    const config = loadConfig({ ...real, TELEGRAM_WEBHOOK_SECRET: 's', PUBLIC_URL: 'https://bot.example.org' });
    expect(config.telegram?.webhook).toEqual({ url: 'https://bot.example.org/telegram/webhook', secret: 's' });
  });

  it("asks for all four of WhatsApp's Cloud API, or none, and says no secret", () => {
    const owner = { OPERATOR_NAME: 'Comité', OPERATOR_CONTACT: '55 1234 5678' };
    expect(failure({ ...cloud, ...owner, WHATSAPP_CLOUD_TOKEN: '' })).toMatch(/^WHATSAPP_CLOUD_TOKEN must be set too/);
    const lonely = failure({ ...owner, WHATSAPP_CLOUD_TOKEN: 'EAAJ-secret-token' });
    expect(lonely).toMatch(
      /^WHATSAPP_CLOUD_PHONE_ID and WHATSAPP_CLOUD_APP_SECRET and WHATSAPP_CLOUD_VERIFY_TOKEN must be set too/,
    );
    expect(lonely).not.toContain('EAAJ');
    const plain = { WHATSAPP_CLOUD_API_ROOT: 'http://graph.example.org' };
    expect(failure({ ...cloud, ...owner, ...plain })).toMatch(/^WHATSAPP_CLOUD_API_ROOT .*https/);
    expect(loadConfig({ ...cloud, ...owner }).whatsappCloud).toEqual({
      phoneId: cloud.WHATSAPP_CLOUD_PHONE_ID,
      token: cloud.WHATSAPP_CLOUD_TOKEN,
      appSecret: cloud.WHATSAPP_CLOUD_APP_SECRET,
      verifyToken: cloud.WHATSAPP_CLOUD_VERIFY_TOKEN,
      apiRoot: 'https://graph.facebook.com/v25.0',
      perSecond: 80,
    });
  });

  it("counts WhatsApp's Cloud API as a real channel", () => {
    expect(failure(cloud)).toMatch(/^OPERATOR_NAME and OPERATOR_CONTACT must be set/);
    const owned = { ...cloud, OPERATOR_NAME: 'Comité', OPERATOR_CONTACT: '55 1234 5678' };
    expect(loadConfig(owned)).toMatchObject({ demo: false, simulator: false, reachesPeople: true });
    const local = { ...owned, WHATSAPP_CLOUD_API_ROOT: 'http://127.0.0.1:9/v25.0' };
    expect(loadConfig(local)).toMatchObject({ demo: false, simulator: false, reachesPeople: false });
  });

  it('asks for a key with PostgreSQL, where there is no file to keep one in', () => {
    expect(failure({ DATABASE_URL: 'postgres://u:pass-word@h/d' })).toMatch(/^DATA_KEY is needed/);
  });

  it('is a demonstration without a channel, and none with one', () => {
    expect(loadConfig({})).toMatchObject({ demo: true, simulator: true, databaseUrl: 'file:data/demo.db', port: 3000 });
    expect(loadConfig(real)).toMatchObject({ demo: false, simulator: false, databaseUrl: 'file:data/asamblea.db' });
  });
});

it('knows an address of this machine from one that only looks like it', () => {
  for (const here of ['http://localhost:1', 'http://127.0.0.1', 'http://127.9.9.9', 'http://[::1]:8'])
    expect(isLoopback(here)).toBe(true);
  const there = [
    'https://api.telegram.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1',
  ];
  for (const other of there) expect(isLoopback(other)).toBe(false);
});

describe('the start', () => {
  it('refuses a real channel on a database with invented assemblies, and with DEMO=on', async () => {
    const town = await townDatabase((store) => callAssembly(store, { demo: true }));
    const env = { ...town.env, ...real, SIMULATOR: 'off' };
    expect(await failureOf(start(loadConfig(env)))).toMatch(/ConfigError .*invented assemblies.*DATABASE_URL/);
    town.remove();
    const empty = await townDatabase();
    const demo = { ...env, DATABASE_URL: empty.env.DATABASE_URL, DEMO: 'on' };
    expect(await failureOf(start(loadConfig(demo)))).toMatch(/ConfigError .*DEMO=off/);
    expect(await empty.look((store) => store.run(({ db, tables }) => db.select().from(tables.assemblies)))).toEqual([]);
    empty.remove();
  });

  it.each([
    ['DATABASE_URL', { DATABASE_URL: 'file:/dev/null/x.db' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://asamblea:pass-word@127.0.0.1:1/x', DATA_KEY: 'a5'.repeat(32) }],
    ['HOST', { HOST: '203.0.113.1' }],
    ['DATA_KEY', { DATA_KEY: 'short' }],
  ])('that cannot use %s says so by its name: %j', async (name, env) => {
    const town = await townDatabase();
    const told = await failureOf(start(loadConfig({ ...town.env, ...env })));
    expect(told).toMatch(new RegExp(`^ConfigError .*${name}`));
    expect(told).not.toContain('pass-word');
    town.remove();
  });

  it('that failed gives the database back', async () => {
    const town = await townDatabase();
    const { writeFileSync, rmSync } = await import('node:fs');
    const env = { ...town.env, DATABASE_URL: `file:${town.folder}/other.db` };
    writeFileSync(`${town.folder}/other.db`, 'this is no database at all, and never was one');
    expect(await failureOf(start(loadConfig(env)))).not.toBe('started');
    rmSync(`${town.folder}/other.db`);
    expect(await failureOf(start(loadConfig(env)))).not.toMatch(/already running/);
    town.remove();
  });
});

describe('WhatsApp Web', () => {
  const named = { OPERATOR_NAME: 'Comité', OPERATOR_CONTACT: '55 1234 5678', WHATSAPP_WEB: 'on' };

  it('is on with the pace that seldom brings bans, beside the database', () => {
    const config = loadConfig(named);
    expect(config.whatsappWeb).toEqual({
      authFile: 'data/asamblea.db.whatsapp-web',
      perDay: 50,
      gapMs: [8000, 20_000],
    });
    expect([config.reachesPeople, config.demo, config.simulator]).toEqual([true, false, false]);
  });

  it('pairs by a code where a number is given, and by a QR where none is', () => {
    expect(loadConfig({ ...named, WHATSAPP_WEB_NUMBER: '525512345678' }).whatsappWeb?.pairWith).toBe('525512345678');
    expect(() => loadConfig({ ...named, WHATSAPP_WEB_NUMBER: '5512345678' })).toThrow(/WHATSAPP_WEB_NUMBER must be 12/);
  });

  it('has its line in clear, and its pace changed, on this machine alone', () => {
    const local = { ...named, WHATSAPP_WEB_URL: 'ws://127.0.0.1:9/ws', WHATSAPP_WEB_GAP_MS: '0' };
    expect(loadConfig(local)).toMatchObject({ reachesPeople: false, whatsappWeb: { gapMs: [0, 0] } });
    expect(() => loadConfig({ ...named, WHATSAPP_WEB_URL: 'ws://example.org/ws' })).toThrow(/use wss:/);
    expect(() => loadConfig({ ...named, WHATSAPP_WEB_GAP_MS: '0' })).toThrow(/haste brings bans/);
  });
});
