/** What a vote gave: counted at its close, kept with it, and counted anew when paper ballots come in. */

import { and, eq, isNotNull } from 'drizzle-orm';
import type { VoteProof } from '../../../db/schema/votes.ts';
import type { WorkKind } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

/** One thing on the ballot and what it got. */
export interface ItemResult {
  itemId: number;
  /** As printed on the ballot. */
  number: number;
  title: string;
  kind: WorkKind;
  needId: number | null;
  catalogueCode: string | null;
  costCents: number;
  /** Its place in the order drawn by lot. */
  lot: number;
  /**
   * Ballots that chose it: in the chat, those of them with the proof that the vote asks for, on paper. `proven` is null
   * where so few have the proof, or have none, that it would tell who chose what.
   */
  chat: number;
  proven: number | null;
  paper: number;
  /** Chat and paper together: what decides. */
  votes: number;
}

export type MissedItem = ItemResult &
  (
    | { because: 'money'; missingCents: number }
    /** What excludes it had won: the number printed on that one. */
    | { because: 'rival'; rival: number }
  );

/** Two that follow one another with as many votes: what put the first of them before the other. Printed numbers. */
export interface Tie {
  first: number;
  second: number;
  by: 'cost' | 'lot';
}

export interface CountedVote {
  voteId: number;
  clinicId: number;
  year: number;
  proof: VoteProof;
  most: number;
  openedAt: number;
  closedAt: number;
  budgetCents: number;
  costCents: number;
  leftCents: number;
  /** In the order in which they won. */
  winners: ItemResult[];
  /** In the order in which their turn came. */
  missed: MissedItem[];
  ties: Tie[];
  /** Ballots that count: in the chat, those of them with a proof, on paper (null where nothing was counted on paper). */
  ballots: { chat: number; proven: number; paper: number | null };
  /** How many people could have voted in the chat: the clinic was theirs before the vote opened, and is, or they voted. */
  couldVote: number;
}

export interface VoteResult extends CountedVote {
  /** Pairs of voters who turned out to be one person after the close: both voted, at least one of them in the chat. */
  pairsFound: number;
  /** What the assembly has decided already and does not win as the votes stand now. */
  decidedElse: ItemResult[];
  /** Of the published file. */
  digest: string;
  fileId: number;
}

/** So long after the close the assembly may come, also when the year has turned meanwhile. */
const LATE_MS = 90 * 86_400_000;

/** Whether an assembly at that time of that year decides on it: it is of the year, or was closed not long before. */
export const isForAssembly = ({ year, closedAt }: CountedVote, assembly: { year: number; at: number }): boolean =>
  year === assembly.year || (year < assembly.year && closedAt > assembly.at - LATE_MS);

/** The order in which their turn comes: by votes, then what costs less, then by lot. */
export const byTurn = (a: ItemResult, b: ItemResult): number =>
  b.votes - a.votes || a.costCents - b.costCents || a.lot - b.lot;

/** Undefined for a vote that is not closed. */
export async function resultOfVote(tx: Tx, voteId: number): Promise<VoteResult | undefined> {
  const { votes, voteItems, voteEvents } = tx.tables;
  const [vote] = await tx.db
    .select({ result: votes.result, digest: votes.digest, fileId: votes.fileId, closedAt: votes.closedAt })
    .from(votes)
    .where(and(eq(votes.id, voteId), eq(votes.status, 'closed')));
  if (!vote?.result || vote.closedAt === null || vote.digest === null || vote.fileId === null) return undefined;
  const counted = vote.result as CountedVote;
  const merged = await tx.db
    .select({ details: voteEvents.details })
    .from(voteEvents)
    .where(and(eq(voteEvents.voteId, voteId), eq(voteEvents.event, 'people-merged')));
  const decided = await tx.db
    .select({ id: voteItems.id })
    .from(voteItems)
    .where(and(eq(voteItems.voteId, voteId), isNotNull(voteItems.workId)));
  const isDecided = new Set(decided.map(({ id }) => id));
  return {
    ...counted,
    // Where a ballot was withdrawn, one is counted.
    pairsFound: merged.filter(({ details }) => (details as { withdrawn: number }).withdrawn === 0).length,
    decidedElse: counted.missed.filter(({ itemId }) => isDecided.has(itemId)),
    digest: vote.digest,
    fileId: vote.fileId,
  };
}
