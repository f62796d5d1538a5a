/** Who has what to do with a vote: how one person stands to it, who is to be reminded, what saved conversations forget. */

import { and, eq, gt, inArray, isNull, lt, lte } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import { SLICE } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dropQueuedAs } from '../notices/drop.ts';
import type { TokenOf } from './casting.ts';

export interface Standing {
  /** Whether they may vote, or have; or why not: another clinic is theirs, this one only since too lately, on paper. */
  standing: 'may' | 'voted' | 'elsewhere' | 'late' | 'paper';
  /** Empty where no ballot counts. */
  receipt: string;
}

/** Of an open vote, as `castBallot` decides. */
export async function standingOf(
  tx: Tx,
  { voteId, personId }: { voteId: number; personId: number },
): Promise<Standing> {
  const { votes, people, voters } = tx.tables;
  const [row] = await tx.db
    .select({
      clinicId: votes.clinicId,
      openedAt: votes.openedAt,
      homeClinicId: people.homeClinicId,
      homeSince: people.homeSince,
      status: voters.status,
      receipt: voters.receipt,
    })
    .from(votes)
    .innerJoin(people, eq(people.id, personId))
    .leftJoin(voters, and(eq(voters.voteId, votes.id), eq(voters.personId, people.id)))
    .where(eq(votes.id, voteId));
  const receipt = row?.receipt ?? '';
  if (row?.status === 'voted') return { standing: 'voted', receipt };
  if (row?.status === 'paper') return { standing: 'paper', receipt };
  return { standing: row === undefined ? 'elsewhere' : (barOf(row) ?? 'may'), receipt };
}

/** Why somebody who has no ballot may not cast one: another clinic is theirs, or this one only since it was open. */
export function barOf({
  clinicId,
  openedAt,
  homeClinicId,
  homeSince,
}: {
  clinicId: number;
  openedAt: number | null;
  homeClinicId: number | null;
  homeSince: number | null;
}): 'elsewhere' | 'late' | undefined {
  if (homeClinicId !== clinicId) return 'elsewhere';
  return (homeSince ?? 0) > (openedAt ?? 0) ? 'late' : undefined;
}

/** Whether that keyed hash is of the code of the day. */
export async function isDayCode(tx: Tx, { voteId, dayCode }: { voteId: number; dayCode: string }): Promise<boolean> {
  const { votes } = tx.tables;
  const rows = await tx.db
    .select({ id: votes.id })
    .from(votes)
    .where(and(eq(votes.id, voteId), eq(votes.dayCode, dayCode)));
  return rows.length > 0;
}

/** Whether a ballot of this open vote, of which it is the token, has the proof. */
export async function isBallotProven(
  tx: Tx,
  { voteId, personId, tokenOf }: { voteId: number; personId: number; tokenOf: TokenOf },
): Promise<boolean> {
  const { votes, ballots } = tx.tables;
  const [vote] = await tx.db.select({ tokenKey: votes.tokenKey }).from(votes).where(eq(votes.id, voteId));
  if (!vote?.tokenKey) return false;
  const isTheirs = and(eq(ballots.voteId, voteId), eq(ballots.token, tokenOf(vote.tokenKey, personId)));
  const [ballot] = await tx.db.select({ proven: ballots.proven }).from(ballots).where(isTheirs);
  return ballot?.proven ?? false;
}

/** The clinics where this person can still change a ballot of theirs, whichever clinic is theirs by now. */
export async function clinicsVotedAt(tx: Tx, { personId, now }: { personId: number; now: number }): Promise<number[]> {
  const { votes, voters } = tx.tables;
  const rows = await tx.db
    .select({ clinicId: votes.clinicId })
    .from(voters)
    .innerJoin(votes, eq(votes.id, voters.voteId))
    .where(
      and(eq(voters.personId, personId), eq(voters.status, 'voted'), eq(votes.status, 'open'), gt(votes.closesAt, now)),
    );
  return rows.map(({ clinicId }) => clinicId);
}

/** Under which key the outbox holds that a person has not confirmed. */
export const unconfirmedKey = ({ voteId, personId }: { voteId: number; personId: number }) =>
  `vote:${voteId}:unconfirmed:${personId}`;

/** That they have not confirmed is true no more: what says so may be waiting for the day. */
export async function dropReminders(
  tx: Tx,
  { voteId, personIds, now }: { voteId: number; personIds: readonly number[]; now: number },
): Promise<void> {
  await dropQueuedAs(tx, { keys: personIds.map((personId) => unconfirmedKey({ voteId, personId })), now });
}

/** Who chose before `before`, has not confirmed it and was never reminded; from now on they were. At most 500. */
export async function takeUnconfirmed(
  tx: Tx,
  { voteId, before, now }: { voteId: number; before: number; now: number },
): Promise<number[]> {
  const { voters } = tx.tables;
  const rows = await tx.db
    .select({ id: voters.id })
    .from(voters)
    .where(
      and(eq(voters.voteId, voteId), eq(voters.status, 'begun'), lte(voters.at, before), isNull(voters.remindedAt)),
    )
    .orderBy(voters.id)
    .limit(SLICE);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  // Who confirms at this moment is not among them, or finds the reminder and drops it.
  const taken = await tx.db
    .update(voters)
    .set({ remindedAt: now })
    .where(and(inArray(voters.id, ids), eq(voters.status, 'begun')))
    .returning({ personId: voters.personId });
  return taken.flatMap(({ personId }) => personId ?? []);
}

/** The flow in which people choose, and its state that asks nothing and knows nothing. */
const FLOW = 'vote';
const FORGOTTEN = 'over';

/** What is saved of a conversation, as far as it matters here. */
interface Saved {
  flow: string;
  context?: { vote?: { voteId: number } | null; chosen?: readonly number[]; dayCode?: string };
  clinicId?: number;
  paused?: boolean;
}

/**
 * Empties the saved conversations of the vote's voters in which something is chosen in this vote, or a code of the day
 * typed; with `before` those only that have stood so since before it. What was not confirmed is kept no longer.
 */
export async function forgetChosen(tx: Tx, { voteId, before }: { voteId: number; before?: number }): Promise<void> {
  const { voters, conversations } = tx.tables;
  const isOld = before === undefined ? undefined : lt(conversations.updatedAt, before);
  const rows = await tx.db
    .select({ id: conversations.id, state: conversations.state })
    .from(voters)
    .innerJoin(conversations, eq(conversations.personId, voters.personId))
    .where(and(eq(voters.voteId, voteId), isOld));
  for (const { id, state } of rows) {
    if (!hasChosen(state, voteId)) continue;
    // Held, and read once more: a message may have gone on from there meanwhile.
    const query = tx.db
      .select({ turn: conversations.turn, state: conversations.state })
      .from(conversations)
      .where(and(eq(conversations.id, id), isOld));
    const [now] = await held(tx, query, conversations);
    if (!now || !hasChosen(now.state, voteId)) continue;
    const { paused: _, ...standing } = now.state as Saved;
    const context = standing.clinicId === undefined ? {} : { clinicId: standing.clinicId };
    await tx.db
      .update(conversations)
      // One question further: a tap on what was asked before is an old one.
      .set({ turn: now.turn + 1, state: { ...standing, value: FORGOTTEN, context } })
      .where(eq(conversations.id, id));
  }
}

function hasChosen(state: unknown, voteId: number): boolean {
  const { flow, context } = state as Partial<Saved>;
  if (flow !== FLOW || context?.vote?.voteId !== voteId) return false;
  return (context.chosen ?? []).length > 0 || (context.dayCode ?? '') !== '';
}
