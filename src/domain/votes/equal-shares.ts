/**
 * The Method of Equal Shares with purses that grow (Add1): every voter has the same money, and those who chose an item
 * pay for it together. `docs/voting.md` has the rule; the reading is the one without the early stop.
 */

import { type Arithmetic, doubles, fractions, growing, type Steady } from './arithmetic.ts';
import { type Election, type Item, type Outcome, outcomeOf, rivalOf } from './election.ts';
import { greedy } from './greedy.ts';

/** Voters with the same choices: they always have the same money left. */
interface Group {
  voters: number;
  choices: readonly number[];
}

interface Count {
  items: readonly Item[];
  costs: readonly bigint[];
  /** How many chose each item. */
  votes: readonly number[];
  /** By item: the places of the groups that chose it. */
  supporters: readonly (readonly number[])[];
  groups: readonly Group[];
}

/** So often in a row the same is bought before it pays to find out for how long it stays so. */
const PATIENCE = 4;

/** Only of ballots that count one for each choice: what points would be worth in money is not defined. */
export function equalShares(election: Election): Outcome {
  const { budget, unit, items, ballots } = election;
  const count = counting(election);
  const wanted = items.filter((_, at) => (count.votes[at] ?? 0) > 0);
  if (costOf(items) <= budget || costOf(wanted) <= budget) return unlimited(election, count);
  // The purse is a whole number of the currency for each voter. With this one each can pay for everything alone.
  const last = costOf(items) / unit + 1n;
  let purse = budget / BigInt(ballots.length) / unit;
  let best: number[] = [];
  let patience = PATIENCE;
  for (;;) {
    const lookAhead = patience === 0;
    const { winners, steps } = bought(count, { purse: purse * unit, unit, lookAhead });
    if (outcomeOf(election, winners).left < 0n) break;
    const isSame = winners.join() === best.join();
    best = winners;
    if (purse >= last) break;
    purse = steps < last - purse ? purse + BigInt(steps) + 1n : last;
    if (steps === 0) patience = isSame && !lookAhead ? patience - 1 : PATIENCE;
  }
  return outcomeOf(election, best);
}

function costOf(items: readonly Item[]): bigint {
  return items.reduce((sum, { cost }) => sum + cost, 0n);
}

/** There is money for all: by votes, as if purses had no end. What nobody chose comes last, if there is money for it too. */
function unlimited(election: Election, { votes }: Count): Outcome {
  const { winners } = greedy(election);
  const isWanted = costOf(election.items) <= election.budget ? () => true : (at: number) => (votes[at] ?? 0) > 0;
  return outcomeOf(election, winners.filter(isWanted));
}

function counting({ items, ballots }: Election): Count {
  const byChoices = new Map<string, { voters: number; choices: readonly number[] }>();
  for (const { choices } of ballots) {
    const key = [...choices].sort((a, b) => a - b).join();
    const known = byChoices.get(key);
    if (known) known.voters += 1;
    else byChoices.set(key, { voters: 1, choices });
  }
  const groups = [...byChoices.values()];
  const supporters: number[][] = items.map(() => []);
  const votes = items.map(() => 0);
  for (const [at, { voters, choices }] of groups.entries()) {
    for (const choice of choices) {
      supporters[choice]?.push(at);
      votes[choice] = (votes[choice] ?? 0) + voters;
    }
  }
  return { items, costs: items.map(({ cost }) => cost), votes, supporters, groups };
}

interface Purse {
  purse: bigint;
  unit: bigint;
  /** Find out for how many more units the same is bought. */
  lookAhead: boolean;
}

interface Bought {
  /** In the order in which they were bought. */
  winners: number[];
  /** With so many units more, at least, it is the same. */
  steps: number;
}

/** What the voters buy with so much each. */
function bought(count: Count, { purse, unit, lookAhead }: Purse): Bought {
  const found = lookAhead
    ? (foreseen(count, { purse, unit }, doubles) ?? foreseen(count, { purse, unit }, fractions))
    : plain(buy(count, doubles.of(purse), doubles) ?? buy(count, fractions.of(purse), fractions));
  if (!found) throw new Error('Fractions can tell everything apart.');
  return found;
}

const plain = (winners: number[] | undefined): Bought | undefined => winners && { winners, steps: 0 };

function foreseen<N>(count: Count, { purse, unit }: Omit<Purse, 'lookAhead'>, by: Steady<N>): Bought | undefined {
  let steps = Number.POSITIVE_INFINITY;
  const note = (most: number) => {
    steps = Math.min(steps, most);
  };
  const winners = buy(count, { now: by.of(purse), slope: by.of(unit) }, growing(by, note));
  return winners && { winners, steps };
}

