/** The same ballots counted by equal shares, beside the result: whom it leaves without anything they chose. */

import type { Tx } from '../../../db/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { countedBallots } from './counted-ballots.ts';
import type { Election } from './election.ts';
import { equalShares } from './equal-shares.ts';
import { type ItemResult, resultOfVote } from './results.ts';

export interface SecondReading {
  /** Of the chat: what was counted here. */
  ballots: number;
  /** Paper decided with them in the result, and has no ballots that could be counted here. */
  withoutPaper: boolean;
  /** By equal shares, in the order in which they won. */
  winners: ItemResult[];
  costCents: number;
  leftCents: number;
  /** Voters of the chat who got none of their choices: by the result, and by this reading. */
  without: { byResult: number; byShares: number };
}

/** Changes nothing. Refuses with `not-yours`, `unknown-vote` and `few-ballots`. */
export async function secondReading(
  tx: Tx,
  { personId, voteId, now }: { personId: number; voteId: number; now: number },
): Promise<SecondReading> {
  const known = await resultOfVote(tx, voteId);
  if (!known) throw new Refusal('unknown-vote');
  await mustAt(tx, { personId, action: 'vote.second-reading', clinicId: known.clinicId, now });
  const { result, election } = await countedBallots(tx, voteId);
  const { winners, cost, left } = equalShares(election);
  const ids = winners.map((at) => Number(election.items[at]?.id));
  const items = [...result.winners, ...result.missed];
  return {
    ballots: election.ballots.length,
    withoutPaper: result.ballots.paper !== null,
    winners: ids.flatMap((id) => items.find(({ number }) => number === id) ?? []),
    costCents: Number(cost),
    leftCents: Number(left),
    without: {
      byResult: withoutAny(election, new Set(result.winners.map(({ number }) => String(number)))),
      byShares: withoutAny(election, new Set(ids.map(String))),
    },
  };
}

function withoutAny({ items, ballots }: Election, winners: ReadonlySet<string>): number {
  return ballots.filter(({ choices }) => !choices.some((at) => winners.has(items[at]?.id ?? ''))).length;
}
