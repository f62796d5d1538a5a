/** One message, one transaction: its effect comes once, all of it or nothing, and somebody is always answered. */

import { expect, it } from 'vitest';
import { setup } from 'xstate';
import type { Store } from '../../db/unit-of-work.ts';
import programme from '../../flows/programme/flow.ts';
import { createFloodGate } from '../../src/conversation/flood.ts';
import { actions, defineFlow, services } from '../../src/conversation/flow.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { describeStores } from '../testkit/stores.ts';
import { callAssembly, HOUR, NOW } from '../testkit/town.ts';
import { dump, inbound, openTown, receiveWith } from '../testkit/town-bot.ts';
import { localizer, operator } from '../world.ts';

const said = (key: string, values = {}) => localizer.text('es-MX', { key, values });
const NOTICE = said('privacy:short');
const MENU = said('menu:ask');
const CHANGED = said('conversation:changed');
const LOST = said('menu:lost');
const SORRY = said('conversation:sorry');

/** Writes, and then throws: in place of the flow that answers questions about the programme. */
const poisonous = defineFlow({
  ...programme,
  machine: setup({ actors: services('setHomeClinic', 'reportMissingClinic'), actions }).createMachine({
    initial: 'writing',
    states: {
      writing: { invoke: { src: 'setHomeClinic', input: { clinicId: 3 }, onDone: 'telling', onError: 'telling' } },
      telling: {
        invoke: { src: 'reportMissingClinic', input: { text: 'x' }, onDone: 'throwing', onError: 'throwing' },
      },
      throwing: { entry: 'shout' as never },
    },
  }),
});

const texts = (received: { answers: { reply: { text: string } }[] }) => received.answers.map(({ reply }) => reply.text);
const state = async (store: Store) => {
  const [row] = await store.run(({ db, tables: { conversations } }) => db.select().from(conversations));
  return row?.state as { flow: string; value: string; version: number };
};

