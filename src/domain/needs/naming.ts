/** Whether words name something of the catalogue and say nothing besides. */

import { plainWords, sound } from '../clinics/search-normalize.ts';
import { findEntries } from '../works/catalogue.ts';
import { isFiller, stemOf } from '../works/catalogue-words.ts';

/** Of taking part in what others asked for. */
const JOINING: ReadonlySet<string> = new Set(
  'apoyar apoyo apoyamos sumar sumarme sumo propongo proponer pedir support i want propose the a an'.split(' '),
);

/** "Báscula para bebés" does; "se mojan las sillas" does not: it also says what happens. */
export function isOnlyName(text: string): boolean {
  const [entry] = findEntries(text);
  if (!entry) return false;
  const known = new Set([entry.name, ...entry.synonyms].flatMap(stems));
  return stems(text).every((stem) => known.has(stem));
}

function stems(text: string): string[] {
  return plainWords(text)
    .filter((word) => !isFiller(word) && !JOINING.has(word))
    .map((word) => stemOf(sound(word)));
}
