/** A ballot in the chat: who may cast one, what it counts, what is left of it when the vote is closed. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { fileById } from '../../src/domain/files.ts';
import { beginBallot, castBallot, withdrawBallot } from '../../src/domain/votes/casting.ts';
import { closeVote, publishAnew } from '../../src/domain/votes/closing.ts';
import { newIdWith } from '../../src/domain/votes/ids.ts';
import { eventsOf } from '../../src/domain/votes/log.ts';
import { checkReceipt } from '../../src/domain/votes/receipts.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { verify } from '../../src/domain/votes/verification.ts';
import { closeVotes, remindUnconfirmed } from '../../src/jobs/vote-closing.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { announceVote, openVote, type TestVote } from '../testkit/votes.ts';

const OPENS = NOW + 2 * HOUR;
const CLOSES = OPENS + 3 * DAY;
let dice = 5;
const random = () => {
  dice = (dice * 16807 + 11) % 2147483647;
  return dice / 2147483647;
};
const newId = newIdWith(random);
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;

describeStores('ballots', (open) => {
  let store: Store;
  let names = 0;

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
  });

  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const terms = (more: Partial<TestVote> = {}): TestVote => ({
    items: [
      { title: 'Techo', costCents: 9_000 },
      { title: 'Báscula', costCents: 500 },
      { title: 'Sillas', costCents: 800, rivals: 'a' },
      { title: 'Bancas', costCents: 700, rivals: 'a' },
    ],
    budgetCents: 10_000,
    most: 2,
    opensAt: OPENS,
    closesAt: CLOSES,
    ...more,
  });
  const person = (more: object = {}) =>
    settle(store, `voter ${++names}`, { homeClinicId: LORETO, homeSince: NOW - DAY, ...more });
  const cast = (voteId: number, personId: number, choices: number[], more: { now?: number; dayCode?: string } = {}) =>
    run((tx) =>
      castBallot(tx, {
        ...{ voteId, personId, choices, now: OPENS + HOUR, tokenOf, newId },
        newReceipt: () => `R${++names}`,
        ...more,
      }),
    );
  const stored = (voteId: number) =>
    run(({ db, tables: { ballots } }) => db.select().from(ballots).where(eq(ballots.voteId, voteId)));

  it('is one a person: a second one takes the place of the first, under the same receipt', async () => {
    const { id, items } = await openVote(store, terms());
    const elena = await person();
    const first = await cast(id, elena, [items[1]?.id ?? 0, items[0]?.id ?? 0, items[1]?.id ?? 0]);
    expect((await stored(id)).map(({ choices }) => choices)).toEqual([[items[0]?.id, items[1]?.id]]);
    const [before] = await stored(id);
    const again = await cast(id, elena, [items[2]?.id ?? 0]);
    expect(again).toEqual({ receipt: first.receipt, changed: true, proven: false });
    const [after, ...more] = await stored(id);
    expect([after?.choices, more]).toEqual([[items[2]?.id], []]);
    expect(after?.id).not.toBe(before?.id);
  });

  it('is refused with what is not on the list, with none and with too many; nothing is counted', async () => {
    const { id, items } = await openVote(store, terms());
    const elena = await person();
    const all = items.map((item) => item.id);
    for (const choices of [[], [all[0] ?? 0, 999_999], all.slice(0, 3)]) {
      await expect(cast(id, elena, choices)).rejects.toThrow('vote-choices');
    }
    expect(await stored(id)).toEqual([]);
  });

  it('is refused before the opening, from the close on, from another clinic and from who came later', async () => {
    const announced = await announceVote(store, terms());
    const choices = [announced.items[0]?.id ?? 0];
    const elena = await person();
    await expect(cast(announced.id, elena, choices)).rejects.toThrow('vote-not-open');
    await store.run(({ db, tables: { votes } }) => db.update(votes).set({ status: 'discarded' }));
    const { id, items } = await openVote(store, terms());
    const own = [items[0]?.id ?? 0];
    await expect(cast(id, elena, own, { now: CLOSES })).rejects.toThrow('vote-closed');
    await expect(cast(id, await person({ homeClinicId: 2 }), own)).rejects.toThrow('vote-elsewhere');
    await expect(cast(id, await person({ homeSince: OPENS + 1 }), own)).rejects.toThrow('vote-late');
    await cast(id, await person({ homeSince: null }), own);
    await run((tx) => closeVote(tx, { voteId: id, newId, now: CLOSES }));
    await expect(cast(id, elena, own, { now: CLOSES + 1 })).rejects.toThrow('vote-closed');
    expect((await stored(id)).length).toBe(1);
  });

  it('counts without the code of the day, apart; and once proven stays so', async () => {
    const { id, items } = await openVote(store, terms({ proof: 'day-code', dayCode: 'right' }));
    const [first, second] = items.map((item) => item.id);
    const [elena, benito, carmen] = [await person(), await person(), await person()];
    expect(await cast(id, elena, [first ?? 0], { dayCode: 'right' })).toMatchObject({ proven: true });
    expect(await cast(id, elena, [second ?? 0])).toMatchObject({ proven: true });
    expect(await cast(id, benito, [first ?? 0], { dayCode: 'wrong' })).toMatchObject({ proven: false });
    expect(await cast(id, carmen, [first ?? 0])).toMatchObject({ proven: false });
    await run((tx) => closeVote(tx, { voteId: id, newId, now: CLOSES }));
    const result = await run((tx) => resultOfVote(tx, id));
    expect(result?.ballots).toEqual({ chat: 3, proven: 1, paper: null });
    const item = [...(result?.winners ?? []), ...(result?.missed ?? [])].find(({ itemId }) => itemId === first);
    // One alone: what that one chose is told of nobody.
    expect(item).toMatchObject({ chat: 2, proven: null, votes: 2 });
  });

  it('is proven by a number that is on the list', async () => {
    const { id, items } = await openVote(store, terms({ proof: 'invited', invitees: ['number of elena'] }));
    const [elena, benito] = [await person(), await person()];
    await store.run(({ db, tables: { identities } }) =>
      db.update(identities).set({ phone: 'number of elena' }).where(eq(identities.personId, elena)),
    );
    expect(await cast(id, elena, [items[0]?.id ?? 0])).toMatchObject({ proven: true });
    expect(await cast(id, benito, [items[0]?.id ?? 0])).toMatchObject({ proven: false });
  });

  it('is withdrawn for who votes on paper, who casts none any more; the log says that it happened, not whose', async () => {
    const { id, items } = await openVote(store, terms());
    const elena = await person();
    const { receipt } = await cast(id, elena, [items[0]?.id ?? 0]);
    const of = { voteId: id, personId: elena, tokenOf, newId, now: OPENS + 2 * HOUR };
    expect(await run((tx) => withdrawBallot(tx, { ...of, as: 'paper' }))).toBe(true);
    expect(await stored(id)).toEqual([]);
    expect(await run((tx) => checkReceipt(tx, { receipt }))).toEqual({ found: 'none' });
    await expect(cast(id, elena, [items[0]?.id ?? 0])).rejects.toThrow('vote-paper');
    const events = await run((tx) => eventsOf(tx, id));
    expect(events.at(-1)).toMatchObject({ event: 'voted-on-paper', details: { withdrawn: true } });
  });

  it('leaves at the close what can be recounted, and nothing by which it could be told whose it was', async () => {
    const { id, items } = await openVote(store, terms());
    const all = items.map((item) => item.id);
    const receipts: string[] = [];
    for (let at = 0; at < 24; at++) {
      const { receipt } = await cast(id, await person(), [all[at % 4] ?? 0, all[0] ?? 0]);
      receipts.push(receipt);
    }
    const before = (await stored(id)).map((ballot) => ballot.id);
    expect(await closeVotes(store, CLOSES - 1, newId)).toBe(false);
    expect(await closeVotes(store, CLOSES + 1, newId)).toBe(true);
    expect(await closeVotes(store, CLOSES + 2, newId)).toBe(false);

    const after = await stored(id);
    expect(after.every(({ token }) => token === null)).toBe(true);
    expect(after.filter((ballot) => before.includes(ballot.id))).toEqual([]);
    const voters = await run(({ db, tables }) => db.select().from(tables.voters).where(eq(tables.voters.voteId, id)));
    expect(voters.every(({ at, remindedAt }) => at === null && remindedAt === null)).toBe(true);
    const [vote] = await run(({ db, tables: { votes } }) => db.select().from(votes).where(eq(votes.id, id)));
    expect(vote).toMatchObject({ status: 'closed', tokenKey: null, dayCode: null });

    const result = await run((tx) => resultOfVote(tx, id));
    expect(result).toMatchObject({
      winners: [{ number: 1, votes: 24 }, { number: 2 }],
      missed: [
        { number: 4, because: 'money' },
        { number: 3, because: 'money' },
      ],
      ballots: { chat: 24, proven: 0, paper: null },
      couldVote: 24,
      pairsFound: 0,
    });
    const file = await run((tx) => fileById(tx, result?.fileId ?? 0));
    const text = Buffer.from(file?.data ?? '', 'base64').toString();
    expect(verify(text, result?.digest)).toMatchObject({ sound: true, ballots: 24, listed: true, winners: ['1', '2'] });
    for (const receipt of receipts) {
      expect(text).toContain(`"receipt":"${receipt}"`);
      const found = { found: 'counted', clinicId: LORETO, closedAt: CLOSES + 1, ballots: 24, listed: true };
      expect(await run((tx) => checkReceipt(tx, { receipt }))).toEqual(found);
    }
    // The order of the receipts is that of the alphabet, whoever voted first.
    const listed = [...text.matchAll(/"receipt":"(\w+)"/g)].map(([, receipt]) => receipt);
    expect(listed).toEqual(receipts.toSorted());
  });

  it('of which there are few is published as totals alone; counted anew it is another file in the place of the first', async () => {
    const { id, items } = await openVote(store, terms());
    const { receipt } = await cast(id, await person(), [items[1]?.id ?? 0]);
    await run((tx) => closeVote(tx, { voteId: id, newId, now: CLOSES }));
    const first = await run((tx) => resultOfVote(tx, id));
    const data = async (fileId: number) => (await run((tx) => fileById(tx, fileId)))?.data ?? '';
    const text = Buffer.from(await data(first?.fileId ?? 0), 'base64').toString();
    expect(text).not.toContain(receipt);
    expect(verify(text)).toMatchObject({ sound: true, ballots: 1, listed: false });
    const itemId = items[0]?.id ?? 0;
    await run(async ({ db, tables: { paperCounts, votes } }) => {
      await db.insert(paperCounts).values({ voteId: id, itemId, votes: 5 });
      await db.update(votes).set({ paperBallots: 6 }).where(eq(votes.id, id));
    });
    await run((tx) => publishAnew(tx, { voteId: id, now: CLOSES + DAY }));
    const second = await run((tx) => resultOfVote(tx, id));
    expect(second).toMatchObject({
      winners: [{ itemId, paper: 5, chat: 0, votes: 5 }, {}],
      ballots: { chat: 1, paper: 6 },
    });
    expect([second?.digest === first?.digest, second?.fileId === first?.fileId]).toEqual([false, false]);
    expect(Buffer.from(await data(second?.fileId ?? 0), 'base64').toString()).toContain('"paper":5');
  });

  it('of nobody at all closes too', async () => {
    const { id } = await openVote(store, terms());
    await run((tx) => closeVote(tx, { voteId: id, newId, now: CLOSES }));
    expect(await run((tx) => resultOfVote(tx, id))).toMatchObject({ ballots: { chat: 0 } });
  });

  it('chosen and not confirmed is reminded of once, by day, and never of a ballot that counts', async () => {
    const { id, items } = await openVote(store, terms());
    const [elena, benito] = [await person(), await person()];
    const of = (personId: number) => ({ voteId: id, personId, newId, now: OPENS + HOUR });
    await run((tx) => beginBallot(tx, of(elena)));
    await run((tx) => beginBallot(tx, of(benito)));
    await cast(id, benito, [items[0]?.id ?? 0]);
    await run((tx) => beginBallot(tx, of(benito)));
    expect(await remindUnconfirmed(store, OPENS + 3 * HOUR)).toBe(0);
    expect(await remindUnconfirmed(store, OPENS + DAY)).toBe(1);
    expect(await remindUnconfirmed(store, OPENS + 2 * DAY)).toBe(0);
    const told = await run(({ db, tables: { outbox } }) => db.select().from(outbox));
    expect(told.map(({ personId, kind }) => ({ personId, kind }))).toEqual([{ personId: elena, kind: 'vote' }]);
  });
});
