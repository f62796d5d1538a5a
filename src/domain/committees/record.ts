/** What the record says of a person: what they did in a role, and what was done to them. */

import { asc, desc, eq, or } from 'drizzle-orm';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface Recorded {
  at: number;
  role: Role | 'operator';
  action: string;
  clinic: string | null;
  timeZone: string | null;
  /** They did it themselves; else it was done to them. */
  own: boolean;
  details: Readonly<Record<string, string | number | boolean | null>>;
}

/** The newest `last` of them, the newest first; without `last` all of them, the oldest first. */
export async function recordOf(tx: Tx, { personId, last }: { personId: number; last?: number }): Promise<Recorded[]> {
  const { auditLog, clinics } = tx.tables;
  const query = tx.db
    .select({
      at: auditLog.at,
      role: auditLog.role,
      action: auditLog.action,
      clinic: clinics.name,
      timeZone: clinics.timeZone,
      personId: auditLog.personId,
      details: auditLog.details,
    })
    .from(auditLog)
    .leftJoin(clinics, eq(clinics.id, auditLog.clinicId))
    .where(or(eq(auditLog.personId, personId), eq(auditLog.subjectPersonId, personId)));
  const rows = await (last === undefined
    ? query.orderBy(asc(auditLog.id))
    : query.orderBy(desc(auditLog.id)).limit(last));
  return rows.map(({ personId: by, ...row }) => ({ ...row, own: by === personId }));
}
