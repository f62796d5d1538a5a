/** States and municipalities that have clinics, by their names and by those people use. */

import { distance } from './search-distance.ts';
import { sound } from './search-normalize.ts';
import { nicknamesOf, STATE_NAMES } from './search-places.ts';
import { wordsOf } from './search-words.ts';

export interface Area {
  code: string;
  name: string;
  clinics: number;
}

interface Spelling {
  plain: string;
  words: readonly string[];
  together: string;
}

const SAID_AROUND = new Set('en el la los del de estado municipio soy vivo mi es mpio alcaldia delegacion'.split(' '));

function spell(text: string): Spelling {
  const all = wordsOf(text);
  const telling = all.filter((word) => !SAID_AROUND.has(word));
  const words = telling.length > 0 ? telling : all;
  return { plain: words.join(''), words: words.map(sound), together: sound(words.join('')) };
}

function likeness(said: Spelling, name: Spelling): number {
  if (said.plain === name.plain) return 1;
  // "Sí" sounds like "Chi": something this short is an abbreviation, or no place at all.
  if (said.plain.length <= 4) return 0;
  const longest = Math.max(said.together.length, name.together.length);
  const whole = 1 - distance(said.together, name.together, longest * 0.35) / longest;
  // "Tuxtla" for Tuxtla Gutiérrez: every word said is in the name, the more of it the better.
  const share = said.words.map((word) => Math.max(...name.words.map((other) => wordLikeness(word, other))));
  const part = share.length > 0 ? Math.min(...share) : 0;
  const covered = Math.min(1, said.together.length / name.together.length);
  return SAME_SOUND * Math.max(whole, part > 0.7 ? part * (0.75 + 0.2 * covered) : 0, 0);
}

function wordLikeness(word: string, other: string): number {
  if (word.length < 3 || other.length < 3) return word === other ? 1 : 0;
  if (word.length >= 4 && other.startsWith(word)) return 0.9;
  const longest = Math.max(word.length, other.length);
  return 1 - distance(word, other, longest * 0.35) / longest;
}

const SAME_SOUND = 0.99;
const LIKE_ENOUGH = 0.7;

function rank<T>(
  text: string,
  areas: readonly { area: T; names: readonly Spelling[] }[],
): { area: T; likeness: number }[] {
  const said = spell(text.slice(0, 100));
  if (said.together === '') return [];
  return areas
    .map(({ area, names }) => ({ area, likeness: Math.max(...names.map((name) => likeness(said, name))) }))
    .filter((found) => found.likeness >= LIKE_ENOUGH)
    .sort((a, b) => b.likeness - a.likeness);
}

/** The areas of one level: 32 states, or the municipalities of a state. */
export class Areas {
  readonly #areas: { area: Area; names: Spelling[] }[];

  private constructor(areas: readonly Area[], otherNames: (area: Area) => readonly string[]) {
    this.#areas = [...areas]
      .sort((a, b) => a.name.localeCompare(b.name, 'es'))
      .map((area) => ({ area, names: [area.name, ...otherNames(area)].map(spell) }));
  }

  static ofStates(areas: readonly Area[]): Areas {
    return new Areas(areas, ({ code }) => STATE_NAMES[code] ?? []);
  }

  static ofMunicipalities(stateCode: string, areas: readonly Area[]): Areas {
    return new Areas(areas, ({ name }) => nicknamesOf(stateCode, name));
  }

  /** All of them, by name. */
  list(): Area[] {
    return this.#areas.map(({ area }) => ({ ...area }));
  }

  /** Those the text may mean, best first. */
  find(text: string): { code: string; name: string; likeness: number }[] {
    return rank(text, this.#areas).map(({ area, likeness }) => ({ code: area.code, name: area.name, likeness }));
  }
}
