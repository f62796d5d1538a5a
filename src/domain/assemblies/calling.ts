/** Calling an assembly in the chat, changing and cancelling it, and confirming what a committee called. */

import { and, asc, eq, gt, inArray, or, sql } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { holdClinic } from '../clinics/hold.ts';
import type { NoticeClinic } from '../notices/texts.ts';
import { Refusal } from '../refusal.ts';
import { type Action, allows, mustAt, rolesOf } from '../roles.ts';
import { startOf } from './calendar.ts';
import { tellCaller, tellFacilitators } from './call-notices.ts';
import { type AssemblyFacts, type AssemblyRow, addAssembly, changeAssembly, removeDemo } from './changes.ts';
import { isMoved } from './kind-of-change.ts';

/** What a call says. `date` and `time` are the clinic's; an empty place is told later. */
export type CallFacts = Pick<AssemblyRow, 'date' | 'time' | 'place' | 'latitude' | 'longitude' | 'agenda' | 'capacity'>;

export interface Caller {
  personId: number;
  /** What a committee calls is pending until a facilitator confirms it. */
  needsConfirmation: boolean;
  now: number;
}

export interface CallMade {
  assemblyId: number;
  /** People who are told. */
  told: number;
  isPending: boolean;
}

/** An assembly as it was shown: one that changed meanwhile is not touched. */
export interface Shown {
  assemblyId: number;
  revision: number;
}

const FACILITATOR: Role = 'facilitator';

/** Calls an assembly. `calledBy` is what people read of who calls it. */
export async function callAssembly(
  tx: Tx,
  { personId, needsConfirmation, now }: Caller,
  input: { clinicId: number; facts: CallFacts; calledBy: (role: Role) => string },
): Promise<CallMade> {
  const { clinicId, facts, calledBy } = input;
  const role = await mustAt(tx, { personId, action: 'assembly.call', clinicId, now });
  const clinic = await clinicOf(tx, clinicId);
  const startsAt = instantOf(facts, clinic, now);
  await holdClinic(tx, clinicId);
  await refuseSameDay(tx, { clinicId, date: facts.date, but: undefined });
  await removeDemo(tx, { clinicId, now });
  const isPending = needsConfirmation && role !== FACILITATOR;
  const row: AssemblyFacts = {
    ...facts,
    startsAt,
    isPending,
    externalId: null,
    status: 'scheduled',
    note: '',
    calledBy: calledBy(role),
    calledByPersonId: personId,
  };
  const told = await addAssembly(tx, { clinic, facts: row, except: [personId], now });
  const [entered] = await upcomingOf(tx, { clinicId, now, date: facts.date });
  if (!entered) throw new Error('The assembly that was called is not there.');
  if (isPending) await tellFacilitators(tx, { clinic, assembly: entered, now });
  const details = { assemblyId: entered.id, date: facts.date, time: facts.time, isPending };
  await audit(tx, { at: now, personId, role, action: 'assembly.call', clinicId, details });
  return { assemblyId: entered.id, told, isPending };
}

/** Another day, hour or place makes a committee's call pending again; a facilitator's change confirms it. */
export async function changeCall(
  tx: Tx,
  { personId, needsConfirmation, now }: Caller,
  input: Shown & { set: Partial<CallFacts> },
): Promise<CallMade> {
  const { assembly, clinic, role } = await shownTo(tx, input, { personId, action: 'assembly.call', now });
  const facts = { ...assembly, ...input.set };
  const startsAt = instantOf(facts, clinic, now);
  await refuseSameDay(tx, { clinicId: clinic.id, date: facts.date, but: assembly.id });
  const moves = isMoved(assembly, { ...facts, startsAt });
  const isPending = role !== FACILITATOR && (assembly.isPending || (moves && needsConfirmation));
  const set = { ...input.set, startsAt, isPending };
  const confirms = assembly.isPending && !isPending;
  const except = confirms ? exceptCaller(assembly, personId) : [personId];
  const told = await changeAssembly(tx, { clinic, assembly, set, except, now });
  const after = await rowOf(tx, assembly.id);
  if (isPending && moves) await tellFacilitators(tx, { clinic, assembly: after, now });
  if (confirms) await tellCaller(tx, { clinic, assembly: after, outcome: 'confirmed', now });
  const details = { assemblyId: assembly.id, date: facts.date, time: facts.time, isPending };
  await audit(tx, { at: now, personId, role, action: 'assembly.change', clinicId: clinic.id, details });
  return { assemblyId: assembly.id, told, isPending };
}

