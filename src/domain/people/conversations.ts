/** The rows of a message: that it came in, where its conversation stands now, what is answered. */

import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { joinConversation } from './identities.ts';

const insertInbox = (tx: Tx) => {
  const { inbox } = tx.tables;
  return tx.db
    .insert(inbox)
    .values({ key: sql.placeholder('key'), receivedAt: sql.placeholder('now') })
    .onConflictDoNothing()
    .returning({ id: inbox.id })
    .prepare();
};

/** The id of the message in the inbox; undefined if it came in before. */
export async function takeIn(tx: Tx, input: { key: string; now: number }): Promise<number | undefined> {
  const [row] = await tx.prepared(insertInbox).execute(input);
  return row?.id;
}

/** Takes down that the turn of this message threw. */
export async function takeInFailed(tx: Tx, input: { key: string; now: number }): Promise<number | undefined> {
  const { inbox } = tx.tables;
  const [row] = await tx.db
    .insert(inbox)
    .values({ key: input.key, receivedAt: input.now, failed: true })
    .onConflictDoNothing()
    .returning({ id: inbox.id });
  return row?.id;
}

const updateConversation = (tx: Tx) => {
  const { conversations } = tx.tables;
  return tx.db
    .update(conversations)
    .set({
      turn: sql`${sql.placeholder('turn')}`,
      state: sql`${sql.placeholder('state')}`,
      identityId: sql`${sql.placeholder('identityId')}`,
      updatedAt: sql`${sql.placeholder('now')}`,
    })
    .where(eq(conversations.id, sql.placeholder('id')))
    .prepare();
};

const insertConversation = (tx: Tx) => {
  const { conversations } = tx.tables;
  return tx.db
    .insert(conversations)
    .values({
      personId: sql.placeholder('personId'),
      identityId: sql.placeholder('identityId'),
      channel: sql.placeholder('channel'),
      account: sql.placeholder('account'),
      turn: sql.placeholder('turn'),
      state: sql.placeholder('state'),
      updatedAt: sql.placeholder('now'),
    })
    .returning({ id: conversations.id })
    .prepare();
};

/** `state` is the engine's envelope; `identityIds` are those of the message, which share the conversation. */
export async function saveConversation(
  tx: Tx,
  input: {
    id: number | null;
    personId: number;
    identityId: number;
    identityIds: readonly number[];
    channel: string;
    account: string;
    turn: number;
    state: object;
    now: number;
  },
): Promise<number> {
  const { id, now, identityIds, ...row } = input;
  if (id !== null) {
    await tx
      .prepared(updateConversation)
      .execute({ id, turn: row.turn, state: JSON.stringify(row.state), identityId: row.identityId, now });
    return id;
  }
  const [made] = await tx.prepared(insertConversation).execute({ ...row, now });
  if (!made) throw new Error('The new conversation has no id.');
  for (const identityId of identityIds) await joinConversation(tx, { id: made.id, identityId });
  return made.id;
}

const insertAnswer = (tx: Tx) => {
  const { outbox } = tx.tables;
  return tx.db
    .insert(outbox)
    .values({
      personId: sql.placeholder('personId'),
      conversationId: sql.placeholder('conversationId'),
      channel: sql.placeholder('channel'),
      inboxId: sql.placeholder('inboxId'),
      // Written out, not bound: each bound value costs drizzle a microsecond.
      kind: sql`'answer'`,
      status: sql`'queued'`,
      priority: sql`0`,
      attempts: sql`0`,
      reply: sql.placeholder('reply'),
      secret: sql.placeholder('secret'),
      deadline: sql.placeholder('now'),
      notBefore: sql.placeholder('now'),
      createdAt: sql.placeholder('now'),
    })
    .returning({ id: outbox.id })
    .prepare();
};

/** Queues the answer to a message; it goes before every notice. */
export async function queueAnswer(
  tx: Tx,
  input: {
    personId: number;
    conversationId: number;
    channel: string;
    inboxId: number;
    reply: object;
    secret: boolean;
    now: number;
  },
): Promise<number> {
  const [row] = await tx.prepared(insertAnswer).execute({ ...input });
  if (!row) throw new Error('The answer has no id.');
  return row.id;
}

/** What a message that came in before was answered with. */
export async function answersTo(tx: Tx, key: string): Promise<{ id: number; reply: unknown }[]> {
  const { inbox, outbox } = tx.tables;
  const [known] = await tx.db.select({ id: inbox.id }).from(inbox).where(eq(inbox.key, key));
  if (!known) return [];
  return await tx.db
    .select({ id: outbox.id, reply: outbox.reply })
    .from(outbox)
    .where(eq(outbox.inboxId, known.id))
    .orderBy(asc(outbox.id));
}

/** Answers and notices of the conversation go to that identity from now on. */
export async function writeTo(tx: Tx, input: { conversationId: number; identityId: number }): Promise<void> {
  const { conversations } = tx.tables;
  await tx.db
    .update(conversations)
    .set({ identityId: input.identityId })
    .where(eq(conversations.id, input.conversationId));
}
