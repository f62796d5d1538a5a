/** Many assemblies at once: a storm over a state, and a file of a facilitator; nobody is told twice, whatever breaks. */

import { expect, it } from 'vitest';
import { lastFile, startFile, stepFile, takeFile } from '../../src/domain/assemblies/call-file.ts';
import { clinicOf } from '../../src/domain/assemblies/calling.ts';
import { addAssembly } from '../../src/domain/assemblies/changes.ts';
import { forgetCallFiles } from '../../src/domain/assemblies/forget-calls.ts';
import { previewMany, startMany, statesOfMany, stepMany } from '../../src/domain/assemblies/many.ts';
import { describeStores, type OpenStore } from '../testkit/stores.ts';
import { clinic, ImportWorld, keysOf, known, LORETO, NOW } from './import-world.ts';

const COUNT = 11;
const START = Date.parse('2027-02-20T18:00:00Z');
const clues = (at: number) => `BSIST9${String(at).padStart(5, '0')}`;
const all = { stateCode: '03', municipalityCode: null, fromDate: null, toDate: null };
const cancelled = { ...all, newDate: null, reason: 'huracán' };

/** Eleven clinics, the last three in La Paz, each with an assembly and one person who knows of it; Luis facilitates. */
async function coast(open: OpenStore) {
  const world = await ImportWorld.on(await open());
  const luis = await world.person('luis');
  await world.store.run(async ({ db, tables }) => {
    await db.insert(tables.roles).values({ personId: luis, role: 'facilitator', stateCode: '03', grantedAt: 0 });
    for (let at = 0; at < COUNT; at++) {
      const town = at < 8 ? {} : { municipality: 'La Paz', municipalityCode: '003' };
      await db.insert(tables.clinics).values(clinic(clues(at), { name: `UMF ${at}`, ...town }));
    }
  });
  for (let at = 0; at < COUNT; at++) await world.person(`p${at}`, { home: clues(at) });
  await enter(world, '2027-02-20', START);
  await world.deliver();
  return { world, who: { personId: luis, now: NOW } };
}

async function enter(world: ImportWorld, date: string, startsAt: number): Promise<void> {
  for (let at = 0; at < COUNT; at++) {
    const clinicId = await world.clinicId(clues(at));
    await world.store.run(async (tx) => {
      const facts = {
        externalId: null,
        date,
        time: '11:00',
        startsAt,
        place: 'Patio',
        latitude: null,
        longitude: null,
        agenda: '',
        calledBy: '',
        note: '',
        capacity: null,
        status: 'scheduled' as const,
      };
      await addAssembly(tx, { clinic: await clinicOf(tx, clinicId), facts, now: NOW - 1000 });
    });
  }
}

const untilDone = async (world: ImportWorld) => {
  while (await world.store.run((tx) => stepMany(tx, NOW)));
};

