/** Who may do what and where: the one table of the law, and the questions to it. */

import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { Role } from '../../db/schema/tables.ts';
import type { Tx } from '../../db/unit-of-work.ts';
import { Refusal } from './refusal.ts';

const YEAR_MS = 365 * 86_400_000;

const committee = ['president', 'treasurer', 'secretary', 'oversight', 'member'] as const satisfies readonly Role[];
const lead = ['president', 'secretary'] as const satisfies readonly Role[];

/** By whom each thing may be done. What is not here may be done by nobody. */
export const table = {
  'assembly.call': ['facilitator', 'president'],
  'assembly.confirm': ['facilitator'],
  'assembly.change-many': ['facilitator'],
  'notice.send': ['facilitator', 'president'],
  /** In an electoral pause. */
  'notice.release': ['facilitator'],
  'rsvp.count': ['facilitator', ...committee],
  'attendance.mark': ['facilitator', ...committee, 'helper'],
  'attendance.head-count': ['facilitator', ...committee],
  'attendance.invite-helper': ['facilitator', ...lead],
  'work.decide': ['facilitator', ...lead],
  'work.report': ['president', 'treasurer'],
  'money.enter': ['president', 'treasurer'],
  'quote.see': [...committee],
  'photo.take-down': ['oversight'],
  /** Never by those who spend the money. */
  'concern.answer': ['facilitator', 'oversight'],
  'minutes.make': ['facilitator', ...lead],
  'relay.answer': [...committee],
  'need.review': [...lead],
  'need.diagnose': [...committee],
  'vote.prepare': [...lead],
  'vote.count-paper': [...lead],
  /** By equal shares, beside the result. */
  'vote.second-reading': ['facilitator', 'president'],
  'invite.president': ['facilitator'],
  'invite.committee': ['president'],
  /** Of who was elected, as the minutes say: a president does not name the next. */
  'invite.elected-president': ['facilitator', 'secretary'],
  'invite.elected': ['facilitator', ...lead],
  revoke: ['facilitator', 'president'],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof table;

/** By which action a role is given on; the operator gives all, and facilitators nobody else. */
const giving: Readonly<Partial<Record<Role, Action>>> = {
  president: 'invite.president',
  treasurer: 'invite.committee',
  secretary: 'invite.committee',
  oversight: 'invite.committee',
  member: 'invite.committee',
  helper: 'attendance.invite-helper',
};
const givingElected: typeof giving = {
  president: 'invite.elected-president',
  treasurer: 'invite.elected',
  secretary: 'invite.elected',
  oversight: 'invite.elected',
  member: 'invite.elected',
};

export interface Held {
  id: number;
  role: Role;
  /** What the clinic calls the post; empty: the role's own name. */
  post: string;
  /** Null for a facilitator of a whole state. */
  clinicId: number | null;
  stateCode: string | null;
}

interface Asked {
  personId: number;
  action: Action;
  clinicId: number;
  now: number;
}

/** The role by which this person may do it at this clinic now; undefined if they may not. */
export async function mayAt(tx: Tx, { personId, action, clinicId, now }: Asked): Promise<Role | undefined> {
  const { clinics } = tx.tables;
  const held = await rolesOf(tx, { personId, now });
  const able = held.filter(({ role }) => allows(role, action));
  if (able.length === 0) return undefined;
  const here = able.find((each) => each.clinicId === clinicId);
  if (here) return here.role;
  const [clinic] = await tx.db.select({ state: clinics.stateCode }).from(clinics).where(eq(clinics.id, clinicId));
  return able.find(({ stateCode }) => stateCode !== null && stateCode === clinic?.state)?.role;
}

/**
 * The role by which this person may give that one on at this clinic now; undefined if they may not. `isElected`: to who
 * was elected to it, as the minutes say.
 */
export async function mayGive(
  tx: Tx,
  { role, isElected, ...asked }: { personId: number; role: Role; isElected: boolean; clinicId: number; now: number },
): Promise<Role | undefined> {
  const action = (isElected ? givingElected : giving)[role];
  return action && (await mayAt(tx, { ...asked, action }));
}

/** As `mayAt`, but rejects with the refusal `not-yours`. */
export async function mustAt(tx: Tx, asked: Asked): Promise<Role> {
  const role = await mayAt(tx, asked);
  if (!role) throw new Refusal('not-yours');
  return role;
}

/** Of these a clinic has one as a rule: whoever gives it anew hands it over. */
export function isSingle(role: Role): boolean {
  return ['president', 'treasurer', 'secretary'].includes(role);
}

export function allows(role: Role, action: Action): boolean {
  return (table[action] as readonly Role[]).includes(role);
}

/** The roles that the person holds now, the oldest first. */
export async function rolesOf(tx: Tx, { personId, now }: { personId: number; now: number }): Promise<Held[]> {
  const { roles } = tx.tables;
  const { id, role, post, clinicId, stateCode } = roles;
  return await tx.db
    .select({ id, role, post, clinicId, stateCode })
    .from(roles)
    .where(and(eq(roles.personId, personId), isHeld(tx, now)))
    .orderBy(roles.id);
}

/** Who holds one of these roles at a clinic now: of the clinic itself, or of its whole state. */
export async function holdersAt(
  tx: Tx,
  { clinicId, roles: wanted, now }: { clinicId: number; roles: readonly Role[]; now: number },
): Promise<{ id: number; personId: number; role: Role }[]> {
  const { roles, clinics } = tx.tables;
  const [clinic] = await tx.db.select({ state: clinics.stateCode }).from(clinics).where(eq(clinics.id, clinicId));
  const rows = await tx.db
    .select({ id: roles.id, personId: roles.personId, role: roles.role })
    .from(roles)
    .where(
      and(
        inArray(roles.role, [...wanted]),
        or(eq(roles.clinicId, clinicId), eq(roles.stateCode, clinic?.state ?? '')),
        isHeld(tx, now),
      ),
    )
    .orderBy(roles.id);
  return rows.flatMap(({ personId, ...rest }) => (personId === null ? [] : [{ ...rest, personId }]));
}

/** Who spends the money of a clinic, or has at any time since a year before `at`, whatever became of their post. */
export async function spendersOf(tx: Tx, { clinicId, at }: { clinicId: number; at: number }): Promise<Set<number>> {
  const { roles } = tx.tables;
  const rows = await tx.db
    .select({ personId: roles.personId })
    .from(roles)
    .where(
      and(eq(roles.clinicId, clinicId), inArray(roles.role, ['president', 'treasurer']), isHeld(tx, at - YEAR_MS)),
    );
  return new Set(rows.flatMap(({ personId }) => personId ?? []));
}

function isHeld({ tables: { roles } }: Tx, now: number) {
  return or(isNull(roles.endsAt), gt(roles.endsAt, now));
}
