/** The outbox as delivery sees it: what is due, and what became of it. */

import { and, asc, count, eq, gt, inArray, lte, ne, notInArray, or, sql } from 'drizzle-orm';
import { bound } from '../../db/bound.ts';
import type { IdentifierKind, OutboxKind, OutboxStatus } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';

export interface Due {
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
const busyPlaceholders = busyNames.map((name) => sql.placeholder(name));

const selectDue = (tx: Tx) => {
  const { outbox, conversations, identities, people, assemblies, clinics } = tx.tables;
  return tx.db
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
    })
    .from(outbox)
    .innerJoin(conversations, eq(conversations.id, outbox.conversationId))
    .innerJoin(identities, eq(identities.id, conversations.identityId))
    .innerJoin(people, eq(people.id, outbox.personId))
    .leftJoin(assemblies, eq(assemblies.id, outbox.assemblyId))
    .leftJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        eq(outbox.status, 'queued'),
        eq(outbox.channel, bound.text('channel')),
        // Another account of the bot is a stranger to these people.
        eq(conversations.account, bound.text('account')),
        lte(outbox.notBefore, bound.int('now')),
        lte(outbox.priority, bound.int('most')),
        // Read again: a notice may have been queued at the very moment in which the person said BAJA.
        or(
          eq(outbox.kind, 'answer'),
          eq(people.notices, 'all'),
          and(eq(people.notices, 'changes'), inArray(outbox.kind, ['change', 'announcement'])),
        ),
        notInArray(outbox.personId, busyPlaceholders),
        nothingPutOffBefore(tx),
      ),
    )
    .orderBy(asc(outbox.priority), asc(outbox.deadline), asc(outbox.id))
    .limit(sql.placeholder('limit'))
    .prepare();
};

/** What was put off goes before what came after it. */
function nothingPutOffBefore({ tables: { outbox } }: Tx) {
  return sql`not exists (
    select 1 from ${outbox} earlier
    where earlier.person_id = ${outbox.personId} and earlier.channel = ${outbox.channel}
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
    limit: number;
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

/** The message is done with, for better or worse. A secret is wiped. */
export async function settle(
  tx: Tx,
  input: { id: number; status: OutboxStatus; ref?: string; wipe: boolean; now: number },
): Promise<void> {
  const { outbox } = tx.tables;
  const { id, status, ref, wipe, now } = input;
  await tx.db
    .update(outbox)
    .set({ status, ref, doneAt: now, ...(wipe ? { reply: null } : {}) })
    .where(and(eq(outbox.id, id), eq(outbox.status, 'queued')));
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
        inArray(outbox.kind, ['change', 'announcement', 'reminder']),
      ),
    );
}

/** How many messages wait, on all channels. */
export async function waiting(tx: Tx): Promise<number> {
  const { outbox } = tx.tables;
  const [row] = await tx.db.select({ messages: count() }).from(outbox).where(eq(outbox.status, 'queued'));
  return Number(row?.messages ?? 0);
}

/** How many notices went out on a channel since an instant. */
export async function noticesSince(tx: Tx, input: { channel: string; since: number }): Promise<number> {
  const { outbox } = tx.tables;
  const [row] = await tx.db
    .select({ notices: count() })
    .from(outbox)
    .where(
      and(
        eq(outbox.channel, input.channel),
        ne(outbox.kind, 'answer'),
        inArray(outbox.status, ['sent', 'unconfirmed']),
        gt(outbox.doneAt, input.since),
      ),
    );
  return Number(row?.notices ?? 0);
}
