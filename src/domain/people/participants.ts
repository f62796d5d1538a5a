/** Who is writing: a person, on one account of one channel, and where their conversation stands. */

import { eq, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface Participant {
  personId: number;
  identityId: number;
  reachable: boolean;
  language: string | null;
  homeClinicId: number | null;
  /** Null before the first message on this account is answered. */
  conversationId: number | null;
  turn: number | null;
  state: unknown;
  updatedAt: number | null;
}

const select = (tx: Tx) => {
  const { identities, people, conversations } = tx.tables;
  return tx.db
    .select({
      personId: people.id,
      identityId: identities.id,
      reachable: identities.reachable,
      language: people.language,
      homeClinicId: people.homeClinicId,
      conversationId: conversations.id,
      turn: conversations.turn,
      state: conversations.state,
      updatedAt: conversations.updatedAt,
    })
    .from(identities)
    .innerJoin(people, eq(people.id, identities.personId))
    .leftJoin(conversations, eq(conversations.id, identities.conversationId))
    .where(eq(identities.lookup, bound.text('lookup')))
    .prepare();
};

export async function findParticipant(tx: Tx, input: { lookup: string }): Promise<Participant | undefined> {
  const [row] = await tx.prepared(select).execute(input);
  return row;
}

const insertPerson = (tx: Tx) => {
  const { people } = tx.tables;
  return tx.db
    .insert(people)
    .values({ createdAt: sql.placeholder('now') })
    .returning({ id: people.id })
    .prepare();
};

/** A person of whom nothing is known but how to answer them. */
export async function createParticipant(
  tx: Tx,
  input: { kind: string; lookup: string; sealed: string; now: number },
): Promise<Participant> {
  const [person] = await tx.prepared(insertPerson).execute({ now: input.now });
  if (!person) throw new Error('The new person has no id.');
  const identityId = await addIdentity(tx, { ...input, personId: person.id, conversationId: null });
  return {
    personId: person.id,
    identityId,
    reachable: true,
    language: null,
    homeClinicId: null,
    conversationId: null,
    turn: null,
    state: null,
    updatedAt: null,
  };
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
    kind: string;
    lookup: string;
    sealed: string;
    now: number;
  },
): Promise<number> {
  const [row] = await tx.prepared(insertIdentity).execute({ ...input });
  if (!row) throw new Error('The new identity has no id.');
  return row.id;
}

/** What the platform says of a person: blocked the bot, or can be written to again. */
export async function setReachable(tx: Tx, input: { lookup: string; reachable: boolean }): Promise<void> {
  const { identities } = tx.tables;
  await tx.db.update(identities).set({ reachable: input.reachable }).where(eq(identities.lookup, input.lookup));
}
