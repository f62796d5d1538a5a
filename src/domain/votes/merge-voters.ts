/** One ballot a person: what becomes of two voters of one vote who turn out to be one person. */

import { and, eq, inArray } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { VoterStatus, VoteStatus } from '../../../db/schema/votes.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { queueNotices } from '../notices/queue.ts';
import type { Merging } from '../people/merge.ts';
import type { TokenOf } from './casting.ts';
import { noteEvent } from './log.ts';
import { dropReminders } from './voters.ts';

interface Vote {
  id: number;
  clinicId: number;
  status: VoteStatus;
  tokenKey: string | null;
  closesAt: number | null;
}
interface Voter {
  id: number;
  voteId: number;
  personId: number | null;
  status: VoterStatus;
  at: number | null;
}

/**
 * Until the time of a vote is over the ballot that was confirmed last stays, and the person is told that the other was withdrawn; who
 * votes on paper on either side has no ballot in the chat. From then on both ballots stay: that there were two, or one and
 * a vote on paper, is only counted. Either is in the log of the vote.
 */
export async function mergeVoters(tx: Tx, merging: Merging): Promise<void> {
  const { from, to } = merging;
  const { voters } = tx.tables;
  const rows = await tx.db
    .select({
      id: voters.id,
      voteId: voters.voteId,
      personId: voters.personId,
      status: voters.status,
      at: voters.at,
    })
    .from(voters)
    .where(inArray(voters.personId, [from, to]));
  const gone = rows.filter(({ personId }) => personId === from);
  for (const vote of await votesOf(tx, gone)) {
    const mine = gone.find(({ voteId }) => voteId === vote.id);
    const other = rows.find(({ voteId, personId }) => voteId === vote.id && personId === to);
    if (!mine) continue;
    const isOpen = vote.status === 'open' && (vote.closesAt ?? 0) > merging.now;
    if (isOpen) await mergeOpen(tx, { ...merging, vote, mine, other });
    else await mergeOver(tx, { ...merging, vote, mine, other });
  }
}

/** Held by the order of their ids, so that no two merges wait for each other; nobody else writes into their logs. */
async function votesOf(tx: Tx, gone: readonly Voter[]): Promise<Vote[]> {
  if (gone.length === 0) return [];
  const { votes } = tx.tables;
  const ids = gone.map(({ voteId }) => voteId);
  const query = tx.db
    .select({
      id: votes.id,
      clinicId: votes.clinicId,
      status: votes.status,
      tokenKey: votes.tokenKey,
      closesAt: votes.closesAt,
    })
    .from(votes)
    .where(inArray(votes.id, ids))
    .orderBy(votes.id);
  return await held(tx, query, votes, 'no key update');
}

type Pair = Merging & { vote: Vote; mine: Voter; other: Voter | undefined };

async function mergeOpen(tx: Tx, pair: Pair): Promise<void> {
  const { from, to, vote, mine, other, now, tokenOf } = pair;
  const { voters, ballots } = tx.tables;
  const tokens = new Map([from, to].map((id) => [id, tokenFor(vote, id, tokenOf)]));
  const tokenOfVoter = ({ personId }: Voter) => tokens.get(personId ?? 0) ?? '';
  const cast = [mine, other].flatMap((voter) => (voter?.status === 'voted' ? [voter] : []));
  const stays = other ? lastingOf(mine, other) : mine;
  const counts = stays.status === 'voted' ? stays : undefined;
  let proven = false;
  for (const voter of cast.filter(({ id }) => id !== counts?.id)) {
    const ballot = and(eq(ballots.voteId, vote.id), eq(ballots.token, tokenOfVoter(voter)));
    const [gone] = await tx.db.delete(ballots).where(ballot).returning({ proven: ballots.proven });
    if (!gone) throw new Error(`A voter of the vote ${vote.id} has no ballot.`);
    proven ||= gone.proven;
  }
  if (counts) {
    const ballot = and(eq(ballots.voteId, vote.id), eq(ballots.token, tokenOfVoter(counts)));
    const kept = await tx.db
      .update(ballots)
      .set({ token: tokens.get(to), ...(proven ? { proven } : {}) })
      .where(ballot)
      .returning({ id: ballots.id });
    if (kept.length === 0) throw new Error(`A voter of the vote ${vote.id} has no ballot.`);
  }
  const goes = [mine, other].flatMap((voter) => (voter && voter.id !== stays.id ? [voter.id] : []));
  if (goes.length > 0) await tx.db.delete(voters).where(inArray(voters.id, goes));
  const receipt = counts ? {} : { receipt: null };
  await tx.db
    .update(voters)
    .set({ personId: to, ...receipt })
    .where(eq(voters.id, stays.id));
  if (stays.status !== 'begun') await dropReminders(tx, { voteId: vote.id, personIds: [from, to], now });
  const withdrawn = cast.length - (counts ? 1 : 0);
  if (withdrawn === 0) return;
  const details = { ballots: cast.length, counts: counts ? 1 : 0, withdrawn };
  await noteEvent(tx, { voteId: vote.id, at: now, event: 'people-merged', details });
  await tell(tx, { vote, to, now, key: counts ? 'notice:vote.merged' : 'notice:vote.mergedPaper' });
}

function tokenFor({ id, tokenKey }: Vote, personId: number, tokenOf: TokenOf): string {
  if (tokenKey === null) throw new Error(`The open vote ${id} has no token key.`);
  return tokenOf(tokenKey, personId);
}

/** Who votes on paper does; then a ballot, of two the later one; then what was only begun. */
const RANK: readonly VoterStatus[] = ['withdrawn', 'begun', 'voted', 'paper'];

function lastingOf(mine: Voter, other: Voter): Voter {
  const [a, b] = [RANK.indexOf(mine.status), RANK.indexOf(other.status)];
  if (a !== b) return a > b ? mine : other;
  return (mine.at ?? 0) > (other.at ?? 0) ? mine : other;
}

async function mergeOver(tx: Tx, { from, to, vote, mine, other, now }: Pair): Promise<void> {
  const { voters } = tx.tables;
  const both = other ? [mine.status, other.status] : [];
  // Two who vote on paper are one there.
  const isPair = both.includes('voted') && both.every((status) => status === 'voted' || status === 'paper');
  // Both receipts are published: whose the other one is says nothing any more.
  const personId = other ? null : to;
  await tx.db
    .update(voters)
    .set({ personId })
    .where(and(eq(voters.id, mine.id), eq(voters.personId, from)));
  if (!isPair || (vote.status !== 'closed' && vote.status !== 'open')) return;
  const details = { ballots: 2, counts: 2, withdrawn: 0 };
  await noteEvent(tx, { voteId: vote.id, at: now, event: 'people-merged', details });
}

async function tell(
  tx: Tx,
  { vote, to, now, key }: { vote: Vote; to: number; now: number; key: string },
): Promise<void> {
  await queueNotices(tx, {
    // It answers what they did just now.
    kind: 'correspondence',
    clinicId: vote.clinicId,
    recipients: [to],
    texts: [{ key }, { key: 'notice:vote.assemblyDecides' }],
    deadline: now,
    notBefore: now,
    expiresAt: vote.closesAt,
    dedupe: (personId) => `vote:${vote.id}:merged:${personId}:${now}`,
    now,
  });
}
