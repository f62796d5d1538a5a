/** Ballots, receipts and voters are as many as one another, and no more people vote than could. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { deletePerson } from '../../src/domain/people/deletion.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const CLOSES = NOW + 3 * DAY;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;
const newReceipt = () => `receipt ${++ids}`;

describeStores('a vote adds up', (open) => {
  let store: Store;
  let voteId: number;
  let choices: number[];
  let names = 0;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    const items = ['Rampa', 'Techo'].map((title) => ({ title, costCents: 100 }));
    const vote = await openVote(store, { items, budgetCents: 1000, opensAt: NOW, closesAt: CLOSES });
    voteId = vote.id;
    choices = [vote.items[0]?.id ?? 0];
  });

  const person = () => settle(store, `voter ${++names}`, { homeClinicId: LORETO, homeSince: NOW - DAY });
  const cast = (personId: number, now = NOW + HOUR) =>
    run((tx) => castBallot(tx, { voteId, personId, choices, tokenOf, newReceipt, newId, now }));
  const close = () => run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));

  it('who voted and has another clinic by now, or had their data deleted, could vote', async () => {
    const [stays, moved, gone, silent, left] = [
      await person(),
      await person(),
      await person(),
      await person(),
      await person(),
    ];
    for (const each of [stays, moved, gone]) await cast(each);
    await run(({ db, tables: { people } }) =>
      db
        .update(people)
        .set({ homeClinicId: 2, homeSince: NOW + 2 * HOUR })
        .where(eq(people.id, moved)),
    );
    await run(({ db, tables: { people } }) =>
      db
        .update(people)
        .set({ homeClinicId: 2, homeSince: NOW + 2 * HOUR })
        .where(eq(people.id, left)),
    );
    const leaving = { personId: gone, now: NOW + DAY, recountTokens: async () => [] };
    await run((tx) => deletePerson(tx, leaving));
    await close();
    // `silent` could have and did not; `left` went before the close without a ballot.
    expect(silent).toBeGreaterThan(0);
    expect(await run((tx) => resultOfVote(tx, voteId))).toMatchObject({ ballots: { chat: 3 }, couldVote: 4 });
  });

  it('two become one only where the ballot of each is found', async () => {
    const [from, to] = [await person(), await person()];
    await cast(from);
    await cast(to, NOW + 2 * HOUR);
    const otherwise = (key: string, personId: number) => `another ${key} ${personId}`;
    const merging = { from, to, now: NOW + DAY };
    await expect(run((tx) => mergePeople(tx, { ...merging, tokenOf: otherwise }))).rejects.toThrow('has no ballot');
    const onlyTo = (key: string, personId: number) => (personId === to ? tokenOf(key, to) : 'another');
    await expect(run((tx) => mergePeople(tx, { ...merging, tokenOf: onlyTo }))).rejects.toThrow('has no ballot');
    const onlyFrom = (key: string, personId: number) => (personId === from ? tokenOf(key, from) : 'another');
    await expect(run((tx) => mergePeople(tx, { ...merging, tokenOf: onlyFrom }))).rejects.toThrow('has no ballot');
    await run((tx) => mergePeople(tx, { ...merging, tokenOf }));
    await close();
    expect(await run((tx) => resultOfVote(tx, voteId))).toMatchObject({ ballots: { chat: 1 } });
  });

  it('is not closed with more ballots than receipts, or fewer', async () => {
    const elena = await person();
    await cast(elena);
    await run(({ db, tables: { ballots } }) =>
      db.insert(ballots).values({ id: newId(), voteId, token: 'slipped in', choices, proven: false }),
    );
    await expect(close()).rejects.toThrow('2 ballots and 1 receipts');
    await run(({ db, tables: { ballots } }) => db.delete(ballots).where(eq(ballots.voteId, voteId)));
    await expect(close()).rejects.toThrow('0 ballots and 1 receipts');
  });
});
