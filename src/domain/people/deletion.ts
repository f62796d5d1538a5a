/** Having one's data deleted: what is known of a person goes, anonymous counts stay. */

import { and, eq, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

/**
 * Forgets the person at once: no message finds them any more, their answers stand without them. The rows that carry the
 * last answer to them go in `purgeDeleted`. `recountTokens` are kept with each answer until its assembly, so that the same
 * person answering again, on any of their channels, is not counted twice.
 */
export async function deletePerson(
  tx: Tx,
  input: { personId: number; now: number; recountTokens: (assemblyId: number) => Promise<string[]> },
): Promise<void> {
  const { personId, now } = input;
  const { people, identities, rsvps, follows, inquiries, outbox, assemblies } = tx.tables;
  const { mergeProposals, linkCodes, linkTries } = tx.tables;
  const answers = await tx.db
    .select({ id: rsvps.id, assemblyId: rsvps.assemblyId, startsAt: assemblies.startsAt })
    .from(rsvps)
    .innerJoin(assemblies, eq(assemblies.id, rsvps.assemblyId))
    .where(eq(rsvps.personId, personId));
  for (const { id, assemblyId, startsAt } of answers) {
    const recountTokens = startsAt > now ? await input.recountTokens(assemblyId) : null;
    await tx.db.update(rsvps).set({ personId: null, checkInCode: null, recountTokens }).where(eq(rsvps.id, id));
  }
  await tx.db.delete(follows).where(eq(follows.personId, personId));
  await tx.db.delete(inquiries).where(eq(inquiries.personId, personId));
  await tx.db.delete(outbox).where(eq(outbox.personId, personId));
  await tx.db.delete(linkCodes).where(eq(linkCodes.personId, personId));
  await tx.db.delete(linkTries).where(eq(linkTries.personId, personId));
  await tx.db
    .delete(mergeProposals)
    .where(or(eq(mergeProposals.personId, personId), eq(mergeProposals.otherPersonId, personId)));
  await tx.db
    .update(identities)
    .set({ lookup: sql`'gone:' || ${identities.id}`, phone: null })
    .where(eq(identities.personId, personId));
  await tx.db
    .update(people)
    .set({ deletedAt: now, homeClinicId: null, language: null, notices: 'none' })
    .where(eq(people.id, personId));
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

/** Forgets the tokens of answers whose assembly has begun: nothing is left to count twice. */
export async function forgetTokens(tx: Tx, input: { now: number }): Promise<void> {
  const { rsvps, assemblies } = tx.tables;
  const begun = tx.db.select({ id: assemblies.id }).from(assemblies).where(lte(assemblies.startsAt, input.now));
  await tx.db
    .update(rsvps)
    .set({ recountTokens: null })
    .where(and(isNotNull(rsvps.recountTokens), inArray(rsvps.assemblyId, begun)));
}
