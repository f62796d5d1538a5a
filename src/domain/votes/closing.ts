/** The close of a vote: what joins voters and ballots is forgotten, the ballots are counted, the file is published. */

import { and, count, eq } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import { slices } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { isoIn } from '../assemblies/calendar.ts';
import { clinicById } from '../clinics/clinics.ts';
import { keepFile } from '../files.ts';
import { countVote, type VoteRow } from './counting.ts';
import type { NewId } from './ids.ts';
import { eventsOf, noteEvent } from './log.ts';
import { FEWEST_BALLOTS, isProofShown, publish } from './publication.ts';
import { replaceFile } from './replaced-files.ts';
import type { CountedVote } from './results.ts';
import { forgetChosen } from './voters.ts';

/** Closes a vote whose time is over and publishes it; false where there is nothing to close. */
export async function closeVote(tx: Tx, input: { voteId: number; newId: NewId; now: number }): Promise<boolean> {
  const { voteId, newId, now } = input;
  const { votes, voters, voteInvitees } = tx.tables;
  const [vote] = await held(
    tx,
    tx.db
      .select()
      .from(votes)
      .where(and(eq(votes.id, voteId), eq(votes.status, 'open'))),
    votes,
    'no key update',
  );
  if (!vote || vote.closesAt === null || vote.closesAt > now) return false;
  await shuffleBallots(tx, { voteId, newId });
  await forgetChosen(tx, { voteId });
  const forgotten = { at: null, remindedAt: null };
  await tx.db.update(voters).set(forgotten).where(eq(voters.voteId, voteId));
  await tx.db.delete(voteInvitees).where(eq(voteInvitees.voteId, voteId));
  const closed = { status: 'closed', closedAt: now, tokenKey: null, dayCode: null } as const;
  await tx.db.update(votes).set(closed).where(eq(votes.id, voteId));
  await noteEvent(tx, { voteId, at: now, event: 'closed', details: {} });
  await publishVote(tx, { vote: { ...vote, ...closed }, now });
  await forgetFewProven(tx, voteId);
  return true;
}

/**
 * Counts a closed vote once more, after paper was counted, and publishes it in the place of the file before. To be called
 * by who holds the vote.
 */
export async function publishAnew(tx: Tx, { voteId, now }: { voteId: number; now: number }): Promise<void> {
  const { votes } = tx.tables;
  const [vote] = await tx.db
    .select()
    .from(votes)
    .where(and(eq(votes.id, voteId), eq(votes.status, 'closed')));
  if (!vote) throw new Error(`The vote ${voteId} is not closed.`);
  await publishVote(tx, { vote, now });
}

/** Anew under other ids, in their order, without the tokens: nothing is left of when they came or whose they are. */
async function shuffleBallots(tx: Tx, { voteId, newId }: { voteId: number; newId: NewId }): Promise<void> {
  const { ballots } = tx.tables;
  const cast = await tx.db
    .delete(ballots)
    .where(eq(ballots.voteId, voteId))
    .returning({ choices: ballots.choices, proven: ballots.proven });
  const anew = cast.map((ballot) => ({ ...ballot, id: newId(), voteId, token: null })).sort((a, b) => a.id - b.id);
  for (const slice of slices(anew)) await tx.db.insert(ballots).values(slice);
}

/** Where it is not told what those with the proof chose, nothing is kept that would tell it. */
async function forgetFewProven(tx: Tx, voteId: number): Promise<void> {
  const { ballots } = tx.tables;
  const rows = await tx.db
    .select({ proven: ballots.proven, number: count() })
    .from(ballots)
    .where(eq(ballots.voteId, voteId))
    .groupBy(ballots.proven);
  const all = rows.reduce((sum, { number }) => sum + number, 0);
  const provenBallots = rows.find(({ proven }) => proven)?.number ?? 0;
  if (isProofShown({ ballots: all, provenBallots })) return;
  await tx.db.update(ballots).set({ proven: false }).where(eq(ballots.voteId, voteId));
}

async function publishVote(tx: Tx, { vote, now }: { vote: VoteRow; now: number }): Promise<void> {
  const { votes } = tx.tables;
  const clinic = await clinicById(tx, vote.clinicId);
  const events = await eventsOf(tx, vote.id);
  if (!clinic || vote.opensAt === null || vote.closesAt === null) throw new Error(`The vote ${vote.id} never opened.`);
  const before = vote.result as CountedVote | null;
  const { counted, items, ballots, receipts, totals, result } = await countVote(tx, vote, before ?? undefined);
  if (ballots.length !== receipts.length) {
    throw new Error(`The vote ${vote.id} has ${ballots.length} ballots and ${receipts.length} receipts.`);
  }
  const listed = ballots.length >= FEWEST_BALLOTS ? { receipts, ballots } : {};
  const { text, digest } = publish({
    vote: {
      vote: vote.id,
      clinic: { clues: clinic.clues, name: clinic.name },
      opened: isoIn(vote.opensAt, clinic.timeZone),
      closed: isoIn(vote.closesAt, clinic.timeZone),
      budgetCents: vote.budgetCents,
      most: vote.most,
      seed: vote.lotSeed ?? '',
      log: events.at(-1)?.hash ?? '',
    },
    items,
    ...listed,
    totals,
    result,
  });
  const fileId = await keepFile(tx, {
    name: `consulta-${clinic.clues}-${vote.year}.jsonl`,
    mime: 'text/plain',
    data: Buffer.from(text).toString('base64'),
    personId: null,
    clinicId: vote.clinicId,
    now,
  });
  await tx.db.update(votes).set({ result: counted, digest, fileId }).where(eq(votes.id, vote.id));
  if (vote.fileId !== null) await replaceFile(tx, { fileId: vote.fileId, now });
  await noteEvent(tx, { voteId: vote.id, at: now, event: 'published', details: { digest } });
}
