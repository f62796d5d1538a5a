/** Numbers as people write them: digits, words, tens and units, "media docena". */
import type { Lexicon } from './lexicon.ts';
import type { Unit } from './reading.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

const DIGITS = /^\d{1,6}$/;

export class Numbers {
  readonly #values: Map<string, number>;
  readonly #ordinals: Map<string, number>;
  readonly #joints: Set<string>;
  /** Words in the longest name of a number. */
  readonly #longest: number;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    const heard = (words: Readonly<Record<string, number>>) =>
      new Map(
        Object.entries(words).map(([name, value]) => {
          const parts = name.split(' ');
          for (const word of parts) lexicon.add(word);
          return [parts.map((word) => lexicon.sound(word)).join(' '), value];
        }),
      );
    this.#values = heard(vocabulary.numbers);
    this.#ordinals = heard(vocabulary.ordinals);
    this.#longest = Math.max(...[...this.#values.keys()].map((name) => name.split(' ').length));
    this.#joints = new Set(entries(vocabulary.numberJoint).map((word) => lexicon.sound(word)));
  }

  /** "first" -> 1, "last" -> -1. */
  ordinal(unit: Unit): number | undefined {
    return this.#ordinals.get(unit.sound);
  }

  /** The number that begins at this word, and how many words it takes. */
  at(units: readonly Unit[], start: number): { value: number; words: number } | undefined {
    const unit = units[start];
    if (unit === undefined) return undefined;
    if (DIGITS.test(unit.sound)) return { value: Number(unit.sound), words: 1 };
    const { value, words } = this.#named(units, start);
    if (value === undefined) return undefined;
    if (words > 1) return { value, words };
    if (value < 20 || value % 10 !== 0) return { value, words: 1 };
    const joint = this.#joints.has(units[start + 1]?.sound ?? '') ? 1 : 0;
    const small = this.#values.get(units[start + 1 + joint]?.sound ?? '');
    if (small === undefined || small === 0 || small > 9) return { value, words: 1 };
    return { value: value + small, words: 2 + joint };
  }

  /** Every number in the message, in order, with the places of its first and its last word. */
  all(units: readonly Unit[]): { value: number; at: number; end: number }[] {
    const found: { value: number; at: number; end: number }[] = [];
    for (let at = 0; at < units.length; at++) {
      const number = this.at(units, at);
      if (number === undefined) continue;
      const end = at + number.words - 1;
      found.push({ value: number.value, at, end });
      at = end;
    }
    return found;
  }

  /** The longest name of a number that begins at this word. */
  #named(units: readonly Unit[], start: number): { value?: number; words: number } {
    for (let words = this.#longest; words > 0; words--) {
      const name = units.slice(start, start + words).map(({ sound }) => sound);
      const value = name.length === words ? this.#values.get(name.join(' ')) : undefined;
      if (value !== undefined) return { value, words };
    }
    return { words: 0 };
  }
}
