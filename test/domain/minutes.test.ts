/** Minutes: who may write them, when, and that what was taken down stays as it was. */

import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import {
  addAgreement,
  assembliesHeld,
  makeMinutes,
  minutesOf,
  removeAgreement,
} from '../../src/domain/assemblies/minutes.ts';
import { makeSheet, sheetOf } from '../../src/domain/assemblies/sheets.ts';
import { addElected, removeElected } from '../../src/domain/committees/elected.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, LORETO, NOW, settle } from '../testkit/town.ts';

/** After the assembly of the town, which is on the 20th at noon. */
const AFTER = NOW + 11 * DAY;
const TIJUANA = 2;
const chosen = { role: 'member', how: 'elected' } as const;

async function give(store: Store, name: string, role: Role, clinicId = LORETO): Promise<number> {
  const personId = await settle(store, name);
  await store.run(({ db, tables }) => db.insert(tables.roles).values({ personId, role, clinicId, grantedAt: NOW }));
  return personId;
}

describeStores('minutes', (open) => {
  it('are written by the secretary, president and facilitator, once the assembly has begun', async () => {
    const store = await open();
    await buildTown(store);
    const assemblyId = await callAssembly(store);
    const sara = { personId: await give(store, 'sara', 'secretary'), clinicId: LORETO, assemblyId };
    const add = (who: typeof sara, now: number) =>
      store.run((tx) => addAgreement(tx, { ...who, now, text: ' Pintar la sala ' }));

    await expect(add(sara, NOW)).rejects.toThrow('assembly-ahead');
    await expect(store.run((tx) => makeMinutes(tx, { ...sara, now: NOW }))).rejects.toThrow('assembly-ahead');
    expect(await add(sara, AFTER)).toEqual(['Pintar la sala']);
    for (const role of ['treasurer', 'oversight', 'member', 'helper'] as const) {
      const who = { ...sara, personId: await give(store, role, role) };
      await expect(add(who, AFTER)).rejects.toThrow('not-yours');
      await expect(store.run((tx) => makeMinutes(tx, { ...who, now: AFTER }))).rejects.toThrow('not-yours');
      await expect(store.run((tx) => makeSheet(tx, { ...who, now: AFTER, what: 'tally' }))).rejects.toThrow(
        'not-yours',
      );
    }
    for (const role of ['president', 'facilitator'] as const) {
      const who = { ...sara, personId: await give(store, role, role) };
      expect((await store.run((tx) => makeMinutes(tx, { ...who, now: AFTER }))).agreements).toEqual(['Pintar la sala']);
    }
    const other = { ...sara, personId: await give(store, 'tomas', 'secretary', TIJUANA), clinicId: TIJUANA };
    await expect(add(other, AFTER)).rejects.toThrow('unknown-assembly');
    const log = await store.run(({ db, tables }) => db.select().from(tables.auditLog));
    expect(log.map(({ role, action, details }) => [role, action, details])).toEqual([
      ['secretary', 'minutes.make', { assemblyId, what: 'agreement' }],
      ['president', 'minutes.make', { assemblyId, what: 'draft' }],
      ['facilitator', 'minutes.make', { assemblyId, what: 'draft' }],
    ]);
  });

  it('hold who was expected and who came, what was agreed and who was elected; only the last is taken back', async () => {
    const store = await open();
    await buildTown(store);
    const assemblyId = await callAssembly(store);
    const before = await callAssembly(store, { date: '2027-02-18' });
    const asking = { personId: await give(store, 'sara', 'secretary'), clinicId: LORETO, now: AFTER };
    const of = { ...asking, assemblyId };
    await answer(store, await settle(store, 'ana'), assemblyId, 'yes', { companions: 2 });
    await answer(store, await settle(store, 'luis'), assemblyId, 'maybe');
    await store.run(async ({ db, tables: { entries, headCounts } }) => {
      await db.insert(entries).values([
        { assemblyId, code: 'AAAA', people: 3, enteredAt: NOW },
        { assemblyId, code: null, people: 1, enteredAt: NOW },
        { assemblyId: before, code: 'BBBB', people: 9, enteredAt: NOW },
      ]);
      await db.insert(headCounts).values([
        { assemblyId, people: 40, countedAt: NOW },
        { assemblyId, people: 31, countedAt: NOW },
      ]);
    });
    const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
    expect(await run((tx) => assembliesHeld(tx, asking))).toMatchObject([{ id: assemblyId }, { id: before }]);
    await run((tx) => addAgreement(tx, { ...of, assemblyId: before, text: 'De la otra asamblea' }));
    await run((tx) => addAgreement(tx, { ...of, text: 'Uno' }));
    await run((tx) => addAgreement(tx, { ...of, text: 'Dos' }));
    expect(await run((tx) => removeAgreement(tx, of))).toEqual(['Uno']);
    await run((tx) => addElected(tx, { ...of, ...chosen, post: 'Presidencia', name: 'Ximena' }));
    await run((tx) => addElected(tx, { ...of, ...chosen, post: 'Vocalía', name: '' }));
    await run((tx) => addElected(tx, { ...of, ...chosen, post: 'Vocalía', name: 'Otra' }));
    await run((tx) => removeElected(tx, of));
    expect(await run((tx) => minutesOf(tx, of))).toMatchObject({
      expected: { yes: 1, companions: 2, maybe: 1 },
      entered: 4,
      headCount: 31,
      agreements: ['Uno'],
      elected: [
        { post: 'Presidencia', name: 'Ximena' },
        { post: 'Vocalía', name: '' },
      ],
    });
    expect(await run((tx) => minutesOf(tx, { ...of, assemblyId: before }))).toMatchObject({
      agreements: ['De la otra asamblea'],
      entered: 9,
    });
  });

  it('refuse what is empty, endless or more than any assembly decides', async () => {
    const store = await open();
    await buildTown(store);
    const assemblyId = await callAssembly(store);
    const of = { personId: await give(store, 'sara', 'secretary'), clinicId: LORETO, assemblyId, now: AFTER };
    const add = (text: string) => store.run((tx) => addAgreement(tx, { ...of, text }));
    await expect(add(' \0 ')).rejects.toThrow('text-empty');
    await expect(add('x'.repeat(5000))).rejects.toThrow('text-long');
    for (let at = 0; at < 60; at++) await add(`Acuerdo ${at}`);
    await expect(add('Uno más')).rejects.toThrow('minutes-full');
  });

  it('the sheets are for the assembly to come, with the codes of who said yes or maybe; else for the last one', async () => {
    const store = await open();
    await buildTown(store);
    const sheet = (now: number) => store.run((tx) => sheetOf(tx, { clinicId: LORETO, now }));
    expect(await sheet(NOW)).toBeUndefined();
    const last = await callAssembly(store, { date: '2027-01-20' });
    await callAssembly(store, { date: '2027-02-15', status: 'cancelled' });
    expect((await sheet(NOW))?.assembly.id).toBe(last);
    const next = await callAssembly(store);
    await answer(store, await settle(store, 'ana'), next, 'yes', { companions: 2, newCode: () => 'AAAA' });
    await answer(store, await settle(store, 'luis'), next, 'no', { newCode: () => 'BBBB' });
    await answer(store, await settle(store, 'rosa'), next, 'maybe', { newCode: () => 'CCCC' });
    expect(await sheet(NOW)).toMatchObject({
      assembly: { id: next },
      codes: [
        { code: 'AAAA', people: 3 },
        { code: 'CCCC', people: 1 },
      ],
    });
  });

  it('are of the last assembly, however long ago, and of those of the last week', async () => {
    const store = await open();
    await buildTown(store);
    const [older, old, late] = [
      await callAssembly(store, { startsAt: NOW }),
      await callAssembly(store, { startsAt: NOW + 5 * DAY }),
      await callAssembly(store, { startsAt: NOW + 9 * DAY }),
    ];
    const sara = { personId: await give(store, 'sara', 'secretary'), clinicId: LORETO };
    const heldAt = async (now: number) =>
      (await store.run((tx) => assembliesHeld(tx, { ...sara, now }))).map(({ id }) => id);
    expect(await heldAt(NOW + 6 * DAY)).toEqual([old, older]);
    expect(await heldAt(NOW + 10 * DAY)).toEqual([late, old]);
    expect(await heldAt(NOW + 40 * DAY)).toEqual([late]);
    const luis = await give(store, 'luis', 'treasurer');
    await expect(store.run((tx) => assembliesHeld(tx, { ...sara, personId: luis, now: AFTER }))).rejects.toThrow(
      'not-yours',
    );
  });
});
