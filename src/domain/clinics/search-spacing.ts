/** Puts back the spaces a person left out, and takes out those that fell inside a word. */

import { kindOfWord } from './search-kinds.ts';
import { sound } from './search-normalize.ts';
import type { Vocabulary } from './search-vocabulary.ts';
import { FILLERS, NUMBERS, ORDINARY } from './search-words.ts';

const SHORT_PIECES = new Set(
  'de la el los las del en san sta umf cmf caf csr cs cd rio paz luz ojo col dr mi y'.split(' ').map(sound),
);
const SHORT_PIECE = 4;
const LONGEST_PIECE = 16;
const MOST_PIECES = 6;
const LEAST_JOINED = 4;
const GOOD_ENOUGH = 0.78;
/** Looking for errors is slow: a text of nothing but unknown words is not worth more tries. */
const MOST_SEPARATED = 2;
const MOST_JOINED = 6;

function isWord(word: string, vocabulary: Vocabulary): boolean {
  return FILLERS.has(word) || ORDINARY.has(word) || vocabulary.has(word);
}

function isPiece(word: string, vocabulary: Vocabulary): boolean {
  if (word.length < SHORT_PIECE) return SHORT_PIECES.has(sound(word)) || NUMBERS.has(sound(word));
  return FILLERS.has(word) || vocabulary.has(word) || kindOfWord(word, () => true) !== undefined;
}

type Pieces = readonly string[] | undefined;

/** For every place in the word, the fewest whole words that make up what stands before it. */
function piecesBefore(word: string, vocabulary: Vocabulary): Pieces[] {
  const best: Pieces[] = [[]];
  for (let end = 2; end <= word.length; end++) {
    for (let start = Math.max(0, end - LONGEST_PIECE); start <= end - 2; start++) {
      const before = best[start];
      if (!before || before.length + 1 >= (best[end]?.length ?? MOST_PIECES + 1)) continue;
      const piece = word.slice(start, end);
      if (isPiece(piece, vocabulary)) best[end] = [...before, piece];
    }
  }
  return best;
}

/** For every place in the word, the fewest whole words that make up what stands after it. */
function piecesAfter(word: string, vocabulary: Vocabulary): Pieces[] {
  const best: Pieces[] = [];
  best[word.length] = [];
  for (let start = word.length - 2; start >= 0; start--) {
    for (let end = start + 2; end <= Math.min(word.length, start + LONGEST_PIECE); end++) {
      const after = best[end];
      if (!after || after.length + 1 >= (best[start]?.length ?? MOST_PIECES + 1)) continue;
      const piece = word.slice(start, end);
      if (isPiece(piece, vocabulary)) best[start] = [piece, ...after];
    }
  }
  return best;
}

/** Whole words on one side, one mistyped word on the other. */
function piecesWithError(word: string, before: readonly Pieces[], vocabulary: Vocabulary): string[] | undefined {
  const after = piecesAfter(word, vocabulary);
  let found: string[] | undefined;
  let quality = GOOD_ENOUGH;
  const consider = (mistyped: string, pieces: readonly string[]) => {
    if (mistyped.length < 5 || mistyped.length > LONGEST_PIECE) return;
    const resemblance = vocabulary.find(mistyped)[0]?.quality ?? 0;
    if (resemblance <= quality) return;
    quality = resemblance;
    found = [...pieces];
  };
  for (let cut = 2; cut <= word.length - 2; cut++) {
    const [left, right] = [word.slice(0, cut), word.slice(cut)];
    const [wholeLeft, wholeRight] = [before[cut], after[cut]];
    if (wholeLeft) consider(right, [...wholeLeft, right]);
    if (wholeRight) consider(left, [left, ...wholeRight]);
  }
  return found;
}

/** The words with those that ran together taken apart; undefined when none did. */
export function separate(words: readonly string[], vocabulary: Vocabulary): string[] | undefined {
  let separated = 0;
  let tries = 0;
  const apart = words.flatMap((word) => {
    if (word.length < 5 || isWord(word, vocabulary)) return [word];
    const before = piecesBefore(word, vocabulary);
    let pieces: Pieces = before[word.length];
    if (!pieces && word.length >= 8 && tries < MOST_SEPARATED && !isNearlyWord(word, vocabulary)) {
      tries += 1;
      pieces = piecesWithError(word, before, vocabulary);
    }
    if (pieces) separated += 1;
    return pieces ?? [word];
  });
  return separated > 0 ? apart : undefined;
}

function isNearlyWord(word: string, vocabulary: Vocabulary): boolean {
  return word.length <= LONGEST_PIECE && (vocabulary.find(word)[0]?.quality ?? 0) >= GOOD_ENOUGH;
}

/** A word broken by a space leaves at least one piece that is no word, or a lone consonant; what says the kind of clinic is no piece. */
function mayBePieces(word: string, next: string, vocabulary: Vocabulary): boolean {
  const says = (piece: string) =>
    (piece.length > 3 && FILLERS.has(piece)) || kindOfWord(piece, () => true) !== undefined;
  const stands = (piece: string) => isWord(piece, vocabulary) && !/^[^aeiouy]$/.test(piece);
  return !says(word) && !says(next) && !(stands(word) && stands(next));
}

/** The words with pairs of neighbours joined where `areOne` says so; undefined when none are. */
function joinWhere(words: readonly string[], areOne: (word: string, next: string) => boolean): string[] | undefined {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const next = words[at + 1];
    const isOne = next !== undefined && !/\d/.test(word + next) && areOne(word, next);
    joined.push(isOne ? word + next : word);
    if (isOne) at += 1;
  }
  return joined.length < words.length ? joined : undefined;
}

/** The words with those that a space broke ("chicona utla") made whole; undefined when none was. */
export function mend(words: readonly string[], vocabulary: Vocabulary): string[] | undefined {
  let tries = 0;
  return joinWhere(words, (word, next) => {
    const both = word + next;
    if (both.length < LEAST_JOINED || both.length > LONGEST_PIECE + 2) return false;
    if (!mayBePieces(word, next, vocabulary)) return false;
    if (vocabulary.has(both)) return true;
    if (both.length === LEAST_JOINED || tries >= MOST_JOINED) return false;
    tries += 1;
    return (vocabulary.find(both)[0]?.quality ?? 0) > 0.84;
  });
}

/** The words with neighbours joined that the directory also writes as one ("villa flores"); undefined when none are. */
export function join(words: readonly string[], vocabulary: Vocabulary): string[] | undefined {
  return joinWhere(words, (word, next) => word.length + next.length > LEAST_JOINED && vocabulary.has(word + next));
}

/** The words with each that is two words of one name ("villaflores") taken apart; undefined when none is. */
export function part(words: readonly string[], pairs: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  if (!words.some((word) => pairs.has(word))) return undefined;
  return words.flatMap((word) => pairs.get(word) ?? [word]);
}
