/** Numbers as people write them: digits, words, tens and units. */
import type { Lexicon } from './lexicon.ts';
import type { Unit } from './reading.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

const DIGITS = /^\d{1,6}$/;

export class Numbers {
  readonly #values: Map<string, number>;
  readonly #ordinals: Map<string, number>;
  readonly #joints: Set<string>;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    const heard = (words: Readonly<Record<string, number>>) =>
      new Map(
        Object.entries(words).map(([word, value]) => {
          lexicon.add(word);
          return [lexicon.sound(word), value];
        }),
      );
    this.#values = heard(vocabulary.numbers);
    this.#ordinals = heard(vocabulary.ordinals);
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
    const value = this.#values.get(unit.sound);
    if (value === undefined) return undefined;
    if (value < 20 || value % 10 !== 0) return { value, words: 1 };
    const joint = this.#joints.has(units[start + 1]?.sound ?? '') ? 1 : 0;
    const small = this.#values.get(units[start + 1 + joint]?.sound ?? '');
    if (small === undefined || small === 0 || small > 9) return { value, words: 1 };
    return { value: value + small, words: 2 + joint };
  }

  /** Every number in the message, in order, with the place of its first word. */
  all(units: readonly Unit[]): { value: number; at: number }[] {
    const found: { value: number; at: number }[] = [];
    for (let at = 0; at < units.length; at++) {
      const number = this.at(units, at);
      if (number === undefined) continue;
      found.push({ value: number.value, at });
      at += number.words - 1;
    }
    return found;
  }
}
