/** Who is writing: a person, on one account of one channel, and where their conversation stands. */

import { eq, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import { held } from '../../../db/held.ts';
import type { IdentifierKind } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { addIdentity } from './identities.ts';

export interface Participant {
  personId: number;
  identityId: number;
  reachable: boolean;
  language: string | null;
  homeClinicId: number | null;
  /** They hold a role, or held one. */
  inOffice: boolean;
  /** Null before the first message on this account is answered. */
  conversationId: number | null;
  turn: number | null;
  state: unknown;
  updatedAt: number | null;
  /** From when on they are to be asked whether they are also somebody else; null where there is nothing to ask. */
  askAfter: number | null;
}

const select = (tx: Tx) => {
  const { identities, people, conversations, mergeProposals } = tx.tables;
  const askAfter = sql<number>`(select min(${mergeProposals.askAfter}) from ${mergeProposals}
    where ${mergeProposals.personId} = ${people.id})`;
  const query = tx.db
    .select({
      personId: people.id,
      identityId: identities.id,
      reachable: identities.reachable,
      language: people.language,
      homeClinicId: people.homeClinicId,
      inOffice: people.inOffice,
      conversationId: conversations.id,
      turn: conversations.turn,
      state: conversations.state,
      updatedAt: conversations.updatedAt,
      askAfter: askAfter.mapWith(Number),
    })
    .from(identities)
    .innerJoin(people, eq(people.id, identities.personId))
    .leftJoin(conversations, eq(conversations.id, identities.conversationId))
    .where(eq(identities.lookup, bound.text('lookup')));
  // Until the end of the unit of work nobody else writes as this person or merges them.
  return held(tx, query, people).prepare();
};

const selectHeld = (tx: Tx) => {
  const { people } = tx.tables;
  const query = tx.db
    .select({ id: people.id })
    .from(people)
    .where(eq(people.id, bound.int('id')));
  return held(tx, query, people).prepare();
};

/** Keeps the person as they are until the end of the unit of work; false if there is none. */
export async function holdPerson(tx: Tx, id: number): Promise<boolean> {
  return (await tx.prepared(selectHeld).execute({ id })).length > 0;
}

export async function findParticipant(tx: Tx, input: { lookup: string }): Promise<Participant | undefined> {
  const [row] = await tx.prepared(select).execute(input);
  if (row || tx.dialect === 'sqlite') return row;
  // Waiting for a merge that took this very person away leaves nothing; a second look finds the one they are now.
  const [now] = await tx.prepared(select).execute(input);
  return now;
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
  input: { kind: IdentifierKind; lookup: string; sealed: string; phone: string | null; now: number },
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
    inOffice: false,
    conversationId: null,
    turn: null,
    state: null,
    updatedAt: null,
    askAfter: null,
  };
}

/** What the platform says of a person: blocked the bot, or can be written to again. */
export async function setReachable(tx: Tx, input: { lookup: string; reachable: boolean }): Promise<void> {
  const { identities } = tx.tables;
  await tx.db.update(identities).set({ reachable: input.reachable }).where(eq(identities.lookup, input.lookup));
}