describeStores('a storm', (open) => {
  it('is previewed, then cancels all, one notice a person, and says when it is done', async () => {
    const { world, who } = await coast(open);
    await world.store.run(async ({ db, tables: { inquiries } }) => {
      const rows = await db.select().from(inquiries);
      expect(rows).toEqual([]);
    });
    for (let at = 0; at < 5; at++) await world.answer(`p${at}`, at + 1, 'yes');
    expect(await world.store.run((tx) => statesOfMany(tx, who))).toEqual(['03']);
    expect(await world.store.run((tx) => previewMany(tx, who, all))).toEqual({ assemblies: COUNT, people: 5 });
    await world.store.run((tx) => startMany(tx, who, cancelled));
    await untilDone(world);
    const told = (await world.outbox()).filter(({ status }) => status === 'queued');
    expect(told.filter(({ kind }) => kind === 'change')).toHaveLength(COUNT);
    expect(keysOf(known(told.at(-1)))[0]).toBe('notice:manyDone');
    expect(new Set((await world.assemblies()).map(({ status }) => status))).toEqual(new Set(['cancelled']));
  });

  it('goes on after it was killed between any two steps, and in the middle of one', async () => {
    const { world, who } = await coast(open);
    await world.store.run((tx) => startMany(tx, who, cancelled));
    let kills = 0;
    for (let more = true; more; ) {
      const killed = world.store.run(async (tx) => {
        await stepMany(tx, NOW);
        kills += 1;
        throw new Error('killed');
      });
      await expect(killed).rejects.toThrow('killed');
      more = await world.store.run((tx) => stepMany(tx, NOW));
    }
    expect(kills).toBeGreaterThan(4);
    const told = (await world.outbox()).filter(({ kind }) => kind === 'change').map(({ to }) => to);
    expect(told.toSorted()).toEqual(Array.from({ length: COUNT }, (_, at) => `p${at}`).toSorted());
  });

  it('takes one municipality, and leaves what was entered after the order', async () => {
    const { world, who } = await coast(open);
    await world.store.run((tx) => startMany(tx, who, { ...cancelled, municipalityCode: '003' }));
    await untilDone(world);
    const rows = await world.assemblies();
    expect(rows.filter(({ status }) => status === 'cancelled')).toHaveLength(3);
  });

  it('moves each at its own hour, but not onto a day that is taken', async () => {
    const { world, who } = await coast(open);
    const clinicId = await world.clinicId(clues(0));
    await world.load(clues(0), 'add', { date: '2027-03-06', time: '17:00' });
    await world.deliver();
    const days = { fromDate: '2027-02-18', toDate: '2027-02-22' };
    await world.store.run((tx) => startMany(tx, who, { ...all, ...days, newDate: '2027-03-06', reason: '' }));
    await untilDone(world);
    const rows = (await world.assemblies()).filter((row) => row.clinicId !== clinicId);
    expect(new Set(rows.map(({ date, time }) => `${date} ${time}`))).toEqual(new Set(['2027-03-06 11:00']));
    const [order] = await world.store.run(({ db, tables: { massChanges } }) => db.select().from(massChanges));
    expect(order).toMatchObject({ changed: COUNT - 1, left: 1, doneAt: NOW });
  });

  it('stops when the role ends midway, and is refused in another state', async () => {
    const { world, who } = await coast(open);
    const elsewhere = { ...cancelled, stateCode: '30' };
    await expect(world.store.run((tx) => startMany(tx, who, elsewhere))).rejects.toThrow('not-yours');
    await world.store.run((tx) => startMany(tx, who, cancelled));
    await world.store.run((tx) => stepMany(tx, NOW));
    await world.store.run(({ db, tables: { roles } }) => db.update(roles).set({ endsAt: NOW - 1 }));
    await untilDone(world);
    const rows = await world.assemblies();
    expect(rows.filter(({ status }) => status === 'cancelled')).toHaveLength(3);
  });
});

