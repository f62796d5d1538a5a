/** Calls that meet: two who change one assembly, SOLO CAMBIOS before the announcement went out, an order that breaks. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import { lastFile, startFile, takeFile } from '../../src/domain/assemblies/call-file.ts';
import { type CallFacts, callAssembly, changeCall, clinicOf, settleCall } from '../../src/domain/assemblies/calling.ts';
import { changeAssembly } from '../../src/domain/assemblies/changes.ts';
import { openMany, startMany, stepMany } from '../../src/domain/assemblies/many.ts';
import { dropUnwanted } from '../../src/domain/notices/drop.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { setNotices } from '../../src/domain/people/people.ts';
import { carryOnCalls } from '../../src/jobs/calls.ts';
import { describeStores, type OpenStore } from '../testkit/stores.ts';
import { ImportWorld, keysOf, known, LORETO, NOW, TIJUANA } from './import-world.ts';

const facts: CallFacts = {
  date: '2027-02-20',
  time: '11:00',
  place: 'Salon Jose Maria',
  latitude: 26.01,
  longitude: -111.35,
  agenda: '',
  capacity: null,
};

async function town(open: OpenStore) {
  const world = await ImportWorld.on(await open());
  const loreto = await world.clinicId(LORETO);
  const rosa = await world.person('rosa');
  const luis = await world.person('luis');
  const give = (personId: number, role: Role, at: { clinicId?: number; stateCode?: string }) =>
    world.store.run(({ db, tables: { roles } }) => db.insert(roles).values({ personId, role, grantedAt: 0, ...at }));
  await give(rosa, 'president', { clinicId: loreto });
  await give(luis, 'facilitator', { stateCode: '03' });
  const as = (personId: number) => ({ personId, needsConfirmation: true, now: NOW });
  const call = (personId: number) =>
    world.store.run((tx) => callAssembly(tx, as(personId), { clinicId: loreto, facts, calledBy: (role) => role }));
  const shown = async () => {
    const { id, revision } = known((await world.assemblies()).at(-1));
    return { assemblyId: id, revision };
  };
  const change = async (personId: number, set: Partial<CallFacts>) => {
    const which = await shown();
    return await world.store.run((tx) => changeCall(tx, as(personId), { ...which, set }));
  };
  const setLevel = (personId: number, level: 'all' | 'changes' | 'none') =>
    world.store.run(async (tx) => {
      await setNotices(tx, { personId, level });
      await dropUnwanted(tx, { personId, level, now: NOW });
    });
  return { world, loreto, rosa, luis, as, call, shown, change, setLevel };
}

describeStores('an assembly that two change at once', (open) => {
  it('is not written over by whoever read it before', async () => {
    const { world, loreto, rosa, call, change } = await town(open);
    await call(rosa);
    const stale = known((await world.assemblies())[0]);
    await change(rosa, { date: '2027-02-27' });
    const write = (set: object) =>
      world.store.run(async (tx) =>
        changeAssembly(tx, { clinic: await clinicOf(tx, loreto), assembly: stale, set, now: NOW }),
      );
    await expect(write({ isPending: false })).rejects.toThrow('assembly-changed');
    expect((await world.assemblies())[0]).toMatchObject({ date: '2027-02-27', isPending: true, revision: 2 });
    const read = known((await world.assemblies())[0]);
    await world.store.run(({ db, tables: { assemblies } }) => db.update(assemblies).set({ isPending: false }));
    Object.assign(stale, read);
    await expect(write({ place: 'Otro' })).rejects.toThrow('assembly-changed');
    await world.store.run(({ db, tables: { assemblies } }) => db.update(assemblies).set({ status: 'cancelled' }));
    Object.assign(stale, { isPending: false });
    await expect(write({ place: 'Otro' })).rejects.toThrow('assembly-changed');
  });

  it('keeps what another wrote beside it', async () => {
    const { world, loreto, rosa, call } = await town(open);
    await call(rosa);
    const stale = known((await world.assemblies())[0]);
    await world.store.run(({ db, tables: { assemblies } }) => db.update(assemblies).set({ agenda: 'Techo' }));
    const set = { ...stale, capacity: 40 };
    await world.store.run(async (tx) =>
      changeAssembly(tx, { clinic: await clinicOf(tx, loreto), assembly: stale, set, now: NOW }),
    );
    expect((await world.assemblies())[0]).toMatchObject({ agenda: 'Techo', capacity: 40 });
  });

  it('stays confirmed when an accent or the pin is put right, not when the pin moves to another street', async () => {
    const { world, luis, rosa, call, change } = await town(open);
    await call(luis);
    await change(rosa, { place: 'Salón José María', latitude: 26.0104 });
    expect((await world.assemblies())[0]).toMatchObject({ isPending: false, place: 'Salón José María', revision: 1 });
    expect(await change(rosa, { latitude: 26.02 })).toMatchObject({ isPending: true });
    expect((await world.assemblies())[0]).toMatchObject({ isPending: true, revision: 2 });
  });

  it('is told to the president once when the facilitator moves and so confirms it', async () => {
    const { world, luis, rosa, call, change } = await town(open);
    await call(rosa);
    await world.deliver();
    await change(luis, { time: '17:00' });
    expect(await world.queued()).toEqual(['rosa correspondence']);
    await world.deliver();
    await change(luis, { time: '18:00' });
    expect(await world.queued()).toEqual(['rosa change']);
  });
});

describeStores('SOLO CAMBIOS', (open) => {
  it('takes back an announcement that waits, unless it was asked for', async () => {
    const { world, rosa, luis, call, setLevel, shown, as } = await town(open);
    const ana = await world.person('ana', { home: LORETO });
    const pilar = await world.person('pilar', { home: LORETO, wantsDate: true });
    await world.person('elena', { home: LORETO });
    await call(rosa);
    for (const personId of [ana, pilar]) await setLevel(personId, 'changes');
    const queued = async () => (await world.queued()).filter((row) => row.endsWith(' announcement'));
    expect(await queued()).toEqual(['elena announcement', 'pilar announcement']);
    const which = await shown();
    await world.store.run((tx) => settleCall(tx, as(luis), { ...which, confirms: true, reason: '' }));
    expect(await queued()).toEqual(['elena announcement', 'pilar announcement']);
  });

  it('is heeded when what waited is announced anew', async () => {
    const { world, rosa, call, change } = await town(open);
    const ana = await world.person('ana', { home: LORETO });
    await call(rosa);
    // As if queued at the very moment in which she wrote it.
    await world.store.run((tx) => setNotices(tx, { personId: ana, level: 'changes' }));
    await change(rosa, { time: '12:00' });
    expect((await world.queued()).filter((row) => row.startsWith('ana'))).toEqual([]);
  });
});

describeStores('an order for many', (open) => {
  const storm = { stateCode: '03', municipalityCode: null, fromDate: null, toDate: null, newDate: null, reason: '' };

  it('is carried out though whoever gave it was forgotten meanwhile', async () => {
    for (const isOfState of [true, false]) {
      const { world, luis, loreto, rosa, call } = await town(open);
      await call(rosa);
      await world.load(TIJUANA, 'ask', { date: '2027-02-20' });
      await world.store.run(({ db, tables: { clinics } }) => db.update(clinics).set({ stateCode: '03' }));
      const where = isOfState ? { stateCode: '03' } : { stateCode: null, clinicId: loreto };
      await world.store.run(({ db, tables: { roles } }) => db.update(roles).set(where).where(eq(roles.personId, luis)));
      await world.store.run((tx) => startMany(tx, { personId: luis, now: NOW }, storm));
      await world.store.run((tx) => deletePerson(tx, { personId: luis, now: NOW, recountTokens: async () => [] }));
      while (await world.store.run((tx) => stepMany(tx, NOW)));
      const found = (await world.assemblies()).map(({ status }) => status);
      expect(found).toEqual(isOfState ? ['cancelled', 'cancelled'] : ['cancelled', 'scheduled']);
    }
  });

  it('is given up with an alarm where it breaks, and those behind it go on', async () => {
    const { world, luis, rosa, call } = await town(open);
    const who = { personId: luis, now: NOW };
    await call(rosa);
    await world.store.run(({ db, tables: { assemblies } }) => db.update(assemblies).set({ time: 'noon' }));
    await world.store.run((tx) => startMany(tx, who, { ...storm, newDate: '2027-03-06' }));
    const bytes = Buffer.from(`clues;date;time;place\n${TIJUANA};2027-03-06;11:00;Patio`);
    await world.store.run(({ db, tables: { clinics } }) => db.update(clinics).set({ stateCode: '03' }));
    for (const isBroken of [true, false]) {
      const taken = await world.store.run((tx) => takeFile(tx, { personId: luis, name: 'a.csv', bytes, now: NOW }));
      if (taken.is !== 'read') throw new Error(taken.because);
      await world.store.run((tx) => startFile(tx, { ...who, fileId: taken.fileId, mode: 'ask' }));
      if (!isBroken) continue;
      await world.store.run(({ db, tables: { callLines } }) =>
        db.update(callLines).set({ said: { line: 2, clues: TIJUANA, date: 'never', time: '11:00' } }),
      );
    }
    const alarms: string[] = [];
    await carryOnCalls(
      world.store,
      () => NOW,
      (alarm) => alarms.push(alarm),
    );
    expect(alarms).toHaveLength(2);
    expect(await world.store.run((tx) => openMany(tx))).toBeUndefined();
    const [order] = await world.store.run(({ db, tables: { massChanges } }) => db.select().from(massChanges));
    expect(order).toMatchObject({ changed: 0, left: 1, doneAt: NOW });
    const lines = await world.store.run(({ db, tables: { callLines } }) =>
      db.select().from(callLines).orderBy(callLines.fileId),
    );
    expect(lines.map(({ outcome, fault }) => [outcome, (fault as { code: string } | null)?.code])).toEqual([
      ['wrong', 'failed'],
      ['new', undefined],
    ]);
    const told = (await world.outbox()).filter(({ to, kind }) => to === 'luis' && kind === 'office');
    expect(told.map((row) => keysOf(row)[0])).toEqual([
      'notice:callPending',
      'notice:manyDone',
      'notice:fileDone',
      'notice:fileDone',
    ]);
  });

  it('is reported only of a file that was to be loaded, and counts only dates to come', async () => {
    const { world, luis } = await town(open);
    await world.load(LORETO, 'ask', { date: '2027-02-11' });
    await world.store.run(({ db, tables: { assemblies } }) => db.update(assemblies).set({ startsAt: NOW - 1 }));
    const bytes = Buffer.from(`clues;date;time;place\n${LORETO};2027-03-06;11:00;Patio`);
    const taken = await world.store.run((tx) => takeFile(tx, { personId: luis, name: 'a.csv', bytes, now: NOW }));
    expect(taken).toMatchObject({ is: 'read', upcoming: 0 });
    expect(await world.store.run((tx) => lastFile(tx, { personId: luis }))).toBeUndefined();
  });
});
