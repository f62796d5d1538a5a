/** What goes into the minutes of an assembly, and what its secretary takes down for them. */

import { and, asc, desc, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { type ClinicView, clinicById } from '../clinics/clinics.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import type { AssemblyView } from './assemblies.ts';
import { came } from './came.ts';
import type { RsvpCount } from './rsvps.ts';
import { countRsvps } from './tallies.ts';

/** Who asks, for which clinic, and when. */
export interface Asking {
  personId: number;
  clinicId: number;
  now: number;
}

export interface Elected {
  post: string;
  /** Empty unless the person agreed that it stands in the minutes. */
  name: string;
}

export interface Minutes {
  clinic: ClinicView;
  assembly: AssemblyView & { date: string; time: string };
  expected: RsvpCount;
  /** Undefined where nobody was taken down at the door. */
  entered?: number;
  /** Undefined where nobody counted by eye. */
  headCount?: number;
  elected: Elected[];
  agreements: string[];
}

/** Longest agreement, in characters: about half a page. */
const AGREEMENT_MOST = 1000;
const NAME_MOST = 80;
/** A secretary writes some ten; more than this is a mistake. */
const ROWS_MOST = 60;

/** When an assembly gives way to the next one, its minutes may still be written so long after it began. */
const LATE_MS = 7 * 24 * 3_600_000;

interface Held {
  id: number;
  startsAt: number;
}

/**
 * The assemblies of a clinic of which minutes are written: the last that has begun, and before it those of the last week.
 * Rejects with `not-yours`.
 */
export async function assembliesHeld(tx: Tx, asking: Asking): Promise<Held[]> {
  await mustAt(tx, { ...asking, action: 'minutes.make' });
  const begun = await lastBegun(tx, asking, 5);
  return begun.filter(({ startsAt }, at) => at === 0 || startsAt > asking.now - LATE_MS);
}

/** The last that have begun, the latest first, for who needs no role. */
export async function lastBegun(
  tx: Tx,
  { clinicId, now }: { clinicId: number; now: number },
  most = 1,
): Promise<Held[]> {
  const { assemblies } = tx.tables;
  const { id, startsAt } = assemblies;
  return await tx.db
    .select({ id, startsAt })
    .from(assemblies)
    .where(and(eq(assemblies.clinicId, clinicId), eq(assemblies.status, 'scheduled'), lte(startsAt, now)))
    .orderBy(desc(startsAt))
    .limit(most);
}

/** All that is known of an assembly. Rejects with `not-yours`, and `unknown-assembly` for one of another clinic. */
export async function minutesOf(tx: Tx, input: Asking & { assemblyId: number }): Promise<Minutes> {
  await mustAt(tx, { ...input, action: 'minutes.make' });
  const { assemblies } = tx.tables;
  const [assembly] = await tx.db
    .select()
    .from(assemblies)
    .where(and(eq(assemblies.id, input.assemblyId), eq(assemblies.clinicId, input.clinicId)));
  const clinic = await clinicById(tx, input.clinicId);
  if (!assembly || !clinic) throw new Refusal('unknown-assembly');
  return {
    clinic,
    assembly,
    expected: await countRsvps(tx, assembly.id),
    ...(await attendanceOf(tx, assembly.id)),
    elected: await electedIn(tx, assembly.id),
    agreements: await agreementsOf(tx, assembly.id),
  };
}

/** The same, as a draft is made of it: that is taken down. */
export async function makeMinutes(tx: Tx, input: Asking & { assemblyId: number }): Promise<Minutes> {
  const minutes = await minutesOf(tx, input);
  if (minutes.assembly.startsAt > input.now) throw new Refusal('assembly-ahead');
  await record(tx, input, { what: 'draft' });
  return minutes;
}

async function attendanceOf(tx: Tx, assemblyId: number): Promise<Pick<Minutes, 'entered' | 'headCount'>> {
  const counted = (await came(tx, [assemblyId])).get(assemblyId);
  if (!counted) return {};
  const { withCode, withoutCode, headCount } = counted;
  const entered = withCode + withoutCode;
  return {
    ...(entered > 0 ? { entered } : {}),
    ...(headCount === null ? {} : { headCount }),
  };
}

async function agreementsOf(tx: Tx, assemblyId: number): Promise<string[]> {
  const { agreements } = tx.tables;
  const rows = await tx.db
    .select({ text: agreements.text })
    .from(agreements)
    .where(eq(agreements.assemblyId, assemblyId))
    .orderBy(asc(agreements.id));
  return rows.map(({ text }) => text);
}

async function electedIn(tx: Tx, assemblyId: number): Promise<Elected[]> {
  const { elected } = tx.tables;
  return await tx.db
    .select({ post: elected.post, name: elected.name })
    .from(elected)
    .where(eq(elected.assemblyId, assemblyId))
    .orderBy(asc(elected.id));
}

/** Takes an agreement down and gives all of them. Refuses an assembly that has not begun. */
export async function addAgreement(tx: Tx, input: Asking & { assemblyId: number; text: string }): Promise<string[]> {
  const text = cleaned(input.text, AGREEMENT_MOST);
  await record(tx, input, { what: 'agreement' });
  const { agreements } = tx.tables;
  const known = await agreementsOf(tx, input.assemblyId);
  if (known.length >= ROWS_MOST) throw new Refusal('minutes-full');
  await tx.db.insert(agreements).values({ assemblyId: input.assemblyId, text, enteredAt: input.now });
  return [...known, text];
}

/** Takes the last agreement back; gives those that are left. */
export async function removeAgreement(tx: Tx, input: Asking & { assemblyId: number }): Promise<string[]> {
  await record(tx, input, { what: 'agreement-removed' });
  const { agreements } = tx.tables;
  const last = sql`(select max(id) from agreements where assembly_id = ${input.assemblyId})`;
  await tx.db.delete(agreements).where(eq(agreements.id, last));
  return await agreementsOf(tx, input.assemblyId);
}

/** Takes down who was elected. `name` only where the person agreed. */
export async function addElected(tx: Tx, input: Asking & { assemblyId: number } & Elected): Promise<Elected[]> {
  const post = cleaned(input.post, NAME_MOST);
  const name = input.name === '' ? '' : cleaned(input.name, NAME_MOST);
  await record(tx, input, { what: 'elected' });
  const { elected } = tx.tables;
  const known = await electedIn(tx, input.assemblyId);
  if (known.length >= ROWS_MOST) throw new Refusal('minutes-full');
  await tx.db.insert(elected).values({ assemblyId: input.assemblyId, post, name, enteredAt: input.now });
  return [...known, { post, name }];
}

export async function removeElected(tx: Tx, input: Asking & { assemblyId: number }): Promise<Elected[]> {
  await record(tx, input, { what: 'elected-removed' });
  const { elected } = tx.tables;
  const last = sql`(select max(id) from elected where assembly_id = ${input.assemblyId})`;
  await tx.db.delete(elected).where(eq(elected.id, last));
  return await electedIn(tx, input.assemblyId);
}

/** The law and the record of all of this: only for who may, of their own clinic, once the assembly has begun. */
async function record(tx: Tx, input: Asking & { assemblyId: number }, { what }: { what: string }): Promise<void> {
  const { personId, clinicId, assemblyId, now } = input;
  const role = await mustAt(tx, { personId, clinicId, now, action: 'minutes.make' });
  const { assemblies } = tx.tables;
  const [assembly] = await tx.db
    .select({ startsAt: assemblies.startsAt })
    .from(assemblies)
    .where(and(eq(assemblies.id, assemblyId), eq(assemblies.clinicId, clinicId)));
  if (!assembly) throw new Refusal('unknown-assembly');
  if (assembly.startsAt > now) throw new Refusal('assembly-ahead');
  await audit(tx, { at: now, personId, role, action: 'minutes.make', clinicId, details: { assemblyId, what } });
}