describeStores('receive', (open) => {
  it('fault 1: has one effect and one answer for a message that comes twice, also at the same time', async () => {
    const store = await open();
    const town = await openTown(store);
    const assembly = await callAssembly(store);
    await town.send('ana', 'umf loreto');
    const both = await Promise.all([
      town.send('ana', 'sí voy con mi esposo', 'same'),
      town.send('ana', 'no voy', 'same'),
    ]);
    const again = await town.send('ana', 'no voy', 'same');
    expect([...both, again].map(({ duplicate }) => duplicate)).toEqual([false, true, true]);
    expect(both[1].answers).toEqual(both[0].answers);
    expect(again.answers).toEqual(both[0].answers);
    expect(await store.run((tx) => countRsvps(tx, assembly))).toEqual({ yes: 1, no: 0, maybe: 0, companions: 1 });
    expect(await town.sentTo('ana')).toHaveLength(2);
    await town.close();
  });

  it('takes the same id of two people for two messages', async () => {
    const town = await openTown(await open());
    const both = await Promise.all([town.send('ana', 'hola', 'm'), town.send('elena', 'hola', 'm')]);
    expect(both.map(({ duplicate }) => duplicate)).toEqual([false, false]);
    await town.close();
  });

  it('fault 15: answers ten messages that one person sends at once one after the other, in their order', async () => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store);
    const messages = ['umf loreto', 'sí', '3', 'programa', 'menú', '4', '2', 'menú', 'asamblea', 'no voy'];
    const received = await Promise.all(messages.map((text) => town.send('ana', text)));
    const apart: string[] = [];
    for (const text of messages) apart.push(...texts(await town.send('elena', text)));
    const withoutCode = (text: string) => text.replace(/\b[2-9A-Z]{4}\b/, '');
    expect(received.flatMap(texts).map(withoutCode)).toEqual(apart.map(withoutCode));
    expect((await town.sentTo('ana')).map(({ id }) => id)).toEqual(received.map(({ answers }) => answers[0]?.id));
    await town.close();
  });

  it('undoes a turn that throws, apologises once and goes on from the menu', async () => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store);
    for (const text of ['umf loreto', 'sí', '2']) await town.send('ana', text);
    const kept = ['inbox', 'outbox', 'conversations'];
    const before = await dump(store, kept);
    const failures: unknown[] = [];
    const receive = receiveWith(town, [poisonous], { onFailure: (error) => failures.push(error) });

    const poison = await receive(inbound('ana', 'programa', 'poison'));
    expect(texts(poison)[0]).toContain(SORRY);
    expect(texts(poison)[0]).toContain(MENU);
    expect(poison.answers[0]?.reply.choices).toHaveLength(6);
    expect(await dump(store, kept)).toBe(before);
    expect(await state(store)).toMatchObject({ flow: 'menu', value: 'resting' });

    const again = await receive(inbound('ana', 'programa', 'poison'));
    expect(again).toEqual({ duplicate: true, answers: poison.answers });
    expect(failures).toHaveLength(1);
    const inbox = await store.run(({ db, tables }) => db.select().from(tables.inbox).orderBy(tables.inbox.id));
    expect(inbox.map(({ failed }) => failed)).toEqual([false, false, false, true]);
    expect(texts(await receive(inbound('ana', 'privacidad', 'after')))[0]).toContain(operator.contact);
    await town.close();
  });

  it('does not let one message that throws touch the others of the same moment', async () => {
    const town = await openTown(await open());
    const receive = receiveWith(town, [poisonous]);
    const people = ['ana', 'elena', 'luz', 'eva'];
    const received = await Promise.all(
      people.map((name) => receive(inbound(name, name === 'luz' ? 'programa' : 'ayuda', name))),
    );
    const sorry = received.map((one) => texts(one)[0]?.includes(SORRY));
    expect(sorry).toEqual([false, false, true, false]);
    await town.close();
  });

  it('still shows the notice of privacy to who was first answered with an apology', async () => {
    const town = await openTown(await open());
    const first = await receiveWith(town, [poisonous])(inbound('ana', 'programa', 'first'));
    const second = await town.send('ana', 'umf loreto');
    expect([...texts(first), ...texts(second)].join('\n')).toContain(NOTICE);
    await town.close();
  });

  it.each([
    ['another version', { version: 99 }],
    ['a state that is gone', { value: 'gone' }],
    ['a flow that is gone', { flow: 'gone' }],
  ])('fault 25: begins again politely after %s', async (_, changed) => {
    const store = await open();
    const town = await openTown(store);
    await callAssembly(store);
    for (const content of [
      '1',
      'x',
      { type: 'choice', id: '1:0' },
      { type: 'location', lat: 20, lng: -100 },
    ] as const) {
      await town.send('ana', 'umf loreto');
      const saved = { ...(await state(store)), ...changed };
      await store.run(({ db, tables: { conversations } }) => db.update(conversations).set({ state: saved }));
      const [text = ''] = texts(await town.send('ana', content));
      expect(text.split(CHANGED)).toHaveLength(2);
      expect(text).not.toContain(LOST);
      if (typeof content === 'string' || content.type === 'choice') expect(text).toContain(MENU);
      expect(texts(await town.send('ana', 'menú'))[0]).not.toContain(CHANGED);
    }
    await town.close();
  });

  it('does not count a tap on a question of before one had their data deleted', async () => {
    const store = await open();
    const town = await openTown(store);
    const assembly = await callAssembly(store);
    const menu = await town.send('ana', 'hola');
    await town.send('ana', 'borrar mis datos');
    await town.send('ana', said('privacy:label.confirm'));
    await town.at(NOW + HOUR);
    await town.send('ana', 'umf loreto');
    const id = menu.answers[0]?.reply.choices?.[0]?.id ?? '';
    expect(texts(await town.send('ana', { type: 'choice', id }))[0]).toContain(said('conversation:stale'));
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 0 });
    await town.close();
  });

  it('answers a message whose commit failed because of another, once it can be stored', async () => {
    const store = await open();
    const town = await openTown(store);
    await town.send('ana', 'hola');
    const failures: unknown[] = [];
    const receive = receiveWith(town, [], { onFailure: (error) => failures.push(error) });
    const bad = store.run(async ({ db, tables: { conversations } }) => {
      const pragma = db as unknown as { run?(statement: string): void };
      pragma.run?.('pragma defer_foreign_keys = on');
      await db.update(conversations).set({ personId: 404 });
    });
    const [, received] = await Promise.all([bad.catch(() => {}), receive(inbound('ana', 'programa', 'innocent'))]);
    expect(texts(received)[0]).not.toContain(SORRY);
    expect(failures).toEqual([]);
    await town.close();
  });

  it('fault 28: of who writes without end reads no more, but what was tried before, a call for help, and a BAJA', async () => {
    const store = await open();
    const town = await openTown(store);
    let isBusy = true;
    const run: Store['run'] = (work, options) =>
      isBusy ? Promise.reject(new Error('busy')) : store.run(work, options);
    const flood = createFloodGate({ most: 2 });
    const receive = receiveWith({ ...town, store: { ...store, run } }, [], { flood });
    for (let tries = 0; tries < 4; tries++) {
      await expect(receive(inbound('ana', 'programa', 'first'))).rejects.toThrow('busy');
    }
    isBusy = false;
    expect(texts(await receive(inbound('ana', 'programa', 'first')))).not.toEqual([]);
    expect(texts(await receive(inbound('ana', 'programa', 'second')))[0]).toContain(said('conversation:tooMany'));
    expect(await receive(inbound('ana', 'programa', 'third'))).toEqual({ duplicate: false, answers: [] });
    expect((await receive(inbound('ana', 'programa', 'first'))).duplicate).toBe(true);
    expect(texts(await receive(inbound('ana', 'me duele el pecho', 'help')))[0]).toContain('911');
    for (const word of ['BAJA', 'YA NO AVISOS', 'ALTO']) {
      expect(texts(await receive(inbound('ana', word, word)))[0]).toContain(said('notices:now.none'));
    }
    await town.close();
  });
});
