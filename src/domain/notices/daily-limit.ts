/** How many notices to many a clinic may send in a day; the operator raises it where there is need. */

import { and, count, eq, gt, ne } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dateIn, startOf } from '../assemblies/calendar.ts';

/** Where nothing else is configured. */
export const NOTICES_PER_DAY = 3;

const settingOf = (clinicId: number) => `notices-per-day:${clinicId}`;

/** Of this clinic from now on; undefined: as everywhere. */
export async function setDailyLimit(tx: Tx, input: { clinicId: number; perDay: number | undefined }): Promise<void> {
  const { settings } = tx.tables;
  const key = settingOf(input.clinicId);
  await tx.db.delete(settings).where(eq(settings.key, key));
  if (input.perDay !== undefined) await tx.db.insert(settings).values({ key, value: String(input.perDay) });
}

/** How many the clinic may send today, and how many of them are left. `perDay` is what holds everywhere. */
export async function dailyLimit(
  tx: Tx,
  input: { clinicId: number; timeZone: string; perDay: number; now: number },
): Promise<{ limit: number; left: number }> {
  const { settings, broadcasts } = tx.tables;
  const [own] = await tx.db
    .select({ value: settings.value })
    .from(settings)
    .where(eq(settings.key, settingOf(input.clinicId)));
  const limit = own ? Number(own.value) : input.perDay;
  const midnight = startOf(dateIn(input.now, input.timeZone), '00:00', input.timeZone);
  const [row] = await tx.db
    .select({ sent: count() })
    .from(broadcasts)
    .where(
      and(
        eq(broadcasts.clinicId, input.clinicId),
        gt(broadcasts.createdAt, midnight - 1),
        // What nobody got is free.
        ne(broadcasts.status, 'refused'),
      ),
    );
  return { limit, left: Math.max(0, limit - Number(row?.sent ?? 0)) };
}
