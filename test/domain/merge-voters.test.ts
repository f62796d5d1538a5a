/** One person on two channels, or back after a deletion, has one ballot: while a vote is open, and told of once it is closed. */

import { and, eq, isNull } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { setHomeClinic } from '../../src/domain/people/people.ts';
import { beginBallot, castBallot, withdrawBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { eventsOf } from '../../src/domain/votes/log.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const OPENED = NOW + 2 * HOUR;
const CLOSES = OPENED + 3 * DAY;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;
const newReceipt = () => `receipt ${++ids}`;

describeStores('voters who are one person', (open) => {
  let store: Store;
  let voteId: number;
  let items: number[];
  let names = 0;

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    const things = ['Rampa', 'Báscula', 'Ventilador'].map((title) => ({ title, costCents: 100 }));
    const vote = await openVote(store, { items: things, budgetCents: 10_000, opensAt: OPENED, closesAt: CLOSES });
    voteId = vote.id;
    items = vote.items.map(({ id }) => id);
  });

  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const person = () => settle(store, `voter ${++names}`, { homeClinicId: LORETO, homeSince: NOW - DAY });
  const of = (personId: number, now: number) => ({ voteId, personId, now, tokenOf, newId });
  const cast = (personId: number, item: number, now = OPENED + HOUR) =>
    run((tx) => castBallot(tx, { ...of(personId, now), choices: [items[item] ?? 0], newReceipt }));
  const merge = (from: number, to: number, now = OPENED + DAY) =>
    run((tx) => mergePeople(tx, { from, to, now, tokenOf }));
  const counted = () =>
    run(async ({ db, tables: { ballots } }) => {
      const rows = await db.select().from(ballots).where(eq(ballots.voteId, voteId));
      return rows.map(({ choices }) => items.indexOf(choices[0] ?? 0));
    });
  const receipts = () =>
    run(async ({ db, tables: { voters } }) => {
      const rows = await db.select().from(voters).where(eq(voters.voteId, voteId));
      return rows.flatMap(({ receipt, personId }) => (receipt === null ? [] : [{ receipt, personId }]));
    });
  const told = (personId: number) =>
    run(async ({ db, tables: { outbox } }) => {
      const rows = await db.select().from(outbox).where(eq(outbox.personId, personId));
      return rows.flatMap(({ notice }) => (notice as { texts: { key: string }[] }).texts[0]?.key ?? []);
    });
  const merged = async () =>
    (await run((tx) => eventsOf(tx, voteId))).flatMap(({ event, details }) =>
      event === 'people-merged' ? [details] : [],
    );

  it('the later ballot stays, whichever channel goes; the other is withdrawn, told and in the log', async () => {
    for (const [firstIs, withReceipt] of [
      ['from', 'to'],
      ['to', 'from'],
    ] as const) {
      const pair = { from: await person(), to: await person() };
      const later = pair[withReceipt];
      await cast(pair[firstIs], 0, OPENED + HOUR);
      const { receipt } = await cast(later, 1, OPENED + 2 * HOUR);
      await merge(pair.from, pair.to);
      expect((await receipts()).filter((each) => each.personId === pair.to)).toEqual([{ receipt, personId: pair.to }]);
      expect(await told(pair.to)).toEqual(['notice:vote.merged']);
      const again = await cast(pair.to, 2, OPENED + DAY + HOUR);
      expect(again).toMatchObject({ receipt, changed: true });
    }
    expect(await counted()).toEqual([2, 2]);
    const details = { ballots: 2, counts: 1, withdrawn: 1 };
    expect(await merged()).toEqual([details, details]);
  });

  it('a ballot of one of them alone goes along, and is changed as before; nothing is told', async () => {
    const [from, to] = [await person(), await person()];
    const { receipt } = await cast(from, 0);
    await run((tx) => beginBallot(tx, of(to, OPENED + 2 * HOUR)));
    await merge(from, to);
    expect(await told(to)).toEqual([]);
    expect(await cast(to, 1, OPENED + DAY + HOUR)).toMatchObject({ receipt, changed: true });
    expect(await counted()).toEqual([1]);
    expect(await merged()).toEqual([]);
  });

  it('who votes on paper on one of them has no ballot in the chat', async () => {
    const [from, to] = [await person(), await person()];
    await run((tx) => withdrawBallot(tx, { ...of(from, OPENED + HOUR), as: 'paper' }));
    await cast(to, 0, OPENED + 2 * HOUR);
    await merge(from, to);
    expect([await counted(), await receipts()]).toEqual([[], []]);
    expect(await told(to)).toEqual(['notice:vote.mergedPaper']);
    await expect(cast(to, 1, OPENED + DAY + HOUR)).rejects.toThrow('vote-paper');
  });

  it('a proof given on one of them counts for the ballot that stays', async () => {
    const [from, to] = [await person(), await person()];
    await cast(from, 0, OPENED + HOUR);
    await cast(to, 1, OPENED + 2 * HOUR);
    await run(({ db, tables: { ballots } }) =>
      db
        .update(ballots)
        .set({ proven: true })
        .where(eq(ballots.token, tokenOf('cd'.repeat(32), from))),
    );
    await merge(from, to);
    const rows = await run(({ db, tables: { ballots } }) => db.select().from(ballots));
    expect(rows.map(({ proven }) => proven)).toEqual([true]);
  });

  it('after the close both ballots stay, and the result says how many such pairs there were', async () => {
    const [from, to, other] = [await person(), await person(), await person()];
    for (const each of [from, to, other]) await cast(each, 0);
    await run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
    await merge(from, to, CLOSES + HOUR);
    const result = await run((tx) => resultOfVote(tx, voteId));
    expect(result).toMatchObject({ pairsFound: 1, ballots: { chat: 3 } });
    expect((await counted()).length).toBe(3);
    expect((await receipts()).length).toBe(3);
    expect(await told(to)).toEqual([]);
  });

  it('whoever has their data deleted leaves a ballot that counts, and has no second one when they come back', async () => {
    const elena = await person();
    await cast(elena, 0);
    await run((tx) => deletePerson(tx, { personId: elena, now: OPENED + DAY, recountTokens: async () => [] }));
    const nameless = await run(({ db, tables: { voters } }) =>
      db
        .select()
        .from(voters)
        .where(and(eq(voters.voteId, voteId), isNull(voters.personId))),
    );
    expect(nameless).toMatchObject([{ status: 'voted' }]);
    const back = await settle(store, 'elena again');
    await expect(cast(back, 1, OPENED + DAY + HOUR)).rejects.toThrow('vote-elsewhere');
    await run((tx) => setHomeClinic(tx, { personId: back, clinicId: LORETO, now: OPENED + DAY + HOUR }));
    await expect(cast(back, 1, OPENED + DAY + 2 * HOUR)).rejects.toThrow('vote-late');
    expect(await counted()).toEqual([0]);
  });

  it('nobody is counted twice and no last ballot is lost, whatever they did before', async () => {
    const deed = fc.record({ who: fc.constantFrom(0, 1), what: fc.constantFrom('cast', 'begin', 'paper', 'withdraw') });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 6 }), fc.boolean(), async (deeds, turned) => {
        const pair = [await person(), await person()];
        const before = (await counted()).length;
        const state = ['none', 'none'];
        const last = [-1, -1];
        for (const [at, { who, what }] of deeds.entries()) {
          const [id, now] = [pair[who] ?? 0, OPENED + HOUR + at];
          if (state[who] === 'paper') continue;
          if (what === 'begin') await run((tx) => beginBallot(tx, of(id, now)));
          if (what === 'cast') {
            await cast(id, at % 3, now);
            [state[who], last[who]] = ['voted', at];
          }
          if (what === 'paper') {
            await run((tx) => withdrawBallot(tx, { ...of(id, now), as: 'paper' }));
            [state[who], last[who]] = ['paper', -1];
          }
          if (what === 'withdraw') {
            await run((tx) => withdrawBallot(tx, { ...of(id, now), as: 'withdrawn' }));
            [state[who], last[who]] = ['none', -1];
          }
        }
        const [from = 0, to = 0] = turned ? [...pair].reverse() : pair;
        await merge(from, to);
        const now = await counted();
        const latest = Math.max(...last);
        const stays = state.includes('paper') || latest < 0 ? [] : [latest % 3];
        expect(now.length).toBe(before + stays.length);
        expect((await receipts()).length).toBe(now.length);
        const own = await run(({ db, tables: { ballots } }) =>
          db
            .select()
            .from(ballots)
            .where(eq(ballots.token, tokenOf('cd'.repeat(32), to))),
        );
        expect(own.map(({ choices }) => items.indexOf(choices[0] ?? 0))).toEqual(stays);
      }),
      { numRuns: store.dialect === 'sqlite' ? 60 : 15, seed: 5 },
    );
  });
});
