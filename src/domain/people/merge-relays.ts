/** Conversations, blocks and concerns of two people who become one: they go on, and a block of either holds. */

import { and, eq, or, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Merging } from './merge.ts';

/** Nobody talks to themselves: a relay between the two is over. */
export async function mergeRelays(tx: Tx, { from, to, now }: Merging): Promise<void> {
  const { relays } = tx.tables;
  await tx.db.update(relays).set({ personId: to }).where(eq(relays.personId, from));
  await tx.db.update(relays).set({ memberPersonId: to }).where(eq(relays.memberPersonId, from));
  await tx.db
    .update(relays)
    .set({ endedAt: now })
    .where(and(eq(relays.personId, relays.memberPersonId), sql`ended_at is null`));
}

export async function mergeRelayBlocks(tx: Tx, { from, to }: Merging): Promise<void> {
  const { relayBlocks: t } = tx.tables;
  const rows = await tx.db
    .delete(t)
    .where(or(eq(t.personId, from), eq(t.blockedPersonId, from)))
    .returning();
  for (const { since, ...pair } of rows) {
    const personId = pair.personId === from ? to : pair.personId;
    const blockedPersonId = pair.blockedPersonId === from ? to : pair.blockedPersonId;
    if (personId === blockedPersonId) continue;
    await tx.db.insert(t).values({ personId, blockedPersonId, since }).onConflictDoNothing();
  }
}

export async function mergeConcerns(tx: Tx, { from, to }: Merging): Promise<void> {
  const { concerns } = tx.tables;
  await tx.db.update(concerns).set({ personId: to }).where(eq(concerns.personId, from));
}
