/** Ways to reckon with the purses of voters: quick ones that know when they are not sure, exact ones, and with growing purses. */

export interface Arithmetic<N> {
  of(whole: bigint): N;
  plus(a: N, b: N): N;
  minus(a: N, b: N): N;
  times(a: N, by: number): N;
  /** `by` is a number of voters or a cost. */
  over(a: N, by: number): N;
  /** Negative, zero or positive; undefined where it cannot be told. `scale` is as large as anything that went into them. */
  compare(a: N, b: N, scale: N): number | undefined;
  /** The same where no decision hangs on those that cannot be told apart. */
  order(a: N, b: N): number;
  /** Takes down that the outcome hangs on how these compare, where it is taken down at all. */
  watch?(a: N, b: N, scale: N): void;
}

/** Numbers that can also tell for how long a difference keeps its sign. */
export interface Steady<N> extends Arithmetic<N> {
  /** After so many steps, at least, it still has it, if it changes by `slope` in each. Both are made of nothing over their scale. */
  stepsOf(difference: N, slope: N, scale: N): number;
}

/** How far a sum of doubles may be off, a thousand times over. */
const DOUBT = 1e-10;
/** What is surely left of a difference that could be told. */
const SURE = 0.99;

/** Doubles: right wherever they answer. */
export const doubles: Steady<number> = {
  of: Number,
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  times: (a, by) => a * by,
  over: (a, by) => a / by,
  compare: (a, b, scale) => (Math.abs(a - b) <= scale * DOUBT ? undefined : a - b),
  order: (a, b) => a - b,
  stepsOf(difference, slope, scale) {
    const approach = Math.max(0, -slope * Math.sign(difference)) + Math.abs(scale) * DOUBT;
    return Math.max(0, Math.ceil((Math.abs(difference) * SURE) / approach) - 1);
  },
};

export interface Fraction {
  over: bigint;
  under: bigint;
}

/** Fractions of whole numbers: always right. */
export const fractions: Steady<Fraction> = {
  of: (whole) => ({ over: whole, under: 1n }),
  plus: (a, b) => reduced(a.over * b.under + b.over * a.under, a.under * b.under),
  minus: (a, b) => reduced(a.over * b.under - b.over * a.under, a.under * b.under),
  times: (a, by) => reduced(a.over * BigInt(by), a.under),
  over: (a, by) => reduced(a.over, a.under * BigInt(by)),
  compare: signOf,
  order: signOf,
  stepsOf(difference, slope) {
    if (slope.over === 0n) return Number.POSITIVE_INFINITY;
    if (difference.over === 0n) return 0;
    if (difference.over > 0n === slope.over > 0n) return Number.POSITIVE_INFINITY;
    return Number((size(difference.over) * slope.under - 1n) / (size(slope.over) * difference.under));
  },
};

function signOf(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function reduced(over: bigint, under: bigint): Fraction {
  let [a, b] = [size(over), under];
  while (b !== 0n) [a, b] = [b, a % b];
  return a > 1n ? { over: over / a, under: under / a } : { over, under };
}

const size = (n: bigint) => (n < 0n ? -n : n);

/** A number that changes as the purses grow: what it is now, and by how much it changes in a step. */
export interface Growing<N> {
  now: N;
  slope: N;
}

/** Reckons with growing numbers and tells `note` after how many steps, at least, a comparison may come out otherwise. */
export function growing<N>(by: Steady<N>, note: (steps: number) => void): Arithmetic<Growing<N>> {
  type G = Growing<N>;
  const zero = by.of(0n);
  const each = (a: G, b: G, sum: (a: N, b: N) => N): G => ({ now: sum(a.now, b.now), slope: sum(a.slope, b.slope) });
  const watch = (a: G, b: G, scale: G) =>
    note(by.stepsOf(by.minus(a.now, b.now), by.minus(a.slope, b.slope), scale.slope));
  return {
    of: (whole) => ({ now: by.of(whole), slope: zero }),
    plus: (a, b) => each(a, b, by.plus),
    minus: (a, b) => each(a, b, by.minus),
    times: (a, n) => ({ now: by.times(a.now, n), slope: by.times(a.slope, n) }),
    over: (a, n) => ({ now: by.over(a.now, n), slope: by.over(a.slope, n) }),
    compare(a, b, scale) {
      const found = by.compare(a.now, b.now, scale.now);
      if (found !== undefined) watch(a, b, scale);
      return found;
    },
    order: (a, b) => by.order(a.now, b.now),
    watch,
  };
}
