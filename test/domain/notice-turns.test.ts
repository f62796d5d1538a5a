/** What comes between a notice to many and its end: STOP, a pause, another date, an author who may not any more. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { due, settle as settleMessage } from '../../src/delivery/outbox.ts';
import { clinicOf } from '../../src/domain/assemblies/calling.ts';
import { changeAssembly } from '../../src/domain/assemblies/changes.ts';
import { countsOf } from '../../src/domain/notices/broadcast-counts.ts';
import {
  broadcastById,
  type Draft,
  decideBroadcast,
  sendBroadcast,
  stopBroadcast,
} from '../../src/domain/notices/broadcasts.ts';
import { discardNoticeFile, forgetNoticeFiles, keepNoticeFile } from '../../src/domain/notices/notice-files.ts';
import { reportNotice } from '../../src/domain/notices/notice-reports.ts';
import { replacePauses } from '../../src/domain/notices/pauses.ts';
import { runBroadcasts } from '../../src/jobs/broadcasts.ts';
import { describeStores, type OpenStore } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

/** Rosa presides, Lupe facilitates, Ana belongs to the clinic. */
async function town(open: OpenStore) {
  const store = await open();
  await buildTown(store);
  const official = async (name: string, role: Role, where: object) => {
    const personId = await settle(store, name, { homeClinicId: 2 });
    await store.run(({ db, tables }) => db.insert(tables.roles).values({ personId, role, ...where, grantedAt: NOW }));
    return personId;
  };
  const rosa = await official('rosa', 'president', { clinicId: LORETO });
  const lupe = await official('lupe', 'facilitator', { stateCode: '03' });
  const ana = await settle(store, 'ana', { homeClinicId: LORETO });
  const send = (more: Partial<Draft & { now: number }> = {}) =>
    store.run((tx) =>
      sendBroadcast(tx, {
        personId: rosa,
        clinicId: LORETO,
        now: NOW,
        segment: 'followers',
        text: 'Hola',
        perDay: 9,
        ...more,
      }),
    );
  const counts = (id: number) => store.run((tx) => countsOf(tx, id));
  const status = (id: number) => store.run(async (tx) => (await broadcastById(tx, id)).status);
  const stop = (id: number) => store.run((tx) => stopBroadcast(tx, { personId: rosa, id, now: NOW }));
  const release = (id: number, now: number) =>
    store.run((tx) => decideBroadcast(tx, { personId: lupe, id, now, release: true }));
  return { store, rosa, lupe, ana, send, counts, status, stop, release };
}

const toldTo = (store: Store, personId: number) =>
  store.run(async ({ db, tables: { outbox } }) => {
    const rows = await db.select().from(outbox).where(eq(outbox.personId, personId)).orderBy(outbox.id);
    return rows.flatMap(({ notice }) => (notice as { texts: { key: string }[] } | null)?.texts[0]?.key ?? []);
  });
const pauseNow = (store: Store, from = '2027-02-01', to = '2027-03-01') =>
  store.run((tx) => replacePauses(tx, [{ from, to }]));
/** Of notices to many. */
const dueNow = (store: Store) =>
  store.run(async (tx) => {
    const asked = { channel: 'simulator', account: 'simulator', now: NOW + HOUR, busy: [], notices: true };
    return (await due(tx, asked)).filter(({ kind }) => kind === 'notice');
  });

