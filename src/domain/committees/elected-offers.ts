/** The code by which who was elected gets their role, handed out with the minutes at hand. */

import { and, eq } from 'drizzle-orm';
import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { AskingOf } from '../assemblies/taking-down.ts';
import { INVITATION_MS, invite } from '../invitations.ts';
import { type NoticeText, queueNotices } from '../notices/queue.ts';
import { withdraw } from '../open-invitations.ts';
import { Refusal } from '../refusal.ts';
import { holdersAt, isSingle, mayAt, mayGive } from '../roles.ts';
import { committeeOf, type Post } from './committee.ts';
import { type Elected, electedIn, withoutCode } from './elected.ts';

const DAY_MS = 86_400_000;

/** Whether a code can be handed out for somebody in the minutes. */
export type ElectedOffer =
  /** `replaces`: the post of who has it now ends when the code is used. */
  | { can: 'offer'; replaces: boolean }
  /** Ratified, and somebody has that post in the chat: all stays as it is. */
  | { can: 'stays' }
  /** Not by this role: a president does not name the next. */
  | { can: 'not-yours' };

export async function electedOffer(tx: Tx, input: AskingOf & { electedId: number }): Promise<ElectedOffer> {
  const elected = await electedOf(tx, input);
  if (!(await giver(tx, input, elected))) return { can: 'not-yours' };
  const holders = await holdersOf(tx, input, elected);
  if (elected.how === 'ratified' && holders.length > 0) return { can: 'stays' };
  return { can: 'offer', replaces: (await replacedBy(tx, input, elected)) !== undefined };
}

/** Those whom a code can be handed out for now, and has not been. */
export async function uninvited(tx: Tx, input: AskingOf): Promise<Elected[]> {
  const open: Elected[] = [];
  for (const elected of await withoutCode(tx, input)) {
    const { can } = await electedOffer(tx, { ...input, electedId: elected.id });
    if (can === 'offer') open.push(elected);
  }
  return open;
}

/**
 * Keeps the code with this keyed hash for who was elected; an earlier one for the same line is good no more. Who has the
 * post now, and who accompanies the clinic, are told. Rejects with `not-yours`, and `elected-gone`.
 */
export async function inviteElected(
  tx: Tx,
  input: AskingOf & { electedId: number; lookup: string },
): Promise<{ post: string; replaces: boolean }> {
  const { personId, clinicId, electedId, lookup, now } = input;
  const elected = await electedOf(tx, input);
  const { elected: t } = tx.tables;
  const [before] = await tx.db.select({ id: t.invitationId }).from(t).where(eq(t.id, electedId));
  if (before?.id) await withdraw(tx, { id: before.id, by: personId, now });
  const replaced = await replacedBy(tx, input, elected);
  const { role, post } = elected;
  const expiresAt = now + INVITATION_MS;
  const replacesRoleId = replaced?.roleId;
  const offer = { role, post, clinicId, electedId, replacesRoleId, invitedBy: personId, lookup, expiresAt, now };
  const invitationId = await invite(tx, offer);
  await tx.db.update(t).set({ invitationId }).where(eq(t.id, electedId));
  await tell(tx, { ...input, elected, replaced, invitationId });
  return { post, replaces: replaced !== undefined };
}

async function electedOf(tx: Tx, { clinicId, assemblyId, electedId }: AskingOf & { electedId: number }) {
  const { assemblies } = tx.tables;
  const [own] = await tx.db
    .select({ id: assemblies.id })
    .from(assemblies)
    .where(and(eq(assemblies.id, assemblyId), eq(assemblies.clinicId, clinicId)));
  const elected = own && (await electedIn(tx, own.id)).find(({ id }) => id === electedId);
  if (!elected) throw new Refusal('elected-gone');
  return elected;
}

function giver(tx: Tx, { personId, clinicId, now }: AskingOf, { role }: Elected): Promise<Role | undefined> {
  return mayGive(tx, { personId, role, isElected: true, clinicId, now });
}

/** Who has that post in the chat: of a post that there are several of, those who have it by the same name. */
async function holdersOf(tx: Tx, { clinicId, now }: AskingOf, { role, post }: Elected): Promise<Post[]> {
  const held = (await committeeOf(tx, { clinicId, now })).filter((each) => each.role === role);
  return isSingle(role) ? held : held.filter((each) => each.post.toLowerCase() === post.toLowerCase());
}

/** Whose post ends; nobody's where several have it. Nobody who spends the money sends away who watches over it. */
async function replacedBy(tx: Tx, input: AskingOf, elected: Elected): Promise<Post | undefined> {
  const by = await mayAt(tx, { ...input, action: 'minutes.make' });
  if (elected.how === 'ratified' || (elected.role === 'oversight' && by === 'president')) return undefined;
  const [only, ...more] = await holdersOf(tx, input, elected);
  return more.length > 0 ? undefined : only;
}

interface Telling extends AskingOf {
  elected: Elected;
  replaced: Post | undefined;
  invitationId: number;
}

async function tell(tx: Tx, { personId, clinicId, now, elected, replaced, invitationId }: Telling): Promise<void> {
  const values = { post: elected.post };
  const queue = (recipients: readonly number[], text: NoticeText) =>
    queueNotices(tx, {
      kind: 'office',
      clinicId,
      recipients: recipients.filter((each) => each !== personId),
      texts: [text],
      deadline: now,
      notBefore: now,
      expiresAt: now + 7 * DAY_MS,
      dedupe: (recipient) => `elected:${invitationId}:${recipient}`,
      now,
    });
  if (replaced) await queue([replaced.personId], { key: 'notice:elected.replaced', values });
  const facilitators = await holdersAt(tx, { clinicId, roles: ['facilitator'], now });
  await queue(
    facilitators.map((each) => each.personId),
    { key: 'notice:elected.invited', values },
  );
}
