/** The identifiers of a person: each is one row, found by its keyed hash. */

import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { IdentifierKind } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

/** The hashes of every identifier that the person is known by. */
export async function lookupsOf(tx: Tx, personId: number): Promise<string[]> {
  const { identities } = tx.tables;
  const rows = await tx.db
    .select({ lookup: identities.lookup })
    .from(identities)
    .where(eq(identities.personId, personId));
  return rows.map(({ lookup }) => lookup);
}

const insertIdentity = (tx: Tx) => {
  const { identities } = tx.tables;
  return tx.db
    .insert(identities)
    .values({
      personId: sql.placeholder('personId'),
      conversationId: sql.placeholder('conversationId'),
      kind: sql.placeholder('kind'),
      lookup: sql.placeholder('lookup'),
      sealed: sql.placeholder('sealed'),
      phone: sql.placeholder('phone'),
      createdAt: sql.placeholder('now'),
    })
    .returning({ id: identities.id })
    .prepare();
};

/** One more identifier of a known person, on the account of that conversation. */
export async function addIdentity(
  tx: Tx,
  input: {
    personId: number;
    conversationId: number | null;
    kind: IdentifierKind;
    lookup: string;
    sealed: string;
    /** The hash of its number, where it is one. */
    phone: string | null;
    now: number;
  },
): Promise<number> {
  const [row] = await tx.prepared(insertIdentity).execute({ ...input });
  if (!row) throw new Error('The new identity has no id.');
  return row.id;
}

const updateJoined = (tx: Tx) => {
  const { identities } = tx.tables;
  return tx.db
    .update(identities)
    .set({ conversationId: sql`${sql.placeholder('id')}` })
    .where(and(eq(identities.id, sql.placeholder('identityId')), isNull(identities.conversationId)))
    .prepare();
};

/** The identity shares the conversation, unless it has one. */
export async function joinConversation(tx: Tx, input: { id: number; identityId: number }): Promise<void> {
  await tx.prepared(updateJoined).execute(input);
}

/** The person is known by these no more; what was written to one of them goes to the `heir`. */
export async function retireIdentities(
  tx: Tx,
  input: { personId: number; lookups: readonly string[]; heir: number },
): Promise<void> {
  const { identities, conversations } = tx.tables;
  const rows = await tx.db
    .select({ id: identities.id })
    .from(identities)
    .where(and(eq(identities.personId, input.personId), inArray(identities.lookup, [...input.lookups])));
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return;
  await tx.db.update(conversations).set({ identityId: input.heir }).where(inArray(conversations.identityId, ids));
  await tx.db.delete(identities).where(inArray(identities.id, ids));
}
