/** Ends notices to many, and takes back what of them has not gone out. */

import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { type BroadcastStatus, OPEN } from '../../../db/schema/broadcasts.ts';
import type { OutboxBecause } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { tellHeld, tellOff } from './broadcast-news.ts';

interface Which {
  id: number;
  now: number;
}

/** Says whether it was one of `from` still; if not, nothing is changed. */
export async function endBroadcast(
  tx: Tx,
  input: Which & { from: readonly BroadcastStatus[]; as: 'done' | 'stopped' | 'refused'; because: OutboxBecause },
): Promise<boolean> {
  const { broadcasts: t } = tx.tables;
  const { id, now, from, as, because } = input;
  const ended = await tx.db
    .update(t)
    .set({ status: as, endedAt: now })
    .where(and(eq(t.id, id), inArray(t.status, [...from])))
    .returning({ id: t.id });
  if (ended.length === 0) return false;
  await takeBack(tx, { id, because, now });
  return true;
}

/** What is queued, or was taken back for a while, does not go out; what a channel is sending now still does. */
async function takeBack(tx: Tx, { id, because, now }: Which & { because: OutboxBecause }): Promise<void> {
  const { outbox } = tx.tables;
  const set = { status: 'dropped', because, doneAt: now } as const;
  const ofIt = eq(outbox.broadcastId, id);
  await tx.db.update(outbox).set(set).where(and(ofIt, sql`status = 'queued'`));
  if (because === 'held') return;
  await tx.db
    .update(outbox)
    .set(set)
    .where(and(ofIt, eq(outbox.status, 'dropped'), eq(outbox.because, 'held')));
}

/** It waits for a facilitator, who is told so. */
export async function holdBroadcast(tx: Tx, { id, clinicId, now }: Which & { clinicId: number }): Promise<void> {
  const { broadcasts: t } = tx.tables;
  await tx.db.update(t).set({ status: 'held' }).where(eq(t.id, id));
  await takeBack(tx, { id, because: 'held', now });
  await tellHeld(tx, { id, clinicId, now });
}

/** What was taken back while it was held is to go out again, until `expiresAt`. */
export async function putBack(tx: Tx, { id, expiresAt }: { id: number; expiresAt: number }): Promise<void> {
  const { outbox } = tx.tables;
  await tx.db
    .update(outbox)
    .set({ status: 'queued', because: null, doneAt: null, expiresAt })
    .where(and(eq(outbox.broadcastId, id), eq(outbox.status, 'dropped'), eq(outbox.because, 'held')));
}

/** Notices to those who come to an assembly, which may say the old date or be for nothing: ended, and their authors told. */
export async function stopNoticesOf(
  tx: Tx,
  { assemblyId, change, now }: { assemblyId: number; change: 'cancelled' | 'moved'; now: number },
): Promise<void> {
  const { broadcasts: t } = tx.tables;
  const open = await tx.db
    .select({ id: t.id, clinicId: t.clinicId, authorPersonId: t.authorPersonId })
    .from(t)
    .where(and(isNotNull(t.assemblyId), eq(t.assemblyId, assemblyId), inArray(t.status, [...OPEN])));
  for (const broadcast of open) {
    const { id } = broadcast;
    if (!(await endBroadcast(tx, { id, now, from: OPEN, as: 'stopped', because: 'stopped' }))) continue;
    await tellOff(tx, { ...broadcast, why: change, now });
  }
}
