/** Counts what lies in the tables: the ballots of the chat by item, the paper beside them, and what wins. */

import { and, count, eq, isNull, lte, or } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import {
  isProofShown,
  type PublishedBallot,
  type PublishedItem,
  type PublishedResult,
  type PublishedTotals,
} from './publication.ts';
import { byTurn, type CountedVote, type ItemResult, type MissedItem, type Tie } from './results.ts';
import { resultOf } from './verification.ts';

export type VoteRow = Tx['tables']['votes']['$inferSelect'];

/** A vote counted, and what its publication is made from. */
export interface Count {
  counted: CountedVote;
  items: PublishedItem[];
  /** By printed numbers, in an order that tells nothing. */
  ballots: PublishedBallot[];
  /** Sorted. */
  receipts: string[];
  totals: PublishedTotals;
  result: PublishedResult;
}

/** To be called by who holds the vote. `before` is its count at the close: of what no more changes, some is forgotten since. */
export async function countVote(tx: Tx, vote: VoteRow, before?: CountedVote): Promise<Count> {
  const rows = await itemsOf(tx, vote.id);
  const numberOf = new Map(rows.map(({ itemId, number }) => [itemId, String(number)]));
  const cast = await ballotsOf(tx, vote.id);
  const ballots = cast.map(({ choices, proven }) => ({
    ballot: choices.map((id) => numberOf.get(id) ?? '').sort((a, b) => Number(a) - Number(b)),
    proven,
  }));
  const provenBallots = before?.ballots.proven ?? cast.filter(({ proven }) => proven).length;
  const isShown = isProofShown({ ballots: cast.length, provenBallots });
  const items = rows.map(({ itemId, number, title, costCents, rivals, paper, lot, kind, needId, catalogueCode }) => {
    const chosen = cast.filter(({ choices }) => choices.includes(itemId));
    const proven = isShown ? chosen.filter((ballot) => ballot.proven).length : null;
    const result: ItemResult = {
      ...{ itemId, number, title, kind, needId, catalogueCode, costCents, lot, proven, paper },
      chat: chosen.length,
      votes: chosen.length + paper,
    };
    const group = rivals === null ? {} : { group: rivals };
    return { result, published: { item: String(number), name: title, costCents, ...group, paper } };
  });
  const receipts = await receiptsOf(tx, vote.id);
  const results = items.map((each) => each.result);
  const totals = {
    ballots: ballots.length,
    receipts: receipts.length,
    paperBallots: vote.paperBallots ?? 0,
    provenBallots,
    chat: results.map(({ chat }) => chat),
    ...(isShown ? { proven: results.map(({ proven }) => proven ?? 0) } : {}),
  };
  const published = items.map((each) => each.published);
  const result = resultOf(vote.budgetCents, published, totals);
  const counted: CountedVote = {
    voteId: vote.id,
    clinicId: vote.clinicId,
    year: vote.year,
    proof: vote.proof,
    most: vote.most,
    openedAt: vote.openedAt ?? 0,
    closedAt: vote.closedAt ?? 0,
    budgetCents: vote.budgetCents,
    costCents: result.costCents,
    leftCents: result.leftCents,
    ...outcome(results, result),
    ties: tiesOf(results),
    ballots: { chat: ballots.length, proven: provenBallots, paper: vote.paperBallots },
    couldVote: before?.couldVote ?? (await peopleOf(tx, vote)),
  };
  return { counted, items: published, ballots, receipts, totals, result };
}

/** In the order of the lot. */
async function itemsOf(tx: Tx, voteId: number) {
  const { voteItems, paperCounts } = tx.tables;
  const rows = await tx.db
    .select({
      itemId: voteItems.id,
      number: voteItems.number,
      title: voteItems.title,
      kind: voteItems.kind,
      needId: voteItems.needId,
      catalogueCode: voteItems.catalogueCode,
      costCents: voteItems.costCents,
      rivals: voteItems.rivals,
      lot: voteItems.lot,
      paper: paperCounts.votes,
    })
    .from(voteItems)
    .leftJoin(paperCounts, and(eq(paperCounts.voteId, voteItems.voteId), eq(paperCounts.itemId, voteItems.id)))
    .where(eq(voteItems.voteId, voteId))
    .orderBy(voteItems.lot, voteItems.number);
  return rows.map((row) => ({ ...row, lot: row.lot ?? row.number, paper: row.paper ?? 0 }));
}

async function ballotsOf(tx: Tx, voteId: number) {
  const { ballots } = tx.tables;
  return await tx.db
    .select({ choices: ballots.choices, proven: ballots.proven })
    .from(ballots)
    .where(eq(ballots.voteId, voteId))
    .orderBy(ballots.id);
}

async function receiptsOf(tx: Tx, voteId: number): Promise<string[]> {
  const { voters } = tx.tables;
  const rows = await tx.db
    .select({ receipt: voters.receipt })
    .from(voters)
    .where(and(eq(voters.voteId, voteId), eq(voters.status, 'voted')));
  return rows.map(({ receipt }) => receipt ?? '').sort();
}

function outcome(items: readonly ItemResult[], result: PublishedResult) {
  const byNumber = new Map(items.map((item) => [String(item.number), item]));
  const winners = result.winners.flatMap((number) => byNumber.get(number) ?? []);
  const missed = result.missed.flatMap(({ item: number, because, missingCents = 0, rival }): MissedItem[] => {
    const item = byNumber.get(number);
    if (!item) return [];
    return because === 'money' ? [{ ...item, because, missingCents }] : [{ ...item, because, rival: Number(rival) }];
  });
  return { winners, missed };
}

function tiesOf(items: readonly ItemResult[]): Tie[] {
  const order = items.toSorted(byTurn);
  return order.flatMap((first, at): Tie[] => {
    const second = order[at + 1];
    if (second?.votes !== first.votes) return [];
    const by = first.costCents === second.costCents ? 'lot' : 'cost';
    return [{ first: first.number, second: second.number, by }];
  });
}

/** Those whose clinic it was before the vote opened, and who voted and has moved or had their data deleted since. */
async function peopleOf(tx: Tx, { id, clinicId, openedAt }: VoteRow): Promise<number> {
  const { people, voters } = tx.tables;
  const isHere = and(
    eq(people.homeClinicId, clinicId),
    isNull(people.deletedAt),
    or(isNull(people.homeSince), lte(people.homeSince, openedAt ?? 0)),
  );
  const hasVoted = and(eq(voters.voteId, id), eq(voters.status, 'voted'));
  const [here] = await tx.db.select({ people: count() }).from(people).where(isHere);
  const [voted] = await tx.db.select({ people: count() }).from(voters).where(hasVoted);
  const [both] = await tx.db
    .select({ people: count() })
    .from(voters)
    .innerJoin(people, and(eq(people.id, voters.personId), isHere))
    .where(hasVoted);
  return (here?.people ?? 0) + (voted?.people ?? 0) - (both?.people ?? 0);
}
