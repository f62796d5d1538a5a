/** Our own ids of messages: the same message has the same one at every attempt, so that a phone drops the second copy. */

import { createHash } from 'node:crypto';

const SIGNS = 28;
/** One hexadecimal digit each for which part it is, and of how many. */
const SHAPE = /^([0-9A-F]{28})([0-9A-F])([0-9A-F])$/;

/** The id of the part `index`, from 0, of `total`, at most 15. */
export function messageId(key: string, index: number, total: number): string {
  const hash = createHash('sha256').update(key).digest('hex').slice(0, SIGNS);
  return `${hash}${index.toString(16)}${total.toString(16)}`.toUpperCase();
}

/** Which part it is, and the id of the last one, by which the whole message is known; undefined for ids of others. */
export function partOf(id: string): { index: number; isLast: boolean; ref: string } | undefined {
  const [, hash, at, of] = SHAPE.exec(id) ?? [];
  if (hash === undefined || at === undefined || of === undefined) return undefined;
  const index = Number.parseInt(at, 16);
  const total = Number.parseInt(of, 16);
  if (index >= total) return undefined;
  const ref = `${hash}${(total - 1).toString(16)}${of}`.toUpperCase();
  return { index, isLast: index === total - 1, ref };
}
