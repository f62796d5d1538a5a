/** The record of a vote's events: each line carries the hash of itself and of all before it. */

import { asc, desc, eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { chained } from './publication.ts';

/** What can happen to a vote. Never who did it or what was chosen: that is no part of what is published. */
export type VoteEvent =
  | 'announced'
  | 'lot-drawn'
  | 'opened'
  | 'closed'
  | 'replaced'
  | 'discarded'
  | 'paper-counted'
  | 'people-merged'
  | 'voted-on-paper'
  | 'published';

/** To be called by who holds the vote, so that two events never follow the same one. Times are ms UTC. */
export async function noteEvent(
  tx: Tx,
  { voteId, at, event, details }: { voteId: number; at: number; event: VoteEvent; details: object },
): Promise<void> {
  const { voteEvents } = tx.tables;
  const [last] = await tx.db
    .select({ hash: voteEvents.hash })
    .from(voteEvents)
    .where(eq(voteEvents.voteId, voteId))
    .orderBy(desc(voteEvents.id))
    .limit(1);
  const hash = hashOf(last?.hash ?? '', { voteId, at, event, details });
  await tx.db.insert(voteEvents).values({ voteId, at, event, details, hash });
}

export interface LoggedEvent {
  at: number;
  event: VoteEvent;
  details: unknown;
  hash: string;
}

/** In the order in which they happened. */
export async function eventsOf(tx: Tx, voteId: number): Promise<LoggedEvent[]> {
  const { voteEvents } = tx.tables;
  const rows = await tx.db.select().from(voteEvents).where(eq(voteEvents.voteId, voteId)).orderBy(asc(voteEvents.id));
  return rows.map(({ at, event, details, hash }) => ({ at, event: event as VoteEvent, details, hash }));
}

/** The place of the first event that is not what it was, or before which one was taken out or put in; undefined for none. */
export function alteredEvent(of: { voteId: number; events: readonly LoggedEvent[] }): number | undefined {
  let before = '';
  for (const [place, { at, event, details, hash }] of of.events.entries()) {
    before = hashOf(before, { voteId: of.voteId, at, event, details });
    if (hash !== before) return place;
  }
  return undefined;
}

/** Of the event and of all before it, whatever the order in which a database keeps the names in `details`. */
function hashOf(before: string, event: { voteId: number; at: number; event: VoteEvent; details: unknown }): string {
  return chained(before, inOrder(event) as object);
}

/** The same, its names in the order of the alphabet. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(names.map(([name, each]) => [name, inOrder(each)]));
}
