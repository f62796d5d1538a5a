/** What somebody who sends notices to many sees of them: how many are left today, what is under way, what became of the last. */

import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import type { BroadcastStatus } from '../../../db/schema/broadcasts.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { nextAssembly } from '../assemblies/assemblies.ts';
import { afterQuietHours } from '../assemblies/calendar.ts';
import { clinicById } from '../clinics/clinics.ts';
import { Refusal } from '../refusal.ts';
import { mayAt, mustAt } from '../roles.ts';
import { type Counts, countsOf } from './broadcast-counts.ts';
import { excerptOf } from './broadcast-news.ts';
import { LONGEST_TEXT } from './broadcast-text.ts';
import { type Acting, openBroadcasts } from './broadcasts.ts';
import { dailyLimit } from './daily-limit.ts';
import type { Segment } from './segments/segment.ts';
import { type SegmentName, segments } from './segments/segments.ts';
import { type NeedOption, openVoteAt, supportedNeeds } from './segments/subjects.ts';

export interface NoticeView {
  id: number;
  status: BroadcastStatus;
  excerpt: string;
  /** When it goes out, or goes on: notices go by day only. */
  goesAt: number;
  /** It has begun and waits for the morning. */
  isResting: boolean;
  counts: Counts;
}

export interface Desk {
  clinicId: number;
  clinic: string;
  timeZone: string;
  limit: number;
  left: number;
  /** Characters of a text. */
  longest: number;
  /** Whom a notice can be meant for now. */
  segments: SegmentName[];
  /** Whose supporters it can be meant for, the most supported first. */
  needs: NeedOption[];
  /** Not over yet, the oldest first. */
  open: NoticeView[];
  /** The last one that is over. */
  last: NoticeView | null;
  /** They may let held ones go. */
  releases: boolean;
}

export async function deskOf(tx: Tx, input: Acting & { perDay: number }): Promise<Desk> {
  const { personId, clinicId, now, perDay } = input;
  await mustAt(tx, { personId, action: 'notice.send', clinicId, now });
  const clinic = await clinicById(tx, clinicId);
  if (!clinic) throw new Refusal('unknown-clinic');
  const { name, timeZone } = clinic;
  const assembly = await nextAssembly(tx, { clinicId, now });
  const hasAssembly = assembly?.status === 'scheduled' && assembly.startsAt > now;
  const needs = await supportedNeeds(tx, clinicId);
  const has = { assembly: hasAssembly, vote: (await openVoteAt(tx, clinicId)) !== undefined, need: needs.length > 0 };
  const meant = (Object.keys(segments) as SegmentName[]).filter((each) => {
    const { about }: Segment = segments[each];
    return about === undefined || has[about];
  });
  const open: NoticeView[] = [];
  for (const broadcast of await openBroadcasts(tx, clinicId)) open.push(await viewOf(tx, broadcast, { timeZone, now }));
  return {
    clinicId,
    clinic: name,
    timeZone,
    ...(await dailyLimit(tx, { clinicId, timeZone, perDay, now })),
    longest: LONGEST_TEXT,
    segments: meant,
    needs,
    open,
    last: await lastOver(tx, { clinicId, timeZone, now }),
    releases: (await mayAt(tx, { personId, action: 'notice.release', clinicId, now })) !== undefined,
  };
}

/** What became of each message is kept for a month. */
const REMEMBERED_MS = 20 * 86_400_000;

async function lastOver(
  tx: Tx,
  { clinicId, timeZone, now }: { clinicId: number; timeZone: string; now: number },
): Promise<NoticeView | null> {
  const { broadcasts: t } = tx.tables;
  const [row] = await tx.db
    .select()
    .from(t)
    .where(
      and(
        eq(t.clinicId, clinicId),
        inArray(t.status, ['done', 'stopped', 'refused']),
        gt(t.endedAt, now - REMEMBERED_MS),
      ),
    )
    .orderBy(desc(t.endedAt), desc(t.id))
    .limit(1);
  return row ? await viewOf(tx, row, { timeZone, now }) : null;
}

interface Row {
  id: number;
  status: BroadcastStatus;
  text: string;
  sendAt: number;
}

async function viewOf(
  tx: Tx,
  { id, status, text, sendAt }: Row,
  { timeZone, now }: { timeZone: string; now: number },
): Promise<NoticeView> {
  const goesAt = afterQuietHours(Math.max(now, sendAt), timeZone);
  const isResting = status === 'running' && goesAt > now;
  return { id, status, excerpt: excerptOf(text), goesAt, isResting, counts: await countsOf(tx, id) };
}
