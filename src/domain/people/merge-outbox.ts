/** Messages of two people who become one: none is lost, and no notice comes twice. */

import { and, eq, isNotNull, ne } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Merging } from './merge.ts';

/** Of two notices of one kind about one assembly that both wait, the newer goes out. */
export async function mergeOutbox(tx: Tx, { from, to, now }: Merging): Promise<void> {
  const { outbox } = tx.tables;
  const mine = await waiting(tx, to);
  await dropSameBroadcasts(tx, { from, to });
  for (const { id, about } of await waiting(tx, from)) {
    const own = mine.find((row) => row.about === about);
    if (!own) continue;
    await tx.db
      .update(outbox)
      .set({ status: 'dropped', doneAt: now })
      .where(eq(outbox.id, Math.min(own.id, id)));
  }
  await rename(tx, { from, to });
  await tx.db.update(outbox).set({ personId: to }).where(eq(outbox.personId, from));
}

/** What came, or is to come, to both is kept once: as it was sent, if it was. */
async function dropSameBroadcasts(tx: Tx, { from, to }: { from: number; to: number }): Promise<void> {
  const { outbox } = tx.tables;
  const of = async (personId: number) =>
    await tx.db
      .select({ id: outbox.id, broadcastId: outbox.broadcastId, status: outbox.status })
      .from(outbox)
      .where(and(eq(outbox.personId, personId), isNotNull(outbox.broadcastId)));
  const mine = await of(to);
  for (const other of await of(from)) {
    const own = mine.find(({ broadcastId }) => broadcastId === other.broadcastId);
    if (!own) continue;
    const goes = own.status === 'queued' ? own : other;
    await tx.db.delete(outbox).where(eq(outbox.id, goes.id));
  }
}

async function waiting(tx: Tx, personId: number): Promise<{ id: number; about: string }[]> {
  const { outbox } = tx.tables;
  const rows = await tx.db
    .select({ id: outbox.id, kind: outbox.kind, assemblyId: outbox.assemblyId })
    .from(outbox)
    .where(
      and(
        eq(outbox.personId, personId),
        eq(outbox.status, 'queued'),
        ne(outbox.kind, 'answer'),
        isNotNull(outbox.assemblyId),
      ),
    );
  return rows.map(({ id, kind, assemblyId }) => ({ id, about: `${kind} ${assemblyId}` }));
}

/** What either was told under a key is not told to the one again: the keys end in the person. */
async function rename(tx: Tx, { from, to }: { from: number; to: number }): Promise<void> {
  const { outbox } = tx.tables;
  const keys = async (personId: number) =>
    await tx.db
      .select({ id: outbox.id, dedupe: outbox.dedupe })
      .from(outbox)
      .where(and(eq(outbox.personId, personId), isNotNull(outbox.dedupe)));
  const taken = new Set((await keys(to)).map(({ dedupe }) => dedupe));
  for (const { id, dedupe } of await keys(from)) {
    const key = dedupe?.replace(new RegExp(`:${from}$`), `:${to}`) ?? null;
    await tx.db
      .update(outbox)
      .set({ dedupe: taken.has(key) ? null : key })
      .where(eq(outbox.id, id));
  }
}
