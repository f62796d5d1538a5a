/** What a change of an assembly is to those who know of it. */

import type { AssemblyRow } from './changes.ts';
import { distanceMetres } from './distance.ts';

export type Change = 'moved' | 'cancelled' | 'on-again' | 'confirmed';

/** A place nearer than this to the old one is the same place, measured better. */
const SAME_PLACE_METRES = 100;

type When = Pick<AssemblyRow, 'startsAt' | 'date'>;
type Where = Pick<AssemblyRow, 'place' | 'latitude' | 'longitude'>;

/** Undefined for what nobody need be told of. */
export function kindOfChange(before: AssemblyRow, after: AssemblyRow): Change | undefined {
  if (after.status === 'cancelled') return before.status === 'cancelled' ? undefined : 'cancelled';
  if (before.status === 'cancelled') return 'on-again';
  if (isMoved(before, after)) return 'moved';
  return before.isPending && !after.isPending ? 'confirmed' : undefined;
}

/** Whoever goes by the old date, hour or place goes wrong. */
export function isMoved(before: When & Where, after: When & Where): boolean {
  return before.startsAt !== after.startsAt || before.date !== after.date || !isSamePlace(before, after);
}

/** Accents, capitals and punctuation put right make no other place. */
function isSamePlace(before: Where, after: Where): boolean {
  if (before.place.localeCompare(after.place, 'es', { sensitivity: 'base', ignorePunctuation: true }) !== 0)
    return false;
  return distanceMetres(before, after) <= SAME_PLACE_METRES;
}