describeStores('a file in the chat', (open) => {
  const csv = (rows: string[]) => Buffer.from(['clues;date;time;place', ...rows].join('\r\n'), 'latin1');
  const take = (world: ImportWorld, personId: number, rows: string[]) =>
    world.store.run((tx) => takeFile(tx, { personId, name: 'enero.csv', bytes: csv(rows), now: NOW }));

  it('is read in Windows-1252 with semicolons, and each wrong line is told by its number', async () => {
    const { world, who } = await coast(open);
    const taken = await take(world, who.personId, [
      `${LORETO};2027-03-06;11:00;Jardín de niños`,
      'BSIST999999;2027-03-06;11:00;Patio',
      'BCIST000105x;2027-03-06;11:00;Patio',
      `${clues(1)};2027-02-30;11:00;Patio`,
      `${clues(2)};2027-03-06;11:00;Patio`,
    ]);
    if (taken.is !== 'read') throw new Error(taken.because);
    expect(taken.wrong.map(({ line, fault }) => `${line} ${fault?.code ?? fault?.column}`)).toEqual([
      '3 unknown-clues',
      '4 clues',
      '5 date',
    ]);
    expect(taken).toMatchObject({ good: 2, upcoming: 1 });
    expect((await world.assemblies()).length).toBe(COUNT);
    await world.store.run((tx) => startFile(tx, { ...who, fileId: taken.fileId, mode: 'ask' }));
    await world.store.run((tx) => stepFile(tx, NOW));
    const report = known(await world.store.run((tx) => lastFile(tx, who)));
    expect(report.lines.map(({ line, outcome }) => `${line} ${outcome}`)).toEqual([
      '2 new',
      '3 wrong',
      '4 wrong',
      '5 wrong',
      '6 conflict',
    ]);
    expect((await world.assemblies()).at(-1)?.place).toBe('Jardín de niños');
  });

  it('is loaded a few clinics at a time, and goes on after a kill', async () => {
    const { world, who } = await coast(open);
    const rows = Array.from({ length: COUNT }, (_, at) => `${clues(at)};2027-03-06;11:00;Patio`);
    const taken = await take(world, who.personId, rows);
    if (taken.is !== 'read') throw new Error(taken.because);
    await world.store.run((tx) => startFile(tx, { ...who, fileId: taken.fileId, mode: 'move' }));
    const killed = world.store.run(async (tx) => {
      await stepFile(tx, NOW);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await world.store.run((tx) => stepFile(tx, NOW))).toBe(true);
    expect(known(await world.store.run((tx) => lastFile(tx, who))).isDone).toBe(false);
    await world.store.run((tx) => stepFile(tx, NOW));
    const report = known(await world.store.run((tx) => lastFile(tx, who)));
    expect(report).toMatchObject({ isDone: true });
    expect(report.lines.every(({ outcome, told }) => outcome === 'changed' && told === 1)).toBe(true);
    expect((await world.outbox()).filter(({ kind, status }) => kind === 'change' && status === 'queued')).toHaveLength(
      COUNT,
    );
  });

  it('is forgotten after a while, unless it still waits to be loaded', async () => {
    const { world, who } = await coast(open);
    const taken = await take(world, who.personId, [`${LORETO};2027-03-06;11:00;Patio`]);
    if (taken.is !== 'read') throw new Error(taken.because);
    await world.store.run((tx) => startFile(tx, { ...who, fileId: taken.fileId, mode: 'ask' }));
    await take(world, who.personId, [`${LORETO};2027-03-13;11:00;Patio`]);
    await world.store.run((tx) => forgetCallFiles(tx, { before: NOW + 1 }));
    const kept = await world.store.run(({ db, tables: { callLines } }) => db.select().from(callLines));
    expect(kept.map(({ fileId }) => fileId)).toEqual([taken.fileId]);
  });

  it('is refused for the clinics of others, also when the role ended since', async () => {
    const { world, who } = await coast(open);
    const stranger = await world.person('stranger');
    const foreign = await take(world, stranger, [`${LORETO};2027-03-06;11:00;Patio`]);
    expect(foreign).toMatchObject({ good: 0 });
    const taken = await take(world, who.personId, [`${LORETO};2027-03-06;11:00;Patio`]);
    if (taken.is !== 'read') throw new Error(taken.because);
    await world.store.run(({ db, tables: { roles } }) => db.update(roles).set({ endsAt: NOW - 1 }));
    await world.store.run((tx) => startFile(tx, { ...who, fileId: taken.fileId, mode: 'ask' }));
    await world.store.run((tx) => stepFile(tx, NOW));
    const report = known(await world.store.run((tx) => lastFile(tx, who)));
    expect(report.lines[0]).toMatchObject({ outcome: 'wrong', fault: { code: 'not-yours' } });
  });

  it.each([
    ['a spreadsheet', Buffer.from('PK\u0003\u0004abc'), 'spreadsheet'],
    ['nothing', Buffer.from(''), 'empty'],
    ['other columns', Buffer.from('clave,fecha\nA,B'), 'columns'],
    ['too much', Buffer.alloc(2_100_000, 'a'), 'too-long'],
  ])('is refused when it is %s', async (_, bytes, because) => {
    const { world, who } = await coast(open);
    const taken = await world.store.run((tx) => takeFile(tx, { personId: who.personId, name: 'x', bytes, now: NOW }));
    expect(taken).toMatchObject({ is: 'unreadable', because });
  });
});
