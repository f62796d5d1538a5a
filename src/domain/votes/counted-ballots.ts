/** The ballots of a closed vote, in the form in which they are counted. */

import { asc, eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import type { Election } from './election.ts';
import { FEWEST_BALLOTS } from './publication.ts';
import { resultOfVote, type VoteResult } from './results.ts';

export interface CountedBallots {
  result: VoteResult;
  /** The chat's ballots; the items in the order of the lot, their ids the printed numbers. */
  election: Election;
}

/**
 * Of the chat alone: of paper there are counts and no ballots. Refuses with `unknown-vote` where no such vote is closed and
 * with `few-ballots` where so few voted that a list of the ballots would tell who chose what.
 */
export async function countedBallots(tx: Tx, voteId: number): Promise<CountedBallots> {
  const { voteItems, ballots } = tx.tables;
  const result = await resultOfVote(tx, voteId);
  if (!result) throw new Refusal('unknown-vote');
  if (result.ballots.chat < FEWEST_BALLOTS) throw new Refusal('few-ballots');
  const items = await tx.db
    .select()
    .from(voteItems)
    .where(eq(voteItems.voteId, voteId))
    .orderBy(asc(voteItems.lot), asc(voteItems.number));
  const places = new Map(items.map(({ id }, at) => [id, at]));
  const rows = await tx.db
    .select({ choices: ballots.choices })
    .from(ballots)
    .where(eq(ballots.voteId, voteId))
    .orderBy(asc(ballots.id));
  return {
    result,
    election: {
      budget: BigInt(result.budgetCents),
      items: items.map(({ number, costCents, rivals }) => ({
        id: String(number),
        cost: BigInt(costCents),
        ...(rivals === null ? {} : { group: rivals }),
      })),
      ballots: rows.map(({ choices }) => ({ choices: choices.flatMap((id) => places.get(id) ?? []) })),
      unit: 100n,
    },
  };
}
