/** Finding a clinic and understanding a sentence, beside comparing the text with every name. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { distance } from 'fastest-levenshtein';
import { clinicFinder } from '../src/conversation/clinic-finder.ts';
import { interpret, type Reading } from '../src/conversation/interpret.ts';
import { DEFAULT_LANGUAGE } from '../src/conversation/localize.ts';
import { loadUnderstandings } from '../src/conversation/words.ts';
import { ClinicIndex } from '../src/domain/clinics/search-index.ts';
import { clinicsOf, type IsClear } from './conversation.ts';
import { understandings } from './premises.ts';
import { median, type Spread, spread } from './statistics.ts';

/** The first round is the warm-up and does not count. */
const ROUNDS = 3;
/** The scan is slow: it is given one phrase in so many. */
const SCANNED = 8;

type Understandings = ReturnType<typeof loadUnderstandings>;

interface Search extends Spread {
  /** The part of the phrases whose clinic came first. */
  right: number;
}

export interface ReadingFigures {
  /** Microseconds a phrase. */
  search: Search;
  scan: Search;
  /** The medians: how many times the scan takes as long. */
  ratio: number;
  /** Microseconds a message. */
  sentences: Spread;
  clinicNames: Spread;
}

export function measureReading(index: ClinicIndex, clinics: readonly string[]): ReadingFigures {
  const phrases = rows('../test/domain/clinic-phrases.csv').map(({ phrase = '', clues = '' }) => ({ phrase, clues }));
  const sentences = rows('../test/conversation/phrases.es-MX.csv').map(({ phrase = '' }) => phrase);
  const byName = scan(index);
  const search = (text: string) => index.search(text).matches[0]?.clinic.clues;
  const searched = timed(
    phrases,
    () =>
      ({ phrase, clues }) =>
        search(phrase) === clues,
  );
  const scanned = timed(
    phrases.filter((_, at) => at % SCANNED === 0),
    () =>
      ({ phrase, clues }) =>
        byName(phrase) === clues,
  );

  // Both remember what they have read: each round gets new ones, that have met none of the texts.
  const understood = () => {
    const read = readerOf(new ClinicIndex(clinicsOf(index)), loadUnderstandings([DEFAULT_LANGUAGE]));
    return (text: string) => read(text).means !== 'unclear';
  };
  return {
    search: { ...spread(searched.times), right: searched.right },
    scan: { ...spread(scanned.times), right: scanned.right },
    ratio: median(scanned.times) / median(searched.times),
    sentences: spread(timed(sentences, understood).times),
    clinicNames: spread(timed(clinics, understood).times),
  };
}

/** Says whether a text that nothing was asked before is taken for a clinic, and for which. */
export function clearIn(index: ClinicIndex): IsClear {
  const read = readerOf(index, understandings);
  const finder = clinicFinder(index);
  return (text, clinic) => {
    if (read(text).means !== 'clinic') return false;
    const found = finder.byText(text);
    return found.found === 'one' && found.clinic.id === clinic.id;
  };
}

function readerOf(index: ClinicIndex, understandings: Understandings): (text: string) => Reading {
  const understanding = understandings.get(DEFAULT_LANGUAGE);
  if (!understanding) throw new Error(`No understanding of ${DEFAULT_LANGUAGE}.`);
  const { namesClinic } = clinicFinder(index);
  return (text) => interpret({ type: 'text', text }, undefined, { understanding, namesClinic });
}

function rows(path: string): Record<string, string>[] {
  return parse(readFileSync(new URL(path, import.meta.url)), { columns: true });
}

/** Microseconds of each item in each round, and the part of the items that were answered with yes. */
function timed<T>(items: readonly T[], begin: () => (item: T) => boolean): { times: number[]; right: number } {
  const times: number[] = [];
  let right = 0;
  for (let round = 0; round < ROUNDS; round++) {
    right = 0;
    const work = begin();
    for (const item of items) {
      const began = performance.now();
      const isRight = work(item);
      if (round > 0) times.push(1000 * (performance.now() - began));
      if (isRight) right++;
    }
  }
  return { times, right: right / items.length };
}

/** The naive way: the clinic whose name and municipality need the fewest changes to become the text. */
function scan(index: ClinicIndex): (text: string) => string | undefined {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const clinics = clinicsOf(index).map(({ clues, name, municipality }) => ({
    clues,
    name: plain(`${name} ${municipality}`),
  }));
  return (text) => {
    const typed = plain(text);
    let least = Number.POSITIVE_INFINITY;
    let nearest: string | undefined;
    for (const { clues, name } of clinics) {
      const errors = distance(typed, name);
      if (errors >= least) continue;
      least = errors;
      nearest = clues;
    }
    return nearest;
  };
}
