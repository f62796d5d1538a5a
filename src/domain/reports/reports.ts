/** What people tell the operator: a wrong date, a clinic that is not in the directory. Without who said it. */

import { asc } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface Report {
  kind: 'wrong-date' | 'missing-clinic';
  clinicId?: number;
  assemblyId?: number;
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

/** All of them, oldest first. */
export async function listReports(tx: Tx) {
  const { reports } = tx.tables;
  return await tx.db.select().from(reports).orderBy(asc(reports.id));
}
