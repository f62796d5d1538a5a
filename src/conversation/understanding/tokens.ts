/** Text as typed -> words without accents, case, pictures or hidden characters. */

export interface Token {
  /** As typed, in lower case, accents kept. */
  typed: string;
  /** Without accents; only a-z, digits and what other scripts use. */
  plain: string;
  /** A sentence ends after this word. */
  ends: boolean;
}

// Zero-width characters, marks of direction, soft hyphens, variation selectors; and the frame of a keycap.
const HIDDEN = /\p{Default_Ignorable_Code_Point}|\u20e3/gu;
const BEYOND_ASCII = /[^\p{ASCII}]/u;
const WORD = /[\p{L}\p{M}\p{N}@$]+|\p{Extended_Pictographic}/gu;
const APOSTROPHE = /(?<=\p{L})['’](?=\p{L})/gu;
const MARKS = /\p{M}+/gu;
const ENDING = /[.!?¡¿;\n]/;

/** Without accents and hidden characters, in lower case, every width and style of a letter made the plain one. */
export function plainText(text: string): string {
  const lower = text.toLowerCase();
  if (!BEYOND_ASCII.test(lower)) return lower;
  return lower.normalize('NFKC').replace(HIDDEN, '').normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** The words of the first `limit` characters, at most `most`. */
export function tokenize(text: string, limit: number, most: number): Token[] {
  let cut = text.length > limit ? text.slice(0, limit) : text;
  const simple = !BEYOND_ASCII.test(cut);
  if (!simple) cut = cut.normalize('NFKC').replace(HIDDEN, '');
  const lower = cut.toLowerCase().replace(APOSTROPHE, '');
  const tokens: Token[] = [];
  let end = 0;
  for (const match of lower.matchAll(WORD)) {
    const previous = tokens.at(-1);
    if (previous !== undefined && ENDING.test(lower.slice(end, match.index))) previous.ends = true;
    const typed = match[0];
    tokens.push({ typed, plain: simple ? typed : typed.normalize('NFD').replace(MARKS, ''), ends: false });
    if (tokens.length >= most) break;
    end = match.index + typed.length;
  }
  return tokens;
}
