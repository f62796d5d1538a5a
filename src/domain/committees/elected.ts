/** Who was elected or ratified to which post, as the minutes of an assembly have it. It gives nobody a role by itself. */

import { asc, eq, sql } from 'drizzle-orm';
import type { ElectedHow } from '../../../db/schema/minutes.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type AskingOf, ROWS_MOST, takeDown } from '../assemblies/taking-down.ts';
import { cleaned } from '../cleaned.ts';
import { withdraw } from '../open-invitations.ts';
import { Refusal } from '../refusal.ts';
import { LONGEST_SEAT, type SeatRole } from './seats.ts';

export interface Elected {
  id: number;
  /** As the clinic called it then. */
  post: string;
  role: SeatRole;
  how: ElectedHow;
  /** Empty unless the person agreed that it stands in the minutes. */
  name: string;
}

const NAME_MOST = 80;

/** In the order in which they were taken down. */
export async function electedIn(tx: Tx, assemblyId: number): Promise<Elected[]> {
  const { elected: t } = tx.tables;
  const rows = await tx.db
    .select({ id: t.id, post: t.post, role: t.role, how: t.how, name: t.name })
    .from(t)
    .where(eq(t.assemblyId, assemblyId))
    .orderBy(asc(t.id));
  return rows.map(({ role, ...row }) => ({ ...row, role: (role ?? 'member') as SeatRole }));
}

/** Takes one down and gives all of them, the new one last. `name` only where the person agreed. */
export async function addElected(tx: Tx, input: AskingOf & Omit<Elected, 'id'>): Promise<Elected[]> {
  const { assemblyId, role, how, now } = input;
  const post = cleaned(input.post, LONGEST_SEAT);
  const name = input.name === '' ? '' : cleaned(input.name, NAME_MOST);
  await takeDown(tx, input, { what: 'elected' });
  if ((await electedIn(tx, assemblyId)).length >= ROWS_MOST) throw new Refusal('minutes-full');
  await tx.db.insert(tx.tables.elected).values({ assemblyId, post, role, how, name, enteredAt: now });
  return await electedIn(tx, assemblyId);
}

/** Takes the last one back; a code that was handed out for it and not used is good no more. */
export async function removeElected(tx: Tx, input: AskingOf): Promise<Elected[]> {
  await takeDown(tx, input, { what: 'elected-removed' });
  const { elected: t } = tx.tables;
  const last = sql`(select max(id) from elected where assembly_id = ${input.assemblyId})`;
  const [gone] = await tx.db.delete(t).where(eq(t.id, last)).returning({ invitationId: t.invitationId });
  if (gone?.invitationId) await withdraw(tx, { id: gone.invitationId, by: input.personId, now: input.now });
  return await electedIn(tx, input.assemblyId);
}

/** Those to whom no code was handed out that is used, or could be used. */
export async function withoutCode(
  tx: Tx,
  { assemblyId, now }: { assemblyId: number; now: number },
): Promise<Elected[]> {
  const { elected: t, invitations } = tx.tables;
  const offered = await tx.db
    .select({
      id: t.id,
      usedBy: invitations.usedByPersonId,
      closedAt: invitations.closedAt,
      until: invitations.expiresAt,
    })
    .from(t)
    .innerJoin(invitations, eq(invitations.id, t.invitationId))
    .where(eq(t.assemblyId, assemblyId));
  const isGood = ({ usedBy, closedAt, until }: (typeof offered)[number]) =>
    usedBy !== null || (closedAt === null && until > now);
  const served = new Set(offered.filter(isGood).map(({ id }) => id));
  return (await electedIn(tx, assemblyId)).filter(({ id }) => !served.has(id));
}