/** What an item costs those who pay most for it, for each unit of its cost. */
interface Price<N> {
  item: number;
  /** What each of those pays. */
  share: N;
  /** How much that is for each unit of the cost. */
  rho: N;
  /** What a doubt about all the money comes to in `rho`. */
  doubt: N;
  /** All supporters pay the same: `rho` is one over their number exactly. */
  isEven: boolean;
}

/** Undefined where the arithmetic cannot tell. */
function buy<N>(count: Count, start: N, by: Arithmetic<N>): number[] | undefined {
  const { items, costs, votes, supporters, groups } = count;
  const purses = groups.map(() => start);
  const voters = groups.reduce((sum, group) => sum + group.voters, 0);
  const money = by.times(start, voters);
  const nothing = by.of(0n);
  /** What each was last found to cost: it never gets less, as purses only empty. */
  const bounds = new Map<number, Pick<Price<N>, 'rho' | 'doubt'>>();
  for (const [item, number] of votes.entries()) {
    if (number > 0) bounds.set(item, { rho: by.over(by.of(1n), number), doubt: nothing });
  }
  const winners: number[] = [];

  /** Undefined where it cannot be told, null where the supporters have too little and always will. */
  function price(item: number): Price<N> | null | undefined {
    const cost = by.of(costs[item] ?? 0n);
    const paying = supporters[item] ?? [];
    const have = paying.reduce((sum, at) => by.plus(sum, by.times(purses[at] as N, groups[at]?.voters ?? 0)), nothing);
    const enough = by.compare(have, cost, money);
    if (enough === undefined) return undefined;
    if (enough < 0) return null;
    let rich = paying;
    let rest = cost;
    let payers = votes[item] ?? 0;
    let share = by.over(rest, payers);
    // Who has less than the others would pay gives it all, and the others pay more.
    for (;;) {
      const next: number[] = [];
      for (const at of rich) {
        const own = purses[at] as N;
        if (by.order(own, share) >= 0) next.push(at);
        else {
          const { voters: number = 0 } = groups[at] ?? {};
          rest = by.minus(rest, by.times(own, number));
          payers -= number;
        }
      }
      if (next.length === rich.length) break;
      rich = next;
      share = by.over(rest, payers);
    }
    const isEven = rich === paying && paying.every((at) => (by.compare(purses[at] as N, share, money) ?? -1) >= 0);
    if (by.watch) for (const at of paying) by.watch(purses[at] as N, share, money);
    const units = Number(costs[item]);
    return { item, share, rho: by.over(share, units), doubt: by.over(by.over(money, units), payers), isEven };
  }

  /** Of equal price the cheaper goes first, then the one with more votes, then the earlier. */
  function isBetter(a: Price<N>, b: Price<N>): boolean | undefined {
    const [more, less] = [votes[a.item] ?? 0, votes[b.item] ?? 0];
    const difference = a.isEven && b.isEven ? less - more : by.compare(a.rho, b.rho, larger(a.doubt, b.doubt));
    if (difference === undefined || difference !== 0) return difference === undefined ? undefined : difference < 0;
    const [cost, other] = [costs[a.item] ?? 0n, costs[b.item] ?? 0n];
    if (cost !== other) return cost < other;
    return more === less ? a.item < b.item : more > less;
  }

  const larger = (a: N, b: N) => (by.order(a, b) > 0 ? a : b);

  for (;;) {
    let best: Price<N> | undefined;
    const candidates = [...bounds].sort(([, a], [, b]) => by.order(a.rho, b.rho));
    for (const [item, bound] of candidates) {
      // It costs at least as much; what cannot be told apart is looked at.
      if (best && (by.compare(bound.rho, best.rho, larger(bound.doubt, best.doubt)) ?? 0) > 0) continue;
      const found = price(item);
      if (found === undefined) return undefined;
      if (found === null) {
        bounds.delete(item);
        continue;
      }
      bounds.set(item, found);
      const better = best ? isBetter(found, best) : true;
      if (better === undefined) return undefined;
      if (better) best = found;
    }
    if (!best) return winners;
    winners.push(best.item);
    bounds.delete(best.item);
    for (const item of bounds.keys()) if (rivalOf(items, item, winners) !== undefined) bounds.delete(item);
    for (const at of supporters[best.item] ?? []) {
      const own = purses[at] as N;
      purses[at] = by.order(own, best.share) > 0 ? by.minus(own, best.share) : nothing;
    }
  }
}
