/** A vote whose whole time went by while the program was down: it never opened, and its ballot can be announced again. */

import { and, eq, lte } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { afterQuietHours } from '../assemblies/calendar.ts';
import { clinicById } from '../clinics/clinics.ts';
import { holdClinic } from '../clinics/hold.ts';
import { queueNotices } from '../notices/queue.ts';
import { holdersAt, table } from '../roles.ts';
import { draftFrom } from './drafts-anew.ts';
import { noteEvent } from './log.ts';

const DAY_MS = 86_400_000;
/** So long it is worth telling the committee. */
const USEFUL_MS = 30 * DAY_MS;

/**
 * False where the vote is not announced, or its close is yet to come. Else it is given up, what stood on it is a draft
 * without days, and who prepares votes there is told; `telling.ts` tells the others.
 */
export async function giveUpMissed(tx: Tx, { voteId, now }: { voteId: number; now: number }): Promise<boolean> {
  const { votes } = tx.tables;
  const isMissed = and(eq(votes.id, voteId), eq(votes.status, 'announced'), lte(votes.closesAt, now));
  const [seen] = await tx.db.select({ clinicId: votes.clinicId }).from(votes).where(isMissed);
  if (!seen) return false;
  const { clinicId } = seen;
  // The clinic first, as whoever begins a ballot does: no two wait for each other.
  await holdClinic(tx, clinicId);
  const [vote] = await held(tx, tx.db.select().from(votes).where(isMissed), votes, 'no key update');
  if (!vote) return false;
  await tx.db.update(votes).set({ status: 'discarded', tokenKey: null }).where(eq(votes.id, voteId));
  await noteEvent(tx, { voteId, at: now, event: 'discarded', details: { because: 'missed' } });
  const { year, budgetCents, most, proof, dayCode, enteredBy, personId } = vote;
  await draftFrom(tx, {
    voteId,
    draft: { clinicId, year, budgetCents, most, proof, dayCode, enteredBy, personId, createdAt: now },
  });
  const clinic = await clinicById(tx, clinicId);
  if (!clinic) throw new Error(`There is no clinic ${clinicId}.`);
  const holders = await holdersAt(tx, { clinicId, roles: table['vote.prepare'], now });
  await queueNotices(tx, {
    kind: 'office',
    clinicId,
    recipients: holders.map((holder) => holder.personId),
    texts: [{ key: 'notice:ballot.missedOffice', values: { clinic: clinic.name } }, { key: 'notice:ballot.end' }],
    deadline: now,
    notBefore: afterQuietHours(now, clinic.timeZone),
    expiresAt: now + USEFUL_MS,
    dedupe: (holder) => `vote:${voteId}:missed:${holder}`,
    now,
  });
  return true;
}
