/** What a person means by an amount or a part that they typed; where it may be two things, both. */

import type { AmountRead } from './money.ts';
import { MOST_CENTS } from './money.ts';
import { type NumberFound, numbersIn } from './spoken-numbers.ts';

const CENTS = /^(centavo|cent)/;
const MONEY = /^(peso|mxn|mn|\$)/;
/** As on cheques: "3,450 00/100 M.N.". */
const HUNDREDTHS = /(\d{1,2})\s*\/\s*100\b/g;
const NATIONAL = /\bm\.?\s?n\b\.?/gi;
/** Below this, without a word for money, thousands may be meant: "12" for twelve thousand. */
const FEW_PESOS = 100;

export function readAmount(text: string): AmountRead {
  const numbers = numbersIn(text.replace(HUNDREDTHS, '$1 centavos').replace(NATIONAL, 'mn'));
  const cents = numbers.find(({ next }) => CENTS.test(next));
  const rest = numbers.filter((number) => number !== cents);
  const [first, second] = rest;
  if (!first) return cents ? amountOf([toCents(cents.value) / 100]) : { read: 'none' };
  if (rest.some(({ before }) => before === 'menos')) return { read: 'none' };
  const extra = cents && cents.value < 100 ? cents.value : 0;
  if (second) return rest.length > 2 ? { read: 'none' } : amountOf(rest.map(({ value }) => toCents(value)));
  const meant = cents && first.other === undefined ? [first.value] : meanings(first);
  return amountOf(meant.map((value) => toCents(value) + extra));
}

function meanings({ value, other, before, next }: NumberFound): number[] {
  if (other !== undefined) return [value, other];
  const isBare = !MONEY.test(before) && !MONEY.test(next);
  return isBare && value > 0 && value < FEW_PESOS ? [value, value * 1000] : [value];
}

function amountOf(options: readonly number[]): AmountRead {
  const different = [...new Set(options)];
  const [only = 0] = different;
  if (different.some((cents) => cents > MOST_CENTS)) return { read: 'too-much' };
  return different.length === 1 ? { read: 'amount', cents: only } : { read: 'ambiguous', options: different };
}

function toCents(value: number): number {
  return Math.round(value * 100);
}

const WHOLE = /\b(tod[oa]|complet[oa]|terminad[oa]|acabad[oa]|all|done|finished)\b/;
const HALF = /\b(mitad|a medias|half)\b/;
const PART = [
  { of: 4, name: /\b(\w+) (?:cuart[oa]s?(?: partes?)?|quarters?)\b/ },
  { of: 3, name: /\b(\w+) (?:tercios?|terceras? partes?|thirds?)\b/ },
] as const;
const FIGURES = /\b([1-9])\s*\/\s*([2-9])\b/;
const HOW_MANY: Readonly<Record<string, number>> = {
  un: 1,
  una: 1,
  la: 1,
  a: 1,
  one: 1,
  dos: 2,
  two: 2,
  tres: 3,
  three: 3,
};
/** It is not so, or not quite, or the rest is what is said. */
const NOT_QUITE =
  /\b(no|ni|sin|nunca|casi|todavia|aun|falta\w*|menos de|mas de|excepto|salvo|pero|cuando|not|never|almost|nearly|yet|left|missing|less than|more than|except|but|when)\b|n't\b/;
const EXCEPT = /\bmenos\b/;

/**
 * "60", "60 %", "sesenta por ciento", "la mitad", "tres cuartas partes"; a whole number, which may be above 100 or below
 * 0, and is a hundred for all of it alone. Undefined: no one number, or not that one exactly, as "casi todo".
 */
export function readPercent(text: string): number | undefined {
  const plain = text.slice(0, 300).normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase();
  if (NOT_QUITE.test(plain)) return undefined;
  const part = partIn(plain);
  if (part) return numbersIn(part.rest).length === 0 ? part.percent : undefined;
  const numbers = numbersIn(plain.replace(/por\s*ciento|per\s?cent/g, '%'));
  const [only] = numbers;
  if (only && numbers.length === 1) return Math.floor((only.before === 'menos' ? -1 : 1) * (only.other ?? only.value));
  if (numbers.length > 0 || EXCEPT.test(plain)) return undefined;
  return HALF.test(plain) ? 50 : WHOLE.test(plain) ? 100 : undefined;
}

/** The first part of a whole that is named, and the text without it. */
function partIn(text: string): { percent: number; rest: string } | undefined {
  const [figures, some = '', whole = ''] = FIGURES.exec(text) ?? [];
  const found = [
    ...(figures === undefined ? [] : [{ said: figures, many: Number(some), of: Number(whole) }]),
    ...PART.flatMap(({ of, name }) => {
      const [said, word = ''] = name.exec(text) ?? [];
      const many = HOW_MANY[word] ?? Number(word);
      return said === undefined ? [] : [{ said, many, of }];
    }),
  ];
  const [first] = found;
  if (!first || !(first.many < first.of)) return undefined;
  return { percent: Math.floor((100 * first.many) / first.of), rest: text.replace(first.said, ' ') };
}
