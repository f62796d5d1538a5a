/** The directory made ready for the search: every clinic's words, and for every word the clinics that have it. */

import { type KindOfClinic, kindOfClinic, kindOfWord, kindPhraseAt } from './search-kinds.ts';
import { nicknamesOf, STATE_NAMES } from './search-places.ts';
import { Vocabulary } from './search-vocabulary.ts';
import { weightOf, wordsOf } from './search-words.ts';

/** The fields of a clinic that the search reads. */
export interface NamedClinic {
  name: string;
  institution: string;
  type: string;
  state: string;
  stateCode: string;
  municipality: string;
  locality: string;
}

export interface Weighted {
  id: number;
  weight: number;
}

export interface Entry {
  kind: KindOfClinic;
  /** Name without its kind, as typed words: to tell a name said in full. */
  core: string;
  /** The whole name the same way. */
  full: string;
  name: readonly Weighted[];
  nameWeight: number;
  town: readonly Weighted[];
  townWeight: number;
  /** Ways to say the municipality: its name first, then its nicknames. */
  places: readonly (readonly number[])[];
  municipality: ReadonlySet<number>;
}

export interface Entries {
  vocabulary: Vocabulary;
  entries: readonly Entry[];
  weights: Float32Array;
  /** Word -> the clinics that have it in their name. */
  inName: readonly (readonly number[] | undefined)[];
  /** Word -> the clinics that have it in their town, municipality or state. */
  inPlace: readonly (readonly number[] | undefined)[];
  /** Two neighbouring words of a name, written together -> apart. */
  pairs: ReadonlyMap<string, readonly string[]>;
}

/** What stands in brackets is often an alias or a person's name that nobody says. */
const ASIDE = 0.35;
/** A place repeated in a name that has more to say. */
const OWN_PLACE = 0.5;

interface Core {
  words: string[];
  full: string;
  /** Positions of the words that stood in brackets. */
  aside: ReadonlySet<number>;
}

const isSame = (word: string, wanted: string) => word === wanted;

function coreOf(name: string): Core {
  const words: string[] = [];
  const aside = new Set<number>();
  const sections = name.split('(').map(wordsOf);
  sections.forEach((all, index) => {
    for (let at = 0; at < all.length; ) {
      const word = all[at] ?? '';
      const phrase = kindPhraseAt(all, at, isSame);
      const isKind = phrase !== undefined || kindOfWord(word, () => true) !== undefined;
      // "R-01", "U-02": rural or urban with so many rooms.
      const isCode = words.length === 0 && /^[ru]$/.test(word) && /^\d$/.test(all[at + 1] ?? '');
      if (!isKind && !isCode) {
        if (index > 0) aside.add(words.length);
        words.push(word);
      }
      at += phrase?.words ?? (isCode ? 2 : 1);
    }
  });
  const everything = sections.flat();
  return { words: words.length > 0 ? words : everything, full: everything.join(' '), aside };
}

function post(postings: number[][], id: number, at: number): void {
  const list = postings[id];
  if (list) list.push(at);
  else postings[id] = [at];
}

const sum = (words: readonly Weighted[]) => words.reduce((total, { weight }) => total + weight, 0);

/** Reads the whole directory; the numbers in the postings are positions in `clinics`. */
export function readEntries(clinics: readonly NamedClinic[]): Entries {
  const vocabulary = new Vocabulary();
  const inName: number[][] = [];
  const inPlace: number[][] = [];
  const having: number[] = [];
  const words: string[] = [];
  const pairs = new Map<string, readonly string[]>();
  const read = new Map<string, readonly number[]>();

  const number = (spoken: readonly string[]) => {
    spoken.forEach((second, at) => {
      const first = spoken[at - 1] ?? '';
      if (first.length > 2 && second.length > 2) pairs.set(first + second, [first, second]);
    });
    return spoken.map((word) => {
      const id = vocabulary.add(word);
      words[id] = word;
      return id;
    });
  };
  const idsOf = (text: string) => {
    const known = read.get(text) ?? number(wordsOf(text));
    read.set(text, known);
    return known;
  };

  const drafts = clinics.map((clinic, at) => {
    const core = coreOf(clinic.name);
    const name = number(core.words);
    const town = idsOf(clinic.locality);
    const places = [clinic.municipality, ...nicknamesOf(clinic.stateCode, clinic.municipality)].map(idsOf);
    const state = [clinic.state, ...(STATE_NAMES[clinic.stateCode] ?? [])].flatMap(idsOf);
    for (const id of new Set(name)) post(inName, id, at);
    for (const id of new Set([...town, ...places.flat(), ...state])) post(inPlace, id, at);
    for (const id of new Set([...name, ...town, ...places.flat()])) having[id] = (having[id] ?? 0) + 1;
    return { clinic, core, name, town, places, state };
  });

  const weights = Float32Array.from(words, (word, id) =>
    weightOf(word, having[id] ?? inPlace[id]?.length ?? 1, clinics.length),
  );
  const weigh = (id: number, less = 1): Weighted => ({ id, weight: (weights[id] ?? 0) * less });
  const entries = drafts.map(({ clinic, core, name, town, places, state }): Entry => {
    const own = new Set([...places.flat(), ...state]);
    const saysMore = name.some((id) => !own.has(id) && weigh(id).weight > 1);
    const weighedName = name.map((id, at) =>
      weigh(id, (core.aside.has(at) ? ASIDE : 1) * (saysMore && own.has(id) ? OWN_PLACE : 1)),
    );
    const weighedTown = town.map((id) => weigh(id));
    return {
      kind: kindOfClinic(clinic.institution, clinic.type),
      core: core.words.join(' '),
      full: core.full,
      name: weighedName,
      nameWeight: sum(weighedName),
      town: weighedTown,
      townWeight: sum(weighedTown),
      places,
      municipality: new Set(places[0]),
    };
  });
  return { vocabulary, entries, weights, inName, inPlace, pairs };
}
