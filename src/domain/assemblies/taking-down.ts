/** The law and the record of whatever is taken down for the minutes of an assembly. */

import { and, eq } from 'drizzle-orm';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';

/** Who asks, for which clinic, and when. */
export interface Asking {
  personId: number;
  clinicId: number;
  now: number;
}

export type AskingOf = Asking & { assemblyId: number };

/** A secretary writes some ten; more than this is a mistake. */
export const ROWS_MOST = 60;

/** Only for who may, of their own clinic, once the assembly has begun. Says in which role. */
export async function takeDown(tx: Tx, input: AskingOf, { what }: { what: string }): Promise<Role> {
  const { personId, clinicId, assemblyId, now } = input;
  const role = await mustAt(tx, { personId, clinicId, now, action: 'minutes.make' });
  await mustHaveBegun(tx, input);
  await audit(tx, { at: now, personId, role, action: 'minutes.make', clinicId, details: { assemblyId, what } });
  return role;
}

async function mustHaveBegun(tx: Tx, { clinicId, assemblyId, now }: AskingOf): Promise<void> {
  const { assemblies } = tx.tables;
  const [assembly] = await tx.db
    .select({ startsAt: assemblies.startsAt })
    .from(assemblies)
    .where(and(eq(assemblies.id, assemblyId), eq(assemblies.clinicId, clinicId)));
  if (!assembly) throw new Refusal('unknown-assembly');
  if (assembly.startsAt > now) throw new Refusal('assembly-ahead');
}
