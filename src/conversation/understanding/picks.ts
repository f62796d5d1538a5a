/** Which things of a list a person names in one message, or takes back. */

import type { Choices } from './choices.ts';
import { plainText } from './tokens.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

export interface Picked {
  /** Places from 0, each once. */
  picks: number[];
  /** They are to be taken off again. */
  removes: boolean;
}

export type Against = 'removes' | 'swaps';

const NUMBERS = /^\d{1,6}(?:[\s.-]+\d{1,6})+\.?$/;
const SIGNS = /[,;+&/\n]+|(?<=\d)[ye](?=\d)/;
/** No message names more. */
const LONGEST = 300;

export class Picks {
  readonly #choices: Choices;
  readonly #choosing: RegExp;
  readonly #removing: RegExp;
  readonly #joint: RegExp;
  readonly #against: RegExp;
  readonly #rather: RegExp;
  readonly #behind: RegExp;

  constructor(choices: Choices, { choosing, removing, refusing, rather, picksJoint }: Vocabulary) {
    this.#choices = choices;
    this.#choosing = leading(entries(choosing));
    this.#removing = leading(entries(removing));
    const refused = oneOf(entries(refusing));
    this.#against = new RegExp(`(?<!\\w)(?:${refused}|${oneOf(entries(removing))})(?!\\w)`);
    this.#rather = new RegExp(`(?<!\\w)(?:${oneOf(entries(rather))})(?!\\w)`);
    this.#behind = new RegExp(`[\\s,]+(?:${refused})\\W*$`);
    this.#joint = new RegExp(`${SIGNS.source}|\\s+(?:${oneOf(entries(picksJoint))})\\s+`);
  }

  /** Of labels, by number or by name: "1 y 3", "el techo y la rampa", "quitar el 2". Undefined unless all of it is one. */
  of(text: string, labels: readonly string[]): Picked | 'out-of-range' | undefined {
    if (text.length > LONGEST) return undefined;
    const said = plainText(text).trim();
    const left = this.#bared(said);
    const removes = left !== said;
    if (this.against(text) !== (removes ? 'removes' : undefined)) return undefined;
    const named = removes ? left : said.replace(this.#choosing, '');
    const found = this.#all(named.split(this.#joint), labels) ?? this.#all([named], labels);
    return found === 'out-of-range' || found === undefined ? found : { picks: found, removes };
  }

  /** Whether a message refuses or takes back anything, or wants one thing rather than another: nothing it names is chosen. */
  against(text: string): Against | undefined {
    const said = plainText(text.slice(0, LONGEST));
    if (this.#against.test(said)) return 'removes';
    return this.#rather.test(said) ? 'swaps' : undefined;
  }

  /** Without the words that take back: "ya no, quita la rampa", "la rampa no". */
  #bared(said: string): string {
    const left = said.replace(this.#removing, '').replace(this.#behind, '');
    return left === said ? said : this.#bared(left);
  }

  #all(parts: readonly string[], labels: readonly string[]): number[] | 'out-of-range' | undefined {
    const picks: (number | 'out-of-range' | undefined)[] = parts
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .flatMap((part) => (NUMBERS.test(part) ? part.split(/\D+/).filter((each) => each !== '') : [part]))
      .map((part) => this.#choices.choice(part, labels));
    if (picks.length === 0 || picks.includes(undefined)) return undefined;
    const places = picks.filter((pick) => typeof pick === 'number');
    return places.length < picks.length ? 'out-of-range' : [...new Set(places)];
  }
}

function leading(words: readonly string[]): RegExp {
  return new RegExp(`^\\W*(?:${oneOf(words)})\\b[\\s:]*`);
}

/** The longest first: "quita el voto de" before "quita". */
function oneOf(words: readonly string[]): string {
  return words
    .map((word) => plainText(word))
    .sort((a, b) => b.length - a.length)
    .join('|');
}
