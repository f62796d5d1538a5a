/** Puts a notice to many into the outbox, slice by slice: a row a person that points to it. */

import { and, count, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm';
import { SLICE } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type Meant, membersOf } from './audience-size.ts';
import { kinds } from './kinds.ts';
import { bestConversation } from './reach.ts';
import { runningAccounts } from './running.ts';

export interface Filling extends Meant {
  id: number;
  cursor: number;
  sendAt: number;
  expiresAt: number;
  queued: Readonly<Record<string, number>>;
  optedOut: number;
  noWay: number;
}

/**
 * Queues it for the next people of its segment, by id from its cursor on, each in the conversation that `queueNotices`
 * would choose; says how many, or undefined once there are no more. Nobody gets it twice: `outbox` takes one row a person.
 */
export async function queueSlice(tx: Tx, filling: Filling, now: number): Promise<number | undefined> {
  const { outbox, broadcasts, people } = tx.tables;
  const slice = await nextSlice(tx, filling);
  if (slice === undefined) {
    await tx.db.update(broadcasts).set({ isFilled: true }).where(eq(broadcasts.id, filling.id));
    return undefined;
  }
  const { upTo } = slice;
  await tx.db
    .insert(outbox)
    .select(
      tx.db
        .select(rowOf(tx, filling, now))
        .from(sql`(${membersOf(tx, filling, { after: filling.cursor, upTo })}) m`)
        .innerJoin(people, sql`${people.id} = m.person_id`)
        .innerJoin(sql`conversations best`, sql`best.id = ${bestConversation(tx, await runningAccounts(tx))}`)
        .where(and(eq(people.notices, 'all'), isNull(people.deletedAt)))
        .orderBy(people.id) as never,
    )
    .onConflictDoNothing();
  const rows = await tx.db
    .select({ channel: outbox.channel, people: count() })
    .from(outbox)
    .where(
      and(
        eq(outbox.broadcastId, filling.id),
        sql`${outbox.personId} > ${filling.cursor}`,
        sql`${outbox.personId} <= ${upTo}`,
      ),
    )
    .groupBy(outbox.channel);
  const queued = { ...filling.queued };
  for (const row of rows) queued[row.channel] = (queued[row.channel] ?? 0) + Number(row.people);
  const added = rows.reduce((sum, row) => sum + Number(row.people), 0);
  await tx.db
    .update(broadcasts)
    .set({
      cursor: upTo,
      queued,
      optedOut: filling.optedOut + slice.optedOut,
      noWay: filling.noWay + slice.people - slice.optedOut - added,
    })
    .where(eq(broadcasts.id, filling.id));
  return added;
}

async function nextSlice(tx: Tx, filling: Filling) {
  const { people } = tx.tables;
  const among = membersOf(tx, filling, { after: filling.cursor, upTo: Number.MAX_SAFE_INTEGER });
  const [row] = await tx.db
    .select({
      upTo: sql<number>`max(${people.id})`.mapWith(Number),
      people: sql<number>`count(*)`.mapWith(Number),
      optedOut: sql<number>`sum(case when ${people.notices} = 'all' then 0 else 1 end)`.mapWith(Number),
    })
    .from(sql`(${among} order by 1 limit ${SLICE}) m`)
    .innerJoin(people, sql`${people.id} = m.person_id`);
  return row && row.people > 0 ? row : undefined;
}

/** The row of one person, column by column as the table has them. */
function rowOf(tx: Tx, { id, clinicId, sendAt, expiresAt }: Filling, now: number) {
  const { outbox, people } = tx.tables;
  const given: Partial<Record<keyof typeof outbox.$inferSelect, SQL>> = {
    id: tx.dialect === 'sqlite' ? sql`null` : sql`nextval(pg_get_serial_sequence('outbox', 'id'))`,
    personId: sql`${people.id}`,
    conversationId: sql`best.id`,
    channel: sql`best.channel`,
    kind: sql`'notice'`,
    status: sql`'queued'`,
    secret: sql`false`,
    priority: whole(kinds.notice.priority),
    // Behind everything with a deadline, the older first.
    deadline: whole(sendAt),
    notBefore: whole(now),
    expiresAt: whole(expiresAt),
    attempts: sql`0`,
    clinicId: whole(clinicId),
    broadcastId: whole(id),
    templateOnly: sql`false`,
    createdAt: whole(now),
  };
  return Object.fromEntries(
    Object.keys(getTableColumns(outbox)).map((name) => [
      name,
      (given[name as keyof typeof given] ?? sql`null`).as(name),
    ]),
  );
}

const whole = (value: number) => sql`cast(${value} as bigint)`;
