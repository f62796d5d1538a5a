/** Understanding what a person typed: rules, words of a language's file and forgiven slips; no network and no model. */
import { Choices } from './choices.ts';
import { ClinicPhrases } from './clinic-phrase.ts';
import { Companions } from './companions.ts';
import { Dangers } from './dangers.ts';
import { Grammar } from './grammar.ts';
import type { Intent } from './intent.ts';
import { Lexicon } from './lexicon.ts';
import { Numbers } from './numbers.ts';
import { type Against, type Picked, Picks } from './picks.ts';
import { Printed } from './printed.ts';
import { Reader } from './reading.ts';
import { RelayWords } from './relay-words.ts';
import { LIMIT, MOST_WORDS, Sentences } from './sentences.ts';
import { entries, type Vocabulary } from './vocabulary.ts';

export type { Intent } from './intent.ts';
export type { Vocabulary } from './vocabulary.ts';

export interface Understanding {
  /** How many words of a text are spelled as this language spells them, of the first 80. */
  familiar(text: string): number;
  /** Somebody is in danger. To be asked before everything, in any state. Reads the first 4,000 characters. */
  isEmergency(text: string): boolean;
  /**
   * The whole message is one of the printed words, or begins with one of a relay and its number; accents, case and punctuation do not matter. The words for notices
   * are never guessed from a slip, the others are. `asksPlace`: the open question asks for a place, so a word that is
   * also a place (BAJA, ALTA, ALTO) is none.
   */
  globalWord(text: string, asksPlace?: boolean): Intent | undefined;
  /** As `globalWord`, but without a slip, and without the words of a relay. */
  printedWord(text: string, asksPlace?: boolean): Intent | undefined;
  /** What the sentence means; undefined when not sure. Reads the first 1,000 characters. A word that is also a place means nothing here. */
  intent(text: string): Intent | undefined;
  /** Which of the labels, from 0, the person means by number, by name or by a bare yes or no. */
  choice(text: string, labels: readonly string[]): number | 'out-of-range' | undefined;
  /** Which of the labels, from 0, a message names or takes back; undefined unless all of it does. */
  picks(text: string, labels: readonly string[]): Picked | 'out-of-range' | undefined;
  /** Whether a message that names something of a list refuses it, takes it back, or wants it in place of another. */
  against(text: string): Against | undefined;
  /** How many, 0-99. */
  count(text: string): number | undefined;
  /** How many come along, when the message says nothing else: "con mi esposa", "sola", "2 más". A bare number does not say it. */
  companions(text: string): number | undefined;
}

/** Compiles a language's words once; throws when they refer to a group or an intent that does not exist. */
export function createUnderstanding(vocabulary: Vocabulary): Understanding {
  const lexicon = new Lexicon(vocabulary);
  for (const word of entries(vocabulary.ordinary)) lexicon.add(word);
  const grammar = new Grammar(lexicon, vocabulary);
  const reader = new Reader(lexicon, vocabulary);
  const numbers = new Numbers(lexicon, vocabulary);
  const companions = new Companions(grammar, numbers);
  const dangers = new Dangers(reader, grammar, vocabulary);
  const printed = new Printed(lexicon, vocabulary);
  const relays = new RelayWords(vocabulary);
  const choices = new Choices(reader, grammar, numbers, companions, vocabulary);
  const picks = new Picks(choices, vocabulary);
  const sentences = new Sentences(reader, grammar, choices, companions, new ClinicPhrases(grammar), vocabulary);
  lexicon.seal();
  return {
    familiar: (text) => reader.familiar(text, LIMIT, MOST_WORDS),
    isEmergency: (text) => dangers.isEmergency(text),
    globalWord: (text, asksPlace = false) =>
      asksPlace && printed.isPlaceLike(text) ? undefined : (printed.find(text) ?? relays.find(text)),
    printedWord: (text, asksPlace = false) =>
      asksPlace && printed.isPlaceLike(text) ? undefined : printed.exact(text),
    intent: (text) =>
      printed.isPlaceLike(text) ? undefined : (printed.find(text) ?? relays.find(text) ?? sentences.intent(text)),
    choice: (text, labels) => choices.choice(text, labels),
    picks: (text, labels) => picks.of(text, labels),
    against: (text) => picks.against(text),
    count: (text) => choices.count(text),
    companions: (text) => choices.companions(text),
  };
}
