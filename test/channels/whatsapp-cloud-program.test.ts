/** The whole program on WhatsApp's Cloud API: signed webhooks in, the Graph API out, over sockets. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { type Program, start } from '../../src/main.ts';
import {
  APP_SECRET,
  type CloudApi,
  PHONE_ID,
  startCloudApi,
  TOKEN,
  VERIFY_TOKEN,
} from '../testkit/cloud-api/cloud-api.ts';
import { post, townDatabase } from '../testkit/program.ts';
import { callAssembly } from '../testkit/town.ts';

let api: CloudApi;
let program: Program;
let town: Awaited<ReturnType<typeof townDatabase>>;

const environment = (more: Record<string, string> = {}) => ({
  ...town.env,
  SIMULATOR: 'off',
  OPERATOR_NAME: 'Vecinas_de_Loreto',
  OPERATOR_CONTACT: '613 135 0000',
  WHATSAPP_CLOUD_PHONE_ID: PHONE_ID,
  WHATSAPP_CLOUD_TOKEN: TOKEN,
  WHATSAPP_CLOUD_APP_SECRET: APP_SECRET,
  WHATSAPP_CLOUD_VERIFY_TOKEN: VERIFY_TOKEN,
  WHATSAPP_CLOUD_API_ROOT: api.root,
  ...more,
});

beforeEach(async () => {
  town = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
  api = await startCloudApi();
  program = await start(loadConfig(environment()));
  api.webhooks.to(`${program.url}/whatsapp/webhook`);
});

afterEach(async () => {
  await program.stop();
  await api.close();
  town.remove();
  expect(api.violations).toEqual([]);
});

it('answers, takes the RSVP by buttons, and sends the map and the calendar', async () => {
  const elena = api.phone({ number: '5216131350001', bsuid: 'MX.77' });
  await elena.says('¿Cuándo es la asamblea de UMF Loreto, Baja California Sur?');
  const asked = await elena.next();
  expect(asked.text).toContain('Vecinas_de_Loreto');
  expect(asked.titles).toContain('1. Sí');

  await elena.taps('Sí');
  expect((await elena.next()).text).toContain('¿Cuántas personas irán con usted?');
  await elena.says('2');
  const done = await elena.next();
  expect(done.text).toContain('con 2 personas más');

  await elena.taps('Ver el mapa');
  expect([await elena.next(), await elena.next()].map(({ body }) => body.type)).toContain('location');

  await elena.taps('Guardar en mi calendario');
  const { file } = await elena.next();
  expect(file?.name).toMatch(/\.ics$/);
  expect(file?.data.toString()).toContain('BEGIN:VCALENDAR');
});

it('faults 1, 16: takes a notification that comes again and again as one, and a tap on an old button as none', async () => {
  const luis = api.phone({ bsuid: 'MX.78' });
  await luis.says('asamblea de umf loreto baja california sur');
  await luis.next();
  await luis.taps('No');
  expect((await luis.next()).text).toContain('usted no irá');
  for (let day = 0; day < 3; day++) expect(await api.webhooks.redeliver()).toBe(200);
  await luis.taps('Tal vez');
  expect((await luis.next()).text).toContain('Ese botón es de un mensaje anterior');
  expect(luis.messages()).toHaveLength(3);
});

it('fault 13: knows one person by the user id when the number is hidden, and by the number in either form', async () => {
  const ana = api.phone({ number: '5216131350002', bsuid: 'MX.79' });
  await ana.says('asamblea de umf loreto baja california sur');
  await ana.next();
  const hidden = api.phone({ bsuid: 'MX.79' });
  await hidden.says('2');
  expect((await ana.next()).text).toContain('usted no irá');

  const old = api.phone({ number: '5216131350003' });
  await old.says('asamblea de umf loreto baja california sur');
  await old.next();
  const same = api.phone({ number: '526131350003' });
  await same.says('2');
  expect((await old.next()).text).toContain('usted no irá');
});

it('finds the clinic by the place that is shared from the button', async () => {
  const rosa = api.phone({ number: '5216131350004' });
  await rosa.says('buscar mi clínica por ubicación');
  await rosa.next();
  await rosa.sharesPlace(20.01, -100.01);
  expect((await rosa.next()).text).toContain('más cercanas');
});

it('fault 13: who changes number is the same person, is written to at the new one, and the old one is nobody', async () => {
  const ana = api.phone({ number: '5215512345678', bsuid: 'MX.1001' });
  await ana.says('umf loreto baja california sur');
  await ana.next();
  await ana.says('sí voy');
  await ana.next();
  const system = {
    type: 'user_changed_number',
    user_id: 'MX.2002',
    previous_user_id: 'MX.1001',
    wa_id: '525577778888',
  };
  await ana.sends({ type: 'system', system });
  const moved = api.phone({ number: '525577778888', bsuid: 'MX.2002' });
  await moved.says('4');
  expect((await moved.next()).text).toContain('con 4 personas más');
  expect(await api.webhooks.redeliver()).toBe(200);

  const alone = ana.messages().length;
  await api.phone({ number: '5215512345678' }).says('umf loreto baja california sur');
  const shown = await ana.next();
  expect(ana.messages()).toHaveLength(alone + 1);
  const given = api.phone({ number: '5215512345678', bsuid: 'MX.3003' });
  await given.says('umf loreto baja california sur');
  for (const { text, titles } of [shown, await given.next()]) {
    expect(text).not.toContain('con 4 personas más');
    expect(titles).toContain('1. Sí');
  }
});

it('answers on the other channels while the token is wrong', async () => {
  const elsewhere = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
  const other = await start(
    loadConfig(
      environment({
        DATABASE_URL: elsewhere.env.DATABASE_URL,
        WHATSAPP_CLOUD_TOKEN: 'EAAJwrongTOKENwrongTOKEN',
        SIMULATOR: 'on',
      }),
    ),
  );
  const { replies } = await post(other.url, { from: 'ana', text: 'umf loreto baja california sur' });
  expect(replies[0]?.text).toContain('Vecinas_de_Loreto');
  expect((await fetch(`${other.url}/readyz`)).status).toBe(200);
  const metrics = await (await fetch(`${other.url}/metrics`)).text();
  expect(metrics).toContain('asamblea_channel_ready{channel="whatsapp-cloud"} 0');
  await other.stop();
  elsewhere.remove();
});
