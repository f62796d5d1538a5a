/** The outbox as delivery sees it: what is due, and what became of it. */

import { and, asc, count, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { bound } from '../../db/bound.ts';
import type { IdentifierKind, OutboxBecause, OutboxKind, OutboxStatus } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';
import { type BroadcastColumns, broadcastColumns } from '../domain/notices/broadcast-text.ts';
import { kindsAt, noticeKinds } from '../domain/notices/kinds.ts';

export interface Due extends BroadcastColumns {
  id: number;
  personId: number;
  identityId: number;
  kind: OutboxKind;
  reply: unknown;
  notice: unknown;
  secret: boolean;
  expiresAt: number | null;
  attempts: number;
  /** The address, sealed. */
  sealed: string;
  addressKind: IdentifierKind;
  /** When the person last wrote there. */
  wroteAt: number;
  templateOnly: boolean;
  /** Of a notice: the assembly's start, and its place's clocks. */
  deadline: number;
  timeZone: string | null;
  reachable: boolean;
  language: string | null;
}

/** As many people as may have a message on its way. */
export const LANES = 8;
/** Of what is not an answer. */
const MOST_PRIORITY = 2;
const busyNames = Array.from({ length: LANES }, (_, at) => `busy${at}`);
const busyPlaceholders = busyNames.map(bound.int);
/** Messages looked at at once: a few more than there are lanes, for some may be of one person. It is looked again at once. */
const LOOK_AHEAD = 2 * LANES;
/** As it stands in a statement: what is bound makes SQLite plan it anew each time, see `db/bound.ts`. */
const literal = (words: readonly string[]) => sql.raw(words.map((word) => `'${word}'`).join(', '));

const selectDue = (tx: Tx) => {
  const { outbox, conversations, identities, people, clinics, broadcasts } = tx.tables;
  return (
    tx.db
      .select({
        id: outbox.id,
        personId: outbox.personId,
        identityId: identities.id,
        kind: outbox.kind,
        reply: outbox.reply,
        notice: outbox.notice,
        secret: outbox.secret,
        expiresAt: outbox.expiresAt,
        attempts: outbox.attempts,
        sealed: identities.sealed,
        addressKind: identities.kind,
        wroteAt: conversations.updatedAt,
        templateOnly: outbox.templateOnly,
        deadline: outbox.deadline,
        timeZone: clinics.timeZone,
        reachable: identities.reachable,
        language: people.language,
        ...broadcastColumns(tx),
      })
      .from(outbox)
      .innerJoin(conversations, eq(conversations.id, outbox.conversationId))
      .innerJoin(identities, eq(identities.id, conversations.identityId))
      .innerJoin(people, eq(people.id, outbox.personId))
      .leftJoin(clinics, eq(clinics.id, outbox.clinicId))
      .leftJoin(broadcasts, eq(broadcasts.id, outbox.broadcastId))
      .where(
        and(
          // Written out, so that SQLite goes through the index over what is queued, in its order, and no further than it must.
          sql`${outbox.status} = 'queued'`,
          eq(outbox.channel, bound.text('channel')),
          // Another account of the bot is a stranger to these people.
          eq(conversations.account, bound.text('account')),
          lte(outbox.notBefore, bound.int('now')),
          lte(outbox.priority, bound.int('most')),
          // Read again: a notice may have been queued at the very moment in which the person said BAJA.
          or(
            sql`${people.notices} = 'all'`,
            sql`${people.notices} = 'changes' and ${outbox.kind} in (${literal(kindsAt('changes'))})`,
            sql`${outbox.kind} in (${literal(['answer', ...kindsAt('none')])})`,
          ),
          // Stopped at the very moment in which it was queued.
          sql`coalesce(${broadcasts.status}, 'running') not in ('stopped', 'refused', 'held')`,
          sql`${outbox.personId} not in (${sql.join(busyPlaceholders, sql`, `)})`,
          nothingPutOffBefore(tx),
        ),
      )
      // With its limit, which would be bound otherwise.
      .orderBy(asc(outbox.priority), asc(outbox.deadline), sql`${outbox.id} asc limit ${sql.raw(String(LOOK_AHEAD))}`)
      .prepare()
  );
};

/**
 * What was put off goes before what came after it. By the conversation, not the channel: for that SQLite would look
 * through all that the channel has queued, for each row.
 */
function nothingPutOffBefore({ tables: { outbox } }: Tx) {
  return sql`not exists (
    select 1 from ${outbox} earlier
    where earlier.person_id = ${outbox.personId} and earlier.conversation_id = ${outbox.conversationId}
      and earlier.status = 'queued' and (earlier.attempts > 0 or earlier.kind = 'answer') and earlier.id < ${outbox.id}
      and earlier.priority <= ${outbox.priority} and earlier.not_before > ${bound.int('now')}
  )`;
}

/** What may be sent now: answers first, then notices by deadline, then by age. */
export async function due(
  tx: Tx,
  input: {
    channel: string;
    account: string;
    now: number;
    busy: readonly number[];
    notices: boolean;
  },
): Promise<Due[]> {
  const { busy, notices, ...rest } = input;
  const names = busyNames.map((name, at) => [name, busy[at] ?? 0]);
  return await tx
    .prepared(selectDue)
    .execute({ ...rest, most: notices ? MOST_PRIORITY : 0, ...Object.fromEntries(names) });
}

const updateSettled = (tx: Tx) => {
  const { outbox } = tx.tables;
  return tx.db
    .update(outbox)
    .set({
      status: sql`${sql.placeholder('status')}`,
      because: sql`${sql.placeholder('because')}`,
      // The id of an earlier attempt is better than none.
      ref: sql`coalesce(${bound.text('ref')}, ${outbox.ref})`,
      doneAt: sql`${sql.placeholder('now')}`,
    })
    .where(and(eq(outbox.id, sql.placeholder('id')), settleable(tx)))
    .prepare();
};

/** What was taken back while a channel was sending it went out all the same, and counts as sent. */
function settleable({ tables: { outbox } }: Tx) {
  const went = sql`${bound.text('outcome')} in ('sent', 'unconfirmed')`;
  return sql`(${outbox.status} = 'queued' or (${outbox.status} = 'dropped' and ${went}))`;
}

/** The message is done with, for better or worse. A secret is wiped. */
export async function settle(
  tx: Tx,
  input: { id: number; status: OutboxStatus; because?: OutboxBecause; ref?: string; wipe: boolean; now: number },
): Promise<void> {
  const { outbox } = tx.tables;
  const { id, status, because = null, ref = null, wipe, now } = input;
  if (wipe)
    await tx.db
      .update(outbox)
      .set({ reply: null })
      .where(and(eq(outbox.id, id), eq(outbox.status, 'queued')));
  await tx.prepared(updateSettled).execute({ id, status, outcome: status, because, ref, now });
}

export async function postpone(
  tx: Tx,
  input: { id: number; notBefore: number; attempts: number; templateOnly?: boolean },
): Promise<void> {
  const { outbox } = tx.tables;
  const { id, ...set } = input;
  await tx.db.update(outbox).set(set).where(eq(outbox.id, id));
}

/** The person cannot be reached: their waiting notices are given up; they begin anew when they write. */
export async function giveUpOn(
  tx: Tx,
  input: { identityId: number; personId: number; channel: string; now: number },
): Promise<void> {
  const { identities, outbox } = tx.tables;
  await tx.db.update(identities).set({ reachable: false }).where(eq(identities.id, input.identityId));
  await tx.db
    .update(outbox)
    .set({ status: 'unreachable', doneAt: input.now })
    .where(
      and(
        eq(outbox.personId, input.personId),
        eq(outbox.channel, input.channel),
        eq(outbox.status, 'queued'),
        inArray(outbox.kind, noticeKinds),
      ),
    );
}

/** How many messages wait, on all channels. */
export async function waiting(tx: Tx): Promise<number> {
  const { outbox } = tx.tables;
  const [row] = await tx.db.select({ messages: count() }).from(outbox).where(eq(outbox.status, 'queued'));
  return Number(row?.messages ?? 0);
}
