/** What a file of assemblies does to the assemblies: the rules of date, id, --move and --add. */

import { expect, it } from 'vitest';
import { startOf } from '../../src/domain/assemblies/calendar.ts';
import { type LineOutcome, withoutDuplicates } from '../../src/domain/assemblies/import.ts';
import { type AssemblyLine, readAssemblyLine } from '../../src/domain/assemblies/import-line.ts';
import { describeStores } from '../testkit/stores.ts';
import { DAY, ImportWorld, known, LORETO, NOW, TIJUANA } from './import-world.ts';

const first = { date: '2027-02-20' };
const later = { date: '2027-02-27' };

/** "new", "wrong: date is in the past". */
function told(outcomes: LineOutcome[]): string[] {
  return outcomes
    .toSorted((a, b) => a.line - b.line)
    .map((outcome) =>
      'fault' in outcome ? `${outcome.outcome}: ${outcome.fault.column} ${outcome.fault.reason}` : outcome.outcome,
    );
}

describeStores('import of assemblies', (open) => {
  it('enters a date in the clinic’s own time, and again changes nothing', async () => {
    const world = await ImportWorld.on(await open());
    expect(told(await world.load(TIJUANA, 'ask', first))).toEqual(['new']);
    const [assembly] = await world.assemblies();
    expect(assembly).toMatchObject({ ...first, time: '11:00', revision: 1, enteredAt: NOW });
    expect(assembly?.startsAt).toBe(Date.parse('2027-02-20T19:00:00Z'));
    world.now += DAY;
    expect(told(await world.load(TIJUANA, 'ask', first))).toEqual(['unchanged']);
    expect(await world.assemblies()).toEqual([assembly]);
  });

  it('knows no clinic that is not in the directory', async () => {
    const world = await ImportWorld.on(await open());
    expect(told(await world.load('XXIST000001', 'ask', first))).toEqual(['wrong: clues is not in the directory']);
  });

  it('changes the assembly of the same date; columns that the file has not are kept', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', { ...first, agenda: 'comité', capacity: '40', lat: '26.0', lng: '-111.3' });
    world.now += DAY;
    expect(told(await world.load(LORETO, 'ask', { ...first, time: '12:30' }))).toEqual(['changed']);
    expect(await world.assemblies()).toMatchObject([
      {
        time: '12:30',
        agenda: 'comité',
        capacity: 40,
        latitude: 26,
        revision: 2,
        enteredAt: NOW,
        updatedAt: NOW + DAY,
      },
    ]);
    await world.load(LORETO, 'ask', { ...first, time: '12:30', agenda: '', capacity: '' });
    expect(await world.assemblies()).toMatchObject([{ agenda: '', capacity: null, revision: 2 }]);
  });

  it('asks what is meant by another date while one is to come', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    expect(told(await world.load(LORETO, 'ask', later))).toEqual([
      'conflict: date the clinic has an upcoming assembly on 2027-02-20 at 11:00: say --move if it moves to this date, --add if this is a second one',
    ]);
    expect(await world.assemblies()).toHaveLength(1);
  });

  it('--move gives the upcoming one the new date; it stays the same assembly', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    expect(told(await world.load(LORETO, 'move', later))).toEqual(['changed']);
    expect(told(await world.load(LORETO, 'move', later))).toEqual(['unchanged']);
    expect(await world.assemblies()).toMatchObject([{ id: 1, ...later, revision: 2 }]);
  });

  it('--add enters a second one, and then --move cannot tell which is meant', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    expect(told(await world.load(LORETO, 'add', later))).toEqual(['new']);
    expect(told(await world.load(LORETO, 'add', first, later))).toEqual(['unchanged', 'unchanged']);
    expect(told(await world.load(LORETO, 'move', { date: '2027-03-06' }))).toEqual([
      'conflict: date the clinic has 2 upcoming assemblies: give the id of the one that moves',
    ]);
  });

  it('--move does not move an assembly that the file speaks of on another line', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    expect(told(await world.load(LORETO, 'move', first, later))).toEqual([
      'unchanged',
      'conflict: date the upcoming assembly of the clinic is in this file too: say --add if this is a second one',
    ]);
    expect(told(await world.load(LORETO, 'move', later, { date: '2027-03-06' }))).toEqual(
      Array(2).fill(
        'conflict: date the file has several new dates for this clinic: which one it moves to cannot be told',
      ),
    );
  });

  it('follows an id to its new date without being asked, and keeps ids to their clinic', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', { ...first, id: 'A1' });
    expect(told(await world.load(LORETO, 'ask', { ...later, id: 'A1' }))).toEqual(['changed']);
    expect(told(await world.load(TIJUANA, 'ask', { ...first, id: 'A1' }))).toEqual([
      'wrong: id belongs to an assembly of another clinic',
    ]);
    expect(told(await world.load(LORETO, 'ask', { ...later, id: 'A2' }))).toEqual([
      "wrong: id the clinic's assembly of this date has the id A1",
    ]);
    expect(told(await world.load(LORETO, 'move', { ...first, id: 'A2' }))).toEqual([
      'wrong: id the upcoming assembly of the clinic has the id A1',
    ]);
    expect(await world.assemblies()).toMatchObject([{ id: 1, ...later, externalId: 'A1' }]);
  });

  it('gives an assembly without an id the one of its line, which people need not know', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    await world.load(LORETO, 'ask', { ...first, id: 'A1' });
    expect(await world.assemblies()).toMatchObject([{ externalId: 'A1', revision: 1 }]);
  });

  it('takes a new date in the file that cancels the old one', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    expect(told(await world.load(LORETO, 'ask', later, { ...first, status: 'cancelada' }))).toEqual(['new', 'changed']);
    expect((await world.assemblies()).map(({ status }) => status)).toEqual(['cancelled', 'scheduled']);
  });

  it('brings a cancelled one back, but beside another only if told so', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', { ...first, status: 'cancelled' });
    expect(told(await world.load(LORETO, 'ask', first))).toEqual(['changed']);
    await world.load(LORETO, 'ask', { ...first, status: 'cancelled' }, later);
    expect(told(await world.load(LORETO, 'ask', first))).toEqual([
      'conflict: date this date was cancelled, and the clinic has an upcoming assembly on 2027-02-27 at 11:00: say --add if both take place',
    ]);
    expect(told(await world.load(LORETO, 'add', first))).toEqual(['changed']);
    expect((await world.assemblies()).map(({ status, revision }) => [status, revision])).toEqual([
      ['scheduled', 4],
      ['scheduled', 1],
    ]);
  });

  it('does not take a cancellation of a date that the clinic does not have', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', first);
    expect(told(await world.load(LORETO, 'move', { ...later, status: 'cancelled' }))).toEqual([
      'conflict: date the clinic has none on this date to cancel, but one on 2027-02-20 at 11:00',
    ]);
  });

  it('leaves what is over as it is', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', { ...first, id: 'A1' });
    world.now = Date.parse('2027-02-20T18:00:00Z');
    expect(told(await world.load(LORETO, 'ask', { ...first, id: 'A1' }))).toEqual(['unchanged']);
    expect(told(await world.load(LORETO, 'ask', { ...first, place: 'Sala' }))).toEqual(['wrong: date is in the past']);
    expect(told(await world.load(LORETO, 'ask', { ...later, id: 'A1' }))).toEqual([
      'wrong: date the assembly of 2027-02-20 at 11:00 is over and is not changed any more',
    ]);
    expect(told(await world.load(LORETO, 'ask', later))).toEqual(['new']);
    expect(await world.assemblies()).toMatchObject([{ ...first, place: 'Patio', revision: 1 }, later]);
  });

  it('refuses the past and an hour that the clocks leave out', async () => {
    const world = await ImportWorld.on(await open());
    const gap = { date: '2027-03-14', time: '02:30' };
    expect(told(await world.load(TIJUANA, 'add', { date: '2027-02-10', time: '10:59' }, gap))).toEqual([
      'wrong: date is in the past',
      'wrong: time does not exist on 2027-03-14 in America/Tijuana: the clocks are put forward',
    ]);
    expect(told(await world.load(LORETO, 'ask', gap))).toEqual(['new']);
  });

  it('takes the clinic’s invented assemblies away, answers and all, and tells nobody', async () => {
    const world = await ImportWorld.on(await open());
    const clinicId = await world.clinicId(LORETO);
    const startsAt = startOf(first.date, '10:00', 'America/Mazatlan');
    const demo = { clinicId, ...first, time: '10:00', startsAt, place: '', demo: true, enteredAt: 0, updatedAt: 0 };
    await world.store.run(({ db, tables }) =>
      db.insert(tables.assemblies).values([demo, { ...demo, clinicId: clinicId + 1 }]),
    );
    await world.person('ana', { asked: NOW, level: 'changes' });
    await world.answer('ana', 1, 'yes', 2);
    expect(told(await world.load(LORETO, 'ask', { date: '2027-02-01' }))).toEqual(['wrong: date is in the past']);
    expect(await world.assemblies()).toHaveLength(2);
    expect(told(await world.load(LORETO, 'ask', first))).toEqual(['new']);
    expect((await world.assemblies()).map(({ clinicId: id, demo: invented }) => [id, invented])).toEqual([
      [clinicId + 1, true],
      [clinicId, false],
    ]);
    expect(await world.queued()).toEqual([]);
  });
});

