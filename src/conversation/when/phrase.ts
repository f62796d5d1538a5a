/** A sentence as signs that patterns can be matched against, with the way back to what was typed. */

import { monthOf, numberOf, weekdayOf } from './words.ts';

interface Sign {
  /** A word without accents, a number in digits, `W6` for Saturday, `M2` for February, or a sign of punctuation. */
  sign: string;
  from: number;
  to: number;
}

const PIECE = /\d+|\p{L}+|[:/.,;º°-]/gu;
const TAKEN = '_';
const HIDDEN = '§';

export class Phrase {
  readonly #text: string;
  readonly #signs: Sign[];
  /** The signs with a space between two; what was understood is struck out. */
  #line = '';

  constructor(text: string) {
    this.#text = text.normalize('NFC');
    this.#signs = together(read(this.#text));
    this.#join();
  }

  get line(): string {
    return this.#line;
  }

  /** Little but numbers: a bare one may be the answer to a question. */
  get isBrief(): boolean {
    return (this.#line.match(/[a-z]{4,}/g) ?? []).length < 2;
  }

  /** Strikes out what matched, and returns the match; `_label` stands in its place. The pattern begins and ends at whole signs. */
  take(pattern: RegExp, label = ''): RegExpExecArray | undefined {
    const match = this.find(pattern);
    if (match) this.#mark(match, TAKEN + label, TAKEN);
    return match;
  }

  /** What matched is a name and no day or hour: it stays in the sentence, and its numbers are not seen again. */
  hide(pattern: RegExp): boolean {
    const match = this.find(pattern);
    if (match) this.#mark(match, HIDDEN, HIDDEN);
    return match !== undefined;
  }

  #mark(match: RegExpExecArray, first: string, others: string): void {
    this.#covered(match).forEach((index, at) => {
      const sign = this.#signs[index];
      if (sign) sign.sign = at === 0 ? first : others;
    });
    this.#join();
  }

  find(pattern: RegExp): RegExpExecArray | undefined {
    const whole = new RegExp(`(?<=^| )(?:${pattern.source})(?= |$)`, pattern.flags.replace('g', ''));
    return whole.exec(this.#line) ?? undefined;
  }

  /** As it was typed, what matched; it is struck out. */
  cut(pattern: RegExp): string | undefined {
    const match = this.find(pattern);
    if (!match) return undefined;
    const covered = this.#covered(match);
    const [first, last] = [this.#signs[covered[0] ?? 0], this.#signs[covered.at(-1) ?? 0]];
    this.take(pattern);
    return first && last && this.#text.slice(first.from, last.to);
  }

  #covered({ index, 0: matched }: RegExpExecArray): number[] {
    const skipped = index === 0 ? 0 : this.#line.slice(0, index).trimEnd().split(' ').length;
    return Array.from({ length: matched.trim().split(' ').length }, (_, at) => skipped + at);
  }

  #join(): void {
    this.#line = this.#signs.map(({ sign }) => sign).join(' ');
  }
}

function read(text: string): Sign[] {
  const signs: Sign[] = [];
  for (const match of text.matchAll(PIECE)) {
    const [typed] = match;
    const [before, after] = [text[match.index - 1] ?? '', text[match.index + typed.length] ?? ''];
    // A full stop counts between two numbers alone: "p.m.", "feb.".
    if (typed === '.' && !(/\d/.test(before) && /\d/.test(after))) continue;
    signs.push({ sign: signOf(plain(typed), signs.at(-1)?.sign), from: match.index, to: match.index + typed.length });
  }
  return signs;
}

function signOf(word: string, before = ''): string {
  if (!/\p{L}/u.test(word)) return word;
  if (word === 'd') return 'de';
  const number = numberOf(word);
  if (number !== undefined) return String(number);
  const weekday = weekdayOf(word);
  const month = monthOf(word);
  // "mar" is March after a number and Tuesday elsewhere.
  if (month !== undefined && (weekday === undefined || /^(\d+|de|-|\/)$/.test(before))) return `M${month}`;
  return weekday === undefined ? word : `W${weekday}`;
}

/** "treinta y uno" is one number. */
function together(signs: readonly Sign[]): Sign[] {
  const all: Sign[] = [];
  for (let at = 0; at < signs.length; at++) {
    const [tens, joint, unit] = [signs[at], signs[at + 1], signs[at + 2]];
    if (!tens) break;
    const joins = /^[2-9]0$/.test(tens.sign) && joint?.sign === 'y' && unit && /^[1-9]$/.test(unit.sign);
    if (joins) {
      all.push({ sign: String(Number(tens.sign) + Number(unit.sign)), from: tens.from, to: unit.to });
      at += 2;
    } else all.push(tens);
  }
  return all;
}

function plain(text: string): string {
  return text.toLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
}
