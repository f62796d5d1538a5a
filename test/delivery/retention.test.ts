/** What is not kept, what still is, and what must not be lost by tidying up. */

import { expect, it } from 'vitest';
import { keepTidy } from '../../src/jobs/retention.ts';
import { ImportWorld } from '../domain/import-world.ts';
import { outboxOf, queue } from '../testkit/post-office.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, NOW, settle } from '../testkit/town.ts';
import { dump, openTown } from '../testkit/town-bot.ts';
import { localizer } from '../world.ts';

const CONFIRM = localizer.text('es-MX', { key: 'privacy:label.confirm' });

describeStores('retention', (open) => {
  it('forgets the ids of messages after 14 days, and knows a repeated message until then', async () => {
    const store = await open();
    const town = await openTown(store);
    await town.send('ana', 'hola', 'once');
    await town.at(NOW + 14 * DAY);
    expect(await town.send('ana', 'hola', 'once')).toMatchObject({ duplicate: true });
    await town.at(NOW + 14 * DAY + 1);
    expect(await town.send('ana', 'hola', 'once')).toMatchObject({ duplicate: false });
    await town.close();
  });

  it('forgets what was sent after 30 days, and nothing that still waits', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    await queue(store, [ana], 'sent', { status: 'sent' });
    await queue(store, [ana], 'failed', { status: 'failed' });
    await queue(store, [ana], 'waits');
    await keepTidy(store, NOW + 30 * DAY);
    expect(await outboxOf(store)).toHaveLength(3);
    await keepTidy(store, NOW + 30 * DAY + 1);
    expect((await outboxOf(store)).map(({ reply }) => reply)).toEqual([{ text: 'waits' }]);
  });

  it('wipes secrets after an hour, sent or not, and leaves other answers', async () => {
    const store = await open();
    const ana = await settle(store, 'ana');
    for (const status of ['sent', 'queued'] as const) await queue(store, [ana], 'secret', { status, secret: true });
    await queue(store, [ana], 'open', { status: 'sent' });
    await keepTidy(store, NOW + HOUR);
    expect((await outboxOf(store)).map(({ reply }) => reply)).toEqual([
      { text: 'secret' },
      { text: 'secret' },
      { text: 'open' },
    ]);
    await keepTidy(store, NOW + HOUR + 1);
    expect((await outboxOf(store)).map(({ reply }) => reply)).toEqual([null, null, { text: 'open' }]);
  });

  it('drops expired notices, at their hour and not before', async () => {
    const store = await open();
    await queue(store, [await settle(store, 'ana')], 'x', { kind: 'reminder', expiresAt: NOW + 1 });
    await keepTidy(store, NOW);
    expect((await outboxOf(store))[0]?.status).toBe('queued');
    await keepTidy(store, NOW + 1);
    expect((await outboxOf(store))[0]).toMatchObject({ status: 'dropped', doneAt: NOW + 1 });
  });

  it('leaves no trace of a deleted person but the counted answer', async () => {
    const store = await open();
    const town = await openTown(store);
    const assembly = await callAssembly(store);
    for (const text of ['umf loreto', 'sí', '2', 'borrar mis datos', CONFIRM]) await town.send('ana', text);
    await town.at(NOW + 1);
    const left = await store.run(async ({ db, tables }) => ({
      people: await db.select().from(tables.people),
      identities: await db.select().from(tables.identities),
      conversations: await db.select().from(tables.conversations),
      outbox: await db.select().from(tables.outbox),
      inquiries: await db.select().from(tables.inquiries),
    }));
    expect(left).toEqual({ people: [], identities: [], conversations: [], outbox: [], inquiries: [] });
    const [rsvp] = await store.run(({ db, tables: { rsvps } }) => db.select().from(rsvps));
    expect(rsvp).toMatchObject({
      assemblyId: assembly,
      answer: 'yes',
      companions: 2,
      personId: null,
      checkInCode: null,
    });
    await town.close();
  });

  it('keeps nothing by which the writer of a deleted message could be looked up', async () => {
    const store = await open();
    const town = await openTown(store);
    for (const text of ['hola', 'borrar mis datos', CONFIRM]) await town.send('ana', text);
    await town.at(NOW + 1);
    const lookup = town.vault.lookup('simulator', 'simulator', 'sim_user', 'ana');
    expect((await dump(store)).includes(lookup)).toBe(false);
    await town.close();
  });

  it('changes no count and no answer of those who stay', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    await answer(store, await settle(store, 'ana'), assembly, 'yes', { companions: 3 });
    const before = await store.run(({ db, tables: { rsvps } }) => db.select().from(rsvps));
    await keepTidy(store, NOW + 400 * DAY);
    expect(await store.run(({ db, tables: { rsvps } }) => db.select().from(rsvps))).toEqual(before);
  });

  it('does not forget whom a date was announced to before that assembly is over', async () => {
    const store = await open();
    const world = await ImportWorld.on(store);
    await world.person('ana', { home: 'BSIST000016', channels: { simulator: 1 } });
    await world.load('BSIST000016', 'ask', { date: '2027-04-10' });
    await world.deliver();
    world.now += 31 * DAY;
    await keepTidy(store, world.now);
    const [outcome] = await world.load('BSIST000016', 'move', { date: '2027-04-17' });
    expect(outcome).toMatchObject({ told: 1 });
    expect(await world.queued()).toEqual(['ana change']);
  });
});
