/** Somebody is in danger: looked for in every stretch of a message, so that what else it says cannot hide it. */
import type { Grammar } from './grammar.ts';
import { Patterns } from './patterns.ts';
import type { Reader, Unit } from './reading.ts';
import type { Vocabulary } from './vocabulary.ts';

const LIMIT = 4_000;
const MOST_WORDS = 800;
/** A danger is told within so many words; two stretches share half of them. */
const STRETCH = 16;
/** A message so short is also read as one, across its full stops. */
const SHORT = 24;
const NO_LETTER = /^[^\p{L}]*$/u;

export class Dangers {
  readonly #reader: Reader;
  readonly #grammar: Grammar;
  readonly #patterns: Patterns<true>;

  constructor(reader: Reader, grammar: Grammar, vocabulary: Vocabulary) {
    this.#reader = reader;
    this.#grammar = grammar;
    this.#patterns = new Patterns(vocabulary.emergencies.map((line) => [grammar.pattern(line), true]));
  }

  isEmergency(text: string): boolean {
    // The one number that is a cry for help; any other stands for a choice.
    if (text.length < 12 && NO_LETTER.test(text)) return text.trim() === '911';
    const { units } = this.#reader.read(text, LIMIT, MOST_WORDS);
    const stretches = sentences(units);
    if ((stretches.length === 1 || units.length <= SHORT) && this.#inDanger(units)) return true;
    return stretches.length > 1 && stretches.some((stretch) => this.#inDanger(stretch));
  }

  #inDanger(units: readonly Unit[]): boolean {
    for (let at = 0; at === 0 || at + STRETCH / 2 < units.length; at += STRETCH / 2) {
      const scene = this.#grammar.scene(units.length <= SHORT ? units : units.slice(at, at + STRETCH));
      if (this.#patterns.heaviest(scene) === true) return true;
      if (units.length <= SHORT) return false;
    }
    return false;
  }
}

function sentences(units: readonly Unit[]): Unit[][] {
  const all: Unit[][] = [];
  let current: Unit[] = [];
  for (const unit of units) {
    current.push(unit);
    if (unit.ends) {
      all.push(current);
      current = [];
    }
  }
  if (current.length > 0) all.push(current);
  return all;
}
