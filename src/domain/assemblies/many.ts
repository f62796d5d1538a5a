/** Assemblies of a municipality or state that are cancelled or moved together: a few a unit of work, told as they change. */

import { and, asc, eq, gt, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { holdClinic } from '../clinics/hold.ts';
import { kinds } from '../notices/kinds.ts';
import { queueNotices } from '../notices/queue.ts';
import { Refusal } from '../refusal.ts';
import { allows, rolesOf } from '../roles.ts';
import { afterQuietHours, startOf } from './calendar.ts';
import { type AssemblyFacts, changeAssembly } from './changes.ts';

/** Which assemblies: dates are YYYY-MM-DD and both included. */
export interface ManyScope {
  stateCode: string;
  /** Null for the whole state. */
  municipalityCode: string | null;
  fromDate: string | null;
  toDate: string | null;
}

export interface ManyChange extends ManyScope {
  /** Null: cancelled. Else the day that all move to, each at its own hour. */
  newDate: string | null;
  reason: string;
}

interface Who {
  personId: number;
  now: number;
}

type Order = Tx['tables']['massChanges']['$inferSelect'];

/** What somebody may change: whole states, and clinics. */
interface Reach {
  states: readonly string[];
  ids: readonly number[];
}

/** Assemblies a unit of work: each may be told to some thousand people. */
const SLICE = 3;

/** States in which the person may change many, by their own clinics or by the whole state. */
export async function statesOfMany(tx: Tx, who: Who): Promise<string[]> {
  const { clinics } = tx.tables;
  const { states, ids } = await reach(tx, who);
  if (ids.length === 0) return states.toSorted();
  const own = await tx.db
    .selectDistinct({ code: clinics.stateCode })
    .from(clinics)
    .where(inArray(clinics.id, [...ids]));
  return [...new Set([...states, ...own.map(({ code }) => code)])].sort();
}

async function reach(tx: Tx, who: Who): Promise<Reach> {
  const held = (await rolesOf(tx, who)).filter(({ role }) => allows(role, 'assembly.change-many'));
  return {
    states: held.flatMap(({ stateCode }) => stateCode ?? []),
    ids: held.flatMap(({ clinicId }) => clinicId ?? []),
  };
}

/** The condition on assemblies joined with their clinics; undefined if nothing is within reach. */
function within(tx: Tx, { states, ids }: Reach, scope: ManyScope, now: number): SQL | undefined {
  const { assemblies, clinics } = tx.tables;
  const theirs = states.includes(scope.stateCode) ? undefined : inArray(clinics.id, [...ids]);
  if (theirs && ids.length === 0) return undefined;
  return and(
    eq(assemblies.status, 'scheduled'),
    eq(assemblies.demo, false),
    gt(assemblies.startsAt, now),
    eq(clinics.stateCode, scope.stateCode),
    scope.municipalityCode === null ? undefined : eq(clinics.municipalityCode, scope.municipalityCode),
    scope.fromDate === null ? undefined : gte(assemblies.date, scope.fromDate),
    scope.toDate === null ? undefined : lte(assemblies.date, scope.toDate),
    theirs,
  );
}

/** How many assemblies and about how many people it concerns: those who answered or asked. */
export async function previewMany(tx: Tx, who: Who, scope: ManyScope): Promise<{ assemblies: number; people: number }> {
  const { assemblies, clinics, people, rsvps, inquiries } = tx.tables;
  const condition = within(tx, await reach(tx, who), scope, who.now);
  if (!condition) throw new Refusal('not-yours');
  const [found] = await tx.db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(condition);
  const answered = tx.db
    .select({ personId: rsvps.personId })
    .from(rsvps)
    .innerJoin(assemblies, eq(assemblies.id, rsvps.assemblyId))
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(condition);
  const asked = tx.db
    .select({ personId: inquiries.personId })
    .from(inquiries)
    .innerJoin(assemblies, eq(assemblies.clinicId, inquiries.clinicId))
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(and(condition, gte(inquiries.askedAt, assemblies.enteredAt)));
  const [told] = await tx.db
    .select({ count: sql<number>`count(*)`.mapWith(Number) })
    .from(people)
    .where(
      and(
        isNull(people.deletedAt),
        inArray(people.notices, [...kinds.change.levels]),
        or(inArray(people.id, answered), inArray(people.id, asked)),
      ),
    );
  return { assemblies: found?.count ?? 0, people: told?.count ?? 0 };
}

/** Takes the order down; `stepMany` carries it out. Returns its id. */
export async function startMany(tx: Tx, { personId, now }: Who, change: ManyChange): Promise<number> {
  const { massChanges } = tx.tables;
  const { states, ids } = await reach(tx, { personId, now });
  if (!within(tx, { states, ids }, change, now)) throw new Refusal('not-yours');
  const { stateCode, municipalityCode, fromDate, toDate, newDate, reason } = change;
  const [row] = await tx.db
    .insert(massChanges)
    .values({
      personId,
      clinicIds: states.includes(stateCode) ? null : ids,
      stateCode,
      municipalityCode,
      fromDate,
      toDate,
      newDate,
      reason,
      startedAt: now,
    })
    .returning({ id: massChanges.id });
  if (!row) throw new Error('The new order has no id.');
  const details = { massChangeId: row.id, stateCode, municipalityCode, fromDate, toDate, newDate };
  const action = newDate === null ? 'assembly.cancel-many' : 'assembly.move-many';
  await audit(tx, { at: now, personId, role: 'facilitator', action, clinicId: null, details });
  return row.id;
}

/** Whether orders are still to be carried out, of this person or of anybody. */
export async function openMany(tx: Tx, personId?: number) {
  const { massChanges } = tx.tables;
  const [order] = await tx.db
    .select()
    .from(massChanges)
    .where(and(sql`done_at is null`, personId === undefined ? undefined : eq(massChanges.personId, personId)))
    .orderBy(asc(massChanges.id))
    .limit(1);
  return order;
}

/**
 * Carries the oldest order on by a few assemblies; begun again after a crash it changes none twice. Those entered after
 * the order was given stay. Returns whether there may be more to do.
 */
export async function stepMany(tx: Tx, now: number): Promise<boolean> {
  const { massChanges } = tx.tables;
  const order = await openMany(tx);
  if (!order) return false;
  const rows = await nextOf(tx, { order, now, most: SLICE });
  await holdClinic(tx, ...rows.map(({ clinic }) => clinic.id));
  let { changed, left, told } = order;
  for (const row of rows) {
    const count = await changeOne(tx, { ...row, ...order, now });
    if (count === undefined) left += 1;
    else {
      changed += 1;
      told += count;
    }
  }
  const last = rows.at(-1);
  const isDone = rows.length < SLICE;
  await tx.db
    .update(massChanges)
    .set({ doneTo: last?.assembly.id ?? order.doneTo, changed, left, told, doneAt: isDone ? now : null })
    .where(eq(massChanges.id, order.id));
  if (isDone) await tellDone(tx, { ...order, changed, left, told }, last?.clinic.id, now);
  return true;
}

/** Ends an order that cannot be carried out: what it has not changed is left as it is, and whoever gave it is told. */
export async function giveUpMany(tx: Tx, { id, now }: { id: number; now: number }): Promise<void> {
  const { massChanges } = tx.tables;
  const open = and(eq(massChanges.id, id), isNull(massChanges.doneAt));
  const [order] = await tx.db.select().from(massChanges).where(open);
  if (!order) return;
  const left = order.left + (await nextOf(tx, { order, now })).length;
  await tx.db.update(massChanges).set({ left, doneAt: now }).where(open);
  await tellDone(tx, { ...order, left }, undefined, now);
}

/** Those that it has still to look at, the first of them first. */
async function nextOf(tx: Tx, { order, now, most }: { order: Order; now: number; most?: number }) {
  const { assemblies, clinics } = tx.tables;
  const condition = within(tx, await reachOf(tx, order, now), order, now);
  if (!condition) return [];
  const query = tx.db
    .select({
      assembly: assemblies,
      clinic: {
        id: clinics.id,
        name: clinics.name,
        municipality: clinics.municipality,
        timeZone: clinics.timeZone,
      },
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(and(condition, gt(assemblies.id, order.doneTo), lte(assemblies.enteredAt, order.startedAt)))
    .orderBy(asc(assemblies.id));
  return most === undefined ? await query : await query.limit(most);
}

/** Whose role ended midway changes nothing more; who was forgotten since had it. */
async function reachOf(tx: Tx, { personId, stateCode, clinicIds }: Order, now: number): Promise<Reach> {
  if (personId !== null) return await reach(tx, { personId, now });
  return clinicIds === null ? { states: [stateCode], ids: [] } : { states: [], ids: clinicIds };
}

/** How many are told; undefined where it stays as it is. */
async function changeOne(
  tx: Tx,
  {
    assembly,
    clinic,
    newDate,
    reason,
    now,
  }: {
    assembly: Parameters<typeof changeAssembly>[1]['assembly'];
    clinic: Parameters<typeof changeAssembly>[1]['clinic'];
    newDate: string | null;
    reason: string;
    now: number;
  },
): Promise<number | undefined> {
  const change = (set: Partial<AssemblyFacts>, why?: string) =>
    changeAssembly(tx, { clinic, assembly, set, ...(why === undefined ? {} : { reason: why }), now }).catch((error) => {
      if (error instanceof Refusal && error.code === 'assembly-changed') return undefined;
      throw error;
    });
  if (newDate === null) return await change({ status: 'cancelled', isPending: false }, reason);
  const startsAt = startOf(newDate, assembly.time, clinic.timeZone);
  if (startsAt <= now || newDate === assembly.date || (await hasOn(tx, clinic.id, newDate))) return undefined;
  return await change({ date: newDate, startsAt, isPending: false });
}

async function hasOn({ db, tables: { assemblies } }: Tx, clinicId: number, date: string): Promise<boolean> {
  const rows = await db
    .select({ id: assemblies.id })
    .from(assemblies)
    .where(and(eq(assemblies.clinicId, clinicId), eq(assemblies.date, date), eq(assemblies.status, 'scheduled')))
    .limit(1);
  return rows.length > 0;
}

/** To whoever gave the order, by way of a clinic that it was about. */
async function tellDone(tx: Tx, order: Order, lastClinic: number | undefined, now: number): Promise<void> {
  if (order.personId === null) return;
  const { clinics } = tx.tables;
  const [clinic] = await tx.db
    .select({ id: clinics.id, timeZone: clinics.timeZone })
    .from(clinics)
    .where(lastClinic === undefined ? eq(clinics.stateCode, order.stateCode) : eq(clinics.id, lastClinic))
    .limit(1);
  if (!clinic) return;
  const { changed, left, told } = order;
  await queueNotices(tx, {
    kind: 'office',
    from: 'notice:fromMany',
    clinicId: clinic.id,
    recipients: [order.personId],
    texts: [{ key: 'notice:manyDone', values: { changed, left, told } }, { key: 'notice:callEnd' }],
    deadline: now,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: null,
    dedupe: (personId) => `many-done:${order.id}:${personId}`,
    now,
  });
}
