/** Notices to many: written, let go or refused, stopped. What time does with them stands in `broadcast-run.ts`. */

import { and, eq, gt, inArray, ne } from 'drizzle-orm';
import { OPEN } from '../../../db/schema/broadcasts.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { nextAssembly } from '../assemblies/assemblies.ts';
import { afterQuietHours } from '../assemblies/calendar.ts';
import { audit } from '../audit.ts';
import { clinicById } from '../clinics/clinics.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { audienceOf } from './audience-size.ts';
import { tellDecision, tellHeld } from './broadcast-news.ts';
import { endBroadcast, putBack } from './broadcast-stop.ts';
import { LONGEST_TEXT } from './broadcast-text.ts';
import { dailyLimit } from './daily-limit.ts';
import { claimNoticeFile } from './notice-files.ts';
import { pauseAt } from './pauses.ts';
import { type SegmentName, segmentOf } from './segments/segments.ts';
import { openVoteAt } from './segments/subjects.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A notice that speaks of no assembly is of use so long. */
const USEFUL_MS = 3 * DAY_MS;

/** Somebody doing something about the notices of a clinic. */
export interface Acting {
  personId: number;
  clinicId: number;
  now: number;
}

export interface Draft {
  segment: SegmentName;
  /** Of whose supporters. */
  needId?: number;
  text: string;
  fileId?: number;
  /** Not before; absent: now. */
  at?: number;
  /** The same text may go out once more. */
  again?: boolean;
}

/**
 * The time in which a notice is of use, when by day it begins to go out, and what of the clinic it speaks of. Rejects
 * where there is no such time, and no such thing.
 */
export async function timesOf(
  tx: Tx,
  {
    clinicId,
    segment,
    needId,
    at,
    timeZone,
    now,
  }: Acting & Pick<Draft, 'segment' | 'needId' | 'at'> & { timeZone: string },
) {
  const sendAt = Math.max(now, at ?? now);
  const beginsAt = afterQuietHours(sendAt, timeZone);
  const { about } = segmentOf(segment);
  const none = { assemblyId: null, needId: null, voteId: null };
  if (about === undefined) return { sendAt, beginsAt, expiresAt: sendAt + USEFUL_MS, ...none };
  if (about === 'need') {
    if (needId === undefined) throw new Refusal('unknown-need');
    return { sendAt, beginsAt, expiresAt: sendAt + USEFUL_MS, ...none, needId };
  }
  if (about === 'vote') {
    const vote = await openVoteAt(tx, clinicId);
    if (!vote) throw new Refusal('vote-not-open');
    if (vote.closesAt <= beginsAt) throw new Refusal('notice-late');
    return { sendAt, beginsAt, expiresAt: vote.closesAt, ...none, voteId: vote.id };
  }
  const assembly = await nextAssembly(tx, { clinicId, now });
  if (assembly?.status !== 'scheduled') throw new Refusal('unknown-assembly');
  if (assembly.startsAt <= beginsAt) throw new Refusal('notice-late');
  return { sendAt, beginsAt, expiresAt: assembly.startsAt, ...none, assemblyId: assembly.id };
}

/**
 * Takes the notice to be sent, and says what becomes of it. `perDay`: how many a clinic may send in a day where nothing
 * else was set.
 */
export async function sendBroadcast(
  tx: Tx,
  input: Acting & Draft & { perDay: number },
): Promise<{ id: number; status: 'held' | 'waiting' }> {
  const { personId, clinicId, now, segment, fileId } = input;
  const role = await mustAt(tx, { personId, action: 'notice.send', clinicId, now });
  const text = cleaned(input.text);
  if (text.length > LONGEST_TEXT) throw new Refusal('text-long');
  if (text === '') throw new Refusal('text-empty');
  const clinic = await clinicById(tx, clinicId);
  if (!clinic) throw new Refusal('unknown-clinic');
  const { timeZone } = clinic;
  // Two at once would both be the last of the day.
  await holdClinic(tx, clinicId);
  if ((await dailyLimit(tx, { clinicId, timeZone, perDay: input.perDay, now })).left === 0) {
    throw new Refusal('notice-limit');
  }
  if (!input.again && (await wasSaid(tx, { clinicId, text, now }))) throw new Refusal('notice-twice');
  const { beginsAt, ...of } = await timesOf(tx, { ...input, timeZone });
  const { channels } = await audienceOf(tx, { clinicId, segment, ...of });
  if (Object.keys(channels).length === 0) throw new Refusal('notice-nobody');
  const status = (await isPaused(tx, { clinicId, at: beginsAt })) ? 'held' : 'waiting';
  if (fileId !== undefined) await claimNoticeFile(tx, { fileId, personId });
  const [row] = await tx.db
    .insert(tx.tables.broadcasts)
    .values({
      clinicId,
      authorPersonId: personId,
      role,
      segment,
      ...of,
      text,
      fileId: fileId ?? null,
      status,
      createdAt: now,
      planned: channels,
      queued: {},
    })
    .returning({ id: tx.tables.broadcasts.id });
  if (!row) throw new Error('The new notice has no id.');
  await audit(tx, { at: now, personId, role, action: 'notice.send', clinicId, details: { broadcast: row.id, status } });
  if (status === 'held') await tellHeld(tx, { id: row.id, clinicId, now });
  return { id: row.id, status };
}

