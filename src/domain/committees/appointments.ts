/** Who may give and end which posts of a clinic, and handing one over. */

import { eq } from 'drizzle-orm';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { endRole, INVITATION_MS, invite } from '../invitations.ts';
import { queueNotices } from '../notices/queue.ts';
import { withdraw } from '../open-invitations.ts';
import { Refusal } from '../refusal.ts';
import { mayAt } from '../roles.ts';
import { committeeOf, type Post } from './committee.ts';

/** No name of a post is longer: it has to fit on a button. */
export const MOST_POST = 30;

export interface Appointments {
  /** Posts that they may offer. */
  offers: Role[];
  /** Posts that they may end; some of them by handing them over to somebody new. */
  held: (Post & { mayHandOver: boolean })[];
}

interface Asked {
  personId: number;
  clinicId: number;
  now: number;
}

/**
 * Everybody may leave a post of their own; handed over is one by who may both end and offer it. So nobody who spends the
 * money puts another in the place of who watches over it, and a president does not name the next.
 */
export async function appointmentsOf(tx: Tx, asked: Asked): Promise<Appointments> {
  const { personId } = asked;
  const offers: Role[] = [];
  if (await mayAt(tx, { ...asked, action: 'invite.president' })) offers.push('president');
  if (await mayAt(tx, { ...asked, action: 'invite.committee' })) {
    offers.push('secretary', 'treasurer', 'oversight', 'member');
  }
  const revoking = await mayAt(tx, { ...asked, action: 'revoke' });
  const mayEnd = ({ role, personId: holder }: Post) =>
    holder === personId ||
    revoking === 'facilitator' ||
    (revoking === 'president' && role !== 'president' && role !== 'oversight');
  const held = (await committeeOf(tx, asked))
    .filter(mayEnd)
    .map((post) => ({ ...post, mayHandOver: offers.includes(post.role) }));
  return { offers, held };
}

/** Offers a post; `replaces` ends when the offer is taken up. */
export async function appoint(
  tx: Tx,
  input: Asked & { role: Role; post: string; replaces?: number; lookup: string },
): Promise<void> {
  const { personId, clinicId, role, replaces, lookup, now } = input;
  const post = input.post.replaceAll('\0', '').trim();
  if (post.length > MOST_POST) throw new Refusal('text-long');
  if (replaces !== undefined) {
    const { held } = await appointmentsOf(tx, input);
    const fits = held.find((each) => each.roleId === replaces && each.role === role);
    if (!fits) throw new Refusal('post-gone');
    if (!fits.mayHandOver) throw new Refusal('not-yours');
  }
  const expiresAt = now + INVITATION_MS;
  await invite(tx, { role, post, clinicId, replacesRoleId: replaces, invitedBy: personId, lookup, expiresAt, now });
}

/** Takes a code back; of one that was used or taken back already it refuses. */
export async function withdrawOffer(
  tx: Tx,
  { id, personId, now }: { id: number; personId: number; now: number },
): Promise<void> {
  if (!(await withdraw(tx, { id, by: personId, now }))) throw new Refusal('code-gone');
}

/** Ends a post and tells who held it; of one that has ended already it refuses. */
export async function endAppointment(
  tx: Tx,
  { roleId, personId, now }: { roleId: number; personId: number; now: number },
): Promise<void> {
  const { roles } = tx.tables;
  const [held] = await tx.db.select().from(roles).where(eq(roles.id, roleId));
  if (!(await endRole(tx, { roleId, by: personId, now }))) throw new Refusal('post-gone');
  if (!held || held.personId === null || held.personId === personId || held.clinicId === null) return;
  await queueNotices(tx, {
    kind: 'office',
    clinicId: held.clinicId,
    recipients: [held.personId],
    texts: [{ key: 'notice:postEnded' }],
    deadline: now,
    notBefore: now,
    expiresAt: null,
    dedupe: (recipient) => `post:${roleId}:ended:${recipient}`,
    now,
  });
}
