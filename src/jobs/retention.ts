/** What is not kept: delivered texts, ids of old messages, people who asked to be deleted. */

import { and, eq, gt, gte, isNotNull, isNull, lt, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import type { Store } from '../../db/unit-of-work.ts';
import { forgetCallFiles } from '../domain/assemblies/forget-calls.ts';
import { dropUnclearedPhotos, forgetConcerns } from '../domain/concerns/concerns.ts';
import { forgetNoticeFiles } from '../domain/notices/notice-files.ts';
import { wipeCorrespondence } from '../domain/notices/wiping.ts';
import { forgetTokens, purgeDeleted } from '../domain/people/deletion.ts';
import { forgetReplacedFiles } from '../domain/votes/replaced-files.ts';
import { dropLoosePhotos } from '../domain/works/photos.ts';

const HOUR_MS = 3_600_000;
/** Channels deliver a message again for up to 7 days; after twice that its id is of no use. */
const INBOX_MS = 14 * 24 * HOUR_MS;
/** How long the text of what was sent is kept, for questions about it. */
const OUTBOX_MS = 30 * 24 * HOUR_MS;

export async function keepTidy(store: Store, now: number): Promise<void> {
  const background = { background: true };
  await store.run((tx) => purgeDeleted(tx, { now }), background);
  await store.run((tx) => forgetTokens(tx, { now }), background);
  await store.run((tx) => forgetCallFiles(tx, { before: now - OUTBOX_MS }), background);
  await store.run((tx) => forgetNoticeFiles(tx, { before: now - OUTBOX_MS }), background);
  await store.run((tx) => forgetReplacedFiles(tx, { before: now - OUTBOX_MS }), background);
  await store.run((tx) => wipeCorrespondence(tx, { now }), background);
  await store.run((tx) => forgetConcerns(tx, { now }), background);
  await store.run((tx) => dropUnclearedPhotos(tx, { now }), background);
  await store.run((tx) => dropLoosePhotos(tx, { now }), background);
  await store.run(async ({ db, tables: { inbox, outbox, assemblies, noticeReports } }) => {
    await db.delete(noticeReports).where(lt(noticeReports.at, now - OUTBOX_MS));
    await db.delete(inbox).where(lt(inbox.receivedAt, now - INBOX_MS));
    // Whom an assembly was announced to must be told if it moves: such rows stay until it is over.
    const coming = db.select({ id: assemblies.id }).from(assemblies).where(gt(assemblies.startsAt, now));
    const over = or(isNull(outbox.assemblyId), notInArray(outbox.assemblyId, coming));
    // The oldest stand first: the rest, which may be a million, need not be gone through to find that they are young.
    const [young] = await db
      .select({ id: outbox.id })
      .from(outbox)
      .where(gte(outbox.createdAt, now - OUTBOX_MS))
      .orderBy(outbox.id)
      .limit(1);
    const isBefore = young === undefined ? undefined : lt(outbox.id, young.id);
    await db
      .delete(outbox)
      .where(and(isBefore, ne(outbox.status, 'queued'), lt(outbox.createdAt, now - OUTBOX_MS), over));
    // Written out, here and below, so that SQLite sees which index covers it.
    const oldSecret = and(sql`secret`, lt(outbox.createdAt, now - HOUR_MS));
    await db
      .update(outbox)
      .set({ status: 'dropped', doneAt: now })
      .where(and(oldSecret, eq(outbox.status, 'queued')));
    await db
      .update(outbox)
      .set({ reply: null })
      .where(and(oldSecret, isNotNull(outbox.reply)));
    await db
      .update(outbox)
      .set({ status: 'dropped', because: 'expired', doneAt: now })
      .where(and(sql`status = 'queued'`, lte(outbox.expiresAt, now)));
  }, background);
}