/** Without what no channel shows, and what PostgreSQL does not take. */
export function cleaned(text: string): string {
  return text
    .replaceAll('\0', '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Whether this very text went out, or waits to, from the clinic in the last hour. */
export async function wasSaid(tx: Tx, { clinicId, text, now }: { clinicId: number; text: string; now: number }) {
  const { broadcasts: t } = tx.tables;
  const rows = await tx.db
    .select({ text: t.text })
    .from(t)
    .where(and(eq(t.clinicId, clinicId), gt(t.createdAt, now - HOUR_MS), ne(t.status, 'refused')));
  return rows.some((row) => row.text === cleaned(text));
}

/** The last day of the electoral pause that the clinic is in then. */
export async function isPaused(
  tx: Tx,
  { clinicId, at }: { clinicId: number; at: number },
): Promise<string | undefined> {
  const { clinics } = tx.tables;
  const [clinic] = await tx.db
    .select({ stateCode: clinics.stateCode, timeZone: clinics.timeZone })
    .from(clinics)
    .where(eq(clinics.id, clinicId));
  return clinic && (await pauseAt(tx, { ...clinic, at }));
}

/** What has not gone out does not go out any more. Rejects with `notice-over` if it was over. */
export async function stopBroadcast(tx: Tx, { personId, id, now }: { personId: number; id: number; now: number }) {
  const { clinicId } = await broadcastById(tx, id);
  const role = await mustAt(tx, { personId, action: 'notice.send', clinicId, now });
  if (!(await endBroadcast(tx, { id, now, from: OPEN, as: 'stopped', because: 'stopped' }))) {
    throw new Refusal('notice-over');
  }
  await audit(tx, { at: now, personId, role, action: 'notice.stop', clinicId, details: { broadcast: id } });
}

/** A facilitator lets a held notice go, or does not and says why; its author is told. */
export async function decideBroadcast(
  tx: Tx,
  input: { personId: number; id: number; now: number } & ({ release: true } | { release: false; reason: string }),
): Promise<void> {
  const { broadcasts } = tx.tables;
  const { personId, id, now } = input;
  const held = await broadcastById(tx, id);
  const { clinicId } = held;
  const role = await mustAt(tx, { personId, action: 'notice.release', clinicId, now });
  const sendAt = Math.max(now, held.sendAt);
  // It waited: it is of use as long as if it had been written now, but not after the assembly that it speaks of.
  const expiresAt = held.assemblyId === null ? sendAt + USEFUL_MS : held.expiresAt;
  if (input.release && expiresAt <= sendAt) throw new Refusal('notice-late');
  const reason = input.release ? '' : cleaned(input.reason).slice(0, LONGEST_TEXT);
  const decided = await tx.db
    .update(broadcasts)
    .set({ decidedByPersonId: personId, reason, ...(input.release ? { status: 'waiting', sendAt, expiresAt } : {}) })
    .where(and(eq(broadcasts.id, id), eq(broadcasts.status, 'held')))
    .returning({ id: broadcasts.id });
  if (decided.length === 0) throw new Refusal('notice-over');
  if (input.release) await putBack(tx, { id, expiresAt });
  else await endBroadcast(tx, { id, now, from: ['held'], as: 'refused', because: 'stopped' });
  const action = input.release ? 'notice.release' : 'notice.refuse';
  const subjectPersonId = held.authorPersonId ?? undefined;
  await audit(tx, { at: now, personId, role, action, clinicId, subjectPersonId, details: { broadcast: id } });
  await tellDecision(tx, { ...held, reason, isReleased: input.release, now });
}

/** Rejects with `notice-over` if there is none. */
export async function broadcastById(tx: Tx, id: number) {
  const { broadcasts } = tx.tables;
  const [row] = await tx.db.select().from(broadcasts).where(eq(broadcasts.id, id));
  if (!row) throw new Refusal('notice-over');
  return row;
}

/** Those of a clinic that are not over, the oldest first. */
export async function openBroadcasts(tx: Tx, clinicId: number) {
  const { broadcasts: t } = tx.tables;
  return await tx.db
    .select()
    .from(t)
    .where(and(eq(t.clinicId, clinicId), inArray(t.status, [...OPEN])))
    .orderBy(t.id);
}
