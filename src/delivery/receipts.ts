/** What platforms tell of a message after it was sent: arrived, read, or refused after all. */

import { and, eq } from 'drizzle-orm';
import type { OutboxReceipt } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';
import type { SendResult } from '../channels/channel.ts';
import { broadcastColumns } from '../domain/notices/broadcast-text.ts';
import { type SentMessage, wholeOf } from '../domain/notices/sent.ts';
import { type Aftermath, recordOutcome } from './outcome.ts';

/** A message by the id that the platform knows it by. */
interface Ref {
  channel: string;
  ref: string;
}

/** What a receipt told: something new, nothing new, or of a message that is not known (yet). */
export type Noted = 'new' | 'known' | 'unknown';

/** Delivered, then read: never the other way round, however the receipts come. */
export async function recordArrival(tx: Tx, input: Ref & { status: OutboxReceipt }): Promise<Noted> {
  const { outbox } = tx.tables;
  const message = await find(tx, input);
  if (!message) return 'unknown';
  const { id, status, receipt } = message;
  const isOver = status !== 'sent' && status !== 'unconfirmed';
  if (isOver || receipt === 'read' || receipt === input.status) return 'known';
  await tx.db.update(outbox).set({ receipt: input.status, status: 'sent' }).where(eq(outbox.id, id));
  return 'new';
}

/**
 * Stores that the platform refused later what it had taken, and what follows, as one. A message that has arrived stays
 * as it is.
 */
export async function recordRefusal(
  tx: Tx,
  input: Ref & { result: SendResult; now: number },
): Promise<{ noted: Noted; aftermath: Aftermath }> {
  const { outbox } = tx.tables;
  const message = await find(tx, input);
  if (!message) return { noted: 'unknown', aftermath: {} };
  const { status, receipt, ...row } = message;
  if ((status !== 'sent' && status !== 'unconfirmed') || receipt !== null) return { noted: 'known', aftermath: {} };
  await tx.db.update(outbox).set({ status: 'queued', doneAt: null }).where(eq(outbox.id, row.id));
  return { noted: 'new', aftermath: await recordOutcome(tx, { ...input, row }) };
}

async function find(tx: Tx, { channel, ref }: Ref) {
  const { outbox, conversations } = tx.tables;
  const [row] = await tx.db
    .select({
      id: outbox.id,
      personId: outbox.personId,
      identityId: conversations.identityId,
      kind: outbox.kind,
      status: outbox.status,
      receipt: outbox.receipt,
      secret: outbox.secret,
      attempts: outbox.attempts,
      expiresAt: outbox.expiresAt,
      templateOnly: outbox.templateOnly,
    })
    .from(outbox)
    .innerJoin(conversations, eq(conversations.id, outbox.conversationId))
    .where(and(eq(outbox.channel, channel), eq(outbox.ref, ref)));
  return row;
}

/** What was sent, for a phone that could not read it; undefined if it was wiped or is unknown. */
export async function sentAs(tx: Tx, input: Ref): Promise<SentMessage | undefined> {
  const { outbox, people, broadcasts, clinics } = tx.tables;
  const [row] = await tx.db
    .select({ reply: outbox.reply, notice: outbox.notice, language: people.language, ...broadcastColumns(tx) })
    .from(outbox)
    .innerJoin(people, eq(people.id, outbox.personId))
    .leftJoin(broadcasts, eq(broadcasts.id, outbox.broadcastId))
    .leftJoin(clinics, eq(clinics.id, outbox.clinicId))
    .where(and(eq(outbox.channel, input.channel), eq(outbox.ref, input.ref)));
  const sent = row && (await wholeOf(tx, row));
  return sent && (sent.reply !== null || sent.notice !== null) ? sent : undefined;
}
