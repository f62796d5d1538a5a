/** What those in office are told of a call: facilitators that it waits for them, the committee what became of it. */

import type { Tx } from '../../../db/unit-of-work.ts';
import { queueNotices } from '../notices/queue.ts';
import type { NoticeClinic } from '../notices/texts.ts';
import { holdersAt } from '../roles.ts';
import { afterQuietHours } from './calendar.ts';
import type { AssemblyRow } from './changes.ts';

const END = { key: 'notice:callEnd' };

interface Called {
  clinic: NoticeClinic;
  assembly: AssemblyRow;
  now: number;
}

/** Once a revision: a call that moves waits for them anew. */
export async function tellFacilitators(tx: Tx, { clinic, assembly, now }: Called): Promise<void> {
  const holders = await holdersAt(tx, { clinicId: clinic.id, roles: ['facilitator'], now });
  const values = {
    clinic: clinic.name,
    when: { at: assembly.startsAt, timeZone: clinic.timeZone },
    where: clinic.municipality,
    place: assembly.place || { key: 'notice:placePending' },
  };
  await queueNotices(tx, {
    kind: 'office',
    clinicId: clinic.id,
    assemblyId: assembly.id,
    recipients: holders.map(({ personId }) => personId),
    texts: [{ key: 'notice:callPending', values }, END],
    deadline: assembly.startsAt,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: assembly.startsAt,
    dedupe: (personId) => `call-pending:${assembly.id}:${assembly.revision}:${personId}`,
    now,
  });
}

/** Nobody is told who called from elsewhere than the chat. */
export async function tellCaller(
  tx: Tx,
  { clinic, assembly, outcome, reason = '', now }: Called & { outcome: 'confirmed' | 'declined'; reason?: string },
): Promise<void> {
  if (assembly.calledByPersonId === null) return;
  const values = { clinic: clinic.name, when: { at: assembly.startsAt, timeZone: clinic.timeZone } };
  const declined =
    reason === ''
      ? { key: 'notice:callDeclined', values }
      : { key: 'notice:callDeclinedBecause', values: { ...values, reason } };
  await queueNotices(tx, {
    kind: 'correspondence',
    clinicId: clinic.id,
    assemblyId: assembly.id,
    recipients: [assembly.calledByPersonId],
    texts: [outcome === 'confirmed' ? { key: 'notice:callConfirmed', values } : declined, END],
    deadline: now,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: assembly.startsAt,
    dedupe: (personId) => `call-${outcome}:${assembly.id}:${assembly.revision}:${personId}`,
    now,
  });
}
