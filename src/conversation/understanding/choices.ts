/** Which of the offered labels a person means, and how many. */

import { distance } from 'fastest-levenshtein';
import type { Companions } from './companions.ts';
import type { Grammar } from './grammar.ts';
import type { Numbers } from './numbers.ts';
import type { Reader, Reading, Unit } from './reading.ts';
import { covered, type Scene } from './scene.ts';
import { plainText } from './tokens.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

const LABEL = 200;
const WORDS = 24;
const BARE_NUMBER = /^\s*(\d{1,6})\s*[.)°º-]?\s*$/;
/** A dash between words is none: "opción - 2". */
const BELOW_ZERO = /(?:^\s*[-−–]\s*|\s[-−–])\d/;
const FRAME = /[\u20e3\ufe0f]/g;

export class Choices {
  readonly #reader: Reader;
  readonly #grammar: Grammar;
  readonly #numbers: Numbers;
  readonly #companions: Companions;
  readonly #yes: number;
  readonly #no: number;
  readonly #soft: readonly number[];
  readonly #pointer: readonly number[];
  readonly #nobody: Set<string>;
  readonly #unsure: number;

  constructor(reader: Reader, grammar: Grammar, numbers: Numbers, companions: Companions, vocabulary: Vocabulary) {
    this.#reader = reader;
    this.#grammar = grammar;
    this.#numbers = numbers;
    this.#companions = companions;
    this.#yes = grammar.atom('YES');
    this.#no = grammar.atom('NO');
    this.#unsure = grammar.atom('UNSURE');
    this.#soft = [grammar.atom('FILLER'), grammar.atom('POLITE')];
    this.#pointer = [grammar.atom('POINTER'), ...this.#soft];
    this.#nobody = new Set(entries(vocabulary.nobody).map((entry) => this.#key(entry)));
  }

  /** A bare yes or no, politeness aside: "si por favor", "no gracias", "👍". */
  bare(scene: Scene): 'yes' | 'no' | undefined {
    if (scene.units.length === 0 || scene.units.length > 6) return undefined;
    if (scene.spans.has(this.#unsure)) return undefined;
    const yes = covered(scene.spans, [this.#yes]);
    const no = covered(scene.spans, [this.#no]);
    const soft = covered(scene.spans, this.#soft);
    let says: 'yes' | 'no' | undefined;
    for (let at = 0; at < scene.units.length; at++) {
      if (no.has(at)) says ??= 'no';
      else if (yes.has(at)) says ??= 'yes';
      else if (!soft.has(at)) return undefined;
    }
    return says;
  }

  choice(text: string, labels: readonly string[]): number | 'out-of-range' | undefined {
    if (BELOW_ZERO.test(text)) return undefined;
    const bareNumber = BARE_NUMBER.exec(text.length > LABEL ? text.slice(0, LABEL) : text.replace(FRAME, ''));
    if (bareNumber !== null) return inRange(Number(bareNumber[1]), labels);
    const reading = this.#reader.read(text, LABEL, WORDS);
    if (reading.tokens.length === 0) return undefined;
    const key = reading.tokens.map((token) => token.plain).join(' ');
    const same = labels.findIndex((label) => plainWords(label) === key);
    if (same !== -1) return same;
    const scene = this.#grammar.scene(reading.units);
    return this.#pointed(scene, labels) ?? this.#yesNo(scene, labels) ?? this.#named(reading, scene, labels);
  }

  count(text: string): number | undefined {
    const reading = this.#reader.read(text, LABEL, WORDS);
    if (this.#nobody.has(reading.units.map((unit) => unit.sound).join(' '))) return 0;
    const people = this.#companions.of(this.#grammar.scene(reading.units));
    const found = this.#numbers.all(reading.units);
    const [only] = found;
    // "mis dos hijos y mi mamá" are more than the number says; "somos 4" says four.
    if (only === undefined || (people !== undefined && people > only.value)) return people;
    return found.length === 1 && only.value <= 99 ? only.value : undefined;
  }

  companions(text: string): number | undefined {
    return this.#companions.only(this.#grammar.scene(this.#reader.read(text, LABEL, WORDS).units));
  }

  /** "la segunda", "opción 2 por favor": a number and nothing that says something else. */
  #pointed(scene: Scene, labels: readonly string[]): number | 'out-of-range' | undefined {
    const pointer = covered(scene.spans, this.#pointer);
    let value: number | undefined;
    for (let at = 0; at < scene.units.length; at++) {
      const unit = scene.units[at];
      if (unit === undefined) continue;
      const number = this.#numbers.at(scene.units, at);
      const ordinal = this.#numbers.ordinal(unit);
      if (ordinal !== undefined && (value === undefined || number === undefined)) {
        value = ordinal === -1 ? labels.length : ordinal;
      } else if (number !== undefined) {
        // "una": an article before the number, the number itself when alone.
        if (value !== undefined && !pointer.has(at)) return undefined;
        if (value === undefined || !pointer.has(at)) value = number.value;
        at += number.words - 1;
      } else if (!pointer.has(at)) return undefined;
    }
    return value === undefined ? undefined : inRange(value, labels);
  }

  #yesNo(scene: Scene, labels: readonly string[]): number | undefined {
    const says = this.bare(scene);
    if (says === undefined) return undefined;
    const meant = says === 'yes' ? this.#yes : this.#no;
    const matching = labels.flatMap((label, index) => {
      const labelled = this.#grammar.scene(this.#reader.read(label, LABEL, WORDS).units);
      if (labelled.spans.has(this.#unsure)) return [];
      return (labelled.spans.get(meant) ?? []).some((span) => span.start === 0) ? [index] : [];
    });
    return matching.length === 1 ? matching[0] : undefined;
  }

  /** The label said in part or with slips, when only one fits. */
  #named(reading: Reading, scene: Scene, labels: readonly string[]): number | undefined {
    const pointer = covered(scene.spans, this.#pointer);
    const said = reading.units.filter((_, at) => !pointer.has(at));
    // "y" stands in many a label.
    if (said.every(({ sound }) => sound.length === 1)) return undefined;
    const fits: number[] = [];
    labels.forEach((label, index) => {
      const read = this.#reader.read(label, LABEL, WORDS);
      const meant = covered(this.#grammar.scene(read.units).spans, this.#soft);
      const words = read.units.filter((_, at) => !meant.has(at));
      if (words.length > 0 && said.every((unit) => words.some((word) => alike(unit, word)))) fits.push(index);
    });
    return fits.length === 1 ? fits[0] : undefined;
  }

  #key(text: string): string {
    return this.#reader
      .read(text, LABEL, WORDS)
      .units.map((unit) => unit.sound)
      .join(' ');
  }
}

function inRange(value: number, labels: readonly string[]): number | 'out-of-range' {
  return value >= 1 && value <= labels.length ? value - 1 : 'out-of-range';
}

function plainWords(text: string): string {
  return (plainText(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

function alike(said: Unit, word: Unit): boolean {
  if (said.sound === word.sound) return true;
  const length = Math.min(said.sound.length, word.sound.length);
  if (length < 4 || /\d/.test(said.sound)) return false;
  return distance(said.sound, word.sound) <= (length >= 8 ? 2 : 1);
}
