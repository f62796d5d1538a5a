/** The record of what was done in a role: only added to. */

import type { Role } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';

export interface Deed {
  at: number;
  /** Null for the operator. */
  personId: number | null;
  role: Role | 'operator';
  /** The name of the table in `roles.ts`, or of what time or the operator did. */
  action: string;
  clinicId: number | null;
  /** Whom it was done to, where it was done to one: they can see it too. */
  subjectPersonId?: number;
  /** Numbers and ids that say what; never what somebody wrote. */
  details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Takes it down, in the unit of work that does it. */
export async function audit(tx: Tx, { details = {}, subjectPersonId = undefined, ...deed }: Deed): Promise<void> {
  await tx.db.insert(tx.tables.auditLog).values({ ...deed, subjectPersonId: subjectPersonId ?? null, details });
}
