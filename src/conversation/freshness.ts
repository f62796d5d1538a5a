/** What a person sees of an assembly must be what is true now: an open question may be older than a change. */

import type { Tx } from '../../db/unit-of-work.ts';
import { assemblyStanding } from '../domain/assemblies/assemblies.ts';
import { clinicOfLastNotice } from '../domain/notices/sent.ts';
import type { Standing } from './turn.ts';
import type { Intent } from './understanding/understanding.ts';

/** Whether the assembly in a saved conversation was changed or cancelled since it was shown. */
export async function isOutdated(tx: Tx, { context }: Standing): Promise<boolean> {
  const found = context.assembly as { assembly?: { id: number; revision: number; status: string } } | null | undefined;
  if (!found?.assembly) return false;
  const now = await assemblyStanding(tx, found.assembly.id);
  return now?.revision !== found.assembly.revision || now.status !== found.assembly.status;
}

/**
 * The clinic that an answer without a name is about when a notice came after the last message: "NO VOY" answers the
 * notice, whichever clinic was spoken of before. Undefined for everything else.
 */
export async function clinicOfNoticeAnswered(
  tx: Tx,
  intent: Intent,
  sender: { personId: number; updatedAt: number | null },
): Promise<number | undefined> {
  const answersNotice = intent.name === 'rsvp' || intent.name === 'assembly' || intent.name === 'date.wrong';
  if (!answersNotice || ('clinic' in intent && intent.clinic) || sender.updatedAt === null) return undefined;
  return await clinicOfLastNotice(tx, { personId: sender.personId, since: sender.updatedAt });
}
