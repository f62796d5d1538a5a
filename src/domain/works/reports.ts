/** Reports of progress: each is kept, the last one is where the work stands. */

import { eq } from 'drizzle-orm';
import type { WorkStatus } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { unsettle } from './settling.ts';
import { isFinished, statusesOf } from './statuses.ts';
import { type Actor, type Work, workById } from './works.ts';

/**
 * Takes down where a work stands. `percent` counts for a work in progress; what is finished is 100, what is not begun 0.
 * Rejects with `not-yours`, `unknown-work`, `bad-percent` (not a whole number from 0 to 100), `bad-status`.
 */
export async function reportWork(
  tx: Tx,
  { workId, status, percent = 0, personId, now }: Actor & { workId: number; status: WorkStatus; percent?: number },
): Promise<Work> {
  const { works, workReports } = tx.tables;
  const { clinicId, kind } = await workById(tx, workId);
  const role = await mustAt(tx, { personId, action: 'work.report', clinicId, now });
  if (!statusesOf[kind].includes(status)) throw new Refusal('bad-status');
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) throw new Refusal('bad-percent');
  const stands = { status, percent: status === 'obra_en_proceso' ? percent : isFinished({ status }) ? 100 : 0 };
  await tx.db.insert(workReports).values({ workId, clinicId, ...stands, at: now, enteredBy: role, personId });
  await tx.db
    .update(works)
    .set({ ...stands, updatedAt: now })
    .where(eq(works.id, workId));
  await audit(tx, { at: now, personId, role, action: 'work.report', clinicId, details: { work: workId, ...stands } });
  return await workById(tx, workId);
}

/**
 * Takes a decision out of the list that was entered by mistake. Rejects with `not-yours`, and `work-begun` where money
 * was entered or progress reported.
 */
export async function withdrawWork(tx: Tx, { workId, personId, now }: Actor & { workId: number }): Promise<void> {
  const { works, ledger } = tx.tables;
  const { clinicId } = await workById(tx, workId);
  const role = await mustAt(tx, { personId, action: 'work.decide', clinicId, now });
  await holdClinic(tx, clinicId);
  const work = await workById(tx, workId);
  const lines = await tx.db.select({ id: ledger.id }).from(ledger).where(eq(ledger.workId, workId)).limit(1);
  if (work.status !== 'proyecto_aprobado' || lines.length > 0) throw new Refusal('work-begun');
  await tx.db.update(works).set({ status: 'retirada', updatedAt: now }).where(eq(works.id, workId));
  await unsettle(tx, { workId, clinicId });
  await audit(tx, { at: now, personId, role, action: 'work.decide', clinicId, details: { withdrawn: workId } });
}
