/** Who has their data deleted vanishes; what they answered stays counted, once. */

import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { deletePerson, forgetTokens, purgeDeleted } from '../../src/domain/people/deletion.ts';
import { findParticipant } from '../../src/domain/people/participants.ts';
import { followClinic, setHomeClinic } from '../../src/domain/people/people.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, only, settle } from '../testkit/town.ts';

const erase = (store: Store, personId: number, now = NOW) =>
  store.run((tx) =>
    deletePerson(tx, {
      personId,
      now,
      recountTokens: async (_, id) => [`token of ana at ${id}`],
    }),
  );
const tokenAt = (assembly: number) => ({ recountTokens: async () => [`token of ana at ${assembly}`] });
const rowsOf = (store: Store) => store.run(({ db, tables: { rsvps } }) => db.select().from(rsvps));
const queue = (store: Store, personId: number, status: 'queued' | 'sent' = 'queued') =>
  store.run(({ db, tables: { outbox } }) =>
    db.insert(outbox).values({
      personId,
      conversationId: 1,
      channel: 'simulator',
      kind: 'answer',
      status,
      priority: 0,
      deadline: NOW,
      notBefore: NOW,
      createdAt: NOW,
    }),
  );

describeStores('deletion', (open) => {
  it('keeps the answer without the person, and takes it up again instead of counting twice', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const before = await settle(store, 'ana');
    await answer(store, before, assembly, 'yes', { companions: 2 });
    await erase(store, before);
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 1, companions: 2 });
    expect(only(await rowsOf(store))).toMatchObject({ personId: null, checkInCode: null });

    const after = await settle(store, 'ana again');
    await answer(store, after, assembly, 'yes', tokenAt(assembly));
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 1, companions: 2 });
    expect(only(await rowsOf(store))).toMatchObject({ personId: after, recountTokens: null });
    await erase(store, after);
    const third = await settle(store, 'ana once more');
    await answer(store, third, assembly, 'no', tokenAt(assembly));
    expect(await store.run((tx) => countRsvps(tx, assembly))).toEqual({ yes: 0, maybe: 0, no: 1, companions: 0 });
  });

  it('does not give the answer of one deleted person to another', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const ana = await settle(store, 'ana');
    await answer(store, ana, assembly, 'yes');
    await erase(store, ana);
    await answer(store, await settle(store, 'elena'), assembly, 'yes');
    expect(await store.run((tx) => countRsvps(tx, assembly))).toMatchObject({ yes: 2 });
  });

  it('forgets the token when the assembly begins, and keeps none of one that is over', async () => {
    const store = await open();
    await buildTown(store);
    const coming = await callAssembly(store, { startsAt: NOW + DAY });
    const over = await callAssembly(store, { startsAt: NOW + HOUR });
    const ana = await settle(store, 'ana');
    await answer(store, ana, coming, 'yes');
    await answer(store, ana, over, 'yes');
    await erase(store, ana, NOW + 2 * HOUR);
    const tokens = async () => (await rowsOf(store)).map(({ recountTokens }) => recountTokens);
    expect(await tokens()).toEqual([[`token of ana at ${coming}`], null]);
    await store.run((tx) => forgetTokens(tx, { now: NOW + DAY - 1 }));
    expect(await tokens()).toEqual([[`token of ana at ${coming}`], null]);
    await store.run((tx) => forgetTokens(tx, { now: NOW + DAY }));
    expect(await tokens()).toEqual([null, null]);
    expect(await store.run((tx) => countRsvps(tx, coming))).toMatchObject({ yes: 1 });
  });

  it('finds nobody from the same moment on, and drops what was kept and queued', async () => {
    const store = await open();
    await buildTown(store);
    const ana = await settle(store, 'ana', { language: 'en' });
    await store.run((tx) => setHomeClinic(tx, { personId: ana, clinicId: LORETO, now: NOW }));
    await store.run((tx) => followClinic(tx, { personId: ana, clinicId: 2, now: NOW }));
    await queue(store, ana);
    await erase(store, ana);
    expect(await store.run((tx) => findParticipant(tx, { lookup: 'of ana' }))).toBeUndefined();
    const left = await store.run(async ({ db, tables: { people, follows, outbox } }) => [
      ...(await db.select().from(follows)),
      ...(await db.select().from(outbox)),
      ...(await db.select().from(people)),
    ]);
    expect(only(left)).toMatchObject({ homeClinicId: null, language: null, notices: 'none', deletedAt: NOW });
  });

  it('removes the rows once the last answer went out, or an hour later at the latest', async () => {
    const store = await open();
    await buildTown(store);
    const [ana, elena, luz] = [await settle(store, 'a'), await settle(store, 'e'), await settle(store, 'l')];
    for (const personId of [ana, elena]) await erase(store, personId);
    await queue(store, ana, 'sent');
    await queue(store, elena);
    const left = async () => {
      const rows = await store.run(({ db, tables: { people } }) => db.select().from(people).orderBy(people.id));
      return rows.map(({ id }) => id);
    };
    expect(await store.run((tx) => purgeDeleted(tx, { now: NOW + HOUR }))).toBe(1);
    expect(await left()).toEqual([elena, luz]);
    expect(await store.run((tx) => purgeDeleted(tx, { now: NOW + HOUR + 1 }))).toBe(1);
    expect(await left()).toEqual([luz]);
    const identities = await store.run(({ db, tables }) => db.select().from(tables.identities));
    expect(identities.map(({ personId }) => personId)).toEqual([luz]);
  });
});