export async function cancelCall(
  tx: Tx,
  { personId, now }: Caller,
  input: Shown & { reason: string },
): Promise<CallMade> {
  const { assembly, clinic, role } = await shownTo(tx, input, { personId, action: 'assembly.call', now });
  const told = await cancel(tx, { clinic, assembly, reason: input.reason, except: [personId], now });
  const details = { assemblyId: assembly.id, date: assembly.date };
  await audit(tx, { at: now, personId, role, action: 'assembly.cancel', clinicId: clinic.id, details });
  return { assemblyId: assembly.id, told, isPending: false };
}

/** A facilitator confirms a pending call, or cancels it; whoever knew is told once, and whoever called it. */
export async function settleCall(
  tx: Tx,
  { personId, now }: Caller,
  input: Shown & { confirms: boolean; reason: string },
): Promise<CallMade> {
  const { confirms, reason } = input;
  const { assembly, clinic, role } = await shownTo(tx, input, { personId, action: 'assembly.confirm', now });
  if (!assembly.isPending) throw new Refusal('call-settled');
  const except = exceptCaller(assembly, personId);
  const told = confirms
    ? await changeAssembly(tx, { clinic, assembly, set: { isPending: false }, except, now })
    : await cancel(tx, { clinic, assembly, reason, except, now });
  await tellCaller(tx, { clinic, assembly, outcome: confirms ? 'confirmed' : 'declined', reason, now });
  const action = confirms ? 'assembly.confirm' : 'assembly.decline';
  const details = { assemblyId: assembly.id, date: assembly.date };
  const subjectPersonId = assembly.calledByPersonId ?? undefined;
  await audit(tx, { at: now, personId, role, action, clinicId: clinic.id, subjectPersonId, details });
  return { assemblyId: assembly.id, told, isPending: false };
}

/** Whoever called it is told in words of their own what a facilitator decides. */
export function exceptCaller({ calledByPersonId }: AssemblyRow, personId: number): number[] {
  return calledByPersonId === null ? [personId] : [personId, calledByPersonId];
}

async function cancel(
  tx: Tx,
  input: { clinic: NoticeClinic; assembly: AssemblyRow; reason: string; except: number[]; now: number },
): Promise<number> {
  return await changeAssembly(tx, { ...input, set: { status: 'cancelled', isPending: false } });
}

/** The instant of a call; refuses one that is over, more than a year away, or at an hour that the clocks leave out. */
export function instantOf({ date, time }: Pick<CallFacts, 'date' | 'time'>, clinic: NoticeClinic, now: number): number {
  const startsAt = startOf(date, time, clinic.timeZone);
  const clock = Temporal.Instant.fromEpochMilliseconds(startsAt).toZonedDateTimeISO(clinic.timeZone);
  if (clock.toPlainDateTime().toString({ smallestUnit: 'minute' }) !== `${date}T${time}`) {
    throw new Refusal('call-no-such-hour');
  }
  if (startsAt <= now) throw new Refusal('call-past');
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(clinic.timeZone);
  if (startsAt > today.add({ years: 1, days: 1 }).epochMilliseconds) throw new Refusal('call-too-far');
  return startsAt;
}

