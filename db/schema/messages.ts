/** The tables of what comes in and goes out. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { OutboxBecause, OutboxKind, OutboxReceipt, OutboxStatus } from './tables.ts';

export function defineMessages(c: Columns) {
  /** Ids of the messages taken in, never their text. */
  const inbox = c.table('inbox', {
    id: c.id(),
    /** The sender's look-up hash and the platform's message id. */
    key: c.text('key').notNull().unique(),
    receivedAt: c.instant('received_at').notNull(),
    /** The turn threw: the person got an apology instead of an answer. */
    failed: c.flag('failed').notNull().default(false),
  });

  /** Messages to send: written in the transaction that caused them, sent after its commit. */
  const outbox = c.table(
    'outbox',
    {
      id: c.id(),
      personId: c.int('person_id').notNull(),
      conversationId: c.int('conversation_id').notNull(),
      channel: c.text('channel').notNull(),
      /** The message it answers; null for a notice. */
      inboxId: c.int('inbox_id'),
      kind: c.text('kind').$type<OutboxKind>().notNull(),
      status: c.text('status').$type<OutboxStatus>().notNull().default('queued'),
      /** An answer: a channel-neutral reply in the person's language; null once wiped. */
      reply: c.json('reply'),
      /** A notice: its text's key and values, put into the person's language when it is sent. */
      notice: c.json('notice'),
      /** Wiped once delivered. */
      secret: c.flag('secret').notNull().default(false),
      /** 0 answers, 1 notices with a deadline, 2 the rest. */
      priority: c.int('priority').notNull(),
      /** Sorts notices of one priority: the assembly's start. */
      deadline: c.instant('deadline').notNull(),
      /** Not sent before: quiet hours, back-off. */
      notBefore: c.instant('not_before').notNull(),
      /** Worthless after this; null for never. */
      expiresAt: c.instant('expires_at'),
      attempts: c.int('attempts').notNull().default(0),
      /** Of a notice: the clinic whose day and night it keeps. */
      clinicId: c.int('clinic_id'),
      assemblyId: c.int('assembly_id'),
      /** The notice to many whose text it carries, in the place of `notice`. */
      broadcastId: c.int('broadcast_id'),
      /** The platform has said that it takes this notice as a template alone. */
      templateOnly: c.flag('template_only').notNull().default(false),
      /** The same notice is never queued twice for a person. */
      dedupe: c.text('dedupe'),
      /** The platform's id of the message. */
      ref: c.text('ref'),
      /** Why it did not go out, where the status leaves that open. */
      because: c.text('because').$type<OutboxBecause>(),
      /** Null while the platform has only taken it. */
      receipt: c.text('receipt').$type<OutboxReceipt>(),
      createdAt: c.instant('created_at').notNull(),
      doneAt: c.instant('done_at'),
    },
    (t) => [
      c.index('outbox_person').on(t.personId),
      c.index('outbox_queued').on(t.channel, t.priority, t.deadline).where(sql`status = 'queued'`),
      c.index('outbox_ref').on(t.channel, t.ref).where(sql`ref is not null`),
      c.index('outbox_assembly').on(t.assemblyId).where(sql`status = 'queued'`),
      c.index('outbox_secret').on(t.createdAt).where(sql`secret`),
      c.index('outbox_correspondence').on(t.doneAt).where(sql`kind = 'correspondence' and notice is not null`),
      // Once a person, and how far it is.
      c.uniqueIndex('outbox_broadcast').on(t.broadcastId, t.personId).where(sql`broadcast_id is not null`),
      c
        .index('outbox_broadcast_status')
        .on(t.broadcastId, t.status, t.channel, t.receipt, t.because)
        .where(sql`broadcast_id is not null`),
      c.uniqueIndex('outbox_dedupe').on(t.dedupe).where(sql`dedupe is not null`),
    ],
  );

  return { inbox, outbox };
}
