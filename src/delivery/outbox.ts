/** The outbox as delivery sees it: what is due, and what became of it. */

import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { OutboxKind, OutboxStatus } from '../../db/schema/tables.ts';
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
  reachable: boolean;
  language: string | null;
}

const selectDue = (tx: Tx) => {
  const { outbox, conversations, identities, people } = tx.tables;
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
      reachable: identities.reachable,
      language: people.language,
    })
    .from(outbox)
    .innerJoin(conversations, eq(conversations.id, outbox.conversationId))
    .innerJoin(identities, eq(identities.id, conversations.identityId))
    .innerJoin(people, eq(people.id, outbox.personId))
    .where(
      and(
        eq(outbox.status, 'queued'),
        eq(outbox.channel, sql.placeholder('channel')),
        lte(outbox.notBefore, sql.placeholder('now')),
      ),
    )
    .orderBy(asc(outbox.priority), asc(outbox.deadline), asc(outbox.id))
    .limit(sql.placeholder('limit'))
    .prepare();
};

/** What may be sent now: answers first, then notices by deadline, then by age. */
export async function due(tx: Tx, input: { channel: string; now: number; limit: number }): Promise<Due[]> {
  return await tx.prepared(selectDue).execute(input);
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

export async function postpone(tx: Tx, input: { id: number; notBefore: number; attempts: number }): Promise<void> {
  const { outbox } = tx.tables;
  await tx.db
    .update(outbox)
    .set({ notBefore: input.notBefore, attempts: input.attempts })
    .where(eq(outbox.id, input.id));
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
