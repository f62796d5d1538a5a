/** Votes on paper and by raised hands: counted by hand at the assembly, entered by item, kept apart from those of the chat. */

import { and, asc, desc, eq, gte, or } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { MOST_COUNTED } from '../assemblies/came.ts';
import { audit } from '../audit.ts';
import { Refusal } from '../refusal.ts';
import { mayAt, mustAt } from '../roles.ts';
import { publishAnew } from './closing.ts';
import { noteEvent } from './log.ts';

const DAY_MS = 86_400_000;
/** So long after the close paper is still counted: assemblies are held on another day. */
const PAPER_MS = 7 * DAY_MS;
const ACTION = 'vote.count-paper';

export interface PaperItem {
  itemId: number;
  /** As printed on the ballot. */
  number: number;
  title: string;
  /** Null where nothing was counted on paper yet. */
  votes: number | null;
}

/** What can be counted on paper at a clinic now, and what has been. */
export interface PaperSheet {
  voteId: number;
  /** How many things one ballot may choose. */
  most: number;
  /** The chat vote is over: a new count publishes the result anew. */
  closed: boolean;
  /** From how many people; null where nothing was counted yet. */
  ballots: number | null;
  /** By the printed number. */
  items: PaperItem[];
  /** This one and the others that paper can be counted for, the latest first. */
  countable: Countable[];
}

/** A vote that paper can be counted for. */
export interface Countable {
  voteId: number;
  /** Null while it is open. */
  closedAt: number | null;
}

/**
 * Of that vote, or else of the latest of those that are open or were closed in the last days. Refuses with `not-yours` and
 * `paper-none`.
 */
export async function paperSheet(
  tx: Tx,
  { personId, clinicId, voteId, now }: { personId: number; clinicId: number; voteId?: number; now: number },
): Promise<PaperSheet> {
  await mustAt(tx, { personId, action: ACTION, clinicId, now });
  const votes = await votesToCount(tx, { clinicId, now });
  const vote = voteId === undefined ? votes[0] : votes.find(({ id }) => id === voteId);
  if (!vote) throw new Refusal('paper-none');
  return {
    voteId: vote.id,
    most: vote.most,
    closed: vote.status === 'closed',
    ballots: vote.paperBallots,
    items: await itemsOf(tx, vote.id),
    countable: votes.map(({ id, closedAt }) => ({ voteId: id, closedAt })),
  };
}

/** Whether this person may enter paper for this very vote now. */
export async function mayCountPaper(
  tx: Tx,
  input: { personId: number; clinicId: number; voteId: number; now: number },
): Promise<boolean> {
  if (!(await mayAt(tx, { ...input, action: ACTION }))) return false;
  return (await votesToCount(tx, input)).some(({ id }) => id === input.voteId);
}

/** Whether this person counts paper here, and there is a vote that it can be counted for. */
export async function countsPaperAt(
  tx: Tx,
  input: { personId: number; clinicId: number; now: number },
): Promise<boolean> {
  return (await mayAt(tx, { ...input, action: ACTION })) !== undefined && (await votesToCount(tx, input)).length > 0;
}

/** The next one may be open while the last is still counted. */
async function votesToCount(tx: Tx, { clinicId, now }: { clinicId: number; now: number }) {
  const { votes } = tx.tables;
  return await tx.db
    .select()
    .from(votes)
    .where(
      and(
        eq(votes.clinicId, clinicId),
        or(eq(votes.status, 'open'), and(eq(votes.status, 'closed'), gte(votes.closedAt, now - PAPER_MS))),
      ),
    )
    .orderBy(desc(votes.openedAt), desc(votes.id));
}

/**
 * Takes down what was counted; the last count holds, whole. `votes` are those of each item, in the order of the printed
 * numbers; no ballots at all takes an earlier count back. Of a closed vote the result is counted and published anew.
 * Refuses with `not-yours`, `paper-none` (no such vote, or too late), `paper-number`, `paper-over` (an item has more votes
 * than there are ballots) and `paper-sum` (more votes than the ballots can hold). Says whether anything changed.
 */
export async function countPaper(
  tx: Tx,
  input: { personId: number; voteId: number; ballots: number; votes: readonly number[]; now: number },
): Promise<{ changed: boolean }> {
  const { personId, voteId, ballots, votes: counts, now } = input;
  const { votes, paperCounts } = tx.tables;
  const [vote] = await held(tx, tx.db.select().from(votes).where(eq(votes.id, voteId)), votes, 'no key update');
  if (!vote) throw new Refusal('paper-none');
  const { clinicId } = vote;
  const role = await mustAt(tx, { personId, action: ACTION, clinicId, now });
  const isOver = vote.status === 'closed' && (vote.closedAt ?? 0) < now - PAPER_MS;
  if ((vote.status !== 'open' && vote.status !== 'closed') || isOver) throw new Refusal('paper-none');

  const items = await itemsOf(tx, voteId);
  const fault = faultIn({ ballots, counts, items: items.length, most: vote.most });
  if (fault) throw new Refusal(fault);
  const same = items.every((item, at) => item.votes === (ballots === 0 ? null : counts[at]));
  if (same && (vote.paperBallots ?? 0) === ballots) return { changed: false };

  await tx.db.delete(paperCounts).where(eq(paperCounts.voteId, voteId));
  if (ballots > 0) {
    await tx.db.insert(paperCounts).values(items.map(({ itemId }, at) => ({ voteId, itemId, votes: counts[at] ?? 0 })));
  }
  await tx.db
    .update(votes)
    .set({ paperBallots: ballots === 0 ? null : ballots })
    .where(eq(votes.id, voteId));
  const before = vote.paperBallots;
  await audit(tx, { at: now, personId, role, action: ACTION, clinicId, details: { vote: voteId, before, ballots } });
  const byItem = Object.fromEntries(items.map(({ number }, at) => [number, counts[at] ?? 0]));
  await noteEvent(tx, { voteId, at: now, event: 'paper-counted', details: { ballots, items: byItem } });
  if (vote.status === 'closed') await publishAnew(tx, { voteId, now });
  return { changed: true };
}

async function itemsOf(tx: Tx, voteId: number): Promise<PaperItem[]> {
  const { voteItems, paperCounts } = tx.tables;
  return await tx.db
    .select({ itemId: voteItems.id, number: voteItems.number, title: voteItems.title, votes: paperCounts.votes })
    .from(voteItems)
    .leftJoin(paperCounts, and(eq(paperCounts.voteId, voteId), eq(paperCounts.itemId, voteItems.id)))
    .where(eq(voteItems.voteId, voteId))
    .orderBy(asc(voteItems.number));
}

interface Counted {
  ballots: number;
  counts: readonly number[];
  items: number;
  most: number;
}

/** Why this cannot have been counted; undefined where it can. */
function faultIn({ ballots, counts, items, most }: Counted): 'paper-number' | 'paper-over' | 'paper-sum' | undefined {
  const isCount = (number: number) => Number.isInteger(number) && number >= 0 && number <= MOST_COUNTED;
  if (counts.length !== items || ![ballots, ...counts].every(isCount)) return 'paper-number';
  if (counts.some((votes) => votes > ballots)) return 'paper-over';
  return counts.reduce((sum, votes) => sum + votes, 0) > most * ballots ? 'paper-sum' : undefined;
}
