/** The catalogue of what the programme pays for: by code, by kind, and by whatever words somebody has for it. */

import { type CatalogueEntry, seedCatalogue } from '../../../db/seed/catalogue.ts';
import { distance, isFar } from '../clinics/search-distance.ts';
import { plainWords, sound } from '../clinics/search-normalize.ts';
import { isFiller, stemOf } from './catalogue-words.ts';

export type { CatalogueEntry } from '../../../db/seed/catalogue.ts';

interface Term {
  entry: CatalogueEntry;
  words: readonly string[];
  /** The sum of what its words weigh. */
  weight: number;
  /** The catalogue's own name counts a little more than another word for it. */
  isName: boolean;
}

/** How sure a find is: below, it is not offered; above the second, nothing less is offered beside it. */
const LEAST = 0.45;
const NEARLY_AS_GOOD = 0.72;
const MOST_FOUND = 5;
/** How much it matters that a term says all that was said, beside that all of the term was said. */
const OF_SAID = 0.55;
/** All that was said stands in its name: "pintura", "mesa", "refrigerador" may mean each that is called so. */
const NAMED_IN_PART = 0.75;
/** What stands after "en" is where it is lacking, more often than what. */
const PLACE = 0.4;
/** Letters that a word may be wrong by, for its length. */
const slips = (length: number) => (length >= 7 ? 1.9 : length >= 5 ? 1 : length === 4 ? 0.5 : 0);

class Catalogue {
  readonly entries: readonly CatalogueEntry[];
  readonly #byCode: ReadonlyMap<string, CatalogueEntry>;
  readonly #terms: readonly Term[];
  /** How much a word says: one that many terms hold says little. */
  readonly #weights = new Map<string, number>();

  constructor(entries: readonly CatalogueEntry[]) {
    this.entries = entries;
    this.#byCode = new Map(entries.map((entry) => [entry.code, entry]));
    const terms = entries.flatMap((entry) =>
      [entry.name, ...entry.synonyms].map((text, at) => ({ entry, words: wordsOf(text), isName: at === 0 })),
    );
    const holders = new Map<string, Set<string>>();
    for (const { entry, words } of terms) {
      for (const word of words) holders.set(word, (holders.get(word) ?? new Set()).add(entry.code));
    }
    for (const [word, codes] of holders) this.#weights.set(word, Math.log(1 + entries.length / codes.size));
    this.#terms = terms.map((term) => ({ ...term, weight: this.#sum(term.words) }));
  }

  byCode(code: string): CatalogueEntry | undefined {
    return this.#byCode.get(code);
  }

  find(text: string): CatalogueEntry[] {
    const meant = new Map<string, number>();
    for (const [typed, counts] of saidIn(text)) {
      for (const { word, quality } of this.#known(typed)) {
        meant.set(word, Math.max(quality * counts, meant.get(word) ?? 0));
      }
    }
    const said = [...meant].reduce((sum, [word, quality]) => sum + quality * (this.#weights.get(word) ?? 0), 0);
    const best = new Map<CatalogueEntry, number>();
    for (const { entry, words, weight, isName } of this.#terms) {
      const covered = words.reduce((sum, word) => sum + (meant.get(word) ?? 0) * (this.#weights.get(word) ?? 0), 0);
      if (covered === 0) continue;
      const fits = (covered / weight) * (1 - OF_SAID + OF_SAID * (covered / said)) + (isName ? 0.02 : 0);
      const score = isName && covered === said ? Math.max(fits, NAMED_IN_PART) : fits;
      if (score > (best.get(entry) ?? 0)) best.set(entry, score);
    }
    const ranked = [...best].sort(([, a], [, b]) => b - a);
    const top = ranked[0]?.[1] ?? 0;
    return ranked
      .filter(([, score]) => score >= LEAST && score >= top * NEARLY_AS_GOOD)
      .slice(0, MOST_FOUND)
      .map(([entry]) => entry);
  }

  /** The words of the catalogue that a typed one stands for, the nearest alone, with how near it is (0-1). */
  #known(typed: string): { word: string; quality: number }[] {
    if (this.#weights.has(typed)) return [{ word: typed, quality: 1 }];
    const limit = slips(typed.length);
    if (limit === 0) return [];
    let least = limit;
    let nearest: string[] = [];
    for (const word of this.#weights.keys()) {
      if (word[0] !== typed[0] || isFar(typed, word, least)) continue;
      const errors = distance(typed, word, least);
      if (errors > least || errors > slips(word.length)) continue;
      nearest = errors < least ? [word] : [...nearest, word];
      least = errors;
    }
    return nearest.map((word) => ({ word, quality: 1 - 0.2 * least }));
  }

  #sum(words: readonly string[]): number {
    return words.reduce((sum, word) => sum + (this.#weights.get(word) ?? 0), 0);
  }
}

/** The words that say something, as they sound, without their endings. */
function wordsOf(text: string): string[] {
  return plainWords(text)
    .filter((word) => !isFiller(word))
    .map((word) => stemOf(sound(word)));
}

/** The same of what a person typed, and how much each counts. */
function saidIn(text: string): [word: string, counts: number][] {
  const words = plainWords(text);
  const place = words.indexOf('en');
  const isBefore = words.slice(0, Math.max(0, place)).some((word) => !isFiller(word));
  return words.flatMap((word, at): [string, number][] =>
    isFiller(word) ? [] : [[stemOf(sound(word)), isBefore && at > place ? PLACE : 1]],
  );
}

let loaded: Catalogue | undefined;
const catalogue = () => {
  loaded ??= new Catalogue(seedCatalogue());
  return loaded;
};

export function entryByCode(code: string): CatalogueEntry | undefined {
  return catalogue().byCode(code);
}

/** In the order of the catalogue. */
export function entriesOf(kind: CatalogueEntry['kind']): CatalogueEntry[] {
  return catalogue().entries.filter((entry) => entry.kind === kind);
}

/**
 * What a person may mean by a sentence such as "se gotea el techo del consultorio": the best first, five at most, only
 * those that fit nearly as well as the best; none where nothing fits. Accents, spelling and slips are forgiven.
 */
export function findEntries(text: string): CatalogueEntry[] {
  return catalogue().find(text);
}
