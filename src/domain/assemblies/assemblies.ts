/** The assembly of a clinic as people are told of it. */

import { and, asc, desc, eq, gt, lte, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import type { AssemblyStatus } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

/** How long an assembly that has begun is still "the" assembly: late comers ask for the place. */
export const STILL_ON_MS = 3 * 3_600_000;

export interface AssemblyView {
  id: number;
  clinicId: number;
  startsAt: number;
  place: string;
  latitude: number | null;
  longitude: number | null;
  agenda: string;
  calledBy: string;
  note: string;
  status: AssemblyStatus;
  /** Called by a committee, and no facilitator has confirmed it yet. */
  isPending: boolean;
  demo: boolean;
  revision: number;
  enteredAt: number;
  updatedAt: number;
}

const columns = ({ tables: { assemblies } }: Tx) => ({
  id: assemblies.id,
  clinicId: assemblies.clinicId,
  startsAt: assemblies.startsAt,
  place: assemblies.place,
  latitude: assemblies.latitude,
  longitude: assemblies.longitude,
  agenda: assemblies.agenda,
  calledBy: assemblies.calledBy,
  note: assemblies.note,
  status: assemblies.status,
  isPending: assemblies.isPending,
  demo: assemblies.demo,
  revision: assemblies.revision,
  enteredAt: assemblies.enteredAt,
  updatedAt: assemblies.updatedAt,
});

const upcoming = (tx: Tx) => {
  const { assemblies } = tx.tables;
  return tx.db
    .select(columns(tx))
    .from(assemblies)
    .where(and(eq(assemblies.clinicId, bound.int('clinicId')), gt(assemblies.startsAt, bound.int('since'))))
    .orderBy(asc(assemblies.startsAt))
    .prepare();
};

/** The next assembly of a clinic, also one that began less than three hours ago; a cancelled one only if no other is coming. */
export async function nextAssembly(
  tx: Tx,
  input: { clinicId: number; now: number },
): Promise<AssemblyView | undefined> {
  const rows = await tx.prepared(upcoming).execute({ clinicId: input.clinicId, since: input.now - STILL_ON_MS });
  return rows.find(({ status }) => status === 'scheduled') ?? rows[0];
}

/** The last assembly held, for who asks when none is coming. */
export async function lastAssembly(
  tx: Tx,
  input: { clinicId: number; now: number },
): Promise<AssemblyView | undefined> {
  const { assemblies } = tx.tables;
  const [row] = await tx.db
    .select(columns(tx))
    .from(assemblies)
    .where(
      and(
        eq(assemblies.clinicId, input.clinicId),
        eq(assemblies.status, 'scheduled'),
        eq(assemblies.demo, false),
        lte(assemblies.startsAt, input.now - STILL_ON_MS),
      ),
    )
    .orderBy(desc(assemblies.startsAt))
    .limit(1);
  return row;
}

const byId = (tx: Tx) => {
  const { assemblies } = tx.tables;
  return tx.db
    .select(columns(tx))
    .from(assemblies)
    .where(eq(assemblies.id, sql.placeholder('id')))
    .prepare();
};

const standing = (tx: Tx) => {
  const { assemblies } = tx.tables;
  const { startsAt, status, revision } = assemblies;
  return tx.db
    .select({ startsAt, status, revision })
    .from(assemblies)
    .where(eq(assemblies.id, sql.placeholder('id')))
    .prepare();
};

/** Whether it is still to come as it was shown: asked with nearly every message, so without its texts. */
export async function assemblyStanding(
  tx: Tx,
  id: number,
): Promise<Pick<AssemblyView, 'startsAt' | 'status' | 'revision'> | undefined> {
  const [row] = await tx.prepared(standing).execute({ id });
  return row;
}

export async function assemblyById(tx: Tx, id: number): Promise<AssemblyView | undefined> {
  const [row] = await tx.prepared(byId).execute({ id });
  return row;
}

const insertInquiry = (tx: Tx) => {
  const { inquiries } = tx.tables;
  return tx.db
    .insert(inquiries)
    .values({
      personId: sql.placeholder('personId'),
      clinicId: sql.placeholder('clinicId'),
      askedAt: sql.placeholder('now'),
    })
    .onConflictDoUpdate({
      target: [inquiries.personId, inquiries.clinicId],
      set: { askedAt: sql`excluded.asked_at` },
    })
    .prepare();
};

/** Takes down that a person asked for this clinic's assembly: they are told if it moves or is cancelled. */
export async function recordInquiry(tx: Tx, input: { personId: number; clinicId: number; now: number }): Promise<void> {
  await tx.prepared(insertInquiry).execute(input);
}

/** The person wants to be told as soon as a date is loaded. */
export async function requestDate(tx: Tx, input: { personId: number; clinicId: number; now: number }): Promise<void> {
  const { inquiries } = tx.tables;
  await tx.db
    .insert(inquiries)
    .values({ personId: input.personId, clinicId: input.clinicId, askedAt: input.now, wantsDate: true })
    .onConflictDoUpdate({ target: [inquiries.personId, inquiries.clinicId], set: { wantsDate: true } });
}
