/**
 * The file that is published of a closed vote: whoever has it recounts, without the database and without the bot. One
 * JSON object a line; each carries the hash of itself and of all before it.
 */

import { createHash } from 'node:crypto';
import type { Missed } from './greedy.ts';

/** Below so many ballots a list of them would tell who chose what: only the totals are published. */
export const FEWEST_BALLOTS = 20;

export interface PublishedVote {
  vote: number;
  clinic: { clues: string; name: string };
  /** As they were announced, in ISO 8601 with the clinic's offset. */
  opened: string;
  closed: string;
  budgetCents: number;
  /** How many could be chosen. */
  most: number;
  /** What the lot was drawn with; it was published before the vote opened. */
  seed: string;
  /** The digest of the record of the vote's events. */
  log: string;
}

/** In the order drawn by lot before the vote opened, which decides last. */
export interface PublishedItem {
  item: string;
  name: string;
  costCents: number;
  /** Of one group one wins at most. */
  group?: string;
  /** Raised hands and paper, counted by hand. */
  paper: number;
}

export interface PublishedBallot {
  /** Ids of items. */
  ballot: readonly string[];
  /** It came with the proof that the vote asked for. Published only where `isProofShown`. */
  proven: boolean;
}

export interface PublishedTotals {
  ballots: number;
  receipts: number;
  /** Of how many people the votes on paper are; 0 where none were counted. */
  paperBallots: number;
  /** Of the ballots in the chat: how many came with the proof. */
  provenBallots: number;
  /** Chat ballots by item, in the order of the items: all of them, and those with the proof, only where `isProofShown`. */
  chat: readonly number[];
  proven?: readonly number[];
}

export interface PublishedResult {
  /** Ids in the order in which they won. */
  winners: readonly string[];
  costCents: number;
  leftCents: number;
  missed: readonly { item: string; because: Missed['because']; missingCents?: number; rival?: string }[];
}

export interface Publication {
  vote: PublishedVote;
  items: readonly PublishedItem[];
  /** Absent where there are too few to be listed. In any order: they are published sorted, which tells nothing. */
  receipts?: readonly string[];
  ballots?: readonly PublishedBallot[];
  totals: PublishedTotals;
  result: PublishedResult;
}

/**
 * Whether it may be told what the ballots with the proof chose and what those without: where there are only ballots of one
 * kind, or of each kind so many that it does not tell who chose what.
 */
export function isProofShown({ ballots, provenBallots }: Pick<PublishedTotals, 'ballots' | 'provenBallots'>): boolean {
  const fewer = Math.min(provenBallots, ballots - provenBallots);
  return fewer <= 0 || fewer >= FEWEST_BALLOTS;
}

/** The file, and the digest that is told in the chat: the hash of its last line. */
export function publish({ vote, items, receipts = [], ballots = [], totals, result }: Publication): {
  text: string;
  digest: string;
} {
  const lines: object[] = [
    { kind: 'vote', ...vote },
    ...items.map((item) => ({ kind: 'item', ...item })),
    ...receipts.toSorted().map((receipt) => ({ kind: 'receipt', receipt })),
    ...sorted(ballots, isProofShown(totals)).map((ballot) => ({ kind: 'ballot', ...ballot })),
    { kind: 'totals', ...totals },
    { kind: 'result', ...result },
  ];
  let digest = '';
  const text = lines
    .map((line) => {
      digest = chained(digest, line);
      return `${JSON.stringify({ ...line, hash: digest })}\n`;
    })
    .join('');
  return { text, digest };
}

/** By what they say alone: those that say the same cannot be told apart. */
function sorted(
  ballots: readonly PublishedBallot[],
  isMarked: boolean,
): (Pick<PublishedBallot, 'ballot'> & { proven?: boolean })[] {
  return ballots
    .map(({ ballot, proven }) => (isMarked ? { ballot, proven } : { ballot }))
    .map((line) => ({ line, text: JSON.stringify(line) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ line }) => line);
}

/** The hash of a line and all before it. */
export function chained(before: string, line: object): string {
  return createHash('sha256').update(before).update(JSON.stringify(line)).digest('hex');
}
