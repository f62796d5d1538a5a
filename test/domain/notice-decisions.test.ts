/** Notices to many that somebody else has a say in: held in a pause, reported, of people who become one or go. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { countsOf } from '../../src/domain/notices/broadcast-counts.ts';
import { broadcastById, type Draft, decideBroadcast, sendBroadcast } from '../../src/domain/notices/broadcasts.ts';
import { dailyLimit, setDailyLimit } from '../../src/domain/notices/daily-limit.ts';
import { dropUnwanted } from '../../src/domain/notices/drop.ts';
import { reportNotice } from '../../src/domain/notices/notice-reports.ts';
import { replacePauses } from '../../src/domain/notices/pauses.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { setNotices } from '../../src/domain/people/people.ts';
import { listReports } from '../../src/domain/reports/reports.ts';
import { runBroadcasts } from '../../src/jobs/broadcasts.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

const home = { homeClinicId: LORETO };

async function official(store: Store, name: string, role: Role): Promise<number> {
  const personId = await settle(store, name, { homeClinicId: 2 });
  const where = role === 'facilitator' ? { stateCode: '03' } : { clinicId: LORETO };
  await store.run(({ db, tables }) => db.insert(tables.roles).values({ personId, role, ...where, grantedAt: NOW }));
  return personId;
}

const send = (store: Store, personId: number, more: Partial<Draft & { now: number }> = {}) =>
  store.run((tx) =>
    sendBroadcast(tx, { personId, clinicId: LORETO, now: NOW, segment: 'followers', text: 'Hola', perDay: 3, ...more }),
  );

/** What was queued for somebody, by kind and key. */
const queuedFor = (store: Store, personId: number) =>
  store.run(async ({ db, tables: { outbox } }) => {
    const rows = await db.select().from(outbox).where(eq(outbox.personId, personId)).orderBy(outbox.id);
    return rows.map(({ kind, notice, broadcastId }) => {
      const [text] = (notice as { texts: { key: string }[] } | null)?.texts ?? [];
      return `${kind} ${text?.key ?? broadcastId}`;
    });
  });
const statusOf = (store: Store, id: number) => store.run(async (tx) => (await broadcastById(tx, id)).status);
const delivered = (store: Store, personId: number) =>
  store.run(({ db, tables: { outbox } }) =>
    db.update(outbox).set({ status: 'sent', doneAt: NOW }).where(eq(outbox.personId, personId)),
  );

