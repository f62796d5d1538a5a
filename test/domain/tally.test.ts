/** Counting, against an implementation that shares nothing with it, and what must hold of every count. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ballot, Election } from '../../src/domain/votes/election.ts';
import { equalShares } from '../../src/domain/votes/equal-shares.ts';
import { greedy } from '../../src/domain/votes/greedy.ts';
import { slowEqualShares, slowGreedy } from './slow-count.ts';

/** Few different costs and few voters, so that ties are common. */
const elections = fc
  .record({
    costs: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 }),
    groups: fc.array(fc.constantFrom(undefined, undefined, 'a', 'b'), { minLength: 6, maxLength: 6 }),
    picks: fc.array(fc.array(fc.nat(5), { maxLength: 3 }), { maxLength: 9 }),
    budget: fc.integer({ min: 1, max: 40 }),
  })
  .map(
    ({ costs, groups, picks, budget }): Election => ({
      items: costs.map((cost, at) => ({ id: `i${at}`, cost: BigInt(cost) * 100n, group: groups[at] })),
      ballots: picks
        .map((choices) => ({ choices: [...new Set(choices.filter((at) => at < costs.length))] }))
        .filter(({ choices }) => choices.length > 0),
      budget: BigInt(budget) * 100n,
      unit: 100n,
    }),
  );

/** Sizes at which doubles decide nearly everything. */
const crowds = fc
  .record({ seed: fc.integer({ min: 1, max: 1e9 }), voters: fc.integer({ min: 20, max: 60 }) })
  .map(crowd);

function crowd({ seed, voters }: { seed: number; voters: number }): Election {
  let dice = seed;
  const random = () => {
    dice = (dice * 16807) % 2147483647;
    return dice / 2147483647;
  };
  const items = Array.from({ length: 8 }, (_, at) => ({
    id: `i${at}`,
    cost: BigInt(1 + Math.floor(random() * 30)) * 100n,
  }));
  const pick = () => Math.floor(random() * random() * items.length);
  const ballots = Array.from({ length: voters }, (): Ballot => ({ choices: [...new Set([pick(), pick(), pick()])] }));
  return { items, ballots, budget: 10_000n, unit: 100n };
}

describe('greedy', () => {
  it('is what the slow count says', () => {
    fc.assert(
      fc.property(elections, (election) => {
        expect(greedy(election).winners).toEqual(slowGreedy(election));
      }),
      {
        numRuns: 500,
      },
    );
  });

  it('never spends more than there is, and leaves out only what did not fit', () => {
    fc.assert(
      fc.property(elections, (election) => {
        const { winners, missed, cost, left } = greedy(election);
        expect(cost + left).toBe(election.budget);
        expect(left >= 0n).toBe(true);
        const looked = election.ballots.length > 0 ? [...election.items.keys()] : [];
        expect([...winners, ...missed.map(({ item }) => item)].sort()).toEqual(looked);
        expect(missed.every((each) => each.because === 'rival' || each.missing > 0n)).toBe(true);
      }),
    );
  });

  it('does not care in which order the ballots came', () => {
    const shuffled = elections.chain((election) =>
      fc
        .shuffledSubarray([...election.ballots], { minLength: election.ballots.length })
        .map((ballots) => ({ election, ballots })),
    );
    fc.assert(
      fc.property(shuffled, ({ election, ballots }) => {
        expect(greedy({ ...election, ballots })).toEqual(greedy(election));
        expect(equalShares({ ...election, ballots })).toEqual(equalShares(election));
      }),
    );
  });

  it('keeps a winner a winner when one more votes for it', () => {
    fc.assert(
      fc.property(elections, (election) => {
        for (const winner of greedy(election).winners) {
          const ballots = [...election.ballots, { choices: [winner] }];
          expect(greedy({ ...election, ballots }).winners).toContain(winner);
        }
      }),
    );
  });
});

describe('equal shares', () => {
  it('is what the slow count says, ties included', () => {
    fc.assert(
      fc.property(elections, (election) => {
        expect(equalShares(election).winners).toEqual(slowEqualShares(election));
      }),
      { numRuns: 300 },
    );
  });

  it('is what the slow count says where purses grow by so little that many a step changes nothing', () => {
    const fine = elections.map(
      (election): Election => ({
        ...election,
        items: election.items.map((item, at) => ({ ...item, cost: item.cost - BigInt(at * 7) })),
        unit: 3n,
      }),
    );
    fc.assert(
      fc.property(fine, (election) => {
        expect(equalShares(election).winners).toEqual(slowEqualShares(election));
      }),
      { numRuns: 100 },
    );
  });

  it('is what the slow count says of larger crowds', () => {
    fc.assert(
      fc.property(crowds, (election) => {
        expect(equalShares(election).winners).toEqual(slowEqualShares(election));
      }),
      { numRuns: 15 },
    );
  });

  it('never spends more than there is', () => {
    fc.assert(
      fc.property(elections, (election) => {
        expect(equalShares(election).left >= 0n).toBe(true);
      }),
    );
  });
});
