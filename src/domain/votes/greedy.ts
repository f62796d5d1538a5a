/** Greedy by votes: the most voted first, whatever still fits in the money. */

import { type Election, type Outcome, outcomeOf, rivalOf, scoresOf } from './election.ts';

export interface GreedyOutcome extends Outcome {
  /** The points of each item, in the order of the items. */
  scores: bigint[];
  /** In the order in which their turn came. */
  missed: Missed[];
}

export type Missed =
  /** It did not fit: so much money was missing. */
  | { item: number; because: 'money'; missing: bigint }
  /** What excludes it had won. */
  | { item: number; because: 'rival'; rival: number };

/**
 * Of equal points the cheaper goes first; of those the earlier in `items`. What does not fit is passed over. Where nothing
 * got any points nothing wins and nothing was missed.
 */
export function greedy(election: Election): GreedyOutcome {
  const { items, budget } = election;
  const scores = scoresOf(election);
  if (scores.every((score) => score === 0n)) return { ...outcomeOf(election, []), scores, missed: [] };
  const order = items.map((_, at) => at).sort((a, b) => before(election, scores, a, b));
  const winners: number[] = [];
  const missed: GreedyOutcome['missed'] = [];
  let left = budget;
  for (const item of order) {
    const cost = items[item]?.cost ?? 0n;
    const rival = rivalOf(items, item, winners);
    if (rival !== undefined) missed.push({ item, because: 'rival', rival });
    else if (cost > left) missed.push({ item, because: 'money', missing: cost - left });
    else {
      winners.push(item);
      left -= cost;
    }
  }
  return { ...outcomeOf(election, winners), scores, missed };
}

function before({ items }: Election, scores: readonly bigint[], a: number, b: number): number {
  return compare(scores[b] ?? 0n, scores[a] ?? 0n) || compare(items[a]?.cost ?? 0n, items[b]?.cost ?? 0n) || a - b;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
