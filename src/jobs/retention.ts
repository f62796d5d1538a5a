/** What is not kept: delivered texts, ids of old messages, people who asked to be deleted. */

import { and, gt, inArray, isNotNull, isNull, lt, lte, ne, notInArray, or } from 'drizzle-orm';
import type { Store } from '../../db/unit-of-work.ts';
import { forgetTokens, purgeDeleted } from '../domain/people/deletion.ts';

const HOUR_MS = 3_600_000;
/** Channels deliver a message again for up to 7 days; after twice that its id is of no use. */
const INBOX_MS = 14 * 24 * HOUR_MS;
/** How long the text of what was sent is kept, for questions about it. */
const OUTBOX_MS = 30 * 24 * HOUR_MS;

export async function keepTidy(store: Store, now: number): Promise<void> {
  const background = { background: true };
  await store.run((tx) => purgeDeleted(tx, { now }), background);
  await store.run((tx) => forgetTokens(tx, { now }), background);
  await store.run(async ({ db, tables: { inbox, outbox, assemblies } }) => {
    await db.delete(inbox).where(lt(inbox.receivedAt, now - INBOX_MS));
    // Whom an assembly was announced to must be told if it moves: such rows stay until it is over.
    const coming = db.select({ id: assemblies.id }).from(assemblies).where(gt(assemblies.startsAt, now));
    const over = or(isNull(outbox.assemblyId), notInArray(outbox.assemblyId, coming));
    await db.delete(outbox).where(and(ne(outbox.status, 'queued'), lt(outbox.createdAt, now - OUTBOX_MS), over));
    const oldSecret = and(inArray(outbox.secret, [true]), lt(outbox.createdAt, now - HOUR_MS));
    await db
      .update(outbox)
      .set({ status: 'dropped', doneAt: now })
      .where(and(oldSecret, inArray(outbox.status, ['queued'])));
    await db
      .update(outbox)
      .set({ reply: null })
      .where(and(inArray(outbox.secret, [true]), isNotNull(outbox.reply), lt(outbox.createdAt, now - HOUR_MS)));
    await db
      .update(outbox)
      .set({ status: 'dropped', doneAt: now })
      .where(and(inArray(outbox.status, ['queued']), or(lte(outbox.expiresAt, now))));
  }, background);
}
