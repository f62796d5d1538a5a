/** Who came in is counted once, exactly, however many count at the same door; and only at the time and by whom it may be. */

import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { came, countedAttendance, recordHeadCount } from '../../src/domain/assemblies/came.ts';
import {
  correctEntry,
  countWithoutCode,
  doorOf,
  helpersUntil,
  markEntry,
  undoEntry,
} from '../../src/domain/assemblies/entries.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

/** Saturday 20 February, 11:00 in Loreto. */
const START = Date.parse('2027-02-20T18:00:00Z');
const MIDNIGHT = Date.parse('2027-02-21T07:00:00Z');
const OTHER = 2;

async function officer(store: Store, name: string, role: Role, more: { clinicId?: number; endsAt?: number } = {}) {
  const personId = await settle(store, name, { inOffice: true });
  const values = { personId, role, clinicId: LORETO, grantedAt: NOW, ...more };
  await store.run(({ db, tables: { roles } }) => db.insert(roles).values(values));
  return personId;
}

/** A door with two helpers and a president, and Ana with two companions, whose code is ANA2. */
async function door(open: () => Promise<Store>) {
  const store = await open();
  await buildTown(store);
  const assembly = await callAssembly(store);
  const guest = await settle(store, 'ana');
  await answer(store, guest, assembly, 'yes', { companions: 2, newCode: () => 'ANA2' });
  const [beto, carla] = [await officer(store, 'beto', 'helper'), await officer(store, 'carla', 'helper')];
  const rosa = await officer(store, 'rosa', 'president');
  const at = (personId: number, now = START) => ({ personId, clinicId: LORETO, now });
  const mark = (personId: number, code = 'ANA2', now = START) =>
    store.run((tx) => markEntry(tx, { ...at(personId, now), code }));
  const count = () => store.run(async (tx) => (await came(tx, [assembly])).get(assembly));
  return { store, assembly, guest, beto, carla, rosa, at, mark, count };
}

