/** Numbers inside a text, in figures and in words, the way people type amounts: "12 mil 500", "doce mil quinientos". */

import { distance } from 'fastest-levenshtein';
import { sound } from '../clinics/search-normalize.ts';

export interface NumberFound {
  value: number;
  /** What else the same signs may mean: "12.500" is twelve and a half to some. */
  other?: number;
  /** The word after it, where one follows. */
  next: string;
  /** "$", or whatever else stood before. */
  before: string;
}

type Meaning = { is: 'number' | 'hundreds' | 'times'; value: number } | { is: 'half' } | { is: 'and' };

const list = (words: string, is: 'number' | 'hundreds', step: number) =>
  words.split(' ').map((word, at): [string, Meaning] => [word, { is, value: (at + 1) * step }]);

/** By sound, so that "kinientos" is one too. */
const meanings: ReadonlyMap<string, Meaning> = new Map(
  [
    ...list(
      'uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve',
      'number',
      1,
    ),
    ...list('diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa', 'number', 10),
    ...list(
      'ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos',
      'hundreds',
      100,
    ),
    ...list(
      'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
      'number',
      1,
    ),
    ...list('ten twenty thirty forty fifty sixty seventy eighty ninety', 'number', 10),
    ['cero', { is: 'number', value: 0 }],
    ['zero', { is: 'number', value: 0 }],
    ['un', { is: 'number', value: 1 }],
    ['una', { is: 'number', value: 1 }],
    ['cien', { is: 'hundreds', value: 100 }],
    ['hundred', { is: 'times', value: 100 }],
    ['mil', { is: 'times', value: 1000 }],
    ['k', { is: 'times', value: 1000 }],
    ['thousand', { is: 'times', value: 1000 }],
    ['millon', { is: 'times', value: 1_000_000 }],
    ['millones', { is: 'times', value: 1_000_000 }],
    ['million', { is: 'times', value: 1_000_000 }],
    ['medio', { is: 'half' }],
    ['media', { is: 'half' }],
    ['y', { is: 'and' }],
    ['and', { is: 'and' }],
  ].map(([word, meaning]) => [sound(word as string), meaning as Meaning]),
);

/** Shorter words are read as they stand: one letter makes too many of them another. */
const LONG_ENOUGH = 6;

function meaningOf(word: string): Meaning | undefined {
  const heard = sound(word);
  const exact = meanings.get(heard);
  if (exact || heard.length < LONG_ENOUGH) return exact;
  for (const [known, meaning] of meanings) {
    if (known.length >= LONG_ENOUGH && distance(known, heard) <= 1) return meaning;
  }
  return undefined;
}

const HUNDRED = 100;
const TOKEN = /\$|\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?(?![\d.,]*\d)|\d+(?:[.,]\d+)*|[a-z]+|%/g;

/** Every number of the text, in order. Reads the first 300 characters. */
export function numbersIn(text: string): NumberFound[] {
  const plain = text
    .slice(0, 300)
    // "1'200,000", with whichever stroke: millions are set off so.
    .replace(/(\d)['’‘´`](?=\d{3}(?!\d))/g, '$1,')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/(\d)\s*k\b/g, '$1 mil')
    .replace(/[-−]\s*(?=\d)/g, ' menos ');
  const tokens = plain.match(TOKEN) ?? [];
  const found: NumberFound[] = [];
  for (let at = 0; at < tokens.length; ) {
    const read = numberAt(tokens, at);
    if (!read) {
      at += 1;
      continue;
    }
    const { taken, ...number } = read;
    found.push({ ...number, before: tokens[at - 1] ?? '', next: tokens[at + taken] ?? '' });
    at += taken;
  }
  return found;
}

/** The number that begins at this token, and how many it takes. */
function numberAt(
  tokens: readonly string[],
  from: number,
): (Pick<NumberFound, 'value' | 'other'> & { taken: number }) | undefined {
  let total = 0;
  let part: number | undefined;
  let other: number | undefined;
  /** What may still be added: after "doce" no other number, after "doscientos" one below a hundred. */
  let room = Number.POSITIVE_INFINITY;
  let lastTimes = 0;
  /** Up to its last "mil" or "millones". */
  let rounded = 0;
  let taken = 0;
  for (let at = from; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    const figures = /^\d/.test(token) ? readFigures(token) : undefined;
    const meaning = figures ? undefined : meaningOf(token);
    if (figures) {
      if (part !== undefined || (lastTimes > 0 && figures.value >= lastTimes)) break;
      ({ value: part, other } = figures);
      room = 0;
    } else if (meaning?.is === 'number' || meaning?.is === 'hundreds') {
      if (meaning.value >= room || (part !== undefined && room === 0)) break;
      part = (part ?? 0) + meaning.value;
      room = meaning.is === 'hundreds' ? 100 : meaning.value >= 20 && meaning.value % 10 === 0 ? 10 : 0;
    } else if (meaning?.is === 'times' && meaning.value === HUNDRED && part !== undefined) {
      part *= HUNDRED;
      room = HUNDRED;
    } else if (meaning?.is === 'times' && lastTimes > 0 && meaning.value >= lastTimes && part !== undefined) {
      // "2 mil 3 mil" are two numbers.
      return { value: total, taken: rounded };
    } else if (meaning?.is === 'times' && meaning.value > HUNDRED) {
      // "12.5 mil", "12.500 mil": with a multiplier the point is a decimal one.
      if (part === undefined && total > 0) total *= meaning.value;
      else total += (other ?? part ?? 1) * meaning.value;
      part = undefined;
      other = undefined;
      room = meaning.value;
      lastTimes = meaning.value;
      rounded = at - from + 1;
    } else if (meaning?.is === 'half' && at === from && meaningOf(tokens[at + 1] ?? '')?.is === 'times') {
      part = 0.5;
      room = 0;
    } else if (meaning?.is === 'half' && lastTimes > 0) {
      total += lastTimes / 2;
      taken = at - from + 1;
      break;
    } else if (meaning?.is === 'and' && at > from) {
      continue;
    } else break;
    taken = at - from + 1;
  }
  if (taken === 0 || (tokens[from] === 'y' && part === undefined)) return undefined;
  const value = total + (part ?? 0);
  return { value, ...(other === undefined ? {} : { other }), taken };
}

/** `other` where point and comma leave it open. */
function readFigures(token: string): { value: number; other?: number } | undefined {
  const plain = token.replace(/[ ']/g, '');
  if (/^\d{1,3}(,\d{3})+(\.\d{1,2})?$/.test(plain)) return { value: Number(plain.replaceAll(',', '')) };
  if (/^\d{1,3}(\.\d{3})+,\d{1,2}$/.test(plain)) {
    return { value: Number(plain.replaceAll('.', '').replace(',', '.')) };
  }
  if (/^\d{1,3}(\.\d{3}){2,}$/.test(plain)) return { value: Number(plain.replaceAll('.', '')) };
  // "12.500": thousands in much of the world, twelve and a half in Mexico.
  if (/^\d{1,3}\.\d{3}$/.test(plain)) return { value: Number(plain.replace('.', '')), other: Number(plain) };
  return /^\d+([.,]\d{1,2})?$/.test(plain) ? { value: Number(plain.replace(',', '.')) } : undefined;
}
