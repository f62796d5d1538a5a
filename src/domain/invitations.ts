/** Offers of a role: a code, good once and for a time, for whoever was meant to have it. */

import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Role } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';
import { audit } from './audit.ts';
import { closeLapsed } from './open-invitations.ts';
import { countWrong, pausedUntil, type Tried } from './people/tries.ts';
import { Refusal } from './refusal.ts';
import { mayGive, mustAt, spendersOf } from './roles.ts';

const DAY_MS = 86_400_000;
/** How long an invitation can be used, unless its maker says otherwise. */
export const INVITATION_MS = 7 * DAY_MS;

/** What is offered. A facilitator has a state or clinics, everybody else one clinic. */
export interface Offer {
  role: Role;
  /** What the clinic calls the post; empty: the role's own name. */
  post?: string;
  clinicId?: number;
  stateCode?: string;
  /** The role that ends when this one begins: a post that is handed over. */
  replacesRoleId?: number;
  /** The line of the minutes by which it is theirs. */
  electedId?: number;
  /** Anybody who knows the code may use it until it expires. */
  isShared?: boolean;
}

/**
 * Keeps the invitation whose code has this keyed hash. `invitedBy` is null for the operator; of anybody else it rejects
 * with the refusal `not-yours` where they may not give this role at this clinic.
 */
export async function invite(
  tx: Tx,
  input: Offer & { invitedBy: number | null; lookup: string; expiresAt: number; now: number },
): Promise<number> {
  const { invitedBy, lookup, expiresAt, now, role, clinicId = null, stateCode = null } = input;
  if ((clinicId === null) === (stateCode === null)) throw new Error('An invitation is for a clinic or for a state.');
  if (stateCode !== null && role !== 'facilitator') throw new Error(`A ${role} has one clinic, not a state.`);
  const by = invitedBy === null ? ('operator' as const) : await inviter(tx, { ...input, personId: invitedBy });
  const [row] = await tx.db
    .insert(tx.tables.invitations)
    .values({
      lookup,
      role,
      post: input.post ?? '',
      clinicId,
      stateCode,
      invitedByPersonId: invitedBy,
      replacesRoleId: input.replacesRoleId ?? null,
      electedId: input.electedId ?? null,
      isShared: input.isShared ?? false,
      createdAt: now,
      expiresAt,
    })
    .returning({ id: tx.tables.invitations.id });
  if (!row) throw new Error('The new invitation has no id.');
  const details = { invitation: row.id, role, stateCode };
  await audit(tx, { at: now, personId: invitedBy, role: by, action: 'invite', clinicId, details });
  return row.id;
}

async function inviter(tx: Tx, asked: Offer & { personId: number; now: number }) {
  const { personId, role, clinicId, electedId, now } = asked;
  const isElected = electedId !== undefined;
  const by = clinicId === undefined ? undefined : await mayGive(tx, { personId, role, isElected, clinicId, now });
  if (!by) throw new Refusal('not-yours');
  return by;
}

export type Granted = {
  outcome: 'granted';
  role: Role;
  post: string;
  clinicId: number | null;
  stateCode: string | null;
};

export type InvitationRedeemed =
  | Granted
  /** They hold just that already; the code is still good. */
  | (Omit<Granted, 'outcome'> & { outcome: 'held' })
  /** They would watch over money that they spend, or did in the last year; the code is still good. */
  | (Omit<Granted, 'outcome'> & { outcome: 'spends' })
  | Tried;

/**
 * Gives the role to who typed the code. A wrong, a used and an expired one are the same, and so is one whose maker may no
 * longer give that role. What it answers must be committed.
 */
export async function redeemInvitation(
  tx: Tx,
  { personId, lookup, now }: { personId: number; lookup: string; now: number },
): Promise<InvitationRedeemed> {
  const { invitations } = tx.tables;
  const until = await pausedUntil(tx, { personId, now });
  if (until !== undefined) return { outcome: 'paused', until };
  const [offer] = await tx.db
    .select()
    .from(invitations)
    .where(and(eq(invitations.lookup, lookup), isNull(invitations.closedAt), gt(invitations.expiresAt, now)));
  if (!offer || !(await stands(tx, { offer, now }))) return await countWrong(tx, { personId, now });
  const { role, post, clinicId, stateCode } = offer;
  const granted = { role, post, clinicId, stateCode };
  if (await holds(tx, { personId, now, ...granted })) return { outcome: 'held', ...granted };
  if (role === 'oversight' && clinicId !== null) {
    const spenders = await spendersOf(tx, { clinicId, at: now });
    if (spenders.has(personId)) return { outcome: 'spends', ...granted };
  }
  if (!offer.isShared && !(await useUp(tx, { id: offer.id, personId, now }))) {
    return await countWrong(tx, { personId, now });
  }
  await grant(tx, { personId, now, offer });
  return { outcome: 'granted', ...granted };
}