describeStores('entries', (open) => {
  it('counts a code once, typed by two helpers at the same moment and again later', async () => {
    const { beto, carla, mark, count } = await door(open);
    const both = await Promise.all(Array.from({ length: 20 }, (_, at) => mark(at % 2 === 0 ? beto : carla)));
    expect(both.filter(({ outcome }) => outcome === 'marked')).toHaveLength(1);
    expect(both.filter(({ outcome }) => outcome === 'already')).toHaveLength(19);
    const winner = both.findIndex(({ outcome }) => outcome === 'marked') % 2 === 0 ? beto : carla;
    const loser = winner === beto ? carla : beto;
    expect(await mark(winner, 'ANA2', START + HOUR)).toEqual({ outcome: 'already', people: 3, at: START, isOwn: true });
    expect(await mark(loser)).toMatchObject({ outcome: 'already', isOwn: false });
    expect(await count()).toEqual({ withCode: 3, withoutCode: 0, headCount: null });
  });

  it('counts one for who had said no, and nothing for a code of another assembly', async () => {
    const { store, guest, assembly, beto, mark, count } = await door(open);
    const elsewhere = await callAssembly(store, { clinicId: OTHER });
    await answer(store, await settle(store, 'luis'), elsewhere, 'yes', { newCode: () => 'LUI5' });
    await answer(store, guest, assembly, 'no');
    expect(await mark(beto, 'LUI5')).toEqual({ outcome: 'unknown' });
    expect(await mark(beto)).toMatchObject({ outcome: 'marked', people: 1 });
    expect(await count()).toEqual({ withCode: 1, withoutCode: 0, headCount: null });
  });

  it('takes another number, those without a code, and back the last of whoever asks', async () => {
    const { store, beto, carla, at, mark, count } = await door(open);
    const marked = await mark(beto);
    const entryId = marked.outcome === 'marked' ? marked.entryId : 0;
    const correct = (personId: number, people: number) =>
      store.run((tx) => correctEntry(tx, { ...at(personId), entryId, people }));
    expect(await correct(beto, 5)).toBe(true);
    expect(await correct(carla, 9)).toBe(false);
    await store.run((tx) => countWithoutCode(tx, { ...at(carla), people: 4 }));
    await store.run((tx) => countWithoutCode(tx, { ...at(carla), people: 1 }));
    expect(await count()).toEqual({ withCode: 5, withoutCode: 5, headCount: null });
    const undo = (personId: number) => store.run((tx) => undoEntry(tx, at(personId)));
    expect([await undo(carla), await undo(carla), await undo(carla)]).toEqual([1, 4, undefined]);
    expect(await count()).toEqual({ withCode: 5, withoutCode: 0, headCount: null });
    expect(await undo(beto)).toBe(5);
    expect(await mark(carla)).toMatchObject({ outcome: 'marked', people: 3 });
  });

  it('keeps the last head count apart, with each correction in the record', async () => {
    const { store, rosa, beto, at, count } = await door(open);
    const head = (personId: number, people: number) =>
      store.run((tx) => recordHeadCount(tx, { ...at(personId), people }));
    await head(rosa, 35);
    await head(rosa, 36);
    await expect(head(beto, 500)).rejects.toMatchObject({ code: 'not-yours' });
    expect(await count()).toEqual({ withCode: 0, withoutCode: 0, headCount: 36 });
    const log = await store.run(({ db, tables: { auditLog } }) => db.select().from(auditLog));
    expect(log.map(({ action, details }) => [action, details.before, details.people])).toEqual([
      ['attendance.head-count', null, 35],
      ['attendance.head-count', 35, 36],
    ]);
  });

  it.each([
    ['a minute before three hours ahead', START - 3 * HOUR - 60_000, false, false],
    ['three hours ahead', START - 3 * HOUR, true, true],
    ['the last minute of the day', MIDNIGHT - 1, true, true],
    ['midnight on the clinic’s clocks', MIDNIGHT, false, true],
    ['a week later', MIDNIGHT + 7 * DAY - 1, false, true],
    ['later still', MIDNIGHT + 7 * DAY, false, false],
  ])('is open to whom it should be %s', async (_, now, toHelpers, toCommittee) => {
    const { store, beto, rosa, at, mark, count } = await door(open);
    const isOpen = (personId: number) => store.run(async (tx) => (await doorOf(tx, at(personId, now))).open);
    expect([await isOpen(beto), await isOpen(rosa)]).toEqual([toHelpers, toCommittee]);
    if (!toHelpers) await expect(mark(beto, 'ANA2', now)).rejects.toMatchObject({ code: 'door-closed' });
    if (!toCommittee) await expect(mark(rosa, 'ANA2', now)).rejects.toMatchObject({ code: 'door-closed' });
    expect(await count()).toEqual(undefined);
  });

  it('copied from paper the day after, counts what was typed at the door no second time', async () => {
    const { beto, rosa, mark, count } = await door(open);
    await mark(beto);
    expect(await mark(rosa, 'ANA2', START + DAY)).toMatchObject({ outcome: 'already' });
    expect(await count()).toEqual({ withCode: 3, withoutCode: 0, headCount: null });
  });

  it('refuses who has no such role there, or no longer, and writes nothing', async () => {
    const { store, guest, mark, count } = await door(open);
    const gone = await officer(store, 'gone', 'helper', { endsAt: START });
    const elsewhere = await officer(store, 'elsewhere', 'president', { clinicId: OTHER });
    for (const personId of [guest, gone, elsewhere]) {
      await expect(mark(personId)).rejects.toMatchObject({ code: 'not-yours' });
    }
    expect(await count()).toBeUndefined();
  });

  it('has no door at a cancelled assembly, and says when the next one opens', async () => {
    const { store, rosa, at } = await door(open);
    await store.run(({ db, tables }) => db.update(tables.assemblies).set({ status: 'cancelled' }));
    expect(await store.run((tx) => doorOf(tx, at(rosa)))).toEqual({ open: false });
    await callAssembly(store, { startsAt: START + 10 * DAY });
    const opensAt = START + 10 * DAY - 3 * HOUR;
    expect(await store.run((tx) => doorOf(tx, at(rosa)))).toEqual({ open: false, opensAt });
  });

  it('gives the code of the day from the day before to the end of the day', async () => {
    const { store } = await door(open);
    const until = (now: number) => store.run((tx) => helpersUntil(tx, { clinicId: LORETO, now }));
    const eve = MIDNIGHT - 2 * DAY;
    expect([await until(eve - 1), await until(eve), await until(MIDNIGHT - 1), await until(MIDNIGHT)]).toEqual([
      undefined,
      MIDNIGHT,
      MIDNIGHT,
      undefined,
    ]);
  });

  it('keeps the counts when who counted becomes another, or is forgotten', async () => {
    const { store, beto, carla, mark, count, at } = await door(open);
    await mark(beto);
    await store.run((tx) => mergePeople(tx, { from: beto, to: carla, now: START, tokenOf: () => '' }));
    expect(await mark(carla)).toMatchObject({ outcome: 'already', isOwn: true });
    await store.run((tx) => countWithoutCode(tx, { ...at(carla), people: 2 }));
    await store.run((tx) => deletePerson(tx, { personId: carla, now: START, recountTokens: async () => [] }));
    expect(await count()).toEqual({ withCode: 3, withoutCode: 2, headCount: null });
    const by = await store.run(({ db, tables: { entries } }) => db.select({ by: entries.byPersonId }).from(entries));
    expect(by).toEqual([{ by: null }, { by: null }]);
  });

  it('lists the assemblies where somebody was counted, and no others', async () => {
    const { store, beto, rosa, at, mark } = await door(open);
    await callAssembly(store, { clinicId: OTHER });
    expect(await store.run((tx) => countedAttendance(tx))).toEqual([]);
    await mark(beto);
    await store.run((tx) => recordHeadCount(tx, { ...at(rosa), people: 30 }));
    const [row, ...more] = await store.run((tx) => countedAttendance(tx, { clues: 'TEST000001' }));
    expect(row).toMatchObject({ clinic: 'UMF Loreto', expected: 3, withCode: 3, withoutCode: 0, headCount: 30 });
    expect(more).toEqual([]);
    expect(await store.run((tx) => countedAttendance(tx, { clues: 'TEST000002' }))).toEqual([]);
  });

  it('counts at either of two assemblies while the paper of the first is copied', async () => {
    const { store, assembly, beto, rosa, at, count } = await door(open);
    const next = await callAssembly(store, { startsAt: START + 4 * DAY });
    const now = START + 4 * DAY;
    expect(await store.run((tx) => doorOf(tx, at(rosa, now)))).toMatchObject({
      assemblyId: next,
      doors: [{ assemblyId: next }, { assemblyId: assembly, startsAt: START }],
    });
    expect(await store.run((tx) => doorOf(tx, at(beto, now)))).toMatchObject({ doors: [{ assemblyId: next }] });
    const first = { ...at(rosa, now), assemblyId: assembly };
    expect(await store.run((tx) => markEntry(tx, { ...first, code: 'ANA2' }))).toMatchObject({ people: 3 });
    await store.run((tx) => countWithoutCode(tx, { ...first, people: 2 }));
    expect(await count()).toEqual({ withCode: 3, withoutCode: 2, headCount: null });
    const over = { ...first, now: MIDNIGHT + 7 * DAY };
    await expect(store.run((tx) => countWithoutCode(tx, { ...over, people: 2 }))).rejects.toMatchObject({
      code: 'door-closed',
    });
  });

  it.each([
    ['the code that goes', ['ANA2'], 'ANA2', 3],
    ['the code that stays', ['ANA9'], 'ANA9', 1],
    ['both', ['ANA2', 'ANA9'], 'ANA9', 1],
    ['neither', [], 'ANA9', undefined],
  ])('of two who become one and of whose codes %s came in, nobody counts twice', async (_, typed, code, people) => {
    const { store, assembly, guest, beto, carla, mark, count } = await door(open);
    const twin = await settle(store, 'ana elsewhere');
    await answer(store, twin, assembly, 'yes', { newCode: () => 'ANA9', now: NOW + HOUR });
    for (const each of typed) await mark(beto, each);
    await store.run((tx) => mergePeople(tx, { from: guest, to: twin, now: START, tokenOf: () => '' }));
    const [kept] = await store.run(({ db, tables: { rsvps } }) => db.select({ code: rsvps.checkInCode }).from(rsvps));
    expect(kept).toEqual({ code });
    expect((await count())?.withCode).toBe(people);
    expect(await mark(carla, code)).toMatchObject({ outcome: people === undefined ? 'marked' : 'already' });
  });
});
