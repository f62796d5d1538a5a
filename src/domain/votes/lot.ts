/** The lot that decides between items with as many votes and the same cost: drawn before the vote opens, for all to redo. */

import { createHash } from 'node:crypto';

/**
 * The printed numbers in the order drawn by lot; of two that are equal in all else the one that stands first here wins.
 * The rule: for each number the SHA-256 of the seed as it is published, a colon and the number in decimal digits
 * (`printf '%s' '<seed>:3' | sha256sum`); the hashes in hexadecimal, the smallest first.
 */
export function drawLot(seed: string, numbers: readonly number[]): number[] {
  const hash = (number: number) => createHash('sha256').update(`${seed}:${number}`).digest('hex');
  return numbers
    .map((number) => ({ number, hash: hash(number) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ number }) => number);
}
