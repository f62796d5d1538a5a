/** The whole program on WhatsApp Web, and what it must survive there: real Baileys, real socket, real database. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { WhatsappTown } from '../testkit/whatsapp-web/town.ts';

let town: WhatsappTown;

beforeEach(async () => {
  town = await WhatsappTown.open();
});
afterEach(() => town.close());

const rows = () =>
  town.town.look((store) =>
    store.run(async ({ db, tables }) => ({
      people: await db.select().from(tables.people),
      identities: await db.select().from(tables.identities),
      rsvps: await db.select().from(tables.rsvps),
      outbox: await db.select().from(tables.outbox),
    })),
  );

it('finds the clinic, takes the RSVP by numbers and shares the map', async () => {
  await town.start();
  const asked = await town.ask(town.ana, 'umf loreto');
  expect(asked).toContain('Vecinas de Loreto');
  expect(asked).toContain('Asamblea de UMF Loreto');
  expect(asked).toContain('\n1. ');
  expect(await town.ask(town.ana, '1')).toContain('¿Cuántas personas irán con usted?');
  expect(await town.ask(town.ana, '2')).toContain('con 2 personas más');
  await town.ana.sendText(town.companion, 'mapa');
  expect((await town.ana.waitFor(({ location }) => location !== undefined)).location).toMatchObject({ lat: 20 });
});

it('fault 1: the same message encrypted anew has one effect and one answer', async () => {
  const program = await town.start();
  await town.ask(town.ana, 'umf loreto');
  const id = await town.ana.sendText(town.companion, 'sí voy');
  await town.ana.waitFor(({ text }) => text?.includes('¿Cuántas') === true);
  await town.ana.sendText(town.companion, 'sí voy', { id });
  expect(await town.ask(town.ana, '3')).toContain('con 3 personas más');
  expect(town.ana.inbox).toHaveLength(3);
  await program.stop();
  expect((await rows()).rsvps).toMatchObject([{ answer: 'yes', companions: 3 }]);
});

it('fault 2: killed after storing, before answering: answered once after the restart', async () => {
  const first = town.spawn();
  await first.url;
  await town.ask(town.ana, 'umf loreto');
  const swallowed = new Promise<void>((resolve) => {
    town.server.onStanza = ({ tag }) => {
      if (tag !== 'message') return undefined;
      resolve();
      return 'drop';
    };
  });
  await town.ana.sendText(town.companion, 'sí voy');
  await swallowed;
  await first.end('SIGKILL');
  town.server.onStanza = undefined;
  const second = town.spawn();
  await second.url;
  await town.ana.waitFor(({ text }) => text?.includes('¿Cuántas') === true, 15_000);
  expect(await town.ask(town.ana, '0')).toContain('usted sí irá');
  expect(town.ana.inbox).toHaveLength(3);
  await second.end('SIGKILL');
  expect((await rows()).rsvps).toMatchObject([{ answer: 'yes', companions: 0 }]);
});

it('fault 3: killed at the very receipt, at most that message is lost, and the person can repeat it', async () => {
  const first = town.spawn();
  await first.url;
  await town.ask(town.ana, 'umf loreto');
  const receipted = new Promise<void>((resolve) => {
    town.server.onStanza = ({ tag }) => {
      if (tag === 'receipt') resolve();
      return undefined;
    };
  });
  await town.ana.sendText(town.companion, 'sí voy');
  await receipted;
  await first.end('SIGKILL');
  town.server.onStanza = undefined;
  const second = town.spawn();
  await second.url;
  await town.ana.sendText(town.companion, 'sí voy');
  await town.ana.waitFor(({ text }) => text?.includes('¿Cuántas') === true, 15_000);
  await second.end('SIGKILL');
  expect((await rows()).rsvps).toMatchObject([{ answer: 'yes' }]);
});

it('fault 4: killed after sending, before marking it sent: a second copy has the same id', async () => {
  const first = town.spawn();
  await first.url;
  await town.ask(town.ana, 'umf loreto');
  town.server.withholdAcks = true;
  await town.ana.sendText(town.companion, 'sí voy');
  const { id } = await town.ana.waitFor(({ text }) => text?.includes('¿Cuántas') === true);
  await first.end('SIGKILL');
  town.server.withholdAcks = false;
  const second = town.spawn();
  await second.url;
  await town.ana.waitFor((seen) => seen.id === id && town.ana.inbox.indexOf(seen) < town.ana.inbox.length - 1, 15_000);
  expect(town.ana.inbox.slice(1).map((seen) => seen.id)).toEqual([id, id]);
  await second.end('SIGKILL');
});

it('fault 13: no number, then a number, 521 or 52, by LID or by number: one person', async () => {
  const program = await town.start();
  const { ana } = town;
  ana.revealPhone = false;
  await town.ask(ana, 'umf loreto');
  ana.revealPhone = true;
  await town.ask(ana, 'sí voy');
  ana.addressing = 'pn';
  expect(await town.ask(ana, '4')).toContain('con 4 personas más');
  await program.stop();
  const { people, identities, rsvps } = await rows();
  expect(people).toHaveLength(1);
  expect(identities.map(({ kind }) => kind).toSorted()).toEqual(['wa_lid', 'wa_pn']);
  expect(rsvps).toMatchObject([{ companions: 4 }]);
});

it('fault 28: 500 messages of one person are limited; the others are answered', async () => {
  const program = await town.start();
  await town.ask(town.ana, 'hola');
  await Promise.all(Array.from({ length: 500 }, (_, at) => town.ana.sendText(town.companion, `hola ${at}`)));
  expect(await town.ask(town.luis, 'umf loreto')).toContain('Asamblea de UMF Loreto');
  await town.ana.waitFor(({ text }) => text?.includes('Me llegaron muchos mensajes') === true, 20_000);
  expect(await town.ask(town.luis, 'sí voy')).toContain('¿Cuántas');
  await program.stop();
  expect(town.ana.inbox.length).toBeLessThanOrEqual(60);
});

it('prints nothing of what people write or who they are, by no way', async () => {
  const program = town.spawn({ LOG_LEVEL: 'trace' });
  await program.url;
  await town.ask(town.ana, 'palabra privada');
  town.ana.sendUnreadable(town.companion);
  town.ana.signal.forget(town.companion.signalAddress);
  await town.ask(town.ana, 'otra palabra');
  await program.end('SIGTERM');
  const printed = program.output();
  expect(printed).toContain('Salud');
  for (const secret of ['palabra', town.ana.phone, '5512345678', town.ana.lidUser, 'Ana', 'registrationId', 'rootKey'])
    expect(printed).not.toContain(secret);
});
