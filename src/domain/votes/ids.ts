/** Ids of rows that tell nothing of when they were made. */

/** A whole number below 2^53, never the same. */
export type NewId = () => number;

const HALF = 2 ** 26;

/** `random` gives numbers from 0 up to, not including, 1, that nobody can guess. */
export function newIdWith(random: () => number): NewId {
  return () => Math.floor(random() * HALF) * 2 * HALF + Math.floor(random() * 2 * HALF);
}
