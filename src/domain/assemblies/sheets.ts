/** What is printed for an assembly beforehand: for its door, for counting hands, for the wall. */

import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { type ClinicView, clinicById } from '../clinics/clinics.ts';
import { mustAt } from '../roles.ts';
import { type AssemblyView, nextAssembly } from './assemblies.ts';
import { lastBegun } from './minutes.ts';
import type { Asking } from './taking-down.ts';

export interface Sheet {
  clinic: ClinicView;
  assembly: AssemblyView & { date: string; time: string; isPending: boolean };
  /** The check-in codes of those who said yes or maybe, and how many people come with each. */
  codes: { code: string; people: number }[];
}

/** For the assembly to come or being held, else for the last one. Undefined where there is none. */
export async function sheetOf(tx: Tx, input: { clinicId: number; now: number }): Promise<Sheet | undefined> {
  const next = await nextAssembly(tx, input);
  const id = next?.status === 'scheduled' ? next.id : (await lastBegun(tx, input))[0]?.id;
  const clinic = await clinicById(tx, input.clinicId);
  const { assemblies, rsvps } = tx.tables;
  const [assembly] = id === undefined ? [] : await tx.db.select().from(assemblies).where(eq(assemblies.id, id));
  if (!assembly || !clinic) return undefined;
  const coming = await tx.db
    .select({ code: rsvps.checkInCode, companions: rsvps.companions })
    .from(rsvps)
    .where(
      and(eq(rsvps.assemblyId, assembly.id), inArray(rsvps.answer, ['yes', 'maybe']), isNotNull(rsvps.checkInCode)),
    );
  return {
    clinic,
    assembly,
    codes: coming.map(({ code, companions }) => ({ code: code ?? '', people: 1 + companions })),
  };
}

/** The same for somebody in their role, taken down. Rejects with `not-yours`. */
export async function makeSheet(tx: Tx, input: Asking & { what: string }): Promise<Sheet | undefined> {
  const { personId, clinicId, now, what } = input;
  const role = await mustAt(tx, { personId, clinicId, now, action: 'minutes.make' });
  const sheet = await sheetOf(tx, { clinicId, now });
  const details = { assemblyId: sheet?.assembly.id ?? null, what };
  await audit(tx, { at: now, personId, role, action: 'minutes.make', clinicId, details });
  return sheet;
}
