/** How far a typed word is from a known one, counting the slips of fingers and of spelling as less than a whole error. */

import { distance as wholeErrors } from 'fastest-levenshtein';

const KEY_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const SOUND_ALIKE = ['xj', 'xs', 'jx', 'sx', 'kC', 'xC', 'sC', 'wg', 'wb', 'yi', 'jh', 'jg', 'kg'];
const LETTERS = 128;
const TRANSPOSED = 0.8;
const DOUBLED = 0.4;
const SILENT = 0.4;

/** Cost of one letter typed for another: a whole error, less for a neighbour key and for letters that sound alike. */
function substitutionCosts(): Float32Array {
  const costs = new Float32Array(LETTERS * LETTERS).fill(1);
  const set = (a: string, b: string, cost: number) => {
    costs[a.charCodeAt(0) * LETTERS + b.charCodeAt(0)] = cost;
    costs[b.charCodeAt(0) * LETTERS + a.charCodeAt(0)] = cost;
  };
  KEY_ROWS.forEach((row, line) => {
    [...row].forEach((key, column) => {
      const below = KEY_ROWS[line + 1] ?? '';
      for (const near of [row[column + 1], below[column], below[column - 1]]) if (near) set(key, near, 0.8);
    });
  });
  for (const [a = '', b = ''] of ['mn', 'ei', 'ou', 'dt', 'bp', 'lr', 'td', 'ao', 'ae']) set(a, b, 0.8);
  for (const [a = '', b = ''] of SOUND_ALIKE) set(a, b, 0.35);
  for (let letter = 0; letter < LETTERS; letter++) costs[letter * LETTERS + letter] = 0;
  return costs;
}

const COSTS = substitutionCosts();
const WIDTH = 64;
const rows: readonly [Float32Array, Float32Array, Float32Array] = [
  new Float32Array(WIDTH),
  new Float32Array(WIDTH),
  new Float32Array(WIDTH),
];
const additions = new Float32Array(WIDTH);

/** What leaving the letter out costs: little where the finger stayed on the key, or where it is silent. */
function costOfLetter(word: string, at: number): number {
  const letter = word.charCodeAt(at);
  if (letter === word.charCodeAt(at - 1)) return DOUBLED;
  return letter === 104 /* h */ ? SILENT : 1;
}

/** A quick look before the slower one: two words that cannot be within `limit` of each other, but for the rarest cases. */
export function isFar(a: string, b: string, limit: number): boolean {
  return wholeErrors(a, b) > Math.ceil(limit) + (a.length < 8 ? 1 : 2);
}

/**
 * Weighted edit distance with transpositions; anything above `limit` comes back as Infinity.
 * Words longer than 62 letters are no words: Infinity.
 */
export function distance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (a.length > WIDTH - 2 || b.length > WIDTH - 2) return Number.POSITIVE_INFINITY;
  // What both begin with is no error; the last equal letter stays, for doublings and transpositions look back at it.
  let from = 0;
  while (
    from + 1 < a.length &&
    a.charCodeAt(from) === b.charCodeAt(from) &&
    a.charCodeAt(from + 1) === b.charCodeAt(from + 1)
  )
    from += 1;
  const width = b.length - from;
  let [previous, before, current] = rows;
  previous[0] = 0;
  for (let j = 1; j <= width; j++) {
    const added = costOfLetter(b, from + j - 1);
    additions[j] = added;
    previous[j] = (previous[j - 1] as number) + added;
  }
  for (let i = from + 1; i <= a.length; i++) {
    const letter = a.charCodeAt(i - 1);
    const earlier = i - 1 > from ? a.charCodeAt(i - 2) : -1;
    const costs = letter * LETTERS;
    const dropped = costOfLetter(a, i - 1);
    let least = (previous[0] as number) + dropped;
    current[0] = least;
    for (let j = 1; j <= width; j++) {
      const other = b.charCodeAt(from + j - 1);
      let cost = (previous[j - 1] as number) + (COSTS[costs + other] as number);
      const shorter = (previous[j] as number) + dropped;
      if (shorter < cost) cost = shorter;
      const longer = (current[j - 1] as number) + (additions[j] as number);
      if (longer < cost) cost = longer;
      if (earlier === other && j > 1 && letter === b.charCodeAt(from + j - 2) && letter !== other) {
        const swapped = (before[j - 2] as number) + TRANSPOSED;
        if (swapped < cost) cost = swapped;
      }
      current[j] = cost;
      if (cost < least) least = cost;
    }
    // A transposition may reach back two rows, so one row above the limit is not the end.
    if (least > limit + TRANSPOSED) return Number.POSITIVE_INFINITY;
    const spare = before;
    before = previous;
    previous = current;
    current = spare;
  }
  const cost = previous[width] as number;
  return cost <= limit ? cost : Number.POSITIVE_INFINITY;
}
