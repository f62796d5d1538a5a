/** What won in a clinic's last vote: offered to be taken down as decided, once the assembly has decided it. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { votesOfClinic } from '../votes/of-clinic.ts';
import { byTurn, type ItemResult, isForAssembly, resultOfVote } from '../votes/results.ts';
import { LONGEST } from './statuses.ts';
import { type Actor, decideWork, type Work } from './works.ts';
import { yearAt } from './year.ts';

/**
 * Of the last closed vote, of this year or of the end of the last one, what is no work yet, in the order in which it won.
 * What is decided keeps its money and its place: after paper has turned the result, only what fits beside it is offered.
 */
export async function wonItems(tx: Tx, asked: Actor & { clinicId: number }): Promise<ItemResult[]> {
  const { clinicId, now } = asked;
  await mustAt(tx, { ...asked, action: 'work.decide' });
  const { closed } = await votesOfClinic(tx, clinicId);
  const result = closed === undefined ? undefined : await resultOfVote(tx, closed);
  const year = await yearAt(tx, { clinicId, now });
  if (!result || !isForAssembly(result, { year, at: now })) return [];
  const { voteItems } = tx.tables;
  const rows = await tx.db
    .select({ id: voteItems.id, workId: voteItems.workId, costCents: voteItems.costCents, rivals: voteItems.rivals })
    .from(voteItems)
    .where(eq(voteItems.voteId, result.voteId));
  const works = rows.filter(({ workId }) => workId !== null);
  const rivalsOf = new Map(rows.map(({ id, rivals }) => [id, rivals]));
  const isIn = new Set(works.map(({ id }) => id));
  const taken = new Set(works.flatMap(({ rivals }) => rivals ?? []));
  let left = result.budgetCents - works.reduce((sum, { costCents }) => sum + costCents, 0);
  const won: ItemResult[] = [];
  for (const item of [...result.winners, ...result.missed].sort(byTurn)) {
    const rivals = rivalsOf.get(item.itemId) ?? null;
    if (isIn.has(item.itemId) || (rivals !== null && taken.has(rivals)) || item.costCents > left) continue;
    won.push(item);
    left -= item.costCents;
    if (rivals !== null) taken.add(rivals);
  }
  return won;
}

/** Takes it down as decided of the year that was voted on, with what it was to cost unless another amount was approved. Rejects with `unknown-work`. */
export async function decideItem(
  tx: Tx,
  input: Actor & { clinicId: number; itemId: number; approvedCents?: number },
): Promise<Work> {
  const { itemId, ...asked } = input;
  const item = (await wonItems(tx, asked)).find((won) => won.itemId === itemId);
  if (!item) throw new Refusal('unknown-work');
  const { catalogueCode, title, kind, costCents } = item;
  const year = await yearOf(tx, itemId);
  const named = catalogueCode === null ? { title: title.slice(0, LONGEST.title), kind } : { code: catalogueCode };
  return await decideWork(tx, { approvedCents: costCents, ...asked, ...named, itemId, year });
}

/** Of the money that was voted on. */
async function yearOf(tx: Tx, itemId: number): Promise<number | undefined> {
  const { votes, voteItems } = tx.tables;
  const [row] = await tx.db
    .select({ year: votes.year })
    .from(voteItems)
    .innerJoin(votes, eq(votes.id, voteItems.voteId))
    .where(eq(voteItems.id, itemId));
  return row?.year;
}
