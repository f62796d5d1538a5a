/** What time does with notices to many: begins them, feeds the outbox, ends them. Each function is one unit of work. */

import { and, eq, getTableColumns, inArray, lte, or } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import { type BroadcastStatus, OPEN } from '../../../db/schema/broadcasts.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { afterQuietHours } from '../assemblies/calendar.ts';
import { mayAt } from '../roles.ts';
import { tellEnd, tellOff } from './broadcast-news.ts';
import { queueSlice } from './broadcast-queue.ts';
import { endBroadcast, holdBroadcast } from './broadcast-stop.ts';
import { isPaused } from './broadcasts.ts';

/**
 * Rows that a channel has before it in the outbox, so that it is never idle. The rest waits at the cursor: whatever waits
 * in the outbox is passed over at every look into it, all night where it may not ring.
 */
const BACKLOG = 1_000;

/** Those that are due or under way, and those that nobody let go in time; the oldest first. */
export async function broadcastsUnderWay(tx: Tx, now: number): Promise<number[]> {
  const { broadcasts: t } = tx.tables;
  const rows = await tx.db
    .select({ id: t.id })
    .from(t)
    .where(
      or(
        and(inArray(t.status, ['waiting', 'running']), lte(t.sendAt, now)),
        and(eq(t.status, 'held'), lte(t.expiresAt, now)),
      ),
    )
    .orderBy(t.id);
  return rows.map(({ id }) => id);
}

/**
 * One step of a notice that is under way: says for how many people it was queued, `full` where the channels have enough
 * before them, `rest` where nothing is to be done now.
 */
export async function advanceBroadcast(
  tx: Tx,
  { id, now, backlog = BACKLOG }: { id: number; now: number; backlog?: number },
): Promise<number | 'full' | 'rest'> {
  const { broadcasts } = tx.tables;
  const broadcast = await heldOpen(tx, id);
  if (!broadcast) return 'rest';
  const { clinicId, status, timeZone } = broadcast;
  if (now >= broadcast.expiresAt) return await end(tx, { ...broadcast, now });
  if (status === 'held') return 'rest';
  const beginsAt = afterQuietHours(now, timeZone);
  if (await mustWait(tx, { ...broadcast, beginsAt, now })) {
    await holdBroadcast(tx, { id, clinicId, now });
    return 'rest';
  }
  if (status === 'waiting' && beginsAt <= now) {
    await tx.db.update(broadcasts).set({ status: 'running' }).where(eq(broadcasts.id, id));
  }
  if (broadcast.isFilled) return (await isSent(tx, { id, now })) ? await end(tx, { ...broadcast, now }) : 'rest';
  if (beginsAt > now) return 'rest';
  if (!(await isHungry(tx, { ...broadcast, backlog }))) return 'full';
  return (await queueSlice(tx, broadcast, now)) ?? 0;
}

/** It, with the clocks of its clinic; nobody else stops it or decides on it until the end of the unit of work. */
async function heldOpen(tx: Tx, id: number) {
  const { broadcasts: t, clinics } = tx.tables;
  const query = tx.db
    .select({ ...getTableColumns(t), timeZone: clinics.timeZone })
    .from(t)
    .innerJoin(clinics, eq(clinics.id, t.clinicId))
    .where(and(eq(t.id, id), inArray(t.status, [...OPEN])));
  const [broadcast] = await held(tx, query, t);
  return broadcast;
}

interface Waiting {
  clinicId: number;
  authorPersonId: number | null;
  decidedByPersonId: number | null;
  status: BroadcastStatus;
  beginsAt: number;
  now: number;
}

/**
 * Whether a facilitator must let it go first: a pause may have come since it was written, or its author may not send
 * notices any more. Who let it go knew of it.
 */
async function mustWait(tx: Tx, broadcast: Waiting): Promise<boolean> {
  const { clinicId, authorPersonId, decidedByPersonId, status, beginsAt, now } = broadcast;
  if (decidedByPersonId !== null) return false;
  if (await isPaused(tx, { clinicId, at: beginsAt })) return true;
  if (status !== 'waiting') return false;
  const may =
    authorPersonId !== null && (await mayAt(tx, { personId: authorPersonId, action: 'notice.send', clinicId, now }));
  return !may;
}

interface Fed {
  id: number;
  planned: Readonly<Record<string, number>>;
  queued: Readonly<Record<string, number>>;
  backlog: number;
}

/**
 * Whether some channel has little before it, of those that still have people to come: a slow one must not starve the
 * others. People who came since it was planned are fed by the channels that they were not planned for.
 */
async function isHungry(tx: Tx, { id, planned, queued, backlog }: Fed): Promise<boolean> {
  if (backlog === Number.POSITIVE_INFINITY) return true;
  const toCome = Object.keys(planned).filter((channel) => (queued[channel] ?? 0) < (planned[channel] ?? 0));
  for (const channel of toCome.length > 0 ? toCome : Object.keys(queued)) {
    if (!(await hasBefore(tx, { id, channel, rows: backlog }))) return true;
  }
  return toCome.length === 0 && Object.keys(queued).length === 0;
}

/** Counts no further than that. */
async function hasBefore(tx: Tx, { id, channel, rows }: { id: number; channel: string; rows: number }) {
  const { outbox } = tx.tables;
  const found = await tx.db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.broadcastId, id), eq(outbox.status, 'queued'), eq(outbox.channel, channel)))
    .limit(1)
    .offset(rows - 1);
  return found.length > 0;
}

/** Whether nothing of it is to go out any more. What waits for people who said BAJA meanwhile is dropped. */
async function isSent(tx: Tx, { id, now }: { id: number; now: number }): Promise<boolean> {
  const { outbox, people } = tx.tables;
  const queued = and(eq(outbox.broadcastId, id), eq(outbox.status, 'queued'));
  const [wanted] = await tx.db
    .select({ id: outbox.id })
    .from(outbox)
    .innerJoin(people, eq(people.id, outbox.personId))
    .where(and(queued, eq(people.notices, 'all')))
    .limit(1);
  if (wanted) return false;
  await tx.db.update(outbox).set({ status: 'dropped', because: 'opted-out', doneAt: now }).where(queued);
  return true;
}

async function end(
  tx: Tx,
  broadcast: { id: number; clinicId: number; authorPersonId: number | null; status: BroadcastStatus; now: number },
): Promise<'rest'> {
  const { id, now, status } = broadcast;
  await endBroadcast(tx, { id, now, from: OPEN, as: 'done', because: 'expired' });
  if (status === 'held') await tellOff(tx, { ...broadcast, why: 'late' });
  else await tellEnd(tx, broadcast);
  return 'rest';
}
