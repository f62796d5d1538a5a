/** The words of relays: RESPONDER 12 and what is to be said, TERMINAR 12, BLOQUEAR 12, REPORTAR 12. */

import { distance } from 'fastest-levenshtein';
import type { Intent, RelayWord } from './intent.ts';
import { plainText } from './tokens.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

const WORD = /^[^\p{L}\p{N}]*([\p{L}\p{M}]+)/u;
const NUMBER = /^[^\p{L}\p{N}]*(\d{1,9})(?!\d|[:/]\d)[\s.,:;)»"'*_-]*/u;
/** Shorter words are not guessed. */
const GUESSED = 7;

type RelayIntent = Extract<Intent, { name: 'relay' }>;

export class RelayWords {
  readonly #words: readonly { typed: string; word: RelayWord; isPrinted: boolean }[];
  readonly #links: ReadonlySet<string>;
  readonly #others: ReadonlySet<string>;

  constructor({ relay, relayLinks, relayOthers }: Vocabulary) {
    this.#words = Object.entries(relay).flatMap(([word, words]) =>
      entries(words).map((entry, index) => ({
        typed: plainText(entry),
        word: word as RelayWord,
        isPrinted: index === 0,
      })),
    );
    this.#links = new Set(entries(relayLinks).map(plainText));
    this.#others = new Set(entries(relayOthers).map(plainText));
  }

  /** What follows the number is kept as it was typed. Without a number only the printed word itself counts. */
  find(text: string): RelayIntent | undefined {
    const head = WORD.exec(text);
    if (!head) return undefined;
    const rest = text.slice(head[0].length);
    const [, number, said] = this.#numbered(rest);
    const meant = this.#meant(plainText(head[1] ?? ''), number !== undefined);
    if (!meant) return undefined;
    const { word, isPrinted } = meant;
    if (word === 'answer') {
      if (number !== undefined) return { name: 'relay', word, number, text: said };
      return isPrinted && !this.#isOther(rest)
        ? { name: 'relay', word, text: rest.replace(/^[\s.,:;-]+/, '').trim() }
        : undefined;
    }
    if (said !== '') return undefined;
    if (number !== undefined) return { name: 'relay', word, number };
    return isPrinted && word !== 'report' ? { name: 'relay', word } : undefined;
  }

  /** "RESPONDER el reporte 2" is about no conversation. */
  #isOther(rest: string): boolean {
    const words = plainText(rest).match(/\p{L}+/gu) ?? [];
    const first = words.find((word) => !this.#links.has(word));
    return first !== undefined && this.#others.has(first);
  }

  /** The number, past "la conversación", and what comes after it; without a number, all that is no such word. */
  #numbered(rest: string): [whole: string, number: number | undefined, said: string] {
    let at = 0;
    for (;;) {
      const left = rest.slice(at);
      const number = NUMBER.exec(left);
      if (number) return [rest, Number(number[1]), left.slice(number[0].length).trim()];
      const link = WORD.exec(left);
      if (!link || !this.#links.has(plainText(link[1] ?? ''))) {
        return [rest, undefined, left.replace(/[^\p{L}\p{N}]+/gu, '') === '' ? '' : left.trim()];
      }
      at += link[0].length;
    }
  }

  /** With a number after it the word may have a slip in it. */
  #meant(typed: string, isNumbered: boolean) {
    const exact = this.#words.find((each) => each.typed === typed);
    if (exact || !isNumbered || this.#others.has(typed)) return exact;
    return this.#words.find((each) => each.typed.length >= GUESSED && distance(each.typed, typed) === 1);
  }
}
