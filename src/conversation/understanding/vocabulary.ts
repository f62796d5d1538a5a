/** The shape of a language's `understanding.json`: every word that the bot understands, and no mechanism. */

import type { RelayWord } from './intent.ts';

/** A list may be broken into lines; each line holds entries between commas, an entry one or more words. Accents do not matter. */
export type Words = readonly string[];

export interface Vocabulary {
  /** Short forms and pictures -> the words they stand for ("xq" -> "por que"). */
  aliases: Readonly<Record<string, string>>;
  /** Spellings that sound alike, as ordered pairs of a regular expression and what replaces it. */
  sounds: readonly (readonly string[])[];
  /** Endings, in the sound of a word, that may be left away: pairs of a regular expression and what replaces it. */
  endings: readonly (readonly string[])[];
  /** Short words that people run into the next one ("elcomite"). */
  joined: Words;
  /** Digits and signs that stand for a letter inside a word. */
  lookalikes: Readonly<Record<string, string>>;
  /** Ordinary words that must not be taken for a slip of another one. */
  ordinary: Words;
  /** Words of places that sound or look like another word: spelled so, they are a name. */
  names: Words;
  /** Groups of words, named in capitals. An entry may be a phrase, a stem ("medic*") or a word that is never guessed ("=alto"). */
  groups: Readonly<Record<string, Words>>;
  /** The printed words, by the key of what they mean: the whole message is the word. */
  printed: Readonly<Record<string, Words>>;
  /** Printed words that are followed by a code: key -> words. */
  printedWithCode: Readonly<Record<string, Words>>;
  /** Words before the number of a relay, by what they do; the first of each is the printed one. */
  relay: Readonly<Record<RelayWord, Words>>;
  /** Words that may stand between such a word and the number. */
  relayLinks: Words;
  /** What else may be answered: followed by one of these, such a word speaks of no relay. */
  relayOthers: Words;
  /** Keys whose printed words are never guessed. */
  neverGuessed: readonly string[];
  /** Printed words that yield to a question for a place. */
  placeLike: Words;
  /** Patterns by the key of what they mean; see `patterns.ts` for how they are written. */
  rules: Readonly<Record<string, readonly string[]>>;
  /** Patterns of somebody in danger. */
  emergencies: readonly string[];
  /** Words for numbers, up to 99. */
  numbers: Readonly<Record<string, number>>;
  /** "first" -> 1; -1 is the last. */
  ordinals: Readonly<Record<string, number>>;
  /** Phrases before what is chosen of a list, and before what is taken off again. */
  choosing: Words;
  removing: Words;
  /** Words that refuse what is named, before or after it. */
  refusing: Words;
  /** Words that want one thing in place of another. */
  rather: Words;
  /** Words between two things that are chosen. */
  picksJoint: Words;
  /** Words between the tens and the units ("treinta y cinco"). */
  numberJoint: Words;
  /** Sentences that mean nobody: a count of 0. */
  nobody: Words;
  /** Data nobody asked for, as regular expressions over the text in lower case. */
  personalData: readonly string[];
}

/** The entries of a list. */
export function entries(words: Words): string[] {
  return words.flatMap((line) =>
    line
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  );
}
