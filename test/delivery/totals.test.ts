/** Totals are told at 18:00 the evening before and two hours before, by each clinic's clocks, once, to whom they concern. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { startOf } from '../../src/domain/assemblies/calendar.ts';
import type { Notice } from '../../src/domain/notices/queue.ts';
import { queueTotals } from '../../src/jobs/totals.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle, zones } from '../testkit/town.ts';

const MINUTE = 60_000;
const DATE = '2027-02-20';
const TIJUANA = 2;
/** Of Chihuahua: two on the clocks of the border, one not. */
const [DELICIAS, JUAREZ, OJINAGA] = [5, 10, 11];
const local = (clinicId: number, time: string, date = DATE) => startOf(date, time, zones[clinicId - 1] ?? '');

async function hold(store: Store, name: string, where: { clinicId?: number; stateCode?: string }, notices?: 'none') {
  const personId = await settle(store, name, { inOffice: true, ...(notices ? { notices } : {}) });
  const role = name.startsWith('president') ? ('president' as const) : ('facilitator' as const);
  await store.run(({ db, tables: { roles } }) => db.insert(roles).values({ personId, role, grantedAt: NOW, ...where }));
  return personId;
}

const call = (store: Store, clinicId: number, time = '11:00', more = {}) =>
  callAssembly(store, { clinicId, time, startsAt: local(clinicId, time), ...more });

async function told(store: Store) {
  const rows = await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
  return rows.map(({ personId, kind, notice, expiresAt }) => ({ personId, kind, expiresAt, ...(notice as Notice) }));
}

/** Runs the job every so often, as the program does, and says when something was queued. */
async function tick(store: Store, from: number, to: number, step = 10 * MINUTE): Promise<number[]> {
  const queued: number[] = [];
  for (let now = from; now <= to; now += step) if ((await queueTotals(store, now)) > 0) queued.push(now);
  return queued;
}

