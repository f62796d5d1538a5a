/** Who said they will come is counted once, exactly, and only while it can still be said. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RsvpAnswer } from '../../db/schema/tables.ts';
import { rsvpOf } from '../../src/domain/assemblies/rsvps.ts';
import { countRsvps } from '../../src/domain/assemblies/tallies.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { describeStores } from '../testkit/stores.ts';
import { answer, buildTown, callAssembly, DAY, NOW, settle } from '../testkit/town.ts';

const answers = fc.constantFrom<RsvpAnswer>('yes', 'no', 'maybe');
const companions = fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined });
const steps = fc.array(
  fc.record({ who: fc.nat(4), does: fc.oneof(answers, fc.constant('delete' as const)), companions }),
  { maxLength: 25 },
);

describeStores('rsvps', (open) => {
  it('is one row a person however often and however concurrently it is sent', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const ana = await settle(store, 'ana');
    const said = await Promise.all(
      Array.from({ length: 50 }, (_, at) => answer(store, ana, assembly, 'yes', { companions: at % 10 })),
    );
    expect(new Set(said.map(({ checkInCode }) => checkInCode)).size).toBe(1);
    expect(await store.run((tx) => countRsvps(tx, assembly))).toEqual({ yes: 1, maybe: 0, no: 0, companions: 9 });
    expect(await store.run(({ db, tables: { rsvps } }) => db.select().from(rsvps))).toHaveLength(1);
  });

  it('counts exactly, whoever answers, changes their mind or is deleted, in any order', async () => {
    const store = await open();
    await buildTown(store);
    const people: number[] = [];
    for (let at = 0; at < 5; at++) people.push(await settle(store, `p${at}`));
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const assembly = await callAssembly(store);
        const expected = new Map<number, { answer: RsvpAnswer; companions: number }>();
        const work = taken.map(({ who, does, companions: along }) => {
          const personId = people[who] ?? 0;
          const tokensAt = async (id: number) => [`token of ${who} at ${id}`];
          const recountTokens = (_: string, id: number) => tokensAt(id);
          if (does === 'delete') {
            const forget = () => store.run((tx) => deletePerson(tx, { personId, now: NOW, recountTokens }));
            return forget;
          }
          const before = expected.get(who)?.companions ?? 0;
          expected.set(who, { answer: does, companions: does === 'no' ? 0 : (along ?? before) });
          return () =>
            answer(store, personId, assembly, does, {
              companions: along,
              recountTokens: () => tokensAt(assembly),
            });
        });
        await Promise.all(work.map((step) => step()));
        const said = [...expected.values()];
        const of = (value: RsvpAnswer) => said.filter((one) => one.answer === value);
        expect(await store.run((tx) => countRsvps(tx, assembly))).toEqual({
          yes: of('yes').length,
          maybe: of('maybe').length,
          no: of('no').length,
          companions: of('yes').reduce((sum, one) => sum + one.companions, 0),
        });
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('refuses what is over, begun, cancelled, changed or unknown, and writes nothing', async () => {
    const store = await open();
    await buildTown(store);
    const ana = await settle(store, 'ana');
    const past = await callAssembly(store, { startsAt: NOW - DAY });
    const begun = await callAssembly(store, { startsAt: NOW });
    const cancelled = await callAssembly(store, { status: 'cancelled' });
    const moved = await callAssembly(store, { revision: 2 });
    const refused = async (id: number) => expect(answer(store, ana, id, 'yes')).rejects;
    await (await refused(past)).toMatchObject({ name: 'Refusal', code: 'assembly-past' });
    await (await refused(begun)).toMatchObject({ code: 'assembly-past' });
    await (await refused(cancelled)).toMatchObject({ code: 'assembly-cancelled' });
    await (await refused(moved)).toMatchObject({ code: 'assembly-changed' });
    await (await refused(404)).toMatchObject({ code: 'unknown-assembly' });
    expect(await store.run(({ db, tables: { rsvps } }) => db.select().from(rsvps))).toEqual([]);
    const soon = await callAssembly(store, { startsAt: NOW + 1 });
    expect(await answer(store, ana, soon, 'yes')).toMatchObject({ answer: 'yes' });
  });

  it('keeps companions between 0 and 9, as they were when not said, and none for who stays at home', async () => {
    const store = await open();
    await buildTown(store);
    const assembly = await callAssembly(store);
    const ana = await settle(store, 'ana');
    const said = async (value: RsvpAnswer, along?: number) =>
      (await answer(store, ana, assembly, value, { companions: along })).companions;
    expect(await said('yes')).toBe(0);
    expect(await said('yes', 9)).toBe(9);
    expect(await said('yes', 10)).toBe(9);
    expect(await said('yes', -1)).toBe(0);
    expect(await said('yes', 3)).toBe(3);
    expect(await said('maybe')).toBe(3);
    expect(await said('no', 3)).toBe(0);
    expect(await said('yes')).toBe(0);
  });

  it('gives a code that nobody else at the assembly has, and keeps it through a change of mind', async () => {
    const store = await open();
    await buildTown(store);
    const [one, other] = [await callAssembly(store), await callAssembly(store, { clinicId: 2 })];
    const [ana, elena] = [await settle(store, 'ana'), await settle(store, 'elena')];
    const first = await answer(store, ana, one, 'yes', { newCode: () => 'AAAA' });
    const offered = ['AAAA', 'AAAA', 'BBBB'];
    const second = await answer(store, elena, one, 'maybe', { newCode: () => offered.shift() ?? '' });
    expect([first.checkInCode, second.checkInCode]).toEqual(['AAAA', 'BBBB']);
    expect((await answer(store, elena, other, 'yes', { newCode: () => 'AAAA' })).checkInCode).toBe('AAAA');
    await answer(store, ana, one, 'no', { newCode: () => 'CCCC' });
    expect((await answer(store, ana, one, 'yes', { newCode: () => 'DDDD' })).checkInCode).toBe('AAAA');
    expect((await answer(store, elena, await callAssembly(store), 'no')).checkInCode).toBeNull();
    expect(await store.run((tx) => rsvpOf(tx, { personId: ana, assemblyId: one }))).toEqual({
      answer: 'yes',
      companions: 0,
      checkInCode: 'AAAA',
    });
  });
});
