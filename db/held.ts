/** Rows that a unit of work keeps to itself until its end. */

import type { Tx } from './unit-of-work.ts';

/** `no key update` lets others refer to the row meanwhile; `share` is held by many at once, against those who change it. */
export type Strength = 'update' | 'no key update' | 'share';

/**
 * The query, holding the rows of the table `of` that it finds: another unit of work that wants them waits, and then sees
 * what this one wrote. Only PostgreSQL runs two units at once, and only its queries know how to lock.
 */
export function held<Q extends object>(tx: Tx, query: Q, of: object, strength: Strength = 'update'): Q {
  if (tx.dialect === 'sqlite') return query;
  return (query as Q & { for(strength: Strength, config: object): Q }).for(strength, { of });
}