describeStores('a notice to many', (open) => {
  it('waits in an electoral pause until a facilitator decides', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await official(store, 'rosa', 'president');
    const lupe = await official(store, 'lupe', 'facilitator');
    const ana = await settle(store, 'ana', home);
    await store.run((tx) => replacePauses(tx, [{ stateCode: '03', from: '2027-02-10', to: '2027-02-11' }]));
    const first = await send(store, rosa);
    const second = await send(store, rosa, { text: 'Otro' });
    // Of the day after the pause.
    const third = await send(store, rosa, { text: 'Luego', at: NOW + 2 * DAY });
    expect([first.status, second.status, third.status]).toEqual(['held', 'held', 'waiting']);
    expect(await queuedFor(store, lupe)).toEqual(['office notice:broadcastHeld', 'office notice:broadcastHeld']);
    await runBroadcasts(store, NOW);
    expect(await queuedFor(store, ana)).toEqual([]);

    const decide = (personId: number, id: number, release: boolean) =>
      store.run((tx) => decideBroadcast(tx, { personId, id, now: NOW + HOUR, release, reason: 'No' } as never));
    await expect(decide(rosa, first.id, true)).rejects.toThrow('not-yours');
    await decide(lupe, first.id, true);
    await decide(lupe, second.id, false);
    await expect(decide(lupe, second.id, true)).rejects.toThrow('notice-over');
    await runBroadcasts(store, NOW + HOUR);
    expect(await queuedFor(store, ana)).toEqual([`notice ${first.id}`]);
    expect(await queuedFor(store, rosa)).toEqual([
      'correspondence notice:broadcastReleased',
      'correspondence notice:broadcastRefused',
    ]);
    expect(await store.run((tx) => countsOf(tx, second.id))).toMatchObject({ sent: 0, waiting: 0 });
  });

  it('waits too if the pause was loaded after it was written, unless a facilitator has let it go', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await official(store, 'rosa', 'president');
    const lupe = await official(store, 'lupe', 'facilitator');
    await settle(store, 'ana', home);
    const { id } = await send(store, rosa, { at: NOW + DAY });
    await store.run((tx) => replacePauses(tx, [{ from: '2027-02-01', to: '2027-03-01' }]));
    await runBroadcasts(store, NOW + DAY);
    expect(await statusOf(store, id)).toBe('held');
    await store.run((tx) => decideBroadcast(tx, { personId: lupe, id, now: NOW + DAY, release: true }));
    await runBroadcasts(store, NOW + DAY);
    expect(await statusOf(store, id)).toBe('running');
  });

  it('is reported once by each, to the operator and the facilitator', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await official(store, 'rosa', 'president');
    const lupe = await official(store, 'lupe', 'facilitator');
    const ana = await settle(store, 'ana', home);
    const report = () => store.run((tx) => reportNotice(tx, { personId: ana, now: NOW + HOUR }));
    expect(await report()).toEqual({ outcome: 'none' });
    const { id } = await send(store, rosa);
    await runBroadcasts(store, NOW);
    expect(await report()).toEqual({ outcome: 'none' });
    await delivered(store, ana);
    expect(await report()).toMatchObject({ outcome: 'reported', clinicId: LORETO, excerpt: 'Hola' });
    expect(await report()).toMatchObject({ outcome: 'again' });
    const reports = await store.run(listReports);
    expect(reports.map(({ kind, broadcastId, text }) => [kind, broadcastId, text])).toEqual([['notice', id, 'Hola']]);
    expect(await queuedFor(store, lupe)).toEqual(['office notice:broadcastReported']);
  });

  it('comes once to two who become one, before and after it was queued', async () => {
    for (const isLate of [false, true]) {
      const store = await open();
      await buildTown(store);
      const rosa = await official(store, 'rosa', 'president');
      const [ana, ana2] = [await settle(store, 'ana', home), await settle(store, 'ana2', home)];
      const { id } = await send(store, rosa);
      if (isLate) await runBroadcasts(store, NOW);
      await store.run((tx) => mergePeople(tx, { from: ana, to: ana2, now: NOW, tokenOf: () => '' }));
      await runBroadcasts(store, NOW);
      expect(await queuedFor(store, ana2)).toEqual([`notice ${id}`]);
      expect(await store.run((tx) => countsOf(tx, id))).toMatchObject({ waiting: 1, gone: isLate ? 1 : 0 });
    }
  });

  it('is dropped for who writes BAJA before it goes out, and ends', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await official(store, 'rosa', 'president');
    const ana = await settle(store, 'ana', home);
    const luis = await settle(store, 'luis', home);
    const { id } = await send(store, rosa);
    await runBroadcasts(store, NOW);
    await store.run(async (tx) => {
      await setNotices(tx, { personId: ana, level: 'none' });
      await dropUnwanted(tx, { personId: ana, level: 'none', now: NOW });
      // As if it had been queued at that very moment.
      await setNotices(tx, { personId: luis, level: 'changes' });
    });
    await runBroadcasts(store, NOW);
    expect(await statusOf(store, id)).toBe('done');
    expect(await store.run((tx) => countsOf(tx, id))).toMatchObject({ optedOut: 2, waiting: 0, sent: 0, expired: 0 });
    expect(await queuedFor(store, rosa)).toEqual(['office notice:broadcastDone']);
  });

  it('is one of as many a day as the operator allows', async () => {
    const store = await open();
    await buildTown(store);
    const rosa = await official(store, 'rosa', 'president');
    await settle(store, 'ana', home);
    const limit = () =>
      store.run((tx) => dailyLimit(tx, { clinicId: LORETO, timeZone: 'America/Mazatlan', perDay: 1, now: NOW }));
    expect(await limit()).toEqual({ limit: 1, left: 1 });
    await send(store, rosa, { perDay: 1 } as never);
    expect(await limit()).toEqual({ limit: 1, left: 0 });
    await store.run((tx) => setDailyLimit(tx, { clinicId: LORETO, perDay: 5 }));
    expect(await limit()).toEqual({ limit: 5, left: 4 });
    await store.run((tx) => setDailyLimit(tx, { clinicId: LORETO, perDay: undefined }));
    expect((await limit()).limit).toBe(1);
  });
});