async function refuseSameDay(
  tx: Tx,
  { clinicId, date, but }: { clinicId: number; date: string; but: number | undefined },
): Promise<void> {
  const { assemblies } = tx.tables;
  const rows = await tx.db
    .select({ id: assemblies.id })
    .from(assemblies)
    .where(
      and(
        eq(assemblies.clinicId, clinicId),
        eq(assemblies.date, date),
        eq(assemblies.status, 'scheduled'),
        eq(assemblies.demo, false),
      ),
    );
  if (rows.some(({ id }) => id !== but)) throw new Refusal('call-same-day');
}

async function shownTo(
  tx: Tx,
  { assemblyId, revision }: Shown,
  { personId, action, now }: { personId: number; action: Action; now: number },
) {
  const { clinicId } = await rowOf(tx, assemblyId);
  const role = await mustAt(tx, { personId, action, clinicId, now });
  await holdClinic(tx, clinicId);
  const assembly = await rowOf(tx, assemblyId);
  if (assembly.status === 'cancelled') throw new Refusal('assembly-cancelled');
  if (assembly.startsAt <= now) throw new Refusal('assembly-past');
  if (assembly.revision !== revision) throw new Refusal('assembly-changed');
  return { assembly, role, clinic: await clinicOf(tx, clinicId) };
}

async function rowOf(tx: Tx, assemblyId: number): Promise<AssemblyRow> {
  const { assemblies } = tx.tables;
  const [row] = await tx.db.select().from(assemblies).where(eq(assemblies.id, assemblyId));
  if (!row) throw new Refusal('unknown-assembly');
  return row;
}

/** The clinic as a notice names it. */
export async function clinicOf(tx: Tx, clinicId: number): Promise<NoticeClinic> {
  const { id, name, municipality, timeZone } = tx.tables.clinics;
  const [clinic] = await tx.db
    .select({ id, name, municipality, timeZone })
    .from(tx.tables.clinics)
    .where(eq(id, clinicId));
  if (!clinic) throw new Refusal('unknown-clinic');
  return clinic;
}

/** The clinic's assemblies to come, the first of them first; `date`: of that day alone. */
export async function upcomingOf(
  tx: Tx,
  { clinicId, now, date }: { clinicId: number; now: number; date?: string },
): Promise<AssemblyRow[]> {
  const { assemblies } = tx.tables;
  return await tx.db
    .select()
    .from(assemblies)
    .where(
      and(
        eq(assemblies.clinicId, clinicId),
        eq(assemblies.status, 'scheduled'),
        eq(assemblies.demo, false),
        gt(assemblies.startsAt, now),
        date === undefined ? undefined : eq(assemblies.date, date),
      ),
    )
    .orderBy(asc(assemblies.startsAt));
}

export interface PendingCall {
  assemblyId: number;
  clinicId: number;
  clinic: string;
  municipality: string;
  startsAt: number;
  timeZone: string;
}

/** What waits for this person's confirmation, the next assembly first; at most fifty. */
export async function pendingCalls(
  tx: Tx,
  { personId, now }: { personId: number; now: number },
): Promise<PendingCall[]> {
  const { assemblies, clinics } = tx.tables;
  const held = (await rolesOf(tx, { personId, now })).filter(({ role }) => allows(role, 'assembly.confirm'));
  const ids = held.flatMap(({ clinicId }) => clinicId ?? []);
  const states = held.flatMap(({ stateCode }) => stateCode ?? []);
  if (held.length === 0) return [];
  return await tx.db
    .select({
      assemblyId: assemblies.id,
      clinicId: clinics.id,
      clinic: clinics.name,
      municipality: clinics.municipality,
      startsAt: assemblies.startsAt,
      timeZone: clinics.timeZone,
    })
    .from(assemblies)
    .innerJoin(clinics, eq(clinics.id, assemblies.clinicId))
    .where(
      and(
        sql`is_pending`,
        eq(assemblies.status, 'scheduled'),
        gt(assemblies.startsAt, now),
        or(
          ids.length > 0 ? inArray(clinics.id, ids) : undefined,
          states.length > 0 ? inArray(clinics.stateCode, states) : undefined,
        ),
      ),
    )
    .orderBy(asc(assemblies.startsAt))
    .limit(50);
}
