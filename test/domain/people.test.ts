/** What people want: their clinic, the ones they follow, what they are told. */

import { asc } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { NoticeLevel, OutboxKind } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { findParticipant, setReachable } from '../../src/domain/people/participants.ts';
import {
  followClinic,
  followedClinics,
  noticeLevel,
  setHomeClinic,
  setNotices,
  unfollowClinic,
} from '../../src/domain/people/people.ts';
import { keptOfPerson } from '../../src/domain/people/personal-data.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, LORETO, NOW, settle } from '../testkit/town.ts';

const kinds: readonly OutboxKind[] = ['answer', 'change', 'announcement', 'reminder'];

async function queueEach(store: Store, personId: number): Promise<void> {
  const rows = kinds.map((kind) => ({
    personId,
    conversationId: 1,
    channel: 'simulator',
    kind,
    priority: kind === 'answer' ? 0 : 1,
    deadline: NOW,
    notBefore: NOW,
    createdAt: NOW,
  }));
  await store.run(({ db, tables: { outbox } }) => db.insert(outbox).values(rows));
}

async function waiting(store: Store, personId: number): Promise<OutboxKind[]> {
  const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(asc(outbox.id)));
  return rows.flatMap((row) => (row.personId === personId && row.status === 'queued' ? [row.kind] : []));
}

describeStores('people', (open) => {
  it.each<NoticeLevel>(['all', 'changes', 'none'])('at %s drops nothing: delivery reads the level', async (level) => {
    const store = await open();
    await buildTown(store);
    const ana = await settle(store, 'ana');
    await queueEach(store, ana);
    await store.run((tx) => setNotices(tx, { personId: ana, level }));
    expect(await store.run((tx) => noticeLevel(tx, ana))).toBe(level);
    expect(await waiting(store, ana)).toEqual(kinds);
  });

  it('has one home clinic and follows others, once each', async () => {
    const store = await open();
    await buildTown(store);
    const ana = await settle(store, 'ana');
    await store.run((tx) => setHomeClinic(tx, { personId: ana, clinicId: LORETO, now: NOW }));
    await store.run((tx) => setHomeClinic(tx, { personId: ana, clinicId: 2, now: NOW }));
    for (const clinicId of [3, 4, 3]) await store.run((tx) => followClinic(tx, { personId: ana, clinicId, now: NOW }));
    expect(await store.run((tx) => findParticipant(tx, { lookup: 'of ana' }))).toMatchObject({ homeClinicId: 2 });
    expect((await store.run((tx) => followedClinics(tx, ana))).map(({ id }) => id)).toEqual([3, 4]);
    await store.run((tx) => unfollowClinic(tx, { personId: ana, clinicId: 3 }));
    await store.run((tx) => unfollowClinic(tx, { personId: ana, clinicId: 3 }));
    expect((await store.run((tx) => followedClinics(tx, ana))).map(({ id }) => id)).toEqual([4]);
    await expect(store.run((tx) => setHomeClinic(tx, { personId: ana, clinicId: 404, now: NOW }))).rejects.toThrow();
  });

  it('is unreachable and reachable again by one address alone', async () => {
    const store = await open();
    await buildTown(store);
    await settle(store, 'ana');
    await settle(store, 'elena');
    const reachable = async (name: string) =>
      (await store.run((tx) => findParticipant(tx, { lookup: `of ${name}` })))?.reachable;
    await store.run((tx) => setReachable(tx, { lookup: 'of ana', reachable: false }));
    expect([await reachable('ana'), await reachable('elena')]).toEqual([false, true]);
    await store.run((tx) => setReachable(tx, { lookup: 'of ana', reachable: true }));
    expect(await reachable('ana')).toBe(true);
  });

  it('shows a person all that is kept of them and nothing of others', async () => {
    const store = await open();
    await buildTown(store);
    const [ana, elena] = [await settle(store, 'ana', { homeClinicId: LORETO }), await settle(store, 'elena')];
    const assembly = await callAssembly(store);
    await answer(store, ana, assembly, 'yes', { companions: 3 });
    await answer(store, elena, assembly, 'no');
    await store.run((tx) => followClinic(tx, { personId: elena, clinicId: 2, now: NOW }));
    expect(await store.run((tx) => keptOfPerson(tx, ana))).toEqual({
      channels: ['simulator'],
      createdAt: NOW,
      language: null,
      notices: 'all',
      home: 'UMF Loreto',
      followed: [],
      asked: [],
      roles: [],
      folios: [],
      relays: [],
      needs: [],
      votes: [],
      answers: [
        {
          clinic: 'UMF Loreto',
          startsAt: Date.parse('2027-02-20T18:00:00Z'),
          timeZone: 'America/Mazatlan',
          answer: 'yes',
          companions: 3,
        },
      ],
    });
  });
});
