/** Merge proposals: two people who may be one, and what the one who is asked said to it. */

import { and, asc, eq, inArray, lte, or } from 'drizzle-orm';
import type { MergeReason } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { passNumberOn } from './numbers.ts';
import { holdPerson } from './participants.ts';

/** After this long a link that was begun with a code and never confirmed counts no more. */
const CODE_MS = 3_600_000;

interface Pair {
  /** Who is asked. */
  personId: number;
  otherPersonId: number;
}

export interface Proposal extends Pair {
  id: number;
  reason: MergeReason;
  phone: string | null;
  declined: boolean;
  askAfter: number | null;
  createdAt: number;
}

async function ofPair(tx: Tx, { personId, otherPersonId }: Pair): Promise<Proposal[]> {
  const { mergeProposals: t } = tx.tables;
  return await tx.db
    .select()
    .from(t)
    .where(
      or(
        and(eq(t.personId, personId), eq(t.otherPersonId, otherPersonId)),
        and(eq(t.personId, otherPersonId), eq(t.otherPersonId, personId)),
      ),
    );
}

async function insert(tx: Tx, row: Omit<Proposal, 'id' | 'declined'>, instead: readonly Proposal[]): Promise<number> {
  const { mergeProposals } = tx.tables;
  const ids = instead.map(({ id }) => id);
  if (ids.length > 0) await tx.db.delete(mergeProposals).where(inArray(mergeProposals.id, ids));
  const [made] = await tx.db.insert(mergeProposals).values(row).returning({ id: mergeProposals.id });
  if (!made) throw new Error('The new proposal has no id.');
  return made.id;
}

/**
 * Takes down that two people may be one, to be asked about from now on: false if the pair is asked about already, or has
 * said no. `phone` is the number that passes to the one who is asked if they say no.
 */
export async function proposeMerge(
  tx: Tx,
  input: Pair & { reason: Exclude<MergeReason, 'code'>; phone: string | null; now: number },
): Promise<boolean> {
  const { personId, otherPersonId, reason, phone, now } = input;
  const known = await ofPair(tx, input);
  if (known.some(({ declined, askAfter }) => declined || askAfter !== null)) return false;
  await insert(tx, { personId, otherPersonId, reason, phone, askAfter: now, createdAt: now }, known);
  return true;
}

/** The same by a code, which takes the place of what was known of the pair: both of them meant it. */
export async function proposeByCode(tx: Tx, input: Pair & { now: number }): Promise<number> {
  const { personId, otherPersonId, now } = input;
  const row = { personId, otherPersonId, reason: 'code' as const, phone: null, askAfter: null, createdAt: now };
  return await insert(tx, row, await ofPair(tx, input));
}

/** What the person is to be asked now, the oldest first. */
export async function dueProposal(tx: Tx, input: { personId: number; now: number }): Promise<number | undefined> {
  const { mergeProposals: t } = tx.tables;
  const [row] = await tx.db
    .select({ id: t.id })
    .from(t)
    .where(and(eq(t.personId, input.personId), lte(t.askAfter, input.now)))
    .orderBy(asc(t.id));
  return row?.id;
}

/** The proposal if this person may still say yes to it. */
export async function openProposal(
  tx: Tx,
  input: { id: number; personId: number; now: number },
): Promise<Proposal | undefined> {
  const { mergeProposals: t } = tx.tables;
  const [row] = await tx.db
    .select()
    .from(t)
    .where(and(eq(t.id, input.id), eq(t.personId, input.personId)));
  if (!row || row.declined || (row.reason === 'code' && input.now > row.createdAt + CODE_MS)) return undefined;
  return row;
}

/** Not asked before `until`. */
export async function postponeProposals(
  tx: Tx,
  input: { personId: number; now: number; until: number },
): Promise<void> {
  const { mergeProposals: t } = tx.tables;
  await tx.db
    .update(t)
    .set({ askAfter: input.until })
    .where(and(eq(t.personId, input.personId), lte(t.askAfter, input.now)));
}

/** They are two, and are not asked again. `isAnother`: the number has passed from the other person to this one. */
export async function declineProposal(tx: Tx, proposal: Proposal, input: { isAnother: boolean; now: number }) {
  const { mergeProposals: t } = tx.tables;
  const { id, phone, personId: to, otherPersonId: from } = proposal;
  await tx.db.update(t).set({ declined: true, askAfter: null }).where(eq(t.id, id));
  if (!input.isAnother || phone === null) return;
  await holdPerson(tx, from);
  await passNumberOn(tx, { phone, from, to, now: input.now });
}
