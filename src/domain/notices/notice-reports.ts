/** REPORTAR AVISO: the last notice to many that a person got is brought before the facilitator and the operator. */

import { and, count, desc, eq, gt, inArray, isNotNull } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { takeReport } from '../reports/reports.ts';
import { excerptOf, tellReported } from './broadcast-news.ts';

/** An older one is not what they mean. */
const LOOK_BACK_MS = 30 * 86_400_000;

export type NoticeReported =
  | { outcome: 'reported' | 'again'; clinicId: number; clinic: string; excerpt: string }
  /** They got none. */
  | { outcome: 'none' };

export async function reportNotice(
  tx: Tx,
  { personId, now }: { personId: number; now: number },
): Promise<NoticeReported> {
  const { noticeReports } = tx.tables;
  const last = await lastNotice(tx, { personId, now });
  if (!last) return { outcome: 'none' };
  const { id, clinicId, clinic, text } = last;
  const about = { clinicId, clinic, excerpt: excerptOf(text) };
  const added = await tx.db
    .insert(noticeReports)
    .values({ broadcastId: id, personId, at: now })
    .onConflictDoNothing()
    .returning({ at: noticeReports.at });
  if (added.length === 0) return { outcome: 'again', ...about };
  await takeReport(tx, { kind: 'notice', clinicId, broadcastId: id, text: about.excerpt, now });
  const [row] = await tx.db.select({ reports: count() }).from(noticeReports).where(eq(noticeReports.broadcastId, id));
  await tellReported(tx, { id, clinicId, text, reports: Number(row?.reports ?? 0), now });
  return { outcome: 'reported', ...about };
}

async function lastNotice(tx: Tx, { personId, now }: { personId: number; now: number }) {
  const { outbox, broadcasts, clinics } = tx.tables;
  const [row] = await tx.db
    .select({ id: broadcasts.id, clinicId: broadcasts.clinicId, clinic: clinics.name, text: broadcasts.text })
    .from(outbox)
    .innerJoin(broadcasts, eq(broadcasts.id, outbox.broadcastId))
    .innerJoin(clinics, eq(clinics.id, broadcasts.clinicId))
    .where(
      and(
        eq(outbox.personId, personId),
        isNotNull(outbox.broadcastId),
        inArray(outbox.status, ['sent', 'unconfirmed']),
        gt(outbox.doneAt, now - LOOK_BACK_MS),
      ),
    )
    .orderBy(desc(outbox.doneAt), desc(outbox.id))
    .limit(1);
  return row;
}
