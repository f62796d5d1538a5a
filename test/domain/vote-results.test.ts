/** What a vote gave: paper beside the chat, the second reading, the files, and who is told. */

import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import type { VoteProof } from '../../db/schema/votes.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { pabulibOf } from '../../src/domain/votes/exports.ts';
import { greedy } from '../../src/domain/votes/greedy.ts';
import { eventsOf } from '../../src/domain/votes/log.ts';
import { readPabulib } from '../../src/domain/votes/pabulib.ts';
import { countPaper, paperSheet } from '../../src/domain/votes/paper.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { secondReading } from '../../src/domain/votes/second-reading.ts';
import { verify } from '../../src/domain/votes/verification.ts';
import { announceResults } from '../../src/jobs/vote-results.ts';
import { appoint, hold } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settleMany } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const MINUTE = 60_000;
const THOUSAND = 100_000;
const CLOSES = NOW + 2 * DAY;

describeStores('results of votes', (open) => {
  let store: Store;
  let neighbours: number[];
  let secretary: number;
  let ids = 0;
  const newId = () => ++ids;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    neighbours = await settleMany(store, 30);
    await run(({ db, tables: { people } }) => db.update(people).set({ homeClinicId: LORETO }));
    secretary = neighbours.pop() ?? 0;
    await hold(store, secretary, 'secretary');
  });

  /** One dear roof that half of them want, and two small things that the others want. */
  async function roofAndSmallThings({ proof = 'none', rivals }: { proof?: VoteProof; rivals?: string } = {}) {
    const vote = await openVote(store, {
      items: [
        { title: 'Impermeabilización', costCents: 380 * THOUSAND },
        { title: 'Báscula', costCents: 120 * THOUSAND, rivals },
        { title: 'Bancas', costCents: 180 * THOUSAND, rivals },
      ],
      budgetCents: 400 * THOUSAND,
      most: 2,
      proof,
      dayCode: 'of the day',
      opensAt: NOW,
      closesAt: CLOSES,
    });
    const [roof = 0, scale = 0, benches = 0] = vote.items.map(({ id }) => id);
    return { voteId: vote.id, roof, scale, benches };
  }

  async function cast(voteId: number, voters: readonly number[], choices: readonly number[], dayCode?: string) {
    for (const personId of voters) {
      const tokenOf = (key: string, id: number) => `${key} ${id}`;
      const newReceipt = () => `R${newId()}`;
      await run((tx) =>
        castBallot(tx, { voteId, personId, choices, dayCode, tokenOf, newReceipt, newId, now: NOW + HOUR }),
      );
    }
  }

  const close = (voteId: number) => run((tx) => closeVote(tx, { voteId, newId, now: CLOSES }));
  const result = async (voteId: number) => {
    const found = await run((tx) => resultOfVote(tx, voteId));
    if (!found) throw new Error('The vote is not closed.');
    return found;
  };
  const paper = (voteId: number, ballots: number, votes: number[], now = NOW + HOUR, personId = secretary) =>
    run((tx) => countPaper(tx, { personId, voteId, ballots, votes, now }));
  const sheet = (now: number, personId = secretary) => run((tx) => paperSheet(tx, { personId, clinicId: LORETO, now }));
  const published = (voteId: number) =>
    run(async ({ db, tables: { files, votes } }) => {
      const [row] = await db
        .select({ data: files.data })
        .from(votes)
        .innerJoin(files, eq(files.id, votes.fileId))
        .where(eq(votes.id, voteId));
      return Buffer.from(row?.data ?? '', 'base64').toString('utf8');
    });
  const titles = (items: readonly { title: string }[]) => items.map(({ title }) => title);

  it('have paper by item, entered by president and secretary, corrected whole, in record and log', async () => {
    const { voteId } = await roofAndSmallThings();
    expect(await sheet(NOW + HOUR)).toMatchObject({ voteId, most: 2, closed: false, ballots: null });
    await expect(sheet(NOW, await appoint(store, 'treasurer'))).rejects.toThrow('not-yours');
    await expect(paper(voteId, 10, [5, 5, 5], NOW, neighbours[0])).rejects.toThrow('not-yours');

    expect(await paper(voteId, 10, [4, 6, 7])).toEqual({ changed: true });
    expect(await paper(voteId, 10, [4, 6, 7])).toEqual({ changed: false });
    expect(await paper(voteId, 12, [4, 6, 8])).toEqual({ changed: true });
    const counted = await sheet(NOW + HOUR);
    expect(counted).toMatchObject({ ballots: 12 });
    expect(counted.items.map(({ number, votes }) => [number, votes])).toEqual([
      [1, 4],
      [2, 6],
      [3, 8],
    ]);
    const log = (await run((tx) => eventsOf(tx, voteId))).filter(({ event }) => event === 'paper-counted');
    expect(log.map(({ details }) => details)).toEqual([
      { ballots: 10, items: { 1: 4, 2: 6, 3: 7 } },
      { ballots: 12, items: { 1: 4, 2: 6, 3: 8 } },
    ]);
    const audited = await run(({ db, tables: { auditLog } }) =>
      db.select().from(auditLog).where(eq(auditLog.action, 'vote.count-paper')),
    );
    expect(audited.map(({ role, details }) => [role, details])).toEqual([
      ['secretary', { vote: voteId, before: null, ballots: 10 }],
      ['secretary', { vote: voteId, before: 10, ballots: 12 }],
    ]);

    await paper(voteId, 0, [0, 0, 0]);
    expect(await sheet(NOW + HOUR)).toMatchObject({ ballots: null, items: [{ votes: null }, {}, {}] });
  });

  it('take only counts that so many ballots can give', async () => {
    const { voteId } = await roofAndSmallThings();
    await expect(paper(voteId, 10, [5, 5])).rejects.toThrow('paper-number');
    await expect(paper(voteId, 10, [5, 5, -1])).rejects.toThrow('paper-number');
    await expect(paper(voteId, 2.5, [1, 1, 1])).rejects.toThrow('paper-number');
    const number = fc.integer({ min: 0, max: 6 });
    await fc.assert(
      fc.asyncProperty(number, fc.tuple(number, number, number), async (ballots, votes) => {
        const outcome = await paper(voteId, ballots, votes).then(
          () => 'taken',
          (error: Error) => error.message,
        );
        const isOver = votes.some((each) => each > ballots);
        const isTooMany = votes.reduce((sum, each) => sum + each, 0) > 2 * ballots;
        expect(outcome).toBe(isOver ? 'paper-over' : isTooMany ? 'paper-sum' : 'taken');
      }),
      { numRuns: 60 },
    );
  });

  it('count paper with the chat, and anew when it comes after the close; a week later no more', async () => {
    const { voteId, roof, benches } = await roofAndSmallThings();
    await cast(voteId, neighbours.slice(0, 21), [roof]);
    await cast(voteId, neighbours.slice(21, 23), [benches]);
    await paper(voteId, 3, [0, 0, 3]);
    await close(voteId);
    const first = await result(voteId);
    expect(titles(first.winners)).toEqual(['Impermeabilización']);
    expect(first.ballots).toEqual({ chat: 23, proven: 0, paper: 3 });
    expect(verify(await published(voteId), first.digest)).toMatchObject({ sound: true, winners: ['1'] });

    expect(await sheet(CLOSES + DAY)).toMatchObject({ voteId, closed: true, ballots: 3 });
    await paper(voteId, 40, [0, 25, 35], CLOSES + DAY);
    const second = await result(voteId);
    expect(titles(second.winners)).toEqual(['Bancas', 'Báscula']);
    expect(second.winners.map(({ chat, paper: onPaper, votes }) => [chat, onPaper, votes])).toEqual([
      [2, 35, 37],
      [0, 25, 25],
    ]);
    expect(second.missed).toMatchObject([
      { title: 'Impermeabilización', because: 'money', missingCents: 280 * THOUSAND },
    ]);
    expect(second.digest).not.toBe(first.digest);
    expect(verify(await published(voteId), second.digest)).toMatchObject({ sound: true, winners: ['3', '2'] });

    await paper(voteId, 41, [0, 25, 35], CLOSES + 7 * DAY);
    await expect(paper(voteId, 42, [0, 25, 35], CLOSES + 7 * DAY + MINUTE)).rejects.toThrow('paper-none');
    await expect(sheet(CLOSES + 7 * DAY + MINUTE)).rejects.toThrow('paper-none');
  });

  it('are read a second time by equal shares, for president and facilitator, of enough ballots of the chat', async () => {
    const { voteId, roof, scale, benches } = await roofAndSmallThings();
    await cast(voteId, neighbours.slice(0, 13), [roof]);
    await cast(voteId, neighbours.slice(13, 24), [scale, benches]);
    const president = await appoint(store, 'president');
    await expect(run((tx) => secondReading(tx, { personId: president, voteId, now: NOW }))).rejects.toThrow(
      'unknown-vote',
    );
    await paper(voteId, 5, [5, 0, 0]);
    await close(voteId);
    expect(titles((await result(voteId)).winners)).toEqual(['Impermeabilización']);

    const now = CLOSES + HOUR;
    const reading = await run((tx) => secondReading(tx, { personId: president, voteId, now }));
    expect(titles(reading.winners)).toEqual(['Báscula', 'Bancas']);
    expect(reading).toMatchObject({
      ballots: 24,
      withoutPaper: true,
      leftCents: 100 * THOUSAND,
      without: { byResult: 11, byShares: 13 },
    });
    await expect(run((tx) => secondReading(tx, { personId: secretary, voteId, now }))).rejects.toThrow('not-yours');
  });

  it('are no list of ballots where fewer than twenty voted', async () => {
    const { voteId, roof } = await roofAndSmallThings();
    await cast(voteId, neighbours.slice(0, 19), [roof]);
    await close(voteId);
    const personId = await appoint(store, 'president');
    await expect(run((tx) => pabulibOf(tx, voteId))).rejects.toThrow('few-ballots');
    await expect(run((tx) => secondReading(tx, { personId, voteId, now: CLOSES }))).rejects.toThrow('few-ballots');
  });

  it.each([undefined, 'one of them'])('go out as a file of Pabulib that gives the same winners', async (rivals) => {
    const { voteId, roof, scale, benches } = await roofAndSmallThings({ rivals });
    await cast(voteId, neighbours.slice(0, 9), [roof]);
    await cast(voteId, neighbours.slice(9, 25), [benches, scale]);
    await close(voteId);
    const { winners } = await result(voteId);
    const text = await run((tx) => pabulibOf(tx, voteId));
    const lines = ['budget;400000', 'num_votes;25', 'max_length;2', 'date_begin;10.02.2027', 'date_end;12.02.2027'];
    expect(text.split('\n')).toEqual(expect.arrayContaining(lines));
    const { election, voteType } = readPabulib(text);
    expect(voteType).toBe('approval');
    const again = greedy(election).winners.map((at) => election.items[at]?.id);
    expect(again).toEqual(winners.map(({ number }) => String(number)));
    expect(again).toHaveLength(rivals === undefined ? 2 : 1);
  });

  const told = async () => {
    const rows = await run(({ db, tables: { outbox } }) => db.select().from(outbox).where(eq(outbox.kind, 'vote')));
    const results = rows.map(({ personId, notice }) => {
      const { texts } = notice as { texts: { key: string; values?: { voters?: number } }[] };
      return { personId, key: texts[0]?.key ?? '', voters: texts[0]?.values?.voters };
    });
    return results.filter(({ key }) => key.startsWith('notice:result'));
  };

  it('are told to all who hear of the clinic or voted, once, and once more when paper changed them', async () => {
    const { voteId, roof } = await roofAndSmallThings();
    const [moved = 0, silent = 0, follower = 0, stranger = 0] = neighbours;
    await cast(voteId, [moved, silent], [roof]);
    await run(async ({ db, tables: { people, follows } }) => {
      const set = (id: number, values: object) => db.update(people).set(values).where(eq(people.id, id));
      await set(moved, { homeClinicId: 2 });
      await set(silent, { notices: 'changes' });
      await set(follower, { homeClinicId: 2 });
      await set(stranger, { homeClinicId: 2 });
      await db.insert(follows).values({ personId: follower, clinicId: LORETO, since: NOW });
    });
    expect(await announceResults(store, CLOSES - MINUTE)).toBe(0);
    await close(voteId);
    expect(await announceResults(store, CLOSES + MINUTE)).toBe(28);
    expect(await announceResults(store, CLOSES + 2 * MINUTE)).toBe(0);
    const first = await told();
    expect(new Set(first.map(({ key, voters }) => `${key} ${voters}`))).toEqual(new Set(['notice:result.told 2']));
    const people = first.map(({ personId }) => personId);
    expect(people).toEqual(expect.arrayContaining([moved, follower, secretary]));
    expect(people).not.toContain(silent);
    expect(people).not.toContain(stranger);

    const later = CLOSES + HOUR;
    await paper(voteId, 5, [5, 0, 0], later);
    expect(await announceResults(store, later + MINUTE)).toBe(0);
    await paper(voteId, 6, [5, 0, 0], later + 5 * MINUTE);
    expect(await announceResults(store, later + 12 * MINUTE)).toBe(0);
    expect(await announceResults(store, later + 15 * MINUTE)).toBe(28);
    expect(await announceResults(store, later + 20 * MINUTE)).toBe(0);
    const again = (await told()).filter(({ key }) => key === 'notice:result.again');
    expect(new Set(again.map(({ voters }) => voters))).toEqual(new Set([8]));
  });

  it('say so where nobody voted', async () => {
    const { voteId } = await roofAndSmallThings();
    await close(voteId);
    expect((await result(voteId)).ballots).toEqual({ chat: 0, proven: 0, paper: null });
    expect(await announceResults(store, CLOSES)).toBe(30);
    expect(new Set((await told()).map(({ key }) => key))).toEqual(new Set(['notice:result.nobody']));
  });
});
