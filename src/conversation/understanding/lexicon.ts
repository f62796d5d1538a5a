/** Every word that a language's rules know, found by sound and, for longer words, in spite of a slip. */
import { distance } from 'fastest-levenshtein';
import { plainText } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

const LONGEST = 22;
const NOTHING: readonly number[] = [];
const TOO_FAR = 3;

interface Near {
  ids: readonly number[];
  /** How many letters or sounds are wrong. */
  errors: number;
}

const NONE: Near = { ids: NOTHING, errors: TOO_FAR };

interface Word {
  sound: string;
  /** Without accents, as first listed. */
  plain: string;
}

export class Lexicon {
  readonly #sounds: [RegExp, string][];
  readonly #words = new Map<string, number>();
  readonly #listed: Word[] = [];
  readonly #spelled = new Set<string>();
  readonly #stems = new Map<string, number>();
  readonly #fixed = new Set<number>();
  #longestStem = 0;
  readonly #slips = new Map<string, number[]>();

  constructor(vocabulary: Vocabulary) {
    this.#sounds = vocabulary.sounds.map(([from = '', to = '']) => [new RegExp(from, 'g'), to]);
  }

  /** How a word without accents sounds: two spellings of one sound give the same. */
  sound(plain: string): string {
    // Doubled letters sound like one; doubled digits are another number.
    if (/^\d+$/.test(plain)) return plain;
    let sound = plain;
    for (const [from, to] of this.#sounds) sound = sound.replace(from, to);
    return sound;
  }

  /** The number of a word, new or known. "medic*" knows every word that begins so; "=alto" is never guessed. */
  add(entry: string): number {
    const fixed = entry.startsWith('=');
    const stem = entry.endsWith('*');
    const plain = plainText(entry.slice(fixed ? 1 : 0, stem ? -1 : undefined));
    const sound = this.sound(plain);
    this.#spelled.add(plain);
    const known = stem ? this.#stems : this.#words;
    let id = known.get(sound);
    if (id === undefined) {
      id = this.#listed.length;
      this.#listed.push({ sound, plain });
      known.set(sound, id);
    }
    if (stem) this.#longestStem = Math.max(this.#longestStem, sound.length);
    if (fixed) this.#fixed.add(id);
    return id;
  }

  /** To be called once, after the last `add`. */
  seal(): void {
    for (const id of this.#words.values()) {
      const word = this.#listed[id];
      if (word === undefined || this.#fixed.has(id)) continue;
      const keys = new Set([
        ...shortened(word.sound, lettersOf(word.sound)),
        ...shortened(word.plain, lettersOf(word.plain)),
      ]);
      for (const key of keys) {
        const ids = this.#slips.get(key);
        if (ids === undefined) this.#slips.set(key, [id]);
        else ids.push(id);
      }
    }
  }

  /** The word is listed with exactly this spelling. */
  isSpelled(plain: string): boolean {
    return this.#spelled.has(plain);
  }

  has(sound: string): boolean {
    return this.#words.has(sound);
  }

  /** The words that this sound is, exactly or by its stem. */
  exact(sound: string): readonly number[] {
    const ids: number[] = [];
    const word = this.#words.get(sound);
    if (word !== undefined) ids.push(word);
    for (let length = Math.min(sound.length, this.#longestStem); length >= 3; length--) {
      const stem = this.#stems.get(sound.slice(0, length));
      if (stem !== undefined) ids.push(stem);
    }
    return ids;
  }

  /** The words that this may be a slip of, in its letters or in its sound: the nearest ones, none for short words. */
  near(plain: string, sound: string): Near {
    if (plain.length < 4 || plain.length > LONGEST) return NONE;
    let best = Number.POSITIVE_INFINITY;
    let found: number[] = [];
    const seen = new Set<number>();
    for (const typed of plain === sound ? [plain] : [plain, sound]) {
      for (const key of shortened(typed, typed.length <= 14 ? lettersOf(typed) : 1)) {
        for (const id of this.#slips.get(key) ?? NOTHING) {
          if (seen.has(id)) continue;
          seen.add(id);
          const word = this.#listed[id];
          if (word === undefined) continue;
          const inLetters = slip(plain, word.plain);
          const inSound = slip(sound, word.sound);
          if (inLetters === TOO_FAR && inSound === TOO_FAR) continue;
          const errors = 4 * Math.min(inLetters, inSound) + Math.max(inLetters, inSound);
          if (errors > best) continue;
          if (errors < best) found = [];
          best = errors;
          found.push(id);
        }
      }
    }
    return { ids: found, errors: found.length === 0 ? TOO_FAR : Math.floor(best / 4) };
  }
}

/** How many letters may be wrong in a word. */
function lettersOf(word: string): 0 | 1 | 2 {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

/** The word itself and what is left of it without one letter, or without two; nothing for a word that must be exact. */
function shortened(word: string, letters: 0 | 1 | 2): Set<string> {
  if (letters === 0) return new Set();
  const all = new Set([word]);
  for (let at = 0; at < word.length; at++) {
    const once = word.slice(0, at) + word.slice(at + 1);
    all.add(once);
    if (letters === 2)
      for (let then = at; then < once.length; then++) all.add(once.slice(0, then) + once.slice(then + 1));
  }
  return all;
}

/** Errors between what was typed and a known word; TOO_FAR when it is no slip. */
function slip(typed: string, word: string): number {
  const errors = swapped(typed, word) ? 1 : distance(typed, word);
  const sameStart = typed[0] === word[0];
  if (word.length >= 8) return errors <= 1 || (errors === 2 && sameStart) ? errors : TOO_FAR;
  if (errors > 1 || word.length < 4) return TOO_FAR;
  if (word.length >= 6) return sameStart || typed.length !== word.length ? errors : TOO_FAR;
  if (!sameStart) return TOO_FAR;
  if (word.length === 5) return errors;
  return typed.at(-1) === word.at(-1) && (typed.length !== word.length || swapped(typed, word)) ? errors : TOO_FAR;
}

function swapped(typed: string, word: string): boolean {
  if (typed.length !== word.length) return false;
  let at = 0;
  while (at < word.length && typed[at] === word[at]) at++;
  return typed[at] === word[at + 1] && typed[at + 1] === word[at] && typed.slice(at + 2) === word.slice(at + 2);
}
