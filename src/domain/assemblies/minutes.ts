/** What goes into the minutes of an assembly, and what its secretary takes down for them. */

import { and, asc, desc, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { cleaned } from '../cleaned.ts';
import { type ClinicView, clinicById } from '../clinics/clinics.ts';
import { type Elected, electedIn } from '../committees/elected.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import type { VoteResult } from '../votes/results.ts';
import type { AssemblyView } from './assemblies.ts';
import { came } from './came.ts';
import { type DecidedWork, voteForAssembly, worksDecided } from './decided.ts';
import type { RsvpCount } from './rsvps.ts';
import { type Asking, type AskingOf, ROWS_MOST, takeDown } from './taking-down.ts';
import { countRsvps } from './tallies.ts';

export interface Minutes {
  clinic: ClinicView;
  assembly: AssemblyView & { date: string; time: string };
  expected: RsvpCount;
  /** Undefined where nobody was taken down at the door. */
  entered?: number;
  /** Undefined where nobody counted by eye. */
  headCount?: number;
  elected: Elected[];
  /** What people voted on before it, in the chat and on paper. */
  vote?: VoteResult;
  works: DecidedWork[];
  agreements: string[];
}

/** Longest agreement, in characters: about half a page. */
const AGREEMENT_MOST = 1000;

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
export async function minutesOf(tx: Tx, input: AskingOf): Promise<Minutes> {
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
    vote: await voteForAssembly(tx, {
      clinicId: clinic.id,
      year: Number(assembly.date.slice(0, 'YYYY'.length)),
      at: assembly.startsAt,
    }),
    works: await worksDecided(tx, assembly),
    agreements: await agreementsOf(tx, assembly.id),
  };
}

/** The same, as a draft is made of it: that is taken down. */
export async function makeMinutes(tx: Tx, input: AskingOf): Promise<Minutes> {
  const minutes = await minutesOf(tx, input);
  if (minutes.assembly.startsAt > input.now) throw new Refusal('assembly-ahead');
  await takeDown(tx, input, { what: 'draft' });
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

/** Takes an agreement down and gives all of them. Refuses an assembly that has not begun. */
export async function addAgreement(tx: Tx, input: AskingOf & { text: string }): Promise<string[]> {
  const text = cleaned(input.text, AGREEMENT_MOST);
  await takeDown(tx, input, { what: 'agreement' });
  const { agreements } = tx.tables;
  const known = await agreementsOf(tx, input.assemblyId);
  if (known.length >= ROWS_MOST) throw new Refusal('minutes-full');
  await tx.db.insert(agreements).values({ assemblyId: input.assemblyId, text, enteredAt: input.now });
  return [...known, text];
}

/** Takes the last agreement back; gives those that are left. */
export async function removeAgreement(tx: Tx, input: AskingOf): Promise<string[]> {
  await takeDown(tx, input, { what: 'agreement-removed' });
  const { agreements } = tx.tables;
  const last = sql`(select max(id) from agreements where assembly_id = ${input.assemblyId})`;
  await tx.db.delete(agreements).where(eq(agreements.id, last));
  return await agreementsOf(tx, input.assemblyId);
}