it.each([
  [{ date: '2027-02-30' }, 'date: there is no such day (2027-02-30)'],
  [{ date: '20/02/2027' }, 'date: must be written YYYY-MM-DD (20/02/2027)'],
  [{ time: '25:00' }, 'time: must be an hour from 00:00 to 23:59, written HH:MM (25:00)'],
  [{ clues: 'LORETO' }, 'clues: must be five letters and six digits (LORETO)'],
  [{ status: 'pospuesta' }, 'status: must be scheduled or cancelled (pospuesta)'],
  [{ capacity: '0' }, 'capacity: must be a whole number above 0 (0)'],
  [{ capacity: '12.5' }, 'capacity: must be a whole number above 0 (12.5)'],
  [{ lat: '48.85', lng: '2.35' }, 'lat: must be a number from 14 to 33 (48.85)'],
  [{ lat: '26.01' }, 'lat: needs lat and lng, or neither (26.01)'],
])('says what is wrong with a line: %j', (cells, message) => {
  const read = readAssemblyLine({ clues: LORETO, ...first, time: '11:00', place: '', ...cells }, 2);
  const [fault] = 'faults' in read ? read.faults : [];
  expect(`${fault?.column}: ${fault?.reason} (${fault?.value})`).toBe(message);
});

it('takes out lines that say the same twice, and both of two that contradict each other', () => {
  const line = (at: number, cells: Record<string, string>): AssemblyLine => {
    const read = readAssemblyLine({ clues: LORETO, ...first, time: '11:00', place: '', ...cells }, at);
    return known('value' in read ? read.value : undefined);
  };
  const { lines, faults } = withoutDuplicates([
    line(2, {}),
    line(3, {}),
    line(4, { clues: TIJUANA, id: 'A' }),
    line(5, { clues: TIJUANA, ...later, id: 'A' }),
    line(6, later),
  ]);
  expect(lines.map((kept) => kept.line)).toEqual([2, 6]);
  expect(faults.map(({ line: at, fault }) => `${at} ${fault.column}: ${fault.reason}`).sort()).toEqual([
    '3 date: the same clinic and date as line 2',
    '4 id: the same id as line 5, and they differ',
    '5 id: the same id as line 4, and they differ',
  ]);
});
