/** How well each clinic answers a phrase: how much of the phrase it explains, and how much of its name was said. */

import { type Entries, type Entry, type NamedClinic, readEntries, type Weighted } from './search-entries.ts';
import { kindFit } from './search-kinds.ts';
import type { Lexicon, Query } from './search-query.ts';
import type { Vocabulary } from './search-vocabulary.ts';

/** One clinic's answer to a phrase. */
export interface Scored {
  at: number;
  score: number;
  /** Part of the phrase it explains, 0..1. */
  explained: number;
  /** The same by its name alone. */
  byName: number;
  /** Part of its name that was said. */
  said: number;
  /** Part of its municipality's name that was said. */
  placed: number;
  /** Weight of the words of the phrase that it does not have, or only something remotely like them. */
  missed: number;
  /** Run by whom the person named. */
  agrees: boolean;
}

/** A word said of the place counts a little less than one of the name. */
const PLACE = 0.93;
/** Parts of the score that depend on the name and on the place being said in full. */
const NAMED = 0.45;
const PLACED = 0.12;
/** What nobody explains weighs more than in proportion. */
const SHARPNESS = 1.3;
const EXACT_NAME = 0.02;
const EXACT_KIND = 0.01;
/** Name and municipality both said; more when a word was said twice, once for each. */
const BOTH = 0.01;
const SAID_TWICE = 0.06;
/** The town stands for the name where the name is a person's: "San Mateo Tlalchichilpan" for "Dr. Manuel Uribe". */
const TOWN = 0.7;
/** A clinic that explains less than this part of what the best one does cannot come first. */
const WORTH_SCORING = 0.6;
/** A resemblance below this is no longer the same word. */
const SAME_WORD = 0.7;
/** The person said who runs it, and one of theirs answers as well: the others come after. */
const NOT_ASKED = 0.55;
const IN_PLACE = 0.85;
const AS_WELL = 0.08;

/** Scores phrases against a directory that does not change. Not re-entrant: it keeps its sums between calls. */
export class Scorer implements Lexicon {
  readonly vocabulary: Vocabulary;
  readonly pairs: ReadonlyMap<string, readonly string[]>;
  readonly #directory: Entries;
  /** Sums for the phrase at hand, by clinic; zero between calls. */
  readonly #sums: Record<'best' | 'bestName' | 'explained' | 'byName' | 'solid', Float32Array>;
  /** How well each word of the directory was said, for the phrase at hand. */
  readonly #said: Float32Array;

  constructor(clinics: readonly NamedClinic[]) {
    this.#directory = readEntries(clinics);
    this.vocabulary = this.#directory.vocabulary;
    this.pairs = this.#directory.pairs;
    const zeros = () => new Float32Array(clinics.length);
    this.#sums = { best: zeros(), bestName: zeros(), explained: zeros(), byName: zeros(), solid: zeros() };
    this.#said = new Float32Array(this.vocabulary.size);
  }

  readonly weight = (id: number): number => this.#directory.weights[id] ?? 0;

