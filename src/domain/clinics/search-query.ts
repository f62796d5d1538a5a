/** Reads a phrase: which words name a place, which say the kind of clinic, and which say nothing. */

import { type Kind, kindOfWord, kindPhraseAt } from './search-kinds.ts';
import { plainWords, sound } from './search-normalize.ts';
import { DOUBTFUL_STATES } from './search-places.ts';
import { join, mend, part, separate } from './search-spacing.ts';
import { Vocabulary, type WordMatch } from './search-vocabulary.ts';
import { FILLERS, ORDINARY, writtenOut } from './search-words.ts';

interface QueryWord {
  /** What it costs a clinic not to have it; 0 for words that only may agree. */
  weight: number;
  matches: readonly WordMatch[];
  /** Can point to a clinic: no word of ordinary speech, nor a number unless the kind is said ("CMCT 17"). */
  points: boolean;
  ordinary: boolean;
}

export interface Query {
  words: readonly QueryWord[];
  kinds: ReadonlySet<Kind>;
  /** A telling word said twice: once for the name, once for the place. */
  repeats: boolean;
  /** The words as typed, without the kind: to tell a name typed in full. */
  typed: string;
  /** The same with the kind. */
  whole: string;
}

/** What the reader of a phrase needs to know of the directory. */
export interface Lexicon {
  vocabulary: Vocabulary;
  weight: (id: number) => number;
  /** Two neighbouring words of a name, written together -> apart. */
  pairs: ReadonlyMap<string, readonly string[]>;
}

/** A word the directory does not have costs about as much as a rare one. */
const UNKNOWN = 4.5;
const ORDINARY_MISSING = 1.4;
const MOST_WORDS = 20;
/** Of the words the directory does not have, those looked at for errors: beyond them it is no name. */
const MOST_UNKNOWN = 8;
const FILLER_LIKENESS = 0.76;

const fillers = new Vocabulary();
for (const word of FILLERS) if (word.length >= 5) fillers.add(word);

function isStateShortForm(words: readonly string[], at: number, word: string): boolean {
  return DOUBTFUL_STATES.has(word) && at === words.length - 1 && at > 0 && !ORDINARY.has(words[at - 1] ?? '');
}

/** "Municioio", "clinuca": a mistyped word that says nothing. */
function isFillerMistyped(word: string, best: WordMatch | undefined): boolean {
  if (word.length < 5 || (best && best.quality > 0.9)) return false;
  return (fillers.find(word)[0]?.quality ?? 0) > Math.max(FILLER_LIKENESS, best?.quality ?? 0);
}

function weightUnknown(word: string): number {
  if (/^\d/.test(word)) return 1.5;
  return word.length < 3 ? 0.5 : Math.min(UNKNOWN, 1.5 * (word.length - 2));
}

function readWord(words: readonly string[], at: number, isOfKind: boolean, lexicon: Lexicon): QueryWord {
  const { vocabulary, weight } = lexicon;
  const word = words[at] ?? '';
  const empty: QueryWord = { weight: 0, matches: [], points: false, ordinary: false };
  if (!isStateShortForm(words, at, word)) {
    if (DOUBTFUL_STATES.has(word)) return empty;
    if (FILLERS.has(word)) return { ...empty, matches: vocabulary.exact(word) };
  }
  const ordinary = ORDINARY.has(word);
  const matches = ordinary ? vocabulary.exact(word) : vocabulary.find(word);
  const [best] = matches;
  if (!ordinary && isFillerMistyped(word, best)) return empty;
  if (!best) return { ...empty, weight: ordinary ? ORDINARY_MISSING : weightUnknown(word), ordinary };
  const likeliest = matches.filter(({ quality }) => quality > best.quality - 0.02);
  const points = !ordinary && (isOfKind || !/^\d/.test(word));
  const likely = Math.min(...likeliest.map(({ id }) => weight(id)));
  // A short word that only resembles one of the directory says little.
  return { weight: best.quality === 1 ? likely : Math.min(likely, weightUnknown(word)), matches, points, ordinary };
}

function isKnown(word: string, vocabulary: Vocabulary): boolean {
  return FILLERS.has(word) || ORDINARY.has(word) || vocabulary.has(word);
}

function read(words: readonly string[], lexicon: Lexicon): Query {
  const kinds = new Set<Kind>();
  const rest: string[] = [];
  for (let at = 0; at < words.length; ) {
    const phrase = kindPhraseAt(words, at);
    const word = words[at] ?? '';
    const kind = phrase?.kind ?? kindOfWord(word, (other) => isKnown(other, lexicon.vocabulary));
    if (kind) kinds.add(kind);
    else rest.push(word);
    at += phrase?.words ?? 1;
  }
  const telling = rest.filter((word) => word.length > 3 && !FILLERS.has(word));
  return {
    kinds,
    repeats: new Set(telling.map(sound)).size < telling.length,
    typed: rest.join(' '),
    whole: words.join(' '),
    words: rest.map((_, at) => readWord(rest, at, kinds.size > 0, lexicon)),
  };
}

/**
 * The readings of a phrase: as typed, and with words joined or parted where the directory writes them so;
 * none for a text of mostly unknown words.
 */
export function readPhrase(text: string, lexicon: Lexicon): Query[] {
  const { vocabulary, pairs } = lexicon;
  const words = plainWords(text).slice(0, MOST_WORDS);
  if (words.filter((word) => !isKnown(word, vocabulary)).length > MOST_UNKNOWN) return [];
  const readings = [
    words,
    separate(words, vocabulary),
    mend(words, vocabulary),
    join(words, vocabulary),
    part(words, pairs),
  ];
  return readings.filter((reading) => reading !== undefined).map((reading) => read(writtenOut(reading), lexicon));
}
