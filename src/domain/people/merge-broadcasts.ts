/** Notices to many of two people who become one, and of a person who is forgotten. */

import { eq, inArray } from 'drizzle-orm';
import type { Tables } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Forgetters } from './deletion.ts';
import type { Merging } from './merge.ts';

export async function mergeBroadcasts({ db, tables: { broadcasts } }: Tx, { from, to }: Merging): Promise<void> {
  await db.update(broadcasts).set({ authorPersonId: to }).where(eq(broadcasts.authorPersonId, from));
  await db.update(broadcasts).set({ decidedByPersonId: to }).where(eq(broadcasts.decidedByPersonId, from));
}

/** Who reported a notice twice, as two, reported it once. */
export async function mergeNoticeReports({ db, tables: { noticeReports } }: Tx, { from, to }: Merging): Promise<void> {
  const rows = await db
    .select()
    .from(noticeReports)
    .where(inArray(noticeReports.personId, [from, to]));
  const kept = new Set(rows.flatMap(({ personId, broadcastId }) => (personId === to ? [broadcastId] : [])));
  const moved = rows.filter(({ personId, broadcastId }) => personId === from && !kept.has(broadcastId));
  await db.delete(noticeReports).where(eq(noticeReports.personId, from));
  if (moved.length > 0) await db.insert(noticeReports).values(moved.map((row) => ({ ...row, personId: to })));
}

/** A notice stays what it was, by nobody. */
export const broadcastForgetters: Forgetters<Pick<Tables, 'broadcasts' | 'noticeReports'>> = {
  async noticeReports({ db, tables: { noticeReports } }, { personId }) {
    await db.delete(noticeReports).where(eq(noticeReports.personId, personId));
  },
  async broadcasts({ db, tables: { broadcasts } }, { personId }) {
    await db.update(broadcasts).set({ authorPersonId: null }).where(eq(broadcasts.authorPersonId, personId));
    await db.update(broadcasts).set({ decidedByPersonId: null }).where(eq(broadcasts.decidedByPersonId, personId));
  },
};
