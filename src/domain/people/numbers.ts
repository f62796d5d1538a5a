/** Telephone numbers, as keyed hashes: the same on every channel, and not for ever the same person's. */

import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import type { IdentifierKind } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

/** Who else is known by the number. `kind`: only as such an identifier. */
export async function othersWithNumber(
  tx: Tx,
  input: { phone: string; personId: number; kind?: IdentifierKind },
): Promise<number[]> {
  const { identities } = tx.tables;
  const rows = await tx.db
    .selectDistinct({ personId: identities.personId })
    .from(identities)
    .where(
      and(
        eq(identities.phone, input.phone),
        ne(identities.personId, input.personId),
        input.kind && eq(identities.kind, input.kind),
      ),
    )
    .orderBy(identities.personId);
  return rows.map(({ personId }) => personId);
}

/** The number that the platform says is this identity's. */
export async function setNumber(tx: Tx, input: { identityId: number; phone: string }): Promise<void> {
  const { identities } = tx.tables;
  await tx.db.update(identities).set({ phone: input.phone }).where(eq(identities.id, input.identityId));
}

/** Whether the person has such an identifier on the account of that conversation. */
export async function hasIdentifier(
  tx: Tx,
  input: { personId: number; kind: IdentifierKind; channel: string; account: string },
): Promise<boolean> {
  const { identities, conversations } = tx.tables;
  const rows = await tx.db
    .select({ id: identities.id })
    .from(identities)
    .innerJoin(conversations, eq(conversations.id, identities.conversationId))
    .where(
      and(
        eq(identities.personId, input.personId),
        eq(identities.kind, input.kind),
        eq(conversations.channel, input.channel),
        eq(conversations.account, input.account),
      ),
    );
  return rows.length > 0;
}

/**
 * The number rings at another person's phone now: what is written to it goes to them, and nothing of the old person's.
 * Where the old person could be written to by that number alone, their conversation ends.
 */
export async function passNumberOn(
  tx: Tx,
  input: { phone: string; from: number; to: number; now: number },
): Promise<void> {
  const { identities } = tx.tables;
  const passed = await tx.db
    .select({ id: identities.id, conversationId: identities.conversationId })
    .from(identities)
    .where(and(eq(identities.personId, input.from), eq(identities.kind, 'wa_pn'), eq(identities.phone, input.phone)));
  for (const { id, conversationId } of passed) {
    const place = conversationId === null ? undefined : await leave(tx, { id, conversationId, now: input.now });
    const joined = place && (await conversationAt(tx, { personId: input.to, ...place }));
    await tx.db
      .update(identities)
      .set({ personId: input.to, conversationId: joined ?? null })
      .where(eq(identities.id, id));
  }
}

/** Takes an identity out of its conversation, which goes on by another one or ends; says where that was. */
async function leave(tx: Tx, { id, conversationId, now }: { id: number; conversationId: number; now: number }) {
  const { identities, conversations, outbox } = tx.tables;
  const [conversation] = await tx.db.select().from(conversations).where(eq(conversations.id, conversationId));
  if (!conversation) return undefined;
  const { channel, account } = conversation;
  const [other] = await tx.db
    .select({ id: identities.id })
    .from(identities)
    .where(and(eq(identities.conversationId, conversationId), ne(identities.id, id)))
    .orderBy(desc(identities.createdAt), desc(identities.id));
  if (other) {
    if (conversation.identityId === id) {
      await tx.db.update(conversations).set({ identityId: other.id }).where(eq(conversations.id, conversationId));
    }
    return { channel, account };
  }
  await tx.db
    .update(outbox)
    .set({ status: 'dropped', dedupe: null, doneAt: now })
    .where(and(eq(outbox.conversationId, conversationId), inArray(outbox.status, ['queued'])));
  await tx.db.update(identities).set({ conversationId: null }).where(eq(identities.id, id));
  await tx.db.delete(conversations).where(eq(conversations.id, conversationId));
  return { channel, account };
}

/** Where the person last stood on that account. */
async function conversationAt(
  tx: Tx,
  input: { personId: number; channel: string; account: string },
): Promise<number | undefined> {
  const { conversations } = tx.tables;
  const [row] = await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.personId, input.personId),
        eq(conversations.channel, input.channel),
        eq(conversations.account, input.account),
      ),
    )
    .orderBy(desc(conversations.updatedAt));
  return row?.id;
}
