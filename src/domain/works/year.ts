/** The programme counts by years: those of the clinic's own calendar. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dateIn } from '../assemblies/calendar.ts';
import { Refusal } from '../refusal.ts';

/** YYYY-MM-DD, in the clinic's time. Rejects with `unknown-clinic`. */
export async function todayAt(tx: Tx, { clinicId, now }: { clinicId: number; now: number }): Promise<string> {
  const { clinics } = tx.tables;
  const [clinic] = await tx.db.select({ timeZone: clinics.timeZone }).from(clinics).where(eq(clinics.id, clinicId));
  if (!clinic) throw new Refusal('unknown-clinic');
  return dateIn(now, clinic.timeZone);
}

export async function yearAt(tx: Tx, input: { clinicId: number; now: number }): Promise<number> {
  return Number((await todayAt(tx, input)).slice(0, 4));
}
