/** Whether two people ask for the same in their own words. */

import { plainWords, sound } from '../clinics/search-normalize.ts';
import { isFiller, stemOf } from '../works/catalogue-words.ts';

/** The share of the words of the longer one that both say. */
const ENOUGH = 0.6;

/** "Una ambulancia nueva" and "hace falta ambulancia" are; slips of the ear are forgiven. */
export function isAlike(one: string, other: string): boolean {
  const a = stems(one);
  const b = stems(other);
  if (a.size === 0 || b.size === 0) return plainWords(one).join(' ') === plainWords(other).join(' ');
  const both = [...a].filter((stem) => b.has(stem)).length;
  return both / Math.max(a.size, b.size) >= ENOUGH;
}

function stems(text: string): Set<string> {
  return new Set(
    plainWords(text)
      .filter((word) => !isFiller(word))
      .map((word) => stemOf(sound(word))),
  );
}