describeStores('a notice to many that is under way', (open) => {
  it('sends nothing that was queued as it was stopped', async () => {
    const { store, ana, send, stop } = await town(open);
    const { id } = await send();
    await runBroadcasts(store, NOW);
    expect((await dueNow(store)).map(({ personId }) => personId)).toEqual([ana]);
    await stop(id);
    // As another unit of work would leave it that did not see the stop.
    await store.run(({ db, tables: { outbox } }) => db.update(outbox).set({ status: 'queued', because: null }));
    expect(await dueNow(store)).toEqual([]);
    expect(await runBroadcasts(store, NOW)).toBe(0);
    await expect(stop(id)).rejects.toThrow('notice-over');
  });

  it('counts as sent what was on its way when it was stopped, and can be reported', async () => {
    const { store, ana, send, stop, counts } = await town(open);
    const { id } = await send();
    await runBroadcasts(store, NOW);
    const [row] = await dueNow(store);
    await stop(id);
    const settled = { id: row?.id ?? 0, wipe: false, now: NOW + HOUR };
    await store.run((tx) => settleMessage(tx, { ...settled, status: 'failed' }));
    expect(await counts(id)).toMatchObject({ sent: 0, rejected: 0, stopped: 1 });
    await store.run((tx) => settleMessage(tx, { ...settled, status: 'sent', ref: 'x' }));
    expect(await counts(id)).toMatchObject({ sent: 1, stopped: 0 });
    const report = await store.run((tx) => reportNotice(tx, { personId: ana, now: NOW + HOUR }));
    expect(report.outcome).toBe('reported');
  });

  it.each(['cancelled', 'moved'] as const)('ends when its assembly is %s, and its author is told', async (change) => {
    const { store, rosa, ana, send, counts, status } = await town(open);
    const assemblyId = await callAssembly(store);
    await answer(store, ana, assemblyId, 'yes');
    const running = await send({ segment: 'yes' });
    await runBroadcasts(store, NOW);
    const later = await send({ segment: 'yes', text: 'Luego', at: NOW + DAY });
    const other = await send({ text: 'A todos', at: NOW + DAY });
    await store.run(async (tx) => {
      const clinic = await clinicOf(tx, LORETO);
      const [assembly] = await tx.db.select().from(tx.tables.assemblies);
      if (!assembly) throw new Error('There is no assembly.');
      const set = change === 'cancelled' ? { status: change } : { startsAt: assembly.startsAt + HOUR, time: '13:00' };
      await changeAssembly(tx, { clinic, assembly, set, now: NOW });
    });
    expect([await status(running.id), await status(later.id), await status(other.id)]).toEqual([
      'stopped',
      'stopped',
      'waiting',
    ]);
    expect(await counts(running.id)).toMatchObject({ stopped: 1, waiting: 0 });
    const key = change === 'cancelled' ? 'notice:broadcastCancelled' : 'notice:broadcastMoved';
    expect(await toldTo(store, rosa)).toEqual([key, key]);
  });

  it('waits from the moment a pause is loaded, and goes on once it is let go, to nobody twice', async () => {
    const { store, lupe, send, counts, status, release } = await town(open);
    const { id } = await send();
    await settle(store, 'pilar', { homeClinicId: LORETO });
    await runBroadcasts(store, NOW);
    const [first] = await dueNow(store);
    await store.run((tx) => settleMessage(tx, { id: first?.id ?? 0, status: 'sent', wipe: false, now: NOW }));
    await pauseNow(store);
    await runBroadcasts(store, NOW);
    expect(await status(id)).toBe('held');
    expect(await toldTo(store, lupe)).toEqual(['notice:broadcastHeld']);
    expect(await dueNow(store)).toEqual([]);
    expect(await counts(id)).toMatchObject({ sent: 1, waiting: 1, expired: 0, stopped: 0 });
    await release(id, NOW + HOUR);
    await runBroadcasts(store, NOW + HOUR);
    expect(await status(id)).toBe('running');
    expect(await dueNow(store)).toHaveLength(1);
  });

  it('drops what was taken back where it is refused', async () => {
    const { store, lupe, send, counts } = await town(open);
    const { id } = await send();
    await runBroadcasts(store, NOW);
    await pauseNow(store);
    await runBroadcasts(store, NOW);
    await store.run((tx) => decideBroadcast(tx, { personId: lupe, id, now: NOW, release: false, reason: 'No' }));
    expect(await counts(id)).toMatchObject({ waiting: 0, stopped: 1 });
  });

  it('is held if it begins in the pause, though it was written the night before', async () => {
    const { store, send } = await town(open);
    await pauseNow(store, '2027-02-11', '2027-02-12');
    // 22:00 in Loreto.
    expect((await send({ now: NOW + 10 * HOUR })).status).toBe('held');
    await pauseNow(store, '2027-02-09', '2027-02-10');
    expect((await send({ now: NOW + 10 * HOUR, text: 'Otro' })).status).toBe('waiting');
  });

  it('is held where its author may not send notices any more, and ends with a word if nobody lets it go', async () => {
    const { store, rosa, lupe, send, status, release } = await town(open);
    const { id } = await send({ at: NOW + DAY });
    const second = await send({ text: 'Otro', at: NOW + DAY });
    await store.run(({ db, tables: { roles } }) =>
      db
        .update(roles)
        .set({ endsAt: NOW + 1 })
        .where(eq(roles.personId, rosa)),
    );
    await runBroadcasts(store, NOW + DAY);
    expect([await status(id), await status(second.id)]).toEqual(['held', 'held']);
    expect(await toldTo(store, lupe)).toEqual(['notice:broadcastHeld', 'notice:broadcastHeld']);
    await release(id, NOW + DAY);
    await runBroadcasts(store, NOW + DAY);
    expect(await status(id)).toBe('running');
    await runBroadcasts(store, NOW + 5 * DAY);
    expect(await status(second.id)).toBe('done');
    expect(await toldTo(store, rosa)).toContain('notice:broadcastLate');
  });
});

describeStores('what goes along with a notice', (open) => {
  it('is deleted where it is not to go along, and a month after the notice is over', async () => {
    const { store, rosa, ana, send, stop } = await town(open);
    const photo = { name: 'foto.jpg', mime: 'image/jpeg', data: 'AAAA', clinicId: LORETO, now: NOW };
    const keep = (personId: number) => store.run((tx) => keepNoticeFile(tx, { ...photo, personId }));
    const files = async () => (await store.run(({ db, tables }) => db.select().from(tables.files))).map(({ id }) => id);
    await expect(keep(ana)).rejects.toThrow('not-yours');
    const first = await keep(rosa);
    await store.run((tx) => discardNoticeFile(tx, { fileId: first, personId: ana }));
    expect(await files()).toEqual([first]);
    await store.run((tx) => discardNoticeFile(tx, { fileId: first, personId: rosa }));
    expect(await files()).toEqual([]);
    const fileId = await keep(rosa);
    const { id } = await send({ fileId });
    await expect(send({ fileId, text: 'Otro' })).rejects.toThrow('unknown-photo');
    await store.run((tx) => discardNoticeFile(tx, { fileId, personId: rosa }));
    await store.run((tx) => forgetNoticeFiles(tx, { before: NOW + DAY }));
    expect(await files()).toEqual([fileId]);
    await stop(id);
    await store.run((tx) => forgetNoticeFiles(tx, { before: NOW }));
    expect(await files()).toEqual([fileId]);
    await store.run((tx) => forgetNoticeFiles(tx, { before: NOW + 1 }));
    expect(await files()).toEqual([]);
  });
});