type Invitation = Tx['tables']['invitations']['$inferSelect'];

/** Whether who made it may still give that role. */
async function stands(tx: Tx, { offer, now }: { offer: Invitation; now: number }): Promise<boolean> {
  const { invitedByPersonId: personId, role, clinicId, electedId } = offer;
  if (personId === null) return true;
  const isElected = electedId !== null;
  return clinicId !== null && (await mayGive(tx, { personId, role, isElected, clinicId, now })) !== undefined;
}

/** False if somebody else was faster by a moment. */
async function useUp(tx: Tx, { id, personId, now }: { id: number; personId: number; now: number }): Promise<boolean> {
  const { invitations } = tx.tables;
  const rows = await tx.db
    .update(invitations)
    .set({ closedAt: now, usedByPersonId: personId })
    .where(and(eq(invitations.id, id), isNull(invitations.closedAt)))
    .returning({ id: invitations.id });
  return rows.length > 0;
}

async function grant(tx: Tx, { personId, now, offer }: { personId: number; now: number; offer: Invitation }) {
  const { roles, people } = tx.tables;
  const { role, post, clinicId, stateCode, invitedByPersonId, replacesRoleId } = offer;
  await tx.db.insert(roles).values({
    personId,
    role,
    post,
    clinicId,
    stateCode,
    grantedAt: now,
    grantedByPersonId: invitedByPersonId,
    invitationId: offer.id,
    endsAt: offer.isShared ? offer.expiresAt : null,
  });
  await tx.db.update(people).set({ inOffice: true }).where(eq(people.id, personId));
  if (clinicId !== null && role !== 'facilitator') {
    await tx.db
      .update(people)
      .set({ homeClinicId: clinicId, homeSince: now })
      .where(and(eq(people.id, personId), isNull(people.homeClinicId)));
  }
  const details = { invitation: offer.id, stateCode };
  await audit(tx, { at: now, personId, role, action: 'accept', clinicId, details });
  const replaced = replacesRoleId === null ? undefined : await end(tx, { roleId: replacesRoleId, now });
  if (!replaced?.personId) return;
  const handedOver = { role, held: replaced.id };
  const subjectPersonId = replaced.personId;
  await audit(tx, { at: now, personId, role, action: 'hand-over', clinicId, subjectPersonId, details: handedOver });
}

async function holds(tx: Tx, wanted: Omit<Granted, 'outcome'> & { personId: number; now: number }): Promise<boolean> {
  const { roles } = tx.tables;
  const held = await tx.db.select().from(roles).where(eq(roles.personId, wanted.personId));
  return held.some(
    (each) =>
      each.role === wanted.role &&
      each.clinicId === wanted.clinicId &&
      each.stateCode === wanted.stateCode &&
      (each.endsAt === null || each.endsAt > wanted.now),
  );
}

async function end(tx: Tx, { roleId, now }: { roleId: number; now: number }) {
  const { roles } = tx.tables;
  const [ended] = await tx.db
    .update(roles)
    .set({ endsAt: now, onDuty: false })
    .where(and(eq(roles.id, roleId), or(isNull(roles.endsAt), gt(roles.endsAt, now))))
    .returning();
  if (ended && ended.personId !== null) await closeLapsed(tx, { personId: ended.personId, now });
  return ended;
}

/**
 * Ends a role, and with it the open invitations that its holder may no longer make: by the operator (`by` null), by who holds it, by a facilitator, or by the president for who spends with
 * them; those who watch over the money are not the president's to send away. False if it had ended already.
 */
export async function endRole(
  tx: Tx,
  { roleId, by, now }: { roleId: number; by: number | null; now: number },
): Promise<boolean> {
  const { roles } = tx.tables;
  const [held] = await tx.db.select().from(roles).where(eq(roles.id, roleId));
  if (!held) return false;
  const { personId, role, clinicId, stateCode } = held;
  let actor: Role | 'operator' = 'operator';
  if (by === personId) actor = role;
  else if (by !== null) {
    const beyond = role === 'facilitator';
    actor = await mustAt(tx, { personId: by, action: 'revoke', clinicId: beyond ? 0 : (clinicId ?? 0), now });
    const spared: readonly Role[] = ['president', 'oversight'];
    if (actor === 'president' && spared.includes(role)) throw new Refusal('not-yours');
  }
  const ended = await end(tx, { roleId, now });
  if (!ended) return false;
  const details = { role, held: roleId, stateCode };
  await audit(tx, {
    at: now,
    personId: by,
    role: actor,
    action: 'revoke',
    clinicId,
    subjectPersonId: personId ?? undefined,
    details,
  });
  return true;
}
