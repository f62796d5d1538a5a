/** What is counted: what can be chosen, for how much money, and the ballots. */

/** One thing on the ballot. */
export interface Item {
  id: string;
  /** In whole units of the money: centavos of a clinic. More than 0. */
  cost: bigint;
  /** Of the items of one group one wins at most. */
  group?: string;
}

export interface Election {
  /** In the unit of the costs. */
  budget: bigint;
  /** In the order that decides last: the one drawn by lot, or that of the file. */
  items: readonly Item[];
  ballots: readonly Ballot[];
  /** How many units of the costs make one of the currency: 100 centavos a peso. */
  unit: bigint;
}

export interface Ballot {
  /** Places in `items`, each once; of a ranking from best to worst. */
  choices: readonly number[];
  /** What each choice counts, where they do not count one each. */
  points?: readonly bigint[];
}

/** The points of each item, in their order. */
export function scoresOf({ items, ballots }: Election): bigint[] {
  const scores = items.map(() => 0n);
  for (const { choices, points } of ballots) {
    for (const [at, choice] of choices.entries()) scores[choice] = (scores[choice] ?? 0n) + (points?.[at] ?? 1n);
  }
  return scores;
}

/** What won of the group of this item; undefined where nothing stands in its way. */
export function rivalOf(items: readonly Item[], item: number, winners: readonly number[]): number | undefined {
  const group = items[item]?.group;
  return group === undefined ? undefined : winners.find((each) => items[each]?.group === group);
}

export interface Outcome {
  /** Places in `items`, in the order in which they won. */
  winners: number[];
  cost: bigint;
  left: bigint;
}

export function outcomeOf({ items, budget }: Election, winners: number[]): Outcome {
  const cost = winners.reduce((sum, at) => sum + (items[at]?.cost ?? 0n), 0n);
  return { winners, cost, left: budget - cost };
}
