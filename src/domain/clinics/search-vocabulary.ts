/** Every word of the directory, found again from what a person typed: as it stands, by its sound, or with errors. */

import { distance, isFar } from './search-distance.ts';
import { sound } from './search-normalize.ts';

/** A word of the directory that a typed word may stand for; `quality` is 1 for the same word, less the further it is. */
export interface WordMatch {
  id: number;
  quality: number;
}

/** Below this a resemblance means nothing. */
const LEAST_QUALITY = 0.58;
const SAME_SOUND = 0.985;
/** Letters more or less that make no sound ("hh", "ll", "qu"); "aaaaa" is no word, "deheca" is not "deca". */
const mostMute = (word: string) => (word.length < 7 ? 1 : 2);
const PREFIX = 0.72;
/** A word that is itself in the directory may still be another one mistyped, but seldom. */
const BESIDE_EXACT = 0.82;
const BESIDE_SAME_SOUND = 0.94;
/** No word of the directory is longer, errors included. */
const LONGEST_WORD = 26;
const MOST_MATCHES = 40;
const MOST_REMEMBERED = 4000;

function letterMask(word: string): number {
  let mask = 0;
  for (let at = 0; at < word.length; at++) mask |= 1 << (word.charCodeAt(at) % 26);
  return mask;
}

function bits(mask: number): number {
  let left = mask - ((mask >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Whole errors that a word of this length can bear. */
function errorsBorne(length: number): number {
  if (length < 3) return 0;
  if (length < 5) return 1;
  return length < 11 ? 2 : 3;
}

function within(word: string, other: string, limit: number): number {
  return isFar(word, other, limit) ? Number.POSITIVE_INFINITY : distance(word, other, limit);
}

export class Vocabulary {
  readonly #plain: string[] = [];
  readonly #sounds: string[] = [];
  readonly #masks: number[] = [];
  readonly #soundMasks: number[] = [];
  readonly #ids = new Map<string, number>();
  readonly #bySound = new Map<string, number[]>();
  readonly #remembered = new Map<string, readonly WordMatch[]>();

  /** The number of the word, new if it was not there. Only while the index is being built. */
  add(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) return known;
    const id = this.#plain.length;
    const heard = sound(word);
    this.#ids.set(word, id);
    this.#plain.push(word);
    this.#sounds.push(heard);
    this.#masks.push(letterMask(word));
    this.#soundMasks.push(letterMask(heard));
    const same = this.#bySound.get(heard);
    if (same) same.push(id);
    else this.#bySound.set(heard, [id]);
    return id;
  }

  get size(): number {
    return this.#plain.length;
  }

  /** Whether the directory has the word, or one that sounds the same. */
  has(word: string): boolean {
    return this.#ids.has(word) || this.exact(word).length > 0;
  }

  /** Same word or same sound only, for words of ordinary speech. */
  exact(word: string): readonly WordMatch[] {
    const id = this.#ids.get(word);
    const heard = sound(word);
    return (this.#bySound.get(heard) ?? [])
      .filter(
        (same) =>
          same === id ||
          (heard.length > 1 && Math.abs((this.#plain[same] ?? '').length - word.length) <= mostMute(word)),
      )
      .map((same) => ({ id: same, quality: same === id ? 1 : SAME_SOUND }));
  }

  /** The words it may stand for, best first. Remembered: asking twice costs nothing. */
  find(word: string): readonly WordMatch[] {
    const remembered = this.#remembered.get(word);
    if (remembered) return remembered;
    const found = this.#look(word);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(word, found);
    return found;
  }

  #look(word: string): readonly WordMatch[] {
    const exact = this.exact(word);
    if (/^\d/.test(word) || word.length > LONGEST_WORD) return exact;
    const borne = this.#ids.has(word) && word.length < 4 ? 0 : errorsBorne(word.length);
    const weight = exact.length === 0 ? 1 : this.#ids.has(word) ? BESIDE_EXACT : BESIDE_SAME_SOUND;
    const found = borne === 0 ? [] : this.#resembling(word, borne);
    const matches = found.map(({ id, quality }) => ({ id, quality: quality * weight }));
    if (exact.length === 0 && !matches.some(({ quality }) => quality > PREFIX))
      matches.push(...this.#startingWith(word));
    const best = new Map(exact.map(({ id, quality }) => [id, quality]));
    for (const { id, quality } of matches) {
      if (quality >= LEAST_QUALITY && quality > (best.get(id) ?? 0)) best.set(id, quality);
    }
    return [...best]
      .map(([id, quality]) => ({ id, quality }))
      .sort((a, b) => b.quality - a.quality)
      .slice(0, MOST_MATCHES);
  }

  #resembling(word: string, borne: number): WordMatch[] {
    const heard = sound(word);
    const mask = letterMask(word);
    const soundMask = letterMask(heard);
    const found: WordMatch[] = [];
    // An error changes two letters of the set at most.
    const mostBits = 2 * Math.ceil(borne);
    for (let id = 0; id < this.#masks.length; id++) {
      const soundsNear = bits(soundMask ^ (this.#soundMasks[id] ?? 0)) <= mostBits;
      const looksNear = bits(mask ^ (this.#masks[id] ?? 0)) <= mostBits;
      if (!soundsNear && !looksNear) continue;
      const other = this.#plain[id] ?? '';
      if (Math.abs(other.length - word.length) > borne + 1) continue;
      const bySound = soundsNear ? within(heard, this.#sounds[id] ?? '', borne) : Number.POSITIVE_INFINITY;
      const cost = looksNear ? Math.min(bySound, within(word, other, Math.min(borne, bySound))) : bySound;
      if (cost > borne) continue;
      found.push({
        id,
        quality: Math.min(SAME_SOUND, 1 - (1.25 * cost) / (Math.max(word.length, other.length) + 0.5)),
      });
    }
    return found;
  }

  /** "Ocozo" for Ocozocoautla: only where few words begin so. */
  #startingWith(word: string): WordMatch[] {
    if (word.length < 4) return [];
    const heard = sound(word);
    const found: WordMatch[] = [];
    for (let id = 0; id < this.#sounds.length; id++) {
      if (this.#sounds[id]?.startsWith(heard)) found.push({ id, quality: PREFIX });
    }
    return found.length > 12 ? [] : found;
  }
}
