/** Votes where one thing meets another: the minute of the close, two votes in a row, people who move or become one. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { mergePeople } from '../../src/domain/people/merge.ts';
import { changeBallot, renewDayCode } from '../../src/domain/votes/announcing.ts';
import { beginBallot, castBallot, withdrawBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { addInvitees } from '../../src/domain/votes/draft-items.ts';
import { discardDraft, startDraft } from '../../src/domain/votes/drafts.ts';
import { countPaper, mayCountPaper, paperSheet } from '../../src/domain/votes/paper.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { remindUnconfirmed } from '../../src/jobs/vote-closing.ts';
import { announceResults } from '../../src/jobs/vote-results.ts';
import { tellOfVotes } from '../../src/jobs/votes.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { announceVote, openVote, type TestVote } from '../testkit/votes.ts';

const SECOND = 1000;
const OPENS = NOW + 2 * HOUR;
const CLOSES = OPENS + 3 * DAY;
const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;

describeStores('votes', (open) => {
  let store: Store;
  let secretary: number;
  let names = 0;

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    secretary = await appoint(store, 'secretary');
  });

  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const terms = (more: Partial<TestVote> = {}): TestVote => ({
    items: ['Rampa', 'Báscula', 'Ventilador'].map((title) => ({ title, costCents: 100 })),
    budgetCents: 10_000,
    opensAt: OPENS,
    closesAt: CLOSES,
    ...more,
  });
  const person = (more: object = {}) =>
    settle(store, `voter ${++names}`, { homeClinicId: LORETO, homeSince: NOW - DAY, ...more });
  const of = (voteId: number, personId: number, now = OPENS + HOUR) => ({ voteId, personId, now, tokenOf, newId });
  const cast = (voteId: number, personId: number, choice: number, now?: number) =>
    run((tx) => castBallot(tx, { ...of(voteId, personId, now), choices: [choice], newReceipt: () => `R${++names}` }));
  const close = (voteId: number, now = CLOSES) => run((tx) => closeVote(tx, { voteId, newId, now }));
  const merge = (from: number, to: number, now: number) => run((tx) => mergePeople(tx, { from, to, now, tokenOf }));
  const move = (personId: number, clinicId: number) =>
    run(({ db, tables: { people } }) =>
      db
        .update(people)
        .set({ homeClinicId: clinicId, homeSince: OPENS + 2 * HOUR })
        .where(eq(people.id, personId)),
    );
  const ballots = (voteId: number) =>
    run(async ({ db, tables }) => {
      const rows = await db.select().from(tables.ballots).where(eq(tables.ballots.voteId, voteId));
      return rows.map(({ choices }) => choices);
    });
  const notices = async (part: string) => {
    const rows = await run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
    return rows.filter(({ notice }) => JSON.stringify(notice).includes(part)).map(({ status }) => status);
  };

  it('are not changed once their time is over, before they are counted', async () => {
    const { id, items } = await openVote(store, terms({ proof: 'day-code', dayCode: 'one' }));
    await cast(id, await person(), items[0]?.id ?? 0);
    const late = { voteId: id, personId: secretary, now: CLOSES + 5 * SECOND };
    await expect(run((tx) => changeBallot(tx, late))).rejects.toThrow('ballot-frozen');
    await expect(run((tx) => renewDayCode(tx, { ...late, dayCode: 'two' }))).rejects.toThrow('ballot-frozen');
    expect(await ballots(id)).toHaveLength(1);
    await close(id, CLOSES + 10 * SECOND);
    expect(await run((tx) => resultOfVote(tx, id))).toMatchObject({ ballots: { chat: 1 } });
  });

  it('keep both ballots of people who become one when their time is over, and count the pair', async () => {
    const { id, items } = await openVote(store, terms());
    const [from, to] = [await person(), await person()];
    for (const each of [from, to]) await cast(id, each, items[0]?.id ?? 0);
    await merge(from, to, CLOSES + 5 * SECOND);
    await close(id, CLOSES + 10 * SECOND);
    expect(await run((tx) => resultOfVote(tx, id))).toMatchObject({ ballots: { chat: 2 }, pairsFound: 1 });
    expect(await notices('notice:vote.merged')).toEqual([]);
  });

  it('count the pair of a ballot in the chat and a vote on paper, and none of two on paper', async () => {
    const { id, items } = await openVote(store, terms());
    const [voted, onPaper, third, fourth] = [await person(), await person(), await person(), await person()];
    await cast(id, voted, items[0]?.id ?? 0);
    for (const each of [onPaper, third, fourth]) {
      await run((tx) => withdrawBallot(tx, { ...of(id, each), as: 'paper' }));
    }
    await close(id);
    await merge(third, fourth, CLOSES + HOUR);
    expect(await run((tx) => resultOfVote(tx, id))).toMatchObject({ pairsFound: 0 });
    await merge(onPaper, voted, CLOSES + 2 * HOUR);
    expect(await run((tx) => resultOfVote(tx, id))).toMatchObject({ pairsFound: 1 });
  });

  it('remind nobody of what they confirmed, or gave up for paper, while the reminder waited', async () => {
    const { id, items } = await openVote(store, terms());
    const [elena, benito, carmen, dora] = [await person(), await person(), await person(), await person()];
    for (const each of [elena, benito, carmen, dora]) await run((tx) => beginBallot(tx, of(id, each)));
    expect(await remindUnconfirmed(store, OPENS + DAY)).toBe(4);
    const waiting = () => notices('notice:ballot.unconfirmed');
    expect(await waiting()).toEqual(['queued', 'queued', 'queued', 'queued']);
    const later = OPENS + DAY + HOUR;
    await cast(id, elena, items[0]?.id ?? 0, later);
    await run((tx) => withdrawBallot(tx, { ...of(id, benito, later), as: 'paper' }));
    expect(await waiting()).toEqual(['dropped', 'dropped', 'queued', 'queued']);
    await merge(dora, elena, later + HOUR);
    expect(await waiting()).toEqual(['dropped', 'dropped', 'queued', 'dropped']);
  });

  it('tell the result of the last one although the next one is changed', async () => {
    const first = await openVote(store, terms());
    await person();
    await close(first.id);
    await announceResults(store, CLOSES);
    const next = await openVote(store, terms({ opensAt: CLOSES + 3 * HOUR, closesAt: CLOSES + DAY }));
    await tellOfVotes(store, CLOSES + 3 * HOUR);
    await run((tx) => changeBallot(tx, { voteId: next.id, personId: secretary, now: CLOSES + 4 * HOUR }));
    expect(new Set(await notices('notice:result'))).toEqual(new Set(['queued']));
    expect(await notices('notice:ballot.open')).toContain('dropped');
    expect(await notices('notice:ballot.open')).not.toContain('queued');
  });

  it('let who voted and moved change, withdraw and move to paper a ballot that counts; nobody else who moved', async () => {
    const { id, items } = await openVote(store, terms());
    const [first = 0, second = 0] = items.map((item) => item.id);
    const [elena, benito, carmen] = [await person(), await person(), await person()];
    for (const each of [elena, benito]) await cast(id, each, first);
    await run((tx) => beginBallot(tx, of(id, carmen)));
    for (const [each, clinicId] of [
      [elena, 2],
      [benito, LORETO],
      [carmen, 2],
    ] as const) {
      await move(each, clinicId);
    }
    const later = OPENS + DAY;
    await run((tx) => beginBallot(tx, of(id, elena, later)));
    expect(await cast(id, elena, second, later)).toMatchObject({ changed: true });
    expect(await cast(id, benito, second, later)).toMatchObject({ changed: true });
    await expect(cast(id, carmen, first, later)).rejects.toThrow('vote-elsewhere');
    expect(await run((tx) => withdrawBallot(tx, { ...of(id, elena, later), as: 'withdrawn' }))).toBe(true);
    await expect(cast(id, elena, first, later)).rejects.toThrow('vote-elsewhere');
    expect(await run((tx) => withdrawBallot(tx, { ...of(id, benito, later), as: 'paper' }))).toBe(true);
    expect(await ballots(id)).toEqual([]);
  });

  it('forget who was invited when the ballot is given up', async () => {
    await announceVote(store, terms({ proof: 'invited', invitees: ['a', 'b'] }));
    const by = { personId: secretary, now: NOW + 2 * HOUR };
    const [vote] = await run(({ db, tables: { votes } }) => db.select().from(votes));
    const draft = await run((tx) => changeBallot(tx, { voteId: vote?.id ?? 0, ...by, now: NOW + HOUR }));
    expect(draft.invitees).toBe(2);
    await run((tx) => discardDraft(tx, { voteId: draft.id, ...by }));
    const { id } = await run((tx) => startDraft(tx, { clinicId: LORETO, ...by }));
    await run((tx) => addInvitees(tx, { voteId: id, ...by, phones: ['c'] }));
    await run((tx) => discardDraft(tx, { voteId: id, ...by }));
    expect(await run(({ db, tables: { voteInvitees } }) => db.select().from(voteInvitees))).toEqual([]);
  });

  it('take paper of the last one while the next one runs, within its days', async () => {
    const first = await openVote(store, terms());
    await close(first.id);
    const opensAt = CLOSES + DAY;
    const next = await openVote(store, terms({ opensAt, closesAt: opensAt + 20 * DAY }));
    const by = { personId: secretary, clinicId: LORETO, now: opensAt + HOUR };
    const open = await run((tx) => paperSheet(tx, by));
    expect(open).toMatchObject({ voteId: next.id, closed: false });
    expect(open.countable).toEqual([
      { voteId: next.id, closedAt: null },
      { voteId: first.id, closedAt: CLOSES },
    ]);
    expect(await run((tx) => mayCountPaper(tx, { ...by, voteId: first.id }))).toBe(true);
    const sheet = await run((tx) => paperSheet(tx, { ...by, voteId: first.id }));
    expect(sheet).toMatchObject({ voteId: first.id, closed: true });
    await run((tx) => countPaper(tx, { ...by, voteId: sheet.voteId, ballots: 2, votes: [2, 0, 1] }));
    expect(await run((tx) => resultOfVote(tx, first.id))).toMatchObject({ ballots: { paper: 2 } });
    const late = { ...by, now: CLOSES + 7 * DAY + SECOND };
    expect(await run((tx) => mayCountPaper(tx, { ...late, voteId: first.id }))).toBe(false);
    await expect(run((tx) => paperSheet(tx, { ...late, voteId: first.id }))).rejects.toThrow('paper-none');
    expect((await run((tx) => paperSheet(tx, late))).countable).toHaveLength(1);
  });
});
