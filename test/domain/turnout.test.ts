/** How many are expected, what the day changed of it, and for whom: exactly, whatever happens in between. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Role, RsvpAnswer } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { endOfDay } from '../../src/domain/assemblies/calendar.ts';
import { clinicTurnout, countingScope, turnouts } from '../../src/domain/assemblies/turnout.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';

const ZONE = 'America/Mazatlan';
const START = Date.parse('2027-02-20T18:00:00Z');

async function officer(store: Store, role: Role, where: { clinicId?: number; stateCode?: string }) {
  const personId = await settle(store, `${role} of ${JSON.stringify(where)}`);
  await store.run(({ db, tables: { roles } }) => db.insert(roles).values({ personId, role, grantedAt: NOW, ...where }));
  return personId;
}

async function turnoutAt(store: Store, now: number) {
  const scope = { clinicIds: [LORETO], stateCodes: [] };
  const [clinic] = await store.run((tx) => turnouts(tx, { scope, now }));
  return clinic?.turnout;
}

describeStores('turnout', (open) => {
  it('tells what the day changed: nothing yet in the morning, and only what came since', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const [ana, elena] = [await settle(store, 'ana'), await settle(store, 'elena')];
    await answer(store, ana, assembly, 'yes', { companions: 3, now: NOW });
    expect(await turnoutAt(store, NOW)).toMatchObject({ expected: 4, change: 4 });
    const midnight = endOfDay(NOW, ZONE);
    expect(await turnoutAt(store, midnight - 1)).toMatchObject({ change: 4 });
    expect(await turnoutAt(store, midnight)).toMatchObject({ expected: 4, change: 0 });
    await answer(store, elena, assembly, 'yes', { now: midnight + HOUR });
    expect(await turnoutAt(store, midnight + HOUR)).toMatchObject({ expected: 5, change: 1 });
    // Three days without a word, and the program may have been down.
    await answer(store, ana, assembly, 'no', { now: midnight + 3 * DAY });
    expect(await turnoutAt(store, midnight + 3 * DAY)).toMatchObject({ expected: 1, no: 1, change: -4 });
  });

  it('is exact whoever answers when, at the same time too', async () => {
    const store = await open();
    await buildTown(store);
    const people = await Promise.all([0, 1, 2, 3].map((at) => settle(store, `p${at}`)));
    const steps = fc.array(
      fc.record({
        who: fc.nat(3),
        said: fc.constantFrom<RsvpAnswer>('yes', 'no', 'maybe'),
        companions: fc.nat(9),
        day: fc.nat(2),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        await store.run(({ db, tables }) => db.delete(tables.rsvps));
        await store.run(({ db, tables }) => db.delete(tables.assemblies));
        const assembly = await callAssembly(store);
        const expected = new Map<number, number>();
        const total = () => [...expected.values()].reduce((sum, one) => sum + one, 0);
        for (const day of [0, 1, 2]) {
          const now = NOW + day * DAY;
          const before = total();
          const today = taken.filter((step) => step.day === day);
          for (const { who, said, companions } of today) expected.set(who, said === 'yes' ? 1 + companions : 0);
          await Promise.all(
            today.map(({ who, said, companions }) =>
              answer(store, people[who] ?? 0, assembly, said, { companions, now }),
            ),
          );
          expect(await turnoutAt(store, now)).toMatchObject({ expected: total(), change: total() - before });
        }
      }),
      { numRuns: 15, seed: 11 },
    );
  });

  it('counts two who become one as a change of the day', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const [from, to] = [await settle(store, 'ana'), await settle(store, 'ana again')];
    await answer(store, from, assembly, 'yes', { companions: 1 });
    await answer(store, to, assembly, 'yes', { companions: 1 });
    const now = NOW + DAY;
    await store.run((tx) => mergePeople(tx, { from, to, now, tokenOf: () => '' }));
    expect(await turnoutAt(store, now)).toMatchObject({ expected: 2, change: -2 });
  });

  it('is of today’s assembly to the end of its day, then of the next one', async () => {
    const store = await open();
    await buildTown(store);
    const today = await callAssembly(store, { startsAt: START });
    const next = await callAssembly(store, { startsAt: START + 7 * DAY });
    const of = async (now: number) => (await turnoutAt(store, now))?.assemblyId;
    const midnight = endOfDay(START, ZONE);
    expect([await of(START - DAY), await of(midnight - 1), await of(midnight)]).toEqual([today, today, next]);
    expect(await turnoutAt(store, START)).toMatchObject({ begun: true });
    await store.run(({ db, tables }) => db.update(tables.assemblies).set({ status: 'cancelled' }));
    expect(await of(START)).toBeUndefined();
  });

  it('shows each role its own clinics and nothing of others', async () => {
    const store = await open();
    await buildTown(store);
    const president = await officer(store, 'president', { clinicId: LORETO });
    const facilitator = await officer(store, 'facilitator', { stateCode: '08' });
    await store.run(({ db, tables: { roles } }) =>
      db.insert(roles).values({ personId: facilitator, role: 'facilitator', clinicId: LORETO, grantedAt: NOW }),
    );
    const helper = await officer(store, 'helper', { clinicId: LORETO });
    const names = (personId: number) =>
      store.run(async (tx) => {
        const scope = await countingScope(tx, { personId, now: NOW });
        return (await turnouts(tx, { scope, now: NOW })).map(({ name }) => name);
      });
    expect(await names(president)).toEqual(['UMF Loreto']);
    expect(await names(facilitator)).toEqual(['UMF Delicias', 'UMF Juárez', 'UMF Loreto', 'UMF Ojinaga']);
    expect(await names(helper)).toEqual([]);
    const see = (personId: number, clinicId: number) =>
      store.run((tx) => clinicTurnout(tx, { personId, clinicId, now: NOW }));
    expect(await see(facilitator, 5)).toMatchObject({ name: 'UMF Delicias' });
    await expect(see(president, 2)).rejects.toMatchObject({ code: 'not-yours' });
    await expect(see(helper, LORETO)).rejects.toMatchObject({ code: 'not-yours' });
  });
});
