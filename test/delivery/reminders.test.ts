/** Reminders come 7 days, 1 day and 2 hours before, by the clinic's clock, once, and never about what is no longer so. */

import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { startOf } from '../../src/domain/assemblies/calendar.ts';
import { queueReminders } from '../../src/jobs/reminders.ts';
import { outboxOf } from '../testkit/post-office.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle, settleMany, zones } from '../testkit/town.ts';

const TIJUANA = 2;
const LORETO_ZONE = 'America/Mazatlan';
const START = startOf('2027-02-20', '11:00', LORETO_ZONE);
const local = (date: string, time: string, zone = LORETO_ZONE) => startOf(date, time, zone);
/** An answer of long ago to an assembly, whose id it gives. */
async function coming(
  store: Store,
  values: Parameters<typeof callAssembly>[1] = {},
  more: Parameters<typeof answer>[4] = {},
) {
  const assembly = await callAssembly(store, values);
  await answer(store, await settle(store, `guest of ${assembly}`), assembly, 'yes', { now: NOW - 60 * DAY, ...more });
  return assembly;
}
const sentAt = async (store: Store) => (await outboxOf(store)).map(({ notBefore }) => notBefore);

describeStores('reminders', (open) => {
  it('are due at the hour of the assembly 7 and 1 days before, and 2 hours before, once over many ticks', async () => {
    const store = await open();
    await buildTown(store);
    await coming(store);
    const queued: number[] = [];
    for (let now = START - 9 * DAY; now <= START + HOUR; now += HOUR / 2) {
      if ((await queueReminders(store, now)) > 0) queued.push(now);
    }
    expect(queued).toEqual([local('2027-02-13', '11:00'), local('2027-02-19', '11:00'), local('2027-02-20', '09:00')]);
    expect(await outboxOf(store)).toHaveLength(3);
  });

  it.each([
    // The clocks of Tijuana go forward on 14 March 2027 and back on 7 November.
    ['2027-03-18', '2027-03-11', '2027-03-17'],
    ['2027-11-10', '2027-11-03', '2027-11-09'],
  ])('of %s in Tijuana keep the hour of the clock when the clocks change between', async (date, week, day) => {
    const store = await open();
    await buildTown(store);
    const zone = zones[TIJUANA - 1] ?? '';
    await coming(store, { clinicId: TIJUANA, date, time: '11:00', startsAt: startOf(date, '11:00', zone) });
    for (const due of [local(week, '11:00', zone), local(day, '11:00', zone)]) {
      expect(await queueReminders(store, due - 1)).toBe(0);
      expect(await queueReminders(store, due)).toBe(1);
      expect((await outboxOf(store)).at(-1)?.notBefore).toBe(due);
    }
  });

  it('wait for the morning at night, and are not queued when that is too late', async () => {
    const store = await open();
    await buildTown(store);
    const early = { date: '2027-02-20', time: '07:00', startsAt: local('2027-02-20', '07:00') };
    await coming(store, early);
    await queueReminders(store, local('2027-02-13', '07:00'));
    expect(await sentAt(store)).toEqual([local('2027-02-13', '08:00')]);
    await queueReminders(store, local('2027-02-19', '07:00'));
    expect(await sentAt(store)).toHaveLength(2);
    // Two hours before is five in the morning: at eight it would be over.
    await queueReminders(store, local('2027-02-20', '05:00'));
    expect(await sentAt(store)).toHaveLength(2);
    const late = { date: '2027-02-20', time: '21:00', startsAt: local('2027-02-20', '21:00') };
    await coming(store, late);
    await queueReminders(store, local('2027-02-19', '21:00'));
    expect((await sentAt(store)).at(-1)).toBe(local('2027-02-20', '08:00'));
    expect((await outboxOf(store)).at(-1)?.expiresAt).toBe(local('2027-02-20', '18:00'));
  });

  it('go to who said yes or maybe in time, wants notices, and to nobody else', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const due = local('2027-02-13', '11:00');
    const guests = {
      yes: await settle(store, 'yes'),
      maybe: await settle(store, 'maybe'),
      no: await settle(store, 'no'),
      late: await settle(store, 'late'),
      changes: await settle(store, 'changes', { notices: 'changes' }),
      none: await settle(store, 'none', { notices: 'none' }),
    };
    for (const [name, personId] of Object.entries(guests)) {
      const said = name === 'no' || name === 'maybe' ? name : 'yes';
      await answer(store, personId, assembly, said, { now: name === 'late' ? due : due - 1 });
    }
    await queueReminders(store, due + HOUR);
    const told = (await outboxOf(store)).map(({ personId }) => personId);
    expect(told).toEqual([guests.yes, guests.maybe]);
    await queueReminders(store, local('2027-02-19', '11:00'));
    expect((await outboxOf(store)).slice(2).map(({ personId }) => personId)).toEqual([
      guests.yes,
      guests.maybe,
      guests.late,
    ]);
  });

  it('are not sent for assemblies that are cancelled, over or far away', async () => {
    const store = await open();
    await buildTown(store);
    const cancelled = await coming(store);
    await store.run(({ db, tables: { assemblies } }) =>
      db.update(assemblies).set({ status: 'cancelled' }).where(eq(assemblies.id, cancelled)),
    );
    await coming(store, { startsAt: START - DAY, clinicId: 3 });
    await coming(store, { startsAt: START + 30 * DAY, clinicId: 4 });
    expect(await queueReminders(store, START - HOUR)).toBe(0);
    expect(await queueReminders(store, START + HOUR)).toBe(0);
  });

  it('of an assembly that was moved are sent anew for the new date', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await coming(store);
    await queueReminders(store, START - DAY);
    const moved = START + 7 * DAY;
    await store.run(({ db, tables: { assemblies } }) =>
      db.update(assemblies).set({ startsAt: moved, revision: 2 }).where(eq(assemblies.id, assembly)),
    );
    expect(await queueReminders(store, START - HOUR)).toBe(0);
    expect(await queueReminders(store, moved - DAY)).toBe(1);
    expect((await outboxOf(store)).map(({ deadline }) => deadline)).toEqual([START, moved]);
  });

  it.each([
    ['cancelled', { status: 'cancelled' as const }],
    ['moved', { startsAt: START + 7 * DAY, revision: 2 }],
  ])('are not queued for an assembly that is %s while they are being queued', async (_, change) => {
    const store = await open();
    await buildTown(store);
    const assembly = await coming(store);
    let changed = false;
    const interrupted: Store = {
      dialect: store.dialect,
      close: () => store.close(),
      scrub: () => store.scrub(),
      async run(work, options) {
        const done = await store.run(work, options);
        if (!changed) {
          changed = true;
          await store.run(({ db, tables: { assemblies } }) =>
            db.update(assemblies).set(change).where(eq(assemblies.id, assembly)),
          );
        }
        return done;
      },
    };
    await queueReminders(interrupted, START - DAY);
    expect(await outboxOf(store)).toEqual([]);
  });

  it('reach more people than fit in one slice, each once', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store, { clinicId: LORETO });
    const guests = await settleMany(store, 1001);
    await store.run(({ db, tables: { rsvps } }) =>
      db
        .insert(rsvps)
        .values(guests.map((personId) => ({ assemblyId: assembly, personId, answer: 'yes' as const, answeredAt: 0 }))),
    );
    expect(await queueReminders(store, START - DAY)).toBe(1001);
    expect(await queueReminders(store, START - DAY + 1)).toBe(0);
    expect(new Set((await outboxOf(store)).map(({ personId }) => personId)).size).toBe(1001);
  });
});
