/** Telephone numbers as a committee has them: typed in a message, or the cells of a table that somebody saved. */

import { foldNumber } from './phone.ts';

export interface PhoneList {
  /** In the one form that every number has, each once. */
  numbers: string[];
  /** What looks like a number and is none. */
  unread: number;
}

const BETWEEN = /[\n\r,;|\t]+|\s(?:y|e|and)\s/i;
/** Fewer digits are the number of a row or of a house. */
const FEWEST = 7;

export function phonesIn(text: string): PhoneList {
  const numbers = new Set<string>();
  let unread = 0;
  for (const piece of text.split(BETWEEN)) {
    const digits = piece.replaceAll(/\D/g, '');
    if (digits.length < FEWEST) continue;
    const found = piece.includes('+') ? [abroad(piece)] : inMexico(digits);
    for (const number of found) {
      if (number === undefined) unread += 1;
      else numbers.add(foldNumber(number));
    }
  }
  return { numbers: [...numbers], unread };
}

/** With its country before it, as a telephone shows it. */
function abroad(piece: string): string | undefined {
  const digits = piece.slice(piece.indexOf('+')).replaceAll(/\D/g, '');
  if (digits.startsWith('52')) return inMexico(digits)[0];
  return digits.length >= 10 && digits.length <= 15 ? digits : undefined;
}

/** Ten digits, also behind 52, 521, or what was dialled before them until 2019; several written one behind the other. */
function inMexico(digits: string): (string | undefined)[] {
  const [, ten] = /^(?:52|521|01|044|045)?(\d{10})$/.exec(digits) ?? [];
  if (ten !== undefined) return [`52${ten}`];
  const several = digits.length % 10 === 0 ? digits.match(/\d{10}/g) : null;
  return several ? several.map((each) => `52${each}`) : [undefined];
}
