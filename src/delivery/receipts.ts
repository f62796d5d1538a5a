/** What platforms tell of a message after it was sent: arrived, read, or refused after all. */

import { and, eq, inArray, isNull, ne, or } from 'drizzle-orm';
import type { OutboxReceipt } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';
import type { SentMessage } from '../domain/notices/sent.ts';
import type { Sent } from './outcome.ts';

/** A message by the id that the platform knows it by. */
interface Ref {
  channel: string;
  ref: string;
}

/** Delivered, then read: never the other way round, however the receipts come. False if there is nothing to note. */
export async function recordArrival(tx: Tx, input: Ref & { status: OutboxReceipt }): Promise<boolean> {
  const { outbox } = tx.tables;
  const earlier =
    input.status === 'read' ? or(isNull(outbox.receipt), ne(outbox.receipt, 'read')) : isNull(outbox.receipt);
  const rows = await tx.db
    .update(outbox)
    .set({ receipt: input.status, status: 'sent' })
    .where(
      and(
        eq(outbox.channel, input.channel),
        eq(outbox.ref, input.ref),
        inArray(outbox.status, ['sent', 'unconfirmed']),
        earlier,
      ),
    )
    .returning({ id: outbox.id });
  return rows.length > 0;
}

/** Puts a message back among the queued because the platform refused it later; undefined if it has arrived, or is unknown. */
export async function takeBack(tx: Tx, input: Ref): Promise<Sent | undefined> {
  const { outbox, conversations } = tx.tables;
  const [row] = await tx.db
    .select({
      id: outbox.id,
      personId: outbox.personId,
      identityId: conversations.identityId,
      secret: outbox.secret,
      attempts: outbox.attempts,
      expiresAt: outbox.expiresAt,
    })
    .from(outbox)
    .innerJoin(conversations, eq(conversations.id, outbox.conversationId))
    .where(
      and(
        eq(outbox.channel, input.channel),
        eq(outbox.ref, input.ref),
        inArray(outbox.status, ['sent', 'unconfirmed']),
        isNull(outbox.receipt),
      ),
    );
  if (!row) return undefined;
  await tx.db.update(outbox).set({ status: 'queued', doneAt: null }).where(eq(outbox.id, row.id));
  return row;
}

/** What was sent, for a phone that could not read it; undefined if it was wiped or is unknown. */
export async function sentAs(tx: Tx, input: Ref): Promise<SentMessage | undefined> {
  const { outbox, people } = tx.tables;
  const [row] = await tx.db
    .select({ reply: outbox.reply, notice: outbox.notice, language: people.language })
    .from(outbox)
    .innerJoin(people, eq(people.id, outbox.personId))
    .where(and(eq(outbox.channel, input.channel), eq(outbox.ref, input.ref)));
  return row && (row.reply !== null || row.notice !== null) ? row : undefined;
}
