/** Announcing a ballot: from then on it is frozen, its lot is drawn, and everybody may see it; and taking it back to change it. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { dropQueuedOfVote } from '../notices/drop.ts';
import { Refusal } from '../refusal.ts';
import { budgetOf } from '../works/budgets.ts';
import { type Ballot, ballotOf, ballotsOf, canClose, canOpen, mustDraft, mustStand, type OfDraft } from './drafts.ts';
import { draftFrom } from './drafts-anew.ts';
import { noteEvent } from './log.ts';
import { drawLot } from './lot.ts';
import { forgetChosen } from './voters.ts';

const RUNNING = ['announced', 'open'] as const;

export interface Announcing extends OfDraft {
  /** Random, 64 hexadecimal digits: the lot is drawn with it, and it is published. */
  seed: string;
  /** Random, and kept to the program alone. */
  tokenKey: string;
  /** The keyed hash of the code of the day, where the vote asks for one. */
  dayCode?: string;
}

/**
 * Rejects as `mustDraft` does; with `ballot-running`; with `ballot-few` for fewer than two items, `ballot-no-budget`,
 * `ballot-over` if one costs more than what the clinic has now, `ballot-opens`, `ballot-closes`, and `ballot-nobody`
 * where only invited numbers prove and none is invited.
 */
export async function announce(tx: Tx, { seed, tokenKey, dayCode, ...of }: Announcing): Promise<Ballot> {
  const { votes, voteItems } = tx.tables;
  const { voteId, now } = of;
  const { vote } = await mustDraft(tx, of, 'announced');
  const { clinicId, year, proof, opensAt, closesAt } = vote;
  if ((await ballotsOf(tx, clinicId)).current) throw new Refusal('ballot-running');
  const { items, invitees } = await ballotOf(tx, voteId);
  const budgetCents = await budgetOf(tx, { clinicId, year });
  if (budgetCents === undefined) throw new Refusal('ballot-no-budget');
  if (items.length < 2) throw new Refusal('ballot-few');
  if (items.some(({ costCents }) => costCents > budgetCents)) throw new Refusal('ballot-over');
  if (!canOpen(opensAt, now)) throw new Refusal('ballot-opens');
  if (!canClose(closesAt, opensAt)) throw new Refusal('ballot-closes');
  if (proof === 'invited' && invitees === 0) throw new Refusal('ballot-nobody');

  const order = drawLot(
    seed,
    items.map(({ number }) => number),
  );
  for (const { id, number } of items) {
    await tx.db
      .update(voteItems)
      .set({ lot: order.indexOf(number) + 1 })
      .where(eq(voteItems.id, id));
  }
  const most = Math.min(vote.most, items.length);
  const code = proof === 'day-code' ? (dayCode ?? vote.dayCode) : null;
  await tx.db
    .update(votes)
    .set({ status: 'announced', budgetCents, most, dayCode: code, lotSeed: seed, tokenKey })
    .where(eq(votes.id, voteId));
  await noteEvent(tx, { voteId, at: now, event: 'lot-drawn', details: { seed, order } });
  const listed = items.map(({ number, title, costCents, rivals }) => ({ number, title, costCents, rivals }));
  const terms = { year, budgetCents, most, proof, opensAt, closesAt };
  await noteEvent(tx, { voteId, at: now, event: 'announced', details: { ...terms, items: listed } });
  return await ballotOf(tx, voteId);
}

/**
 * Another code of the day than the one that was given out, which is good no more. Rejects with `not-yours`,
 * `ballot-unknown`, and `ballot-frozen` where the vote asks for none or is over.
 */
export async function renewDayCode(tx: Tx, { dayCode, ...of }: OfDraft & { dayCode: string }): Promise<void> {
  const { votes } = tx.tables;
  const { voteId } = of;
  const { vote } = await mustStand(tx, of, { what: 'day-code', as: RUNNING });
  if (vote.proof !== 'day-code') throw new Refusal('ballot-frozen');
  await tx.db.update(votes).set({ dayCode }).where(eq(votes.id, voteId));
}

/**
 * Ends a vote that was announced or is open so that its ballot can be changed: what was voted is wiped and counts no more,
 * and what stood on it is a draft again. Rejects with `not-yours`,
 * `ballot-unknown`, `ballot-frozen` for one that is over.
 */
export async function changeBallot(tx: Tx, of: OfDraft): Promise<Ballot> {
  const { votes, voters, ballots } = tx.tables;
  const { voteId, personId, now } = of;
  const { vote, role } = await mustStand(tx, of, { what: 'replaced', as: RUNNING });
  const { clinicId } = vote;
  await forgetChosen(tx, { voteId });
  await tx.db.delete(ballots).where(eq(ballots.voteId, voteId));
  const wiped = { receipt: null, at: null, remindedAt: null };
  await tx.db.update(voters).set(wiped).where(eq(voters.voteId, voteId));
  await tx.db.update(votes).set({ status: 'replaced', tokenKey: null, closedAt: now }).where(eq(votes.id, voteId));
  await noteEvent(tx, { voteId, at: now, event: 'replaced', details: {} });
  await dropQueuedOfVote(tx, { voteId, clinicId, now });

  const { year, budgetCents, most, proof, dayCode, closesAt } = vote;
  const opensAt = canOpen(vote.opensAt, now) ? vote.opensAt : null;
  const terms = { clinicId, year, budgetCents, most, proof, dayCode, opensAt, closesAt };
  const draft = { ...terms, replacesId: voteId, createdAt: now, enteredBy: role, personId };
  return await ballotOf(tx, await draftFrom(tx, { voteId, draft }));
}
