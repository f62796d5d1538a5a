/** Having one's data deleted: what is known of a person goes, anonymous counts stay. */

import { and, eq, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { PersonTable, Tables } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { callForgetters } from '../assemblies/forget-calls.ts';
import { dropUnclearedPhotos } from '../concerns/concerns.ts';
import { forgetSupportTokens, needForgetters } from '../needs/persons.ts';
import { voteForgetters } from '../votes/persons.ts';
import { workForgetters } from '../works/persons.ts';
import { roleForgetters } from './deletion-of-roles.ts';
import { broadcastForgetters } from './merge-broadcasts.ts';

export interface Leaving {
  personId: number;
  now: number;
  /** Those by which the person is known again where they stay counted; see `deletePerson`. */
  recountTokens: (of: 'assembly' | 'need', id: number) => Promise<string[]>;
}

/** What becomes of the rows of each table in `T` that holds a person: afterwards none says who they were. */
export type Forgetters<T = Tables> = { readonly [K in PersonTable<T>]: (tx: Tx, leaving: Leaving) => Promise<void> };

/** A table with a person that is not here does not compile. */
const forgetters: Forgetters = {
  rsvps: forgetAnswers,
  async follows({ db, tables: { follows } }, { personId }) {
    await db.delete(follows).where(eq(follows.personId, personId));
  },
  async inquiries({ db, tables: { inquiries } }, { personId }) {
    await db.delete(inquiries).where(eq(inquiries.personId, personId));
  },
  async outbox({ db, tables: { outbox } }, { personId }) {
    await db.delete(outbox).where(eq(outbox.personId, personId));
  },
  async relays({ db, tables: { relays } }, { personId }) {
    await db.delete(relays).where(or(eq(relays.personId, personId), eq(relays.memberPersonId, personId)));
  },
  async relayBlocks({ db, tables: { relayBlocks: t } }, { personId }) {
    await db.delete(t).where(or(eq(t.personId, personId), eq(t.blockedPersonId, personId)));
  },
  /** What was reported stays reported, by nobody. */
  async concerns(tx, { personId }) {
    const { concerns } = tx.tables;
    await dropUnclearedPhotos(tx, { personId });
    await tx.db.update(concerns).set({ personId: null, name: '' }).where(eq(concerns.personId, personId));
  },
  /** The counts stay; who counted is forgotten. */
  async entries({ db, tables: { entries } }, { personId }) {
    await db.update(entries).set({ byPersonId: null }).where(eq(entries.byPersonId, personId));
  },
  async headCounts({ db, tables: { headCounts } }, { personId }) {
    await db.update(headCounts).set({ byPersonId: null }).where(eq(headCounts.byPersonId, personId));
  },
  ...broadcastForgetters,
  ...workForgetters,
  ...needForgetters,
  ...voteForgetters,
  ...roleForgetters,
  ...callForgetters,
  async linkCodes({ db, tables: { linkCodes } }, { personId }) {
    await db.delete(linkCodes).where(eq(linkCodes.personId, personId));
  },
  async linkTries({ db, tables: { linkTries } }, { personId }) {
    await db.delete(linkTries).where(eq(linkTries.personId, personId));
  },
  async mergeProposals({ db, tables: { mergeProposals: t } }, { personId }) {
    await db.delete(t).where(or(eq(t.personId, personId), eq(t.otherPersonId, personId)));
  },
  /** The address carries the last answer until `purgeDeleted`, and is found by nobody. */
  async identities({ db, tables: { identities } }, { personId }) {
    await db
      .update(identities)
      .set({ lookup: sql`'gone:' || ${identities.id}`, phone: null })
      .where(eq(identities.personId, personId));
  },
  /** The last answer goes out in them: they go in `purgeDeleted`. */
  async conversations() {},
};

/**
 * Forgets the person at once: no message finds them any more, their answers stand without them. The rows that carry the
 * last answer to them go in `purgeDeleted`. `recountTokens` are kept with each answer until its assembly, and with each support
 * until its need is settled, so that the same person coming back, on any of their channels, is not counted twice.
 */
export async function deletePerson(tx: Tx, leaving: Leaving): Promise<void> {
  const { people } = tx.tables;
  for (const forget of Object.values(forgetters)) await forget(tx, leaving);
  await tx.db
    .update(people)
    .set({
      deletedAt: leaving.now,
      homeClinicId: null,
      homeSince: null,
      inOffice: false,
      language: null,
      notices: 'none',
    })
    .where(eq(people.id, leaving.personId));
}

async function forgetAnswers(tx: Tx, { personId, now, recountTokens: tokensFor }: Leaving): Promise<void> {
  const { rsvps, assemblies } = tx.tables;
  const answers = await tx.db
    .select({ id: rsvps.id, assemblyId: rsvps.assemblyId, startsAt: assemblies.startsAt })
    .from(rsvps)
    .innerJoin(assemblies, eq(assemblies.id, rsvps.assemblyId))
    .where(eq(rsvps.personId, personId));
  for (const { id, assemblyId, startsAt } of answers) {
    const recountTokens = startsAt > now ? await tokensFor('assembly', assemblyId) : null;
    await tx.db.update(rsvps).set({ personId: null, checkInCode: null, recountTokens }).where(eq(rsvps.id, id));
  }
}

/** Removes what is left of deleted people who have been sent their last answer, or could not be for an hour. */
export async function purgeDeleted(tx: Tx, input: { now: number }): Promise<number> {
  const { people, identities, conversations, outbox } = tx.tables;
  const deleted = await tx.db
    .select({ id: people.id, deletedAt: people.deletedAt })
    .from(people)
    .where(isNotNull(people.deletedAt));
  const waiting = new Set(
    (
      await tx.db
        .select({ personId: outbox.personId })
        .from(outbox)
        .innerJoin(people, eq(people.id, outbox.personId))
        .where(and(eq(outbox.status, 'queued'), isNotNull(people.deletedAt)))
    ).map((row) => row.personId),
  );
  const hourAgo = input.now - 3_600_000;
  const ids = deleted.filter(({ id, deletedAt }) => !waiting.has(id) || (deletedAt ?? 0) < hourAgo).map(({ id }) => id);
  if (ids.length === 0) return 0;
  await tx.db.delete(outbox).where(inArray(outbox.personId, ids));
  await tx.db.delete(identities).where(inArray(identities.personId, ids));
  await tx.db.delete(conversations).where(inArray(conversations.personId, ids));
  await tx.db.delete(people).where(inArray(people.id, ids));
  return ids.length;
}

/** Forgets the tokens of answers whose assembly has begun, and of supports that are settled: nothing is left to count twice. */
export async function forgetTokens(tx: Tx, input: { now: number }): Promise<void> {
  const { rsvps, assemblies } = tx.tables;
  const begun = tx.db.select({ id: assemblies.id }).from(assemblies).where(lte(assemblies.startsAt, input.now));
  await tx.db
    .update(rsvps)
    .set({ recountTokens: null })
    .where(and(isNotNull(rsvps.recountTokens), inArray(rsvps.assemblyId, begun)));
  await forgetSupportTokens(tx);
}