  /** Every clinic among `allowed` that explains a good part of the phrase, in no order. */
  score(query: Query, allowed: (at: number) => boolean): Scored[] {
    const touched = this.#gather(query);
    for (const { matches } of query.words) {
      for (const { id, quality } of matches) this.#said[id] = Math.max(quality, this.#said[id] ?? 0);
    }
    const { explained, byName, solid } = this.#sums;
    const among = touched.filter(allowed);
    const most = among.reduce((best, at) => Math.max(best, explained[at] ?? 0), 0);
    const worth = among.filter((at) => (explained[at] ?? 0) >= WORTH_SCORING * most);
    const total = query.words.reduce((sum, { weight }) => sum + weight, 0);
    const scored = worth.map((at) => this.#scoreOf(at, total, query));
    for (const at of touched) explained[at] = byName[at] = solid[at] = 0;
    for (const { matches } of query.words) for (const { id } of matches) this.#said[id] = 0;
    const enough = most / total - AS_WELL;
    const isAnswered = scored.some(
      ({ agrees, explained, byName, placed, said }) =>
        agrees && explained >= enough && (byName >= enough || Math.max(placed, said) >= IN_PLACE),
    );
    if (isAnswered) for (const one of scored) if (!one.agrees) one.score *= NOT_ASKED;
    return scored;
  }

  /** Adds up, clinic by clinic, the weight of the words that each explains; the clinics that explain any. */
  #gather(query: Query): number[] {
    const { best, bestName, explained, byName, solid } = this.#sums;
    const { inName, inPlace } = this.#directory;
    const touched: number[] = [];
    for (const { weight, matches } of query.words) {
      if (weight === 0) continue;
      const here: number[] = [];
      for (const { id, quality } of matches) {
        for (const at of inName[id] ?? []) {
          if (best[at] === 0) here.push(at);
          if (quality > (best[at] ?? 0)) best[at] = quality;
          if (quality > (bestName[at] ?? 0)) bestName[at] = quality;
        }
        for (const at of inPlace[id] ?? []) {
          if (best[at] === 0) here.push(at);
          if (quality * PLACE > (best[at] ?? 0)) best[at] = quality * PLACE;
        }
      }
      for (const at of here) {
        const quality = best[at] ?? 0;
        if (explained[at] === 0) touched.push(at);
        explained[at] = (explained[at] ?? 0) + weight * quality;
        byName[at] = (byName[at] ?? 0) + weight * (bestName[at] ?? 0);
        if (quality >= SAME_WORD) solid[at] = (solid[at] ?? 0) + weight;
        best[at] = bestName[at] = 0;
      }
    }
    return touched;
  }

  /** How much of these words was said; a municipality known by another name counts as said with it. */
  #saidOf(words: readonly Weighted[], municipality: ReadonlySet<number>, placed: number): number {
    let sum = 0;
    for (const { id, weight } of words) {
      const own = this.#said[id] ?? 0;
      sum += weight * (placed > own && municipality.has(id) ? placed : own);
    }
    return sum;
  }

  #placed(places: readonly (readonly number[])[]): number {
    let best = 0;
    for (const ids of places) {
      let sum = 0;
      let all = 0;
      for (const id of ids) {
        sum += (this.#said[id] ?? 0) * this.weight(id);
        all += this.weight(id);
      }
      if (all > 0 && sum / all > best) best = sum / all;
    }
    return best;
  }

  /** A little more for a name typed just as it stands. */
  #literally({ core, full }: Entry, { typed, whole }: Query): number {
    if (!` ${typed} `.includes(` ${core} `)) return 0;
    return (typed === core ? EXACT_NAME : EXACT_NAME / 2) + (whole.startsWith(full) ? EXACT_KIND : 0);
  }

  #scoreOf(at: number, total: number, query: Query): Scored {
    const explained = (this.#sums.explained[at] ?? 0) / total;
    const byName = (this.#sums.byName[at] ?? 0) / total;
    const missed = total - (this.#sums.solid[at] ?? 0);
    const entry = this.#directory.entries[at];
    if (!entry) return { at, score: 0, explained, byName, said: 0, placed: 0, missed, agrees: true };
    const placed = this.#placed(entry.places);
    const byPlace = placed > 0.9 ? 0.9 * placed : 0;
    const name = this.#saidOf(entry.name, entry.municipality, byPlace) / entry.nameWeight;
    const town = entry.townWeight > 0 ? this.#saidOf(entry.town, entry.municipality, 0) / entry.townWeight : 0;
    const told = Math.max(name, TOWN * town);
    const { factor, agrees } = kindFit(query.kinds, entry.kind);
    const answer = 1 - NAMED - PLACED + NAMED * told + PLACED * Math.max(placed, told);
    const literally = name > 0.95 ? this.#literally(entry, query) : 0;
    const both = (query.repeats ? SAID_TWICE : BOTH) * this.#placed(entry.places.slice(0, 1)) * told;
    const score = explained ** SHARPNESS * answer * factor + literally + both;
    return { at, score, explained, byName, said: name, placed, missed, agrees };
  }
}
