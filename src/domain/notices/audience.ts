/** Who must be told of an assembly. Levels (BAJA) and deleted people are left to `queueNotices`, but where said otherwise. */

import { and, eq, gte, inArray, isNull, ne, sql } from 'drizzle-orm';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { NoticeKind } from './kinds.ts';

/** The assembly as far as it decides who must be told of it. */
interface Known {
  id: number;
  clinicId: number;
  enteredAt: number;
  /** Who called it in the chat. */
  calledByPersonId?: number | null;
}

/**
 * Who knows this assembly from us, whatever they answered: those who answered, those who asked for the clinic since it
 * was entered, those to whom we sent its date unasked. They would go on the wrong day if it changed and we kept silent.
 */
export async function whoKnows(tx: Tx, assembly: Known): Promise<Set<number>> {
  const { inquiries } = tx.tables;
  const asked = await tx.db
    .select({ personId: inquiries.personId })
    .from(inquiries)
    .where(and(eq(inquiries.clinicId, assembly.clinicId), gte(inquiries.askedAt, assembly.enteredAt)));
  const known = await whoAnswered(tx, assembly.id);
  for (const { personId } of asked) known.add(personId);
  for (const personId of await whoWasSent(tx, assembly, ['announcement', 'change', 'reminder'])) known.add(personId);
  if (assembly.calledByPersonId) known.add(assembly.calledByPersonId);
  return known;
}

async function whoAnswered(tx: Tx, assemblyId: number): Promise<Set<number>> {
  const { rsvps } = tx.tables;
  const rows = await tx.db.select({ personId: rsvps.personId }).from(rsvps).where(eq(rsvps.assemblyId, assemblyId));
  return new Set(rows.flatMap(({ personId }) => personId ?? []));
}

/** Of those close to the clinic, who was sent such a notice about the assembly. By person: the outbox has no index by assembly. */
async function whoWasSent(tx: Tx, { id, clinicId }: Known, kinds: NoticeKind[]): Promise<number[]> {
  const { people, follows, inquiries, outbox } = tx.tables;
  const home = await tx.db.select({ personId: people.id }).from(people).where(eq(people.homeClinicId, clinicId));
  const following = await tx.db
    .select({ personId: follows.personId })
    .from(follows)
    .where(eq(follows.clinicId, clinicId));
  const asked = await tx.db
    .select({ personId: inquiries.personId })
    .from(inquiries)
    .where(eq(inquiries.clinicId, clinicId));
  const close = [...new Set([...home, ...following, ...asked].map(({ personId }) => personId))];
  const sent: number[] = [];
  for (const some of slices(close)) {
    const rows = await tx.db
      .selectDistinct({ personId: outbox.personId })
      .from(outbox)
      .where(
        and(
          inArray(outbox.personId, some),
          eq(outbox.assemblyId, id),
          inArray(outbox.kind, kinds),
          inArray(outbox.status, ['sent', 'unconfirmed']),
        ),
      );
    sent.push(...rows.map(({ personId }) => personId));
  }
  return sent;
}

/**
 * Who is told of a new date: those whose clinic it is or who follow it, if they want all notices; those who asked to be
 * told of the date, at 'changes' too; and those who were to come to one that was cancelled and have been told no other
 * date since, for the notice of that promised it.
 */
export async function whoWaits(tx: Tx, input: { clinicId: number; assemblyId: number }): Promise<Set<number>> {
  const { clinicId } = input;
  const home = await tx.prepared(selectHome).execute({ clinicId });
  const following = await tx.prepared(selectFollowing).execute({ clinicId });
  const waiting = await whoAsked(tx, input);
  for (const { personId } of [...home, ...following]) waiting.add(personId);
  return waiting;
}

/** Of those who wait, whoever asked to be told, or was promised it. */
export async function whoAsked(tx: Tx, input: { clinicId: number; assemblyId: number }): Promise<Set<number>> {
  const wanting = await tx.prepared(selectWanting).execute({ clinicId: input.clinicId });
  const asked = new Set(wanting.map(({ personId }) => personId));
  for (const cancelled of await cancelledWithoutSuccessor(tx, input)) {
    for (const personId of await whoAnswered(tx, cancelled.id)) asked.add(personId);
    for (const personId of await whoWasSent(tx, cancelled, ['change'])) asked.add(personId);
  }
  return asked;
}

const selectHome = (tx: Tx) => {
  const { people } = tx.tables;
  return tx.db
    .select({ personId: people.id })
    .from(people)
    .where(and(eq(people.homeClinicId, sql.placeholder('clinicId')), wantsAll(tx)))
    .prepare();
};

const selectFollowing = (tx: Tx) => {
  const { people, follows } = tx.tables;
  return tx.db
    .select({ personId: people.id })
    .from(follows)
    .innerJoin(people, eq(people.id, follows.personId))
    .where(and(eq(follows.clinicId, sql.placeholder('clinicId')), wantsAll(tx)))
    .prepare();
};

const wantsAll = ({ tables: { people } }: Tx) => and(eq(people.notices, 'all'), isNull(people.deletedAt));

const selectWanting = (tx: Tx) => {
  const { people, inquiries } = tx.tables;
  return tx.db
    .select({ personId: people.id })
    .from(inquiries)
    .innerJoin(people, eq(people.id, inquiries.personId))
    .where(
      and(
        eq(inquiries.clinicId, sql.placeholder('clinicId')),
        eq(inquiries.wantsDate, true),
        ne(people.notices, 'none'),
      ),
    )
    .prepare();
};

/** The clinic's cancelled assemblies after which no other was entered than `assemblyId`. */
async function cancelledWithoutSuccessor(tx: Tx, input: { clinicId: number; assemblyId: number }) {
  const { assemblies } = tx.tables;
  const others = await tx.db
    .select({
      id: assemblies.id,
      clinicId: assemblies.clinicId,
      status: assemblies.status,
      enteredAt: assemblies.enteredAt,
      updatedAt: assemblies.updatedAt,
    })
    .from(assemblies)
    .where(
      and(eq(assemblies.clinicId, input.clinicId), eq(assemblies.demo, false), ne(assemblies.id, input.assemblyId)),
    );
  const entered = others.filter(({ status }) => status === 'scheduled').map(({ enteredAt }) => enteredAt);
  const lastEntered = Math.max(Number.NEGATIVE_INFINITY, ...entered);
  return others.filter(({ status, updatedAt }) => status === 'cancelled' && updatedAt > lastEntered);
}

/** Those who waited for the clinic's date have been told; who wants no notices goes on waiting. */
export async function dateTold(tx: Tx, clinicId: number): Promise<void> {
  const { inquiries } = tx.tables;
  const told = await tx.prepared(selectWanting).execute({ clinicId });
  for (const ids of slices(told.map(({ personId }) => personId))) {
    await tx.db
      .update(inquiries)
      .set({ wantsDate: false })
      .where(and(eq(inquiries.clinicId, clinicId), inArray(inquiries.personId, ids)));
  }
}
