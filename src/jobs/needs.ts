/** Tells those who review needs that something waits for them: in the morning, once a day at most, and again after a week. */

import { and, eq, inArray } from 'drizzle-orm';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { dateIn, startOf } from '../domain/assemblies/calendar.ts';
import { queueNotices } from '../domain/notices/queue.ts';
import { holdersAt, table } from '../domain/roles.ts';

const DAY_MS = 86_400_000;
/** In the clinic's time. */
const MORNING = '10:00';
const AGAIN_MS = 7 * DAY_MS;
/** Older than this it is no news. */
const USEFUL_MS = 2 * DAY_MS;

/** What was proposed since the morning waits for the next one. Returns for how many people a notice was queued. */
export async function remindOfReviews(store: Store, now: number): Promise<number> {
  const background = { background: true };
  let queued = 0;
  for (const waiting of await store.run((tx) => untold(tx, now), background)) {
    queued += await store.run((tx) => tell(tx, waiting, now), background);
  }
  return queued;
}

interface Waiting {
  clinicId: number;
  timeZone: string;
  ids: number[];
}

async function untold(tx: Tx, now: number): Promise<Waiting[]> {
  const { needs, clinics, needSupports } = tx.tables;
  const rows = await tx.db
    .selectDistinct({
      id: needs.id,
      clinicId: needs.clinicId,
      timeZone: clinics.timeZone,
      proposedAt: needs.proposedAt,
      toldAt: needs.toldAt,
      areas: needs.areas,
      supportOf: needSupports.needId,
    })
    .from(needs)
    .innerJoin(clinics, eq(clinics.id, needs.clinicId))
    .leftJoin(needSupports, eq(needSupports.needId, needs.id))
    .where(eq(needs.status, 'review'));
  const isWanted = ({ areas, supportOf }: (typeof rows)[number]) => areas !== null || supportOf !== null;
  const found: Waiting[] = [];
  for (const [clinicId, all] of Map.groupBy(rows.filter(isWanted), (row) => row.clinicId)) {
    const timeZone = all[0]?.timeZone ?? '';
    const morning = startOf(dateIn(now, timeZone), MORNING, timeZone);
    const before = all.filter(({ proposedAt }) => proposedAt < morning);
    const isDue = before.some(({ toldAt }) => toldAt === null || toldAt <= now - AGAIN_MS);
    if (now >= morning && isDue) found.push({ clinicId, timeZone, ids: before.map(({ id }) => id) });
  }
  return found;
}

/** Where nobody holds such a post, it stays untold: whoever takes it hears of it. */
async function tell(tx: Tx, { clinicId, timeZone, ids }: Waiting, now: number): Promise<number> {
  const { needs } = tx.tables;
  const holders = await holdersAt(tx, { clinicId, roles: table['need.review'], now });
  if (holders.length === 0) return 0;
  await tx.db
    .update(needs)
    .set({ toldAt: now })
    .where(and(inArray(needs.id, ids), eq(needs.status, 'review')));
  return await queueNotices(tx, {
    kind: 'office',
    clinicId,
    recipients: holders.map(({ personId }) => personId),
    texts: [{ key: 'notice:need.waiting', values: { number: ids.length } }, { key: 'notice:need.waitingFoot' }],
    deadline: now,
    notBefore: now,
    expiresAt: now + USEFUL_MS,
    dedupe: (personId) => `need-review:${clinicId}:${dateIn(now, timeZone)}:${personId}`,
    now,
  });
}
