/** Casting a ballot in the chat, changing it, taking it back. */

import { and, eq, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import { held } from '../../../db/held.ts';
import type { VoteProof, VoterStatus, VoteStatus } from '../../../db/schema/votes.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import type { NewId } from './ids.ts';
import { noteEvent } from './log.ts';
import { barOf, dropReminders } from './voters.ts';

/** The keyed hash of a vote's `tokenKey` and a voter, by which their second ballot finds their first. */
export type TokenOf = (tokenKey: string, personId: number) => string;

interface Casting {
  voteId: number;
  personId: number;
  tokenOf: TokenOf;
  now: number;
}

export interface Cast {
  receipt: string;
  /** It took the place of an earlier ballot; the receipt is that of the first. */
  changed: boolean;
  proven: boolean;
}

/**
 * The person's one ballot of this vote. `choices` are ids of items in any order; `dayCode` is the keyed hash of what they
 * gave as the code of the day. Who is on no list and gives no code votes all the same, without a proof. Refuses with
 * `vote-not-open`, `vote-closed`, `vote-elsewhere`, `vote-late`, `vote-paper` and `vote-choices`; who has a ballot that
 * counts may change it wherever they belong by now. Until the end of the unit of work the vote cannot be closed. To be
 * called by who holds the person, as every message does.
 */
export async function castBallot(
  tx: Tx,
  input: Casting & { choices: readonly number[]; dayCode?: string; newReceipt: () => string; newId: NewId },
): Promise<Cast> {
  const { voteId, personId, now, newId } = input;
  const vote = await openVoteOf(tx, input);
  const choices = await knownChoices(tx, { voteId, most: vote.most, choices: input.choices });
  const voter = await voterOf(tx, { voteId, personId });
  mustBelong(vote, voter);
  if (voter?.status === 'paper') throw new Refusal('vote-paper');
  const token = input.tokenOf(vote.tokenKey, personId);
  const replaced = voter?.status === 'voted' ? await takeBallot(tx, { voteId, token }) : undefined;
  const proven = replaced?.proven || (await isProven(tx, { ...input, vote }));
  const receipt = voter?.receipt ?? (await freeReceipt(tx, input.newReceipt));
  if (voter?.remindedAt) await dropReminders(tx, { voteId, personIds: [personId], now });
  if (voter) await tx.prepared(markVoted).execute({ id: voter.id, receipt, now });
  else await tx.prepared(insertVoter).execute({ id: newId(), voteId, personId, receipt, now, status: 'voted' });
  await tx.prepared(insertBallot).execute({ id: newId(), voteId, token, choices, proven });
  return { receipt, changed: replaced !== undefined, proven };
}

/** They have chosen something and not confirmed it: to be reminded of it once. What they voted before counts on. */
export async function beginBallot(tx: Tx, input: { voteId: number; personId: number; newId: NewId; now: number }) {
  const { voteId, personId, now, newId } = input;
  const vote = await openVoteOf(tx, input);
  const voter = await voterOf(tx, input);
  mustBelong(vote, voter);
  if (voter?.status === 'paper') throw new Refusal('vote-paper');
  if (!voter) {
    await tx.prepared(insertVoter).execute({ id: newId(), voteId, personId, receipt: null, now, status: 'begun' });
  } else if (voter.status === 'withdrawn') await setVoter(tx, { id: voter.id, status: 'begun', at: now });
}

/**
 * Takes the ballot and the receipt back, if there are any; false if there were none. `as` paper: the person votes on paper
 * and no more in the chat of this vote, which goes into the log. Refuses as `castBallot` does for a vote that is not open.
 */
export async function withdrawBallot(
  tx: Tx,
  input: Casting & { as: 'withdrawn' | 'paper'; newId: NewId },
): Promise<boolean> {
  const { voteId, personId, now, as } = input;
  const vote = await openVoteOf(tx, input, as === 'paper' ? 'no key update' : 'share');
  const voter = await voterOf(tx, input);
  mustBelong(vote, voter);
  if (voter?.status === 'paper') return false;
  const voted = voter?.status === 'voted';
  if (voted) await takeBallot(tx, { voteId, token: input.tokenOf(vote.tokenKey, personId) });
  if (voter && (voted || as === 'paper')) {
    await setVoter(tx, { id: voter.id, status: as, at: now });
    if (voter.remindedAt !== null) await dropReminders(tx, { voteId, personIds: [personId], now });
  } else if (as === 'paper') {
    const row = { id: input.newId(), voteId, personId, receipt: null, now, status: as };
    await tx.prepared(insertVoter).execute(row);
  }
  if (as === 'paper') await noteEvent(tx, { voteId, at: now, event: 'voted-on-paper', details: { withdrawn: voted } });
  return voted;
}

interface OpenVote {
  status: VoteStatus;
  clinicId: number;
  most: number;
  proof: VoteProof;
  dayCode: string | null;
  opensAt: number | null;
  closesAt: number | null;
  openedAt: number | null;
  tokenKey: string | null;
  homeClinicId: number | null;
  homeSince: number | null;
}

const selectVote = (strength: 'share' | 'no key update') => (tx: Tx) => {
  const { votes, people } = tx.tables;
  const query = tx.db
    .select({
      status: votes.status,
      clinicId: votes.clinicId,
      most: votes.most,
      proof: votes.proof,
      dayCode: votes.dayCode,
      opensAt: votes.opensAt,
      closesAt: votes.closesAt,
      openedAt: votes.openedAt,
      tokenKey: votes.tokenKey,
      homeClinicId: people.homeClinicId,
      homeSince: people.homeSince,
    })
    .from(votes)
    .leftJoin(people, eq(people.id, bound.int('personId')))
    .where(eq(votes.id, bound.int('voteId')));
  return held(tx, query, votes, strength).prepare();
};
const selectShared = selectVote('share');
const selectAlone = selectVote('no key update');

/** Held against the close until the end of the unit of work; alone, so that an event can be noted. */
async function openVoteOf(
  tx: Tx,
  { voteId, personId, now }: { voteId: number; personId: number; now: number },
  strength: 'share' | 'no key update' = 'share',
): Promise<OpenVote & { tokenKey: string }> {
  const [vote] = await tx.prepared(strength === 'share' ? selectShared : selectAlone).execute({ voteId, personId });
  if (!vote || ['draft', 'discarded'].includes(vote.status)) throw new Refusal('vote-not-open');
  const over = vote.status === 'closed' || vote.status === 'replaced';
  if (over || (vote.closesAt !== null && vote.closesAt <= now)) throw new Refusal('vote-closed');
  if (vote.status !== 'open') throw new Refusal('vote-not-open');
  if (vote.tokenKey === null) throw new Error(`The open vote ${voteId} has no token key.`);
  return { ...vote, tokenKey: vote.tokenKey };
}

/** Whose ballot counts may have moved since: the ballot is theirs as before. */
function mustBelong(vote: OpenVote, voter: Voter | undefined): void {
  if (voter?.status === 'voted') return;
  const bar = barOf(vote);
  if (bar) throw new Refusal(`vote-${bar}`);
}

const selectItems = (tx: Tx) => {
  const { voteItems } = tx.tables;
  return tx.db
    .select({ id: voteItems.id })
    .from(voteItems)
    .where(eq(voteItems.voteId, bound.int('voteId')))
    .prepare();
};

/** Ascending, each once: all of them on the ballot, at least one and not too many. */
async function knownChoices(
  tx: Tx,
  { voteId, most, choices }: { voteId: number; most: number; choices: readonly number[] },
): Promise<number[]> {
  const items = await tx.prepared(selectItems).execute({ voteId });
  const chosen = [...new Set(choices)].sort((a, b) => a - b);
  const isKnown = chosen.every((id) => items.some((item) => item.id === id));
  if (chosen.length === 0 || chosen.length > most || !isKnown) throw new Refusal('vote-choices');
  return chosen;
}

interface Voter {
  id: number;
  status: VoterStatus;
  receipt: string | null;
  remindedAt: number | null;
}

const selectVoter = (tx: Tx) => {
  const { voters } = tx.tables;
  const query = tx.db
    .select({ id: voters.id, status: voters.status, receipt: voters.receipt, remindedAt: voters.remindedAt })
    .from(voters)
    .where(and(eq(voters.voteId, bound.int('voteId')), eq(voters.personId, bound.int('personId'))));
  return held(tx, query, voters).prepare();
};

async function voterOf(tx: Tx, { voteId, personId }: { voteId: number; personId: number }): Promise<Voter | undefined> {
  const [voter] = await tx.prepared(selectVoter).execute({ voteId, personId });
  return voter;
}

const insertVoter = (tx: Tx) => {
  const { voters } = tx.tables;
  return tx.db
    .insert(voters)
    .values({
      id: sql.placeholder('id'),
      voteId: sql.placeholder('voteId'),
      personId: sql.placeholder('personId'),
      status: sql.placeholder('status'),
      at: sql.placeholder('now'),
      receipt: sql.placeholder('receipt'),
    })
    .prepare();
};

const markVoted = (tx: Tx) => {
  const { voters } = tx.tables;
  return tx.db
    .update(voters)
    .set({
      status: sql`'voted'`,
      at: sql`${sql.placeholder('now')}`,
      receipt: sql`${sql.placeholder('receipt')}`,
    })
    .where(eq(voters.id, sql.placeholder('id')))
    .prepare();
};

/** To a status without a ballot: the receipt goes. */
async function setVoter(tx: Tx, { id, status, at }: { id: number; status: VoterStatus; at: number }): Promise<void> {
  const { voters } = tx.tables;
  await tx.db.update(voters).set({ status, at, receipt: null }).where(eq(voters.id, id));
}

const insertBallot = (tx: Tx) => {
  const { ballots } = tx.tables;
  return tx.db
    .insert(ballots)
    .values({
      id: sql.placeholder('id'),
      voteId: sql.placeholder('voteId'),
      token: sql.placeholder('token'),
      choices: sql.placeholder('choices'),
      proven: sql.placeholder('proven'),
    })
    .prepare();
};

const deleteBallot = (tx: Tx) => {
  const { ballots } = tx.tables;
  return tx.db
    .delete(ballots)
    .where(and(eq(ballots.voteId, bound.int('voteId')), eq(ballots.token, bound.text('token'))))
    .returning({ proven: ballots.proven })
    .prepare();
};

/** Out of the count, and what is to be known of it: never what it chose. */
async function takeBallot(tx: Tx, { voteId, token }: { voteId: number; token: string }): Promise<{ proven: boolean }> {
  const [taken] = await tx.prepared(deleteBallot).execute({ voteId, token });
  if (!taken) throw new Error(`A voter of the vote ${voteId} has no ballot.`);
  return taken;
}

const selectReceipt = (tx: Tx) => {
  const { voters } = tx.tables;
  return tx.db
    .select({ id: voters.id })
    .from(voters)
    .where(eq(voters.receipt, bound.text('receipt')))
    .prepare();
};

async function freeReceipt(tx: Tx, newReceipt: () => string): Promise<string> {
  for (;;) {
    const receipt = newReceipt();
    if ((await tx.prepared(selectReceipt).execute({ receipt })).length === 0) return receipt;
  }
}

/** Whether they gave the code of the day, or one of their numbers is on the list. */
async function isProven(
  tx: Tx,
  { voteId, personId, dayCode, vote }: { voteId: number; personId: number; dayCode?: string; vote: OpenVote },
): Promise<boolean> {
  if (vote.proof === 'day-code') return dayCode !== undefined && dayCode === vote.dayCode;
  if (vote.proof === 'none') return false;
  const { voteInvitees, identities } = tx.tables;
  const rows = await tx.db
    .select({ phone: voteInvitees.phone })
    .from(voteInvitees)
    .innerJoin(identities, eq(identities.phone, voteInvitees.phone))
    .where(and(eq(voteInvitees.voteId, voteId), eq(identities.personId, personId)))
    .limit(1);
  return rows.length > 0;
}
