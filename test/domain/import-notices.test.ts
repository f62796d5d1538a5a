/** Who is told of a new, moved or cancelled assembly, when, and in which words. */

import { expect, it } from 'vitest';
import type { Text } from '../../src/conversation/text.ts';
import { importAssemblies } from '../../src/domain/assemblies/import.ts';
import { queueNotices } from '../../src/domain/notices/queue.ts';
import { describeStores } from '../testkit/stores.ts';
import { localizer } from '../world.ts';
import { DAY, HOUR, ImportWorld, keysOf, known, LORETO, NOW, TIJUANA } from './import-world.ts';

const first = { date: '2027-02-20' };
const later = { date: '2027-02-27' };
const FIRST = Date.parse('2027-02-20T18:00:00Z');
const WEEK = 7 * DAY;

describeStores('notices of assemblies', (open) => {
  it('announces a first date to those whose clinic it is, who follow it or who wanted to be told', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('home', { home: LORETO });
    await world.person('follower', { home: TIJUANA, follows: [LORETO] });
    await world.person('all of it', { home: LORETO, follows: [LORETO], asked: 5, wantsDate: true });
    await world.person('wants date', { level: 'changes', wantsDate: true });
    await world.person('changes', { level: 'changes', home: LORETO, follows: [LORETO], asked: 5 });
    await world.person('baja', { level: 'none', home: LORETO, wantsDate: true });
    await world.person('deleted', { home: LORETO, deleted: true });
    await world.person('elsewhere', { home: TIJUANA, asked: 5 });
    const [outcome] = await world.load(LORETO, 'ask', first);
    expect(outcome).toMatchObject({ outcome: 'new', told: 4 });
    expect(await world.queued()).toEqual(
      ['all of it announcement', 'follower announcement', 'home announcement', 'wants date announcement'].sort(),
    );
    const waiting = await world.store.run(({ db, tables: { inquiries } }) => db.select().from(inquiries));
    expect(waiting.filter(({ wantsDate }) => wantsDate)).toHaveLength(1);
    await world.load(LORETO, 'ask', first);
    expect(await world.queued()).toHaveLength(4);
  });

  it('queues one row a person, in their latest conversation, with texts by key', async () => {
    const world = await ImportWorld.on(await open());
    const personId = await world.person('ana', { home: LORETO, channels: { telegram: 7, whatsapp: 9, simulator: 8 } });
    await world.load(LORETO, 'ask', { ...first, place: '' });
    expect(await world.outbox()).toMatchObject([
      {
        personId,
        channel: 'whatsapp',
        conversationId: 2,
        kind: 'announcement',
        status: 'queued',
        reply: null,
        priority: 1,
        deadline: FIRST,
        notBefore: NOW,
        expiresAt: FIRST,
        assemblyId: 1,
        createdAt: NOW,
        notice: {
          clinic: 'UMF Loreto',
          texts: [
            {
              key: 'notice:announcement',
              values: {
                clinic: 'UMF Loreto',
                when: { at: FIRST, timeZone: 'America/Mazatlan' },
                where: 'Loreto',
                place: { key: 'notice:placePending' },
              },
            },
            { key: 'notice:noAnswer' },
          ],
        },
      },
    ]);
  });

  it('tells a move to all who know the old date, and to nobody else', async () => {
    const world = await ImportWorld.on(await open());
    for (const name of ['yes', 'maybe', 'no']) await world.person(name, { level: 'changes' });
    await world.person('both', { home: LORETO, follows: [LORETO], asked: NOW, level: 'changes' });
    await world.person('asked', { asked: NOW + 1, level: 'changes' });
    await world.person('asked before', { asked: NOW - 1 });
    await world.person('baja', { asked: NOW, level: 'none' });
    await world.person('deleted', { asked: NOW, deleted: true });
    await world.load(LORETO, 'ask', first);
    for (const name of ['yes', 'maybe', 'no', 'both', 'baja'] as const) {
      await world.answer(name, 1, name === 'maybe' || name === 'no' ? name : 'yes');
    }
    const [outcome] = await world.load(LORETO, 'move', { ...later, time: '17:00' });
    expect(outcome).toMatchObject({ outcome: 'changed', told: 5 });
    expect(await world.queued()).toEqual(['asked change', 'both change', 'maybe change', 'no change', 'yes change']);
    const [notice] = await world.outbox();
    expect(keysOf(known(notice))).toEqual(['notice:moved', 'notice:noAnswer']);
    expect(notice).toMatchObject({ deadline: FIRST, expiresAt: FIRST + WEEK + 6 * HOUR, notBefore: NOW });
  });

  it('tells those to whom it sent the date unasked that it has changed', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('sent', { home: LORETO });
    await world.load(LORETO, 'ask', first);
    await world.deliver();
    await world.person('came later', { home: LORETO });
    await world.load(LORETO, 'ask', { ...first, status: 'cancelled' });
    expect(await world.queued()).toEqual(['sent change']);
    const notice = (await world.outbox()).at(-1);
    expect(keysOf(known(notice))).toEqual(['notice:cancelled', 'notice:noAnswer']);
    expect(notice).toMatchObject({ deadline: FIRST, expiresAt: FIRST });
  });

  it('never sends the old date: what waits is dropped, an announcement unsent says the new one', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('ana', { home: LORETO });
    const bea = await world.person('bea', { level: 'all', asked: NOW });
    await world.load(LORETO, 'ask', first);
    await world.answer('bea', 1, 'yes');
    const reminder = {
      kind: 'reminder' as const,
      clinicId: 1,
      assemblyId: 1,
      recipients: [bea],
      texts: [{ key: 'notice:noAnswer' }],
      deadline: FIRST,
      notBefore: FIRST - DAY,
      expiresAt: FIRST,
      dedupe: (personId: number) => `reminder:1d:1:${personId}`,
      now: NOW,
    };
    expect(await world.store.run((tx) => queueNotices(tx, reminder))).toBe(1);
    await world.load(LORETO, 'move', later);
    await world.load(LORETO, 'move', first);
    expect(await world.queued()).toEqual(['ana announcement', 'bea change']);
    expect((await world.outbox()).map(({ to, kind, status }) => `${to} ${kind} ${status}`)).toEqual([
      'ana announcement dropped',
      'bea reminder dropped',
      'bea change dropped',
      'ana announcement dropped',
      'bea change queued',
      'ana announcement queued',
    ]);
    await world.load(LORETO, 'ask', { ...first, status: 'cancelled' });
    expect(await world.queued()).toEqual(['bea change']);
    await world.load(LORETO, 'ask', first);
    expect(await world.queued()).toEqual(['ana announcement', 'bea change']);
    // What was dropped may be queued again under the same key.
    expect(await world.store.run((tx) => queueNotices(tx, reminder))).toBe(1);
  });

  it('tells no one of what changes nothing for them', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('ana', { asked: NOW });
    await world.load(LORETO, 'ask', { ...first, place: 'Salon Juarez', lat: '26.0100', lng: '-111.34' });
    const more = { agenda: 'comité', called_by: 'el comité', note: 'con lluvia, adentro', capacity: '40' };
    await world.load(LORETO, 'ask', { ...first, place: 'Salón Juárez.', lat: '26.0105', lng: '-111.34', ...more });
    expect(await world.assemblies()).toMatchObject([
      { revision: 1, place: 'Salón Juárez.', latitude: 26.0105, agenda: 'comité', capacity: 40 },
    ]);
    expect(await world.queued()).toEqual([]);
    await world.load(LORETO, 'ask', { ...first, place: 'Salón Juárez', lat: '26.0120', lng: '-111.34' });
    expect(await world.assemblies()).toMatchObject([{ revision: 2 }]);
    expect(await world.queued()).toEqual(['ana change']);
  });

  it('lets people sleep, unless it is under a day ahead', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('ana', { home: LORETO, asked: NOW + DAY });
    world.now = Date.parse('2027-02-11T05:00:00Z');
    const morning = Date.parse('2027-02-11T15:00:00Z');
    await world.load(LORETO, 'ask', first);
    expect(await world.outbox()).toMatchObject([{ notBefore: morning }]);
    await world.load(LORETO, 'ask', { ...first, time: '12:00' });
    expect((await world.outbox()).at(-1)).toMatchObject({
      kind: 'change',
      notBefore: morning,
      deadline: FIRST,
      expiresAt: FIRST + HOUR,
    });
    world.now = Date.parse('2027-02-20T04:00:00Z');
    await world.load(LORETO, 'move', later);
    expect((await world.outbox()).at(-1)).toMatchObject({
      kind: 'change',
      notBefore: world.now,
      deadline: FIRST + HOUR,
    });
  });

  it('keeps the promise of another date after a cancelled one, and then no longer', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('came', { level: 'changes' });
    await world.person('only asked', { level: 'changes', asked: NOW });
    await world.load(LORETO, 'ask', first);
    await world.answer('came', 1, 'yes');
    await world.load(LORETO, 'ask', { ...first, status: 'cancelled' });
    await world.deliver();
    await world.person('asked since', { level: 'changes', asked: NOW + HOUR });
    world.now += DAY;
    await world.load(LORETO, 'ask', later);
    expect(await world.queued()).toEqual(['came announcement', 'only asked announcement']);
    await world.deliver();
    world.now += 20 * DAY;
    await world.load(LORETO, 'ask', { date: '2027-03-20' });
    expect(await world.queued()).toEqual([]);
  });

  it('announces a date that is on again to those who had heard nothing of it', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('asked', { asked: NOW, home: LORETO });
    await world.person('home', { home: LORETO });
    await world.load(LORETO, 'ask', { ...first, status: 'cancelled' });
    expect(await world.queued()).toEqual([]);
    await world.load(LORETO, 'ask', first);
    expect(await world.queued()).toEqual(['asked change', 'home announcement']);
    for (const notice of await world.outbox()) expect(keysOf(notice)[0]).toBe('notice:announcement');
  });

  it('does not announce a second date behind the next one', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('ana', { home: LORETO });
    await world.load(LORETO, 'ask', first);
    await world.deliver();
    await world.load(LORETO, 'add', later);
    expect(await world.queued()).toEqual([]);
    await world.load(LORETO, 'add', { date: '2027-02-13' });
    expect(await world.queued()).toEqual(['ana announcement']);
  });

  it('queues thousands with their change, and all or nothing', async () => {
    const world = await ImportWorld.on(await open());
    const people = Array.from({ length: 1200 }, (_, at) => ({ createdAt: 0, homeClinicId: 1, id: at + 1 }));
    await world.store.run(async ({ db, tables }) => {
      await db.insert(tables.people).values(people);
      const identity = (id: number) => ({
        id,
        personId: id,
        kind: 'tg_user' as const,
        lookup: `l${id}`,
        sealed: '',
        createdAt: 0,
      });
      await db.insert(tables.identities).values(people.map(({ id }) => identity(id)));
      const talk = { channel: 'telegram', account: 'a', turn: 0, state: {}, updatedAt: 0 };
      await db.insert(tables.conversations).values(people.map(({ id }) => ({ ...talk, personId: id, identityId: id })));
    });
    expect(await world.load(LORETO, 'ask', first)).toMatchObject([{ told: 1200 }]);
    await world.deliver();
    const failing = world.store.run(async (tx) => {
      const line = { line: 2, clues: LORETO, ...later, time: '11:00', place: '', status: 'scheduled' as const };
      await importAssemblies(tx, { clues: LORETO, lines: [line], mode: 'move', now: NOW });
      throw new Error('the power is gone');
    });
    await expect(failing).rejects.toThrow('the power is gone');
    expect(await world.assemblies()).toMatchObject([{ ...first, revision: 1 }]);
    expect(await world.queued()).toEqual([]);
  });

  it('speaks in texts that every language has', async () => {
    const world = await ImportWorld.on(await open());
    await world.person('ana', { home: LORETO });
    await world.load(LORETO, 'ask', { ...first, place: '' });
    await world.deliver();
    await world.load(LORETO, 'move', later);
    await world.load(LORETO, 'ask', { ...later, status: 'cancelled' });
    for (const { notice } of await world.outbox()) {
      const { texts } = notice as { texts: Text[] };
      for (const language of localizer.languages) {
        const said = texts.map((text) => localizer.text(language, text)).join('\n');
        expect(said).toContain('UMF Loreto');
        expect(said).not.toMatch(/\{\{|undefined|\[object/);
      }
    }
  });
});
