/** How many people a notice to many would reach, and by which channels. */

import { count, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { bestConversation } from './reach.ts';
import { runningAccounts } from './running.ts';
import { segmentOf } from './segments/segments.ts';

export interface Audience {
  /** People by channel, those who can be reached there now. */
  channels: Readonly<Record<string, number>>;
  /** They want no such notices. */
  optedOut: number;
  /** They cannot be reached where they wrote: blocked, gone, or the channel is not running. */
  unreachable: number;
}

/** Whom the segment means. */
export interface Meant {
  clinicId: number;
  segment: string;
  /** What the segment is about, as far as it is about any. */
  assemblyId: number | null;
  needId: number | null;
  voteId: number | null;
}

export async function audienceOf(tx: Tx, meant: Meant): Promise<Audience> {
  const { people, conversations, identities } = tx.tables;
  const running = await runningAccounts(tx);
  const rows = await tx.db
    .select({
      channel: sql<string | null>`${conversations.channel}`,
      account: sql<string | null>`${conversations.account}`,
      reachable: sql<number>`case when ${identities.reachable} then 1 else 0 end`.mapWith(Number),
      wanting:
        sql<number>`case when ${people.notices} = 'all' and ${people.deletedAt} is null then 1 else 0 end`.mapWith(
          Number,
        ),
      people: count(),
    })
    .from(sql`(${membersOf(tx, meant, { after: 0, upTo: Number.MAX_SAFE_INTEGER })}) m`)
    .innerJoin(people, sql`${people.id} = m.person_id`)
    .leftJoin(conversations, sql`${conversations.id} = ${bestConversation(tx, running)}`)
    .leftJoin(identities, eq(identities.id, conversations.identityId))
    .groupBy(sql`1, 2, 3, 4`);
  const channels: Record<string, number> = {};
  let optedOut = 0;
  let unreachable = 0;
  for (const row of rows) {
    const isRunning =
      running === undefined || running.some((one) => one.channel === row.channel && one.account === row.account);
    const number = Number(row.people);
    if (row.wanting === 0) optedOut += number;
    else if (row.channel === null || row.reachable === 0 || !isRunning) unreachable += number;
    else channels[row.channel] = (channels[row.channel] ?? 0) + number;
  }
  return { channels, optedOut, unreachable };
}

/** The members of a segment as SQL: those with an id above `after`, up to `upTo`. */
export function membersOf(
  tx: Tx,
  { clinicId, segment, assemblyId, needId, voteId }: Meant,
  among: { after: number; upTo: number },
) {
  return segmentOf(segment).members(tx, {
    clinicId: sql`${clinicId}`,
    assemblyId: sql`${assemblyId ?? 0}`,
    needId: sql`${needId ?? 0}`,
    voteId: sql`${voteId ?? 0}`,
    after: sql`${among.after}`,
    upTo: sql`${among.upTo}`,
  });
}
