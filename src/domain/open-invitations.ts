/** Invitations that are still good: seeing them, and taking them back. */

import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { Role } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';
import { audit } from './audit.ts';
import { Refusal } from './refusal.ts';
import { mayGive } from './roles.ts';

export interface OpenInvitation {
  id: number;
  role: Role;
  /** What the clinic calls the post; empty: the role's own name. */
  post: string;
  /** Anybody may use it: the code of the day for the door. */
  isShared: boolean;
  expiresAt: number;
}

interface Asked {
  personId: number;
  clinicId: number;
  now: number;
}

/** Those of a clinic that this person could have made, the oldest first. */
export async function openInvitations(tx: Tx, { personId, clinicId, now }: Asked): Promise<OpenInvitation[]> {
  const { invitations } = tx.tables;
  const { id, role, post, isShared, expiresAt, electedId } = invitations;
  const rows = await tx.db
    .select({ id, role, post, isShared, expiresAt, electedId })
    .from(invitations)
    .where(and(eq(invitations.clinicId, clinicId), isNull(invitations.closedAt), gt(expiresAt, now)))
    .orderBy(asc(id));
  const theirs: OpenInvitation[] = [];
  for (const { electedId: by, ...row } of rows) {
    if (await mayGive(tx, { personId, role: row.role, isElected: by !== null, clinicId, now })) theirs.push(row);
  }
  return theirs;
}

/** Whether a code of the day for the door is good now. */
export async function hasHelperCode(tx: Tx, asked: Asked): Promise<boolean> {
  return (await openInvitations(tx, asked)).some(isHelperCode);
}

/** The codes of the day are good no more, and who came by them helps no more. */
export async function withdrawHelperCodes(tx: Tx, asked: Asked): Promise<void> {
  const { personId: by, clinicId, now } = asked;
  if (!(await mayGive(tx, { personId: by, role: 'helper', isElected: false, clinicId, now })))
    throw new Refusal('not-yours');
  for (const { id } of (await openInvitations(tx, asked)).filter(isHelperCode)) await withdraw(tx, { id, by, now });
}

const isHelperCode = ({ role, isShared }: OpenInvitation) => role === 'helper' && isShared;

/**
 * Takes an invitation back that nobody has used: by the operator (`by` null), or by who could have made it; anybody else
 * is refused. False if there is none that is open.
 */
export async function withdraw(
  tx: Tx,
  { id, by, now }: { id: number; by: number | null; now: number },
): Promise<boolean> {
  const { invitations } = tx.tables;
  const [offer] = await tx.db.select().from(invitations).where(eq(invitations.id, id));
  if (!offer) return false;
  const { role, clinicId, stateCode, electedId } = offer;
  let actor: Role | 'operator' = 'operator';
  if (by !== null) {
    const isElected = electedId !== null;
    const giver = clinicId === null ? undefined : await mayGive(tx, { personId: by, role, isElected, clinicId, now });
    if (!giver) throw new Refusal('not-yours');
    actor = giver;
  }
  if (!(await close(tx, { ids: [id], now }))) return false;
  const details = { invitation: id, role, stateCode };
  await audit(tx, { at: now, personId: by, role: actor, action: 'withdraw', clinicId, details });
  return true;
}

/** Closes what this person offered and may give no more. */
export async function closeLapsed(tx: Tx, { personId, now }: { personId: number; now: number }): Promise<void> {
  const { invitations } = tx.tables;
  const offers = await tx.db
    .select({
      id: invitations.id,
      role: invitations.role,
      clinicId: invitations.clinicId,
      electedId: invitations.electedId,
    })
    .from(invitations)
    .where(and(eq(invitations.invitedByPersonId, personId), isNull(invitations.closedAt)));
  const ids: number[] = [];
  for (const { id, role, clinicId, electedId } of offers) {
    const isElected = electedId !== null;
    if (clinicId === null || !(await mayGive(tx, { personId, role, isElected, clinicId, now }))) ids.push(id);
  }
  await close(tx, { ids, now });
}

/** Closes them all, as their maker is gone. */
export async function closeInvitationsOf(tx: Tx, { personId, now }: { personId: number; now: number }): Promise<void> {
  const { invitations } = tx.tables;
  const offers = await tx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.invitedByPersonId, personId), isNull(invitations.closedAt)));
  await close(tx, { ids: offers.map(({ id }) => id), now });
}

/** With a shared one, the roles that it made end. Says whether any was open. */
async function close(tx: Tx, { ids, now }: { ids: readonly number[]; now: number }): Promise<boolean> {
  if (ids.length === 0) return false;
  const { invitations, roles } = tx.tables;
  const closed = await tx.db
    .update(invitations)
    .set({ closedAt: now })
    .where(and(inArray(invitations.id, [...ids]), isNull(invitations.closedAt)))
    .returning({ id: invitations.id, isShared: invitations.isShared, clinicId: invitations.clinicId });
  for (const { id, clinicId } of closed.filter(({ isShared }) => isShared)) {
    await tx.db
      .update(roles)
      .set({ endsAt: now, onDuty: false })
      .where(
        and(
          eq(roles.invitationId, id),
          eq(roles.clinicId, clinicId ?? 0),
          or(isNull(roles.endsAt), gt(roles.endsAt, now)),
        ),
      );
  }
  return closed.length > 0;
}