describeStores('totals', (open) => {
  it.each([LORETO, TIJUANA, 6, 7, OJINAGA])('of clinic %i come by its own clocks, once each', async (clinicId) => {
    const store = await open();
    await buildTown(store);
    const assembly = await call(store, clinicId);
    await answer(store, await settle(store, 'ana'), assembly, 'yes', { companions: 2 });
    await hold(store, 'president', { clinicId });
    const start = local(clinicId, '11:00');
    const eve = local(clinicId, '18:00', '2027-02-19');
    expect(await tick(store, eve - 3 * HOUR, start + HOUR)).toEqual([eve, start - 2 * HOUR]);
    const [evening, morning] = await told(store);
    expect(evening).toMatchObject({ kind: 'office', expiresAt: start - 3 * HOUR });
    expect(morning).toMatchObject({ kind: 'office', expiresAt: start });
    expect(evening?.texts[0]).toMatchObject({ key: 'notice:totals', values: { expected: 3, yes: 1, companions: 2 } });
  });

  it('have the numbers of the moment they are told, and say when more are expected than fit', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await call(store, LORETO, '11:00', { capacity: 3 });
    await hold(store, 'president', { clinicId: LORETO });
    const start = local(LORETO, '11:00');
    await answer(store, await settle(store, 'ana'), assembly, 'yes', { companions: 2 });
    await queueTotals(store, start - 12 * HOUR - 5 * HOUR);
    await answer(store, await settle(store, 'luis'), assembly, 'yes');
    await queueTotals(store, start - HOUR);
    expect((await told(store)).map(({ texts }) => [texts[0]?.key, texts[0]?.values?.expected])).toEqual([
      ['notice:totals', 3],
      ['notice:totalsFull', 4],
    ]);
  });

  it('come to a facilitator in one message for all that are due together', async () => {
    const store = await open();
    await buildTown(store);
    for (const clinicId of [DELICIAS, JUAREZ, OJINAGA]) await call(store, clinicId);
    const facilitator = await hold(store, 'facilitator', { stateCode: '08' });
    const president = await hold(store, 'president', { clinicId: JUAREZ });
    const times = await tick(store, local(JUAREZ, '15:00', '2027-02-19'), local(DELICIAS, '12:00'));
    const messages = await told(store);
    const of = (personId: number) => messages.filter((one) => one.personId === personId);
    expect(of(president)).toHaveLength(2);
    // The clocks of Juárez are an hour behind those of the two others.
    expect(of(facilitator)).toHaveLength(2 * 2);
    expect(times).toEqual(
      [
        [local(DELICIAS, '18:00', '2027-02-19'), local(JUAREZ, '18:00', '2027-02-19')],
        [local(DELICIAS, '09:00'), local(JUAREZ, '09:00')],
      ].flat(),
    );
    const many = of(facilitator).find(({ texts }) => texts[0]?.key === 'notice:totalsMany');
    expect(many).toMatchObject({ from: 'notice:fromMany', texts: [{ values: { clinics: 2 } }, {}] });
  });

  it('do not come again to a facilitator of whose clinics one is cancelled in between', async () => {
    const store = await open();
    await buildTown(store);
    const cancelled = await call(store, DELICIAS);
    await call(store, OJINAGA);
    await hold(store, 'facilitator', { stateCode: '08' });
    const eve = local(DELICIAS, '18:00', '2027-02-19');
    expect(await queueTotals(store, eve)).toBe(1);
    await store.run(({ db, tables: { assemblies } }) =>
      db.update(assemblies).set({ status: 'cancelled' }).where(eq(assemblies.id, cancelled)),
    );
    expect(await queueTotals(store, eve + MINUTE)).toBe(0);
  });

  it('come once to who is president and facilitator, and not after BAJA, the end of the role or a cancellation', async () => {
    const store = await open();
    await buildTown(store);
    await call(store, LORETO);
    const both = await hold(store, 'president', { clinicId: LORETO });
    await store.run(({ db, tables: { roles } }) =>
      db.insert(roles).values({ personId: both, role: 'facilitator', stateCode: '03', grantedAt: NOW }),
    );
    await hold(store, 'president who said BAJA', { clinicId: LORETO }, 'none');
    const gone = await hold(store, 'president before', { clinicId: LORETO });
    await store.run(({ db, tables: { roles } }) =>
      db.update(roles).set({ endsAt: NOW }).where(eq(roles.personId, gone)),
    );
    await hold(store, 'president of another clinic', { clinicId: TIJUANA });
    await queueTotals(store, local(LORETO, '18:00', '2027-02-19'));
    expect((await told(store)).map(({ personId }) => personId)).toEqual([both]);
    await store.run(({ db, tables }) => db.update(tables.assemblies).set({ status: 'cancelled' }));
    expect(await queueTotals(store, local(LORETO, '09:30'))).toBe(0);
  });

  it('wait for the morning where the evening was missed, and are dropped where it is too late', async () => {
    const store = await open();
    await buildTown(store);
    await call(store, LORETO, '12:00');
    await call(store, 7, '07:30');
    await hold(store, 'president', { clinicId: LORETO });
    await hold(store, 'president too', { clinicId: 7 });
    const times = await tick(store, local(LORETO, '20:00', '2027-02-19'), local(LORETO, '12:00'));
    expect(times).toEqual([local(LORETO, '08:00'), local(LORETO, '10:00')]);
  });

  it('tell of the new hour after a move, and of nothing at the old one', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await call(store, LORETO);
    await hold(store, 'president', { clinicId: LORETO });
    await queueTotals(store, local(LORETO, '18:00', '2027-02-19'));
    const startsAt = local(LORETO, '11:00') + DAY;
    await store.run(({ db, tables: { assemblies } }) =>
      db.update(assemblies).set({ startsAt }).where(eq(assemblies.id, assembly)),
    );
    const times = await tick(store, local(LORETO, '08:00'), startsAt);
    expect(times).toEqual([local(LORETO, '18:00'), startsAt - 2 * HOUR]);
  });
});
