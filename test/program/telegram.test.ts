/** The whole program on Telegram: the real grammY over a socket to a Bot API server of the project's own. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type Program, start } from '../../src/main.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';

const TOKEN = '4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const UMF_LORETO = 'BSIST000113';

let api: BotApi;
let program: Program;
let folder: string;

const environment = (more: Record<string, string> = {}) => ({
  DATABASE_URL: `file:${join(folder, 'asamblea.db')}`,
  PORT: '0',
  LOG_LEVEL: 'silent',
  DEMO: 'on',
  OPERATOR_NAME: 'Vecinas de Loreto',
  OPERATOR_CONTACT: '613 135 0000',
  TELEGRAM_BOT_TOKEN: TOKEN,
  TELEGRAM_API_ROOT: api.root,
  ...more,
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'asamblea-telegram-'));
  api = await startBotApi({ token: TOKEN });
});

afterEach(async () => {
  await program.stop();
  await api.close();
  rmSync(folder, { recursive: true });
});

it('answers a deep link, takes the RSVP by buttons and shares the map', async () => {
  program = await start(loadConfig(environment()));
  const elena = api.user(77);

  elena.command('start', UMF_LORETO);
  const asked = await elena.next();
  expect(asked.text).toContain('Vecinas de Loreto');
  expect(asked.text).toContain('Asamblea de UMF Loreto, Baja California Sur');
  expect(asked.text).toContain('DEMOSTRACIÓN');

  elena.tap('Sí');
  expect((await elena.next()).text).toContain('¿Cuántas personas irán con usted?');
  elena.text('2');
  expect((await elena.next()).text).toContain('con 2 personas más');

  elena.tap('Ver el mapa');
  await elena.next();
  const map = await elena.next();
  expect(map.place).toBeDefined();

  elena.tap('Guardar en mi calendario');
  const { file } = await elena.next();
  expect(file?.name).toMatch(/\.ics$/);
  expect(file?.data.toString()).toContain('TZID:America/Mazatlan');
});

it('fault 16: does not count an old button, and finds the clinic by the shared location', async () => {
  program = await start(loadConfig(environment()));
  const luis = api.user(78);
  luis.command('start', UMF_LORETO);
  await luis.next();
  luis.tap('No');
  expect((await luis.next()).text).toContain('usted no irá');
  luis.tap('Tal vez');
  expect((await luis.next()).text).toContain('Ese botón es de un mensaje anterior');

  luis.text('cambiar mi clínica');
  await luis.next();
  luis.tap('Cambiar de clínica');
  await luis.next();
  luis.tap('Mandar mi ubicación');
  await luis.next();
  expect(luis.keys()).toContain('📍 Compartir mi ubicación');
  luis.location({ lat: 19.53, lng: -96.92 });
  expect((await luis.next()).text).toContain('más cercanas');
});

it('takes an update that comes twice as one, and starts in the language of the menu', async () => {
  program = await start(loadConfig(environment()));
  const ana = api.user(79);
  ana.text('when is the assembly of umf loreto baja california sur?');
  expect((await ana.next()).text).toContain('Will you come?');
  ana.text('yes');
  api.duplicateUpdate();
  expect((await ana.next()).text).toContain('How many people will come with you?');
  ana.text('0');
  expect((await ana.next()).text).toContain('you will come');
});

it('refuses a wrong token by its name', async () => {
  const wrong = start(loadConfig(environment({ TELEGRAM_BOT_TOKEN: '4242:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' })));
  await expect(wrong).rejects.toThrow(/TELEGRAM_BOT_TOKEN/);
  program = { url: '', stop: async () => {} };
});
