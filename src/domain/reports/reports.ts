/** What people tell the operator: a wrong date, a clinic that is not in the directory, a notice that should not be. Without who said it. */

import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface Report {
  kind: 'wrong-date' | 'missing-clinic' | 'notice' | 'relay';
  clinicId?: number;
  assemblyId?: number;
  broadcastId?: number;
  /** As typed, at most 500 characters; without NUL, which PostgreSQL does not take, and without telephones. */
  text: string;
  now: number;
}

export async function takeReport(tx: Tx, { now, ...report }: Report): Promise<void> {
  await tx.db.insert(tx.tables.reports).values({
    ...report,
    text: report.text
      .replaceAll('\0', '')
      .replace(/\d[\d\s.-]{7,}\d/g, '…')
      .slice(0, 500),
    createdAt: now,
  });
}

/** Whether just that was reported after an instant. */
export async function isReported(
  tx: Tx,
  { kind, clinicId, text, since }: Pick<Report, 'kind' | 'text'> & { clinicId: number; since: number },
): Promise<boolean> {
  const { reports } = tx.tables;
  const same = and(eq(reports.kind, kind), eq(reports.clinicId, clinicId), eq(reports.text, text));
  const rows = await tx.db
    .select({ id: reports.id })
    .from(reports)
    .where(and(same, gt(reports.createdAt, since)))
    .limit(1);
  return rows.length > 0;
}

/** All of them, oldest first. */
export async function listReports(tx: Tx) {
  const { reports } = tx.tables;
  return await tx.db.select().from(reports).orderBy(asc(reports.id));
}
