/** Who the committee of a clinic is: posts for everybody to see, names only of who agreed. */

import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { Refusal } from '../refusal.ts';

/** As they are read out: who leads first. */
const COMMITTEE = ['president', 'secretary', 'treasurer', 'oversight', 'member'] as const satisfies readonly Role[];
/** No name is longer. */
export const MOST_NAME = 60;

export interface Post {
  roleId: number;
  personId: number;
  role: Role;
  /** What the clinic calls the post; empty: the role's own name. */
  post: string;
  /** Empty while its holder has not agreed to be named. */
  name: string;
  onDuty: boolean;
}

/** The posts that are held now, who leads first. */
export async function committeeOf(tx: Tx, { clinicId, now }: { clinicId: number; now: number }): Promise<Post[]> {
  const { roles } = tx.tables;
  const rows = await tx.db
    .select({
      roleId: roles.id,
      personId: roles.personId,
      role: roles.role,
      post: roles.post,
      name: roles.publicName,
      onDuty: roles.onDuty,
    })
    .from(roles)
    .where(
      and(
        eq(roles.clinicId, clinicId),
        inArray(roles.role, [...COMMITTEE]),
        or(isNull(roles.endsAt), gt(roles.endsAt, now)),
      ),
    )
    .orderBy(roles.id);
  const rank = (role: Role) => (COMMITTEE as readonly Role[]).indexOf(role);
  return rows
    .flatMap(({ personId, ...row }) => (personId === null ? [] : [{ personId, ...row }]))
    .sort((a, b) => rank(a.role) - rank(b.role) || a.roleId - b.roleId);
}

/** Shows one's own name beside one's posts at the clinic; an empty one takes it away. */
export async function setPublicName(
  tx: Tx,
  input: { personId: number; clinicId: number; name: string; now: number },
): Promise<void> {
  const { personId, clinicId, now } = input;
  const name = input.name === '' ? '' : cleaned(input.name, MOST_NAME);
  const mine = (await committeeOf(tx, input)).filter((post) => post.personId === personId);
  const [first] = mine;
  if (!first) throw new Refusal('not-yours');
  const { roles } = tx.tables;
  await tx.db
    .update(roles)
    .set({ publicName: name })
    .where(
      inArray(
        roles.id,
        mine.map(({ roleId }) => roleId),
      ),
    );
  const details = { shown: name !== '' };
  await audit(tx, { at: now, personId, role: first.role, action: 'name.show', clinicId, details });
}

/** The holder of this post answers for the committee from now on; without one, whoever leads. Any of the committee may say so. */
export async function setOnDuty(
  tx: Tx,
  input: { personId: number; clinicId: number; roleId?: number; now: number },
): Promise<void> {
  const { personId, clinicId, roleId, now } = input;
  const committee = await committeeOf(tx, input);
  const by = committee.find((post) => post.personId === personId);
  const chosen = committee.find((post) => post.roleId === roleId);
  if (!by || (roleId !== undefined && !chosen)) throw new Refusal('not-yours');
  const { roles } = tx.tables;
  await tx.db
    .update(roles)
    .set({ onDuty: false })
    .where(and(eq(roles.clinicId, clinicId), eq(roles.onDuty, true)));
  if (chosen) await tx.db.update(roles).set({ onDuty: true }).where(eq(roles.id, chosen.roleId));
  await audit(tx, {
    at: now,
    personId,
    role: by.role,
    action: 'duty.set',
    clinicId,
    ...(chosen && chosen.personId !== personId ? { subjectPersonId: chosen.personId } : {}),
    details: { held: chosen?.roleId ?? null },
  });
}
