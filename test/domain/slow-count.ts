/** The two rules once more, written apart from the program, voter by voter and in fractions: slow, and easy to believe. */

import type { Election } from '../../src/domain/votes/election.ts';

type Fraction = readonly [over: bigint, under: bigint];

const whole = (n: bigint): Fraction => [n, 1n];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const minus = (a: Fraction, [c, d]: Fraction) => plus(a, [-c, d]);
const over = ([a, b]: Fraction, by: bigint): Fraction => [a, b * by];
const times = ([a, b]: Fraction, by: bigint): Fraction => [a * by, b];
const isLess = ([a, b]: Fraction, [c, d]: Fraction) => a * d < c * b;
const isSame = ([a, b]: Fraction, [c, d]: Fraction) => a * d === c * b;
const least = (a: Fraction, b: Fraction) => (isLess(a, b) ? a : b);
const sum = (all: readonly Fraction[]) => all.reduce(plus, whole(0n));

/** Whether another of the same group has won. */
function isExcluded({ items }: Election, item: number, winners: readonly number[]): boolean {
  const group = items[item]?.group;
  return group !== undefined && winners.some((winner) => items[winner]?.group === group);
}

const votesFor = ({ ballots }: Election, item: number) =>
  ballots.filter(({ choices }) => choices.includes(item)).length;

/** Again and again the best of what is left to look at; nothing where there are no votes at all. */
export function slowGreedy(election: Election): number[] {
  const { items, budget, ballots } = election;
  if (ballots.length === 0) return [];
  const open = new Set(items.keys());
  const winners: number[] = [];
  let left = budget;
  while (open.size > 0) {
    let best = -1;
    for (const item of open) {
      if (best < 0) best = item;
      const [votes, most] = [votesFor(election, item), votesFor(election, best)];
      const [cost, other] = [items[item]?.cost ?? 0n, items[best]?.cost ?? 0n];
      if (votes > most || (votes === most && cost < other)) best = item;
    }
    open.delete(best);
    const cost = items[best]?.cost ?? 0n;
    if (cost <= left && !isExcluded(election, best, winners)) {
      winners.push(best);
      left -= cost;
    }
  }
  return winners;
}

/** What the voters buy with so much each: the definition of the rule, with the price of each item found by trying. */
function slowPurchases(election: Election, purse: bigint): number[] {
  const { items, ballots } = election;
  const purses: Fraction[] = ballots.map(() => whole(purse));
  const bought: number[] = [];
  for (;;) {
    let best: { item: number; rho: Fraction } | undefined;
    for (const [item, { cost }] of items.entries()) {
      if (bought.includes(item) || isExcluded(election, item, bought)) continue;
      const own = purses.filter((_, voter) => ballots[voter]?.choices.includes(item));
      if (own.length === 0 || isLess(sum(own), whole(cost))) continue;
      const rho = over(shareOf(own, cost), cost);
      const isBetter = () => {
        if (!best) return true;
        if (!isSame(rho, best.rho)) return isLess(rho, best.rho);
        const other = items[best.item]?.cost ?? 0n;
        return cost !== other ? cost < other : votesFor(election, item) > votesFor(election, best.item);
      };
      if (isBetter()) best = { item, rho };
    }
    if (!best) return bought;
    const { item, rho } = best;
    bought.push(item);
    const price = times(rho, items[item]?.cost ?? 0n);
    for (const [voter, own] of purses.entries()) {
      if (ballots[voter]?.choices.includes(item)) purses[voter] = minus(own, least(own, price));
    }
  }
}

/** The least that, asked of each who has it, and of the others all they have, makes up the cost. */
function shareOf(purses: readonly Fraction[], cost: bigint): Fraction {
  for (const broke of purses) {
    const poor = purses.filter((own) => isLess(own, broke));
    const rich = purses.length - poor.length;
    const share = over(minus(whole(cost), sum(poor)), BigInt(rich));
    const fits = purses.every((own) => (poor.includes(own) ? isLess(own, share) : !isLess(own, share)));
    if (fits) return share;
  }
  throw new Error('Those who can pay it have a share that does.');
}

/** Purses that grow by one unit after another, until the set costs too much or each can pay for everything alone. */
export function slowEqualShares(election: Election): number[] {
  const { items, ballots, budget, unit } = election;
  const costOf = (set: readonly number[]) => set.reduce((total, at) => total + (items[at]?.cost ?? 0n), 0n);
  const all = [...items.keys()];
  if (ballots.length === 0) return [];
  let best: number[] = [];
  for (let purse = budget / BigInt(ballots.length) / unit; ; purse++) {
    const set = slowPurchases(election, purse * unit);
    if (costOf(set) > budget) break;
    best = set;
    if (purse * unit > costOf(all)) break;
  }
  if (costOf(all) > budget) return best;
  const unwanted = all.filter((item) => votesFor(election, item) === 0);
  const byCost = unwanted.sort((a, b) => Number((items[a]?.cost ?? 0n) - (items[b]?.cost ?? 0n)) || a - b);
  for (const item of byCost) if (!isExcluded(election, item, best)) best = [...best, item];
  return best;
}
