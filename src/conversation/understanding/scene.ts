/** What a message holds: where each group of words and each word of the rules stands in it. */
import type { Unit } from './reading.ts';

/** Words, both included. */
export interface Span {
  start: number;
  end: number;
}

export interface Scene {
  units: readonly Unit[];
  /** By the number of the group or word. */
  spans: ReadonlyMap<number, readonly Span[]>;
  /** Words that are not fillers. */
  length: number;
  /** The first word that is not a filler. */
  start: number;
}

/** The places of the words that belong to any of the groups. */
export function covered(spans: Scene['spans'], groups: readonly number[]): Set<number> {
  const places = new Set<number>();
  for (const group of groups) {
    for (const { start, end } of spans.get(group) ?? []) for (let at = start; at <= end; at++) places.add(at);
  }
  return places;
}
