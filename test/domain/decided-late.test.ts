/** What is left to decide of a vote when the assembly decided before the last paper, or after the turn of the year. */

import { eq } from 'drizzle-orm';
import { beforeEach, expect, it } from 'vitest';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { castBallot } from '../../src/domain/votes/casting.ts';
import { closeVote } from '../../src/domain/votes/closing.ts';
import { countPaper } from '../../src/domain/votes/paper.ts';
import { resultOfVote } from '../../src/domain/votes/results.ts';
import { decideItem, wonItems } from '../../src/domain/works/won-items.ts';
import { appoint } from '../testkit/office.ts';
import { describeStores } from '../testkit/stores.ts';
import { buildTown, DAY, HOUR, LORETO, NOW, settle } from '../testkit/town.ts';
import { openVote } from '../testkit/votes.ts';

const tokenOf = (key: string, personId: number) => `${key} ${personId}`;
let ids = 0;
const newId = () => ++ids;

describeStores('what won', (open) => {
  let store: Store;
  let rosa: number;
  let luis: number;
  const run = <T>(work: (tx: Tx) => Promise<T>) => store.run(work);
  const by = (now: number) => ({ personId: rosa, clinicId: LORETO, now });
  const won = async (now: number) => (await run((tx) => wonItems(tx, by(now)))).map(({ title }) => title);
  const decide = async (title: string, now: number) => {
    const item = (await run((tx) => wonItems(tx, by(now)))).find((each) => each.title === title);
    return await run((tx) => decideItem(tx, { ...by(now), itemId: item?.itemId ?? 0 }));
  };

  beforeEach(async () => {
    store = await open();
    await buildTown(store);
    rosa = await appoint(store, 'president');
    luis = await settle(store, 'luis', { homeClinicId: LORETO });
  });

  /** A dear roof, and three small things of which two exclude each other; luis votes for the small ones. */
  async function closed(opensAt: number, closesAt: number): Promise<number> {
    const vote = await openVote(store, {
      items: [
        { title: 'Techo', costCents: 38_000 },
        { title: 'Cerca', costCents: 12_000, rivals: 'a' },
        { title: 'Barda', costCents: 18_000, rivals: 'a' },
        { title: 'Pintura', costCents: 9_000 },
      ],
      budgetCents: 40_000,
      most: 2,
      opensAt,
      closesAt,
    });
    const choices = [vote.items[1]?.id ?? 0, vote.items[3]?.id ?? 0];
    const ballot = { voteId: vote.id, personId: luis, tokenOf, newId, now: opensAt, choices, newReceipt: () => 'R' };
    await run((tx) => castBallot(tx, ballot));
    await run((tx) => closeVote(tx, { voteId: vote.id, newId, now: closesAt }));
    return vote.id;
  }

  it('is offered from the money that is left beside what was decided before paper turned the result', async () => {
    const closesAt = NOW + DAY;
    const voteId = await closed(NOW, closesAt);
    const later = closesAt + HOUR;
    expect(await won(later)).toEqual(['Pintura', 'Cerca']);
    await decide('Cerca', later);
    expect(await run((tx) => resultOfVote(tx, voteId))).toMatchObject({ decidedElse: [] });
    await run((tx) => countPaper(tx, { personId: rosa, voteId, ballots: 9, votes: [9, 0, 5, 0], now: later }));
    const result = await run((tx) => resultOfVote(tx, voteId));
    expect(result?.winners.map(({ title }) => title)).toEqual(['Techo']);
    expect(result?.decidedElse).toMatchObject([{ title: 'Cerca' }]);
    // The roof costs more than what is left, and the wall stands against the fence that was decided.
    expect(await won(later)).toEqual(['Pintura']);
    const items = await run(({ db, tables: { voteItems } }) =>
      db.select().from(voteItems).where(eq(voteItems.voteId, voteId)),
    );
    expect(items.filter(({ workId }) => workId !== null).map(({ title }) => title)).toEqual(['Cerca']);
  });

  it('in December is offered in January, is a work of the money that was voted on, and is offered no more then', async () => {
    const closesAt = Date.parse('2027-12-20T19:00:00Z');
    await closed(closesAt - 3 * DAY, closesAt);
    const january = Date.parse('2028-01-15T19:00:00Z');
    expect(await won(january)).toEqual(['Pintura', 'Cerca']);
    expect(await decide('Pintura', january)).toMatchObject({ year: 2027 });
    expect(await won(january)).toEqual(['Cerca']);
    expect(await won(closesAt + 100 * DAY)).toEqual([]);
  });
});
