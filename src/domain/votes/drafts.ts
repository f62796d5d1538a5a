/** A ballot paper while it is built: begun, its terms set, given up. Frozen as soon as it is announced. */

import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { held } from '../../../db/held.ts';
import type { VoteProof, VoteStatus } from '../../../db/schema/votes.ts';
import type { WorkKind } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { holdClinic } from '../clinics/hold.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { budgetOf } from '../works/budgets.ts';
import type { Actor } from '../works/works.ts';
import { yearAt } from '../works/year.ts';
import { noteEvent } from './log.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How many of them may be chosen, unless the committee says otherwise; and at most. */
const USUAL_MOST = 3;
export const HIGHEST_MOST = 7;
/** Between the announcing, which shows the lot, and the opening. */
const SHOWN_BEFORE_MS = MINUTE_MS;
/** A vote opens within a year and is over in as many days. */
const AHEAD_MS = 365 * DAY_MS;
const LONGEST_MS = 60 * DAY_MS;

export interface BallotItem {
  id: number;
  /** Printed on the ballot, from 1. */
  number: number;
  title: string;
  kind: WorkKind;
  needId: number | null;
  catalogueCode: string | null;
  costCents: number;
  /** Where the estimate comes from, in the words of who entered it. */
  costSource: string;
  /** Of the items of one group one wins at most. */
  rivals: string | null;
  /** Its place in the order drawn by lot; null until it is drawn. */
  lot: number | null;
}

export interface Ballot {
  id: number;
  clinicId: number;
  year: number;
  status: VoteStatus;
  budgetCents: number;
  most: number;
  proof: VoteProof;
  /** A code of the day was given out. */
  hasCode: boolean;
  invitees: number;
  opensAt: number | null;
  closesAt: number | null;
  openedAt: number | null;
  lotSeed: string | null;
  /** The vote whose ballot this one changes. */
  replacesId: number | null;
  /** By their numbers. */
  items: BallotItem[];
}

/** Rejects with `ballot-unknown`. */
export async function ballotOf(tx: Tx, voteId: number): Promise<Ballot> {
  const { votes, voteItems, voteInvitees } = tx.tables;
  const [vote] = await tx.db.select().from(votes).where(eq(votes.id, voteId));
  if (!vote) throw new Refusal('ballot-unknown');
  const items = await tx.db.select().from(voteItems).where(eq(voteItems.voteId, voteId)).orderBy(asc(voteItems.number));
  const [invited] = await tx.db.select({ number: count() }).from(voteInvitees).where(eq(voteInvitees.voteId, voteId));
  const { id, clinicId, year, status, budgetCents, most, proof, opensAt, closesAt, openedAt, lotSeed, replacesId } =
    vote;
  return {
    ...{ id, clinicId, year, status, budgetCents, most, proof, opensAt, closesAt, openedAt, lotSeed, replacesId },
    hasCode: vote.dayCode !== null,
    invitees: invited?.number ?? 0,
    items: items.map(({ voteId: _, ...item }) => item),
  };
}

/** What a clinic has of votes that are not over: one being built, and one announced or open. */
export async function ballotsOf(tx: Tx, clinicId: number): Promise<{ draft?: Ballot; current?: Ballot }> {
  const { votes } = tx.tables;
  const rows = await tx.db
    .select({ id: votes.id, status: votes.status })
    .from(votes)
    .where(and(eq(votes.clinicId, clinicId), inArray(votes.status, ['draft', 'announced', 'open'])));
  const draft = rows.find(({ status }) => status === 'draft');
  const current = rows.find(({ status }) => status !== 'draft');
  return {
    ...(draft ? { draft: await ballotOf(tx, draft.id) } : {}),
    ...(current ? { current: await ballotOf(tx, current.id) } : {}),
  };
}

/**
 * The ballot that the clinic builds, a new one where there is none, with the amount of this year as it is loaded now. Rejects with
 * `not-yours`, `ballot-no-budget` and `ballot-running`.
 */
export async function startDraft(tx: Tx, { clinicId, personId, now }: Actor & { clinicId: number }): Promise<Ballot> {
  const { votes } = tx.tables;
  const role = await mustAt(tx, { personId, action: 'vote.prepare', clinicId, now });
  await holdClinic(tx, clinicId);
  const { draft, current } = await ballotsOf(tx, clinicId);
  if (current) throw new Refusal('ballot-running');
  const year = await yearAt(tx, { clinicId, now });
  const budgetCents = await budgetOf(tx, { clinicId, year });
  if (draft) {
    // What was loaded since counts: announcing asks for it too.
    if (budgetCents !== undefined) await tx.db.update(votes).set({ year, budgetCents }).where(eq(votes.id, draft.id));
    return await ballotOf(tx, draft.id);
  }
  if (budgetCents === undefined) throw new Refusal('ballot-no-budget');
  const [row] = await tx.db
    .insert(votes)
    .values({
      clinicId,
      year,
      status: 'draft',
      budgetCents,
      most: USUAL_MOST,
      proof: 'none',
      createdAt: now,
      enteredBy: role,
      personId,
    })
    .returning({ id: votes.id });
  const voteId = row?.id ?? 0;
  await audit(tx, {
    at: now,
    personId,
    role,
    action: 'vote.prepare',
    clinicId,
    details: { vote: voteId, what: 'begun' },
  });
  return await ballotOf(tx, voteId);
}

export type OfDraft = Actor & { voteId: number };

/** What was done to a ballot, as the record of deeds names it. */
export type BallotDeed = 'begun' | 'items' | 'terms' | 'invitees' | 'announced' | 'day-code' | 'replaced' | 'discarded';

/**
 * What every change of a draft begins with: who may, taken down, and a draft that nobody else changes until the end of
 * the unit of work. Rejects with `not-yours`, `ballot-unknown`, `ballot-frozen`.
 */
export async function mustDraft(tx: Tx, of: OfDraft, what: BallotDeed) {
  return await mustStand(tx, of, { what, as: ['draft'] });
}

/** The same for a vote that stands otherwise; whose time is over is not to be changed, although it is not counted yet. */
export async function mustStand(
  tx: Tx,
  { voteId, personId, now }: OfDraft,
  { what, as }: { what: BallotDeed; as: readonly VoteStatus[] },
) {
  const { votes } = tx.tables;
  const [seen] = await tx.db.select({ clinicId: votes.clinicId }).from(votes).where(eq(votes.id, voteId));
  if (!seen) throw new Refusal('ballot-unknown');
  const { clinicId } = seen;
  // The clinic first, as whoever begins a ballot does: no two wait for each other.
  await holdClinic(tx, clinicId);
  const vote = await holdVote(tx, voteId);
  const role = await mustAt(tx, { personId, action: 'vote.prepare', clinicId, now });
  const isOver = vote.status !== 'draft' && vote.closesAt !== null && vote.closesAt <= now;
  if (!as.includes(vote.status) || isOver) throw new Refusal('ballot-frozen');
  await audit(tx, { at: now, personId, role, action: 'vote.prepare', clinicId, details: { vote: voteId, what } });
  return { vote, role };
}

/** The row, kept from others until the end of the unit of work. Rejects with `ballot-unknown`. */
async function holdVote(tx: Tx, voteId: number) {
  const { votes } = tx.tables;
  const query = tx.db.select().from(votes).where(eq(votes.id, voteId));
  const [vote] = await held(tx, query, votes, 'no key update');
  if (!vote) throw new Refusal('ballot-unknown');
  return vote;
}

/** How many may be chosen, 1 to `HIGHEST_MOST`. Rejects as `mustDraft` does, and with `bad-amount`. */
export async function setMost(tx: Tx, { most, ...of }: OfDraft & { most: number }): Promise<void> {
  const { votes } = tx.tables;
  await mustDraft(tx, of, 'terms');
  if (!Number.isInteger(most) || most < 1 || most > HIGHEST_MOST) throw new Refusal('bad-amount');
  await tx.db.update(votes).set({ most }).where(eq(votes.id, of.voteId));
}

/** What proves that a voter belongs here. Rejects as `mustDraft` does. */
export async function setProof(tx: Tx, { proof, ...of }: OfDraft & { proof: VoteProof }): Promise<void> {
  const { votes } = tx.tables;
  await mustDraft(tx, of, 'terms');
  await tx.db.update(votes).set({ proof }).where(eq(votes.id, of.voteId));
}

/** When it opens. A close that is no longer after it is forgotten. Rejects as `mustDraft` does, and with `ballot-opens`. */
export async function setOpening(tx: Tx, { opensAt, ...of }: OfDraft & { opensAt: number }): Promise<void> {
  const { votes } = tx.tables;
  const { vote } = await mustDraft(tx, of, 'terms');
  if (!canOpen(opensAt, of.now)) throw new Refusal('ballot-opens');
  const closesAt = vote.closesAt !== null && canClose(vote.closesAt, opensAt) ? vote.closesAt : null;
  await tx.db.update(votes).set({ opensAt, closesAt }).where(eq(votes.id, of.voteId));
}

/** When it closes. Rejects as `mustDraft` does, with `ballot-opens` where no opening is set, and with `ballot-closes`. */
export async function setClosing(tx: Tx, { closesAt, ...of }: OfDraft & { closesAt: number }): Promise<void> {
  const { votes } = tx.tables;
  const { vote } = await mustDraft(tx, of, 'terms');
  if (vote.opensAt === null) throw new Refusal('ballot-opens');
  if (!canClose(closesAt, vote.opensAt)) throw new Refusal('ballot-closes');
  await tx.db.update(votes).set({ closesAt }).where(eq(votes.id, of.voteId));
}

export const canOpen = (opensAt: number | null, now: number): opensAt is number =>
  opensAt !== null && opensAt >= now + SHOWN_BEFORE_MS && opensAt <= now + AHEAD_MS;
export const canClose = (closesAt: number | null, opensAt: number): closesAt is number =>
  closesAt !== null && closesAt > opensAt && closesAt <= opensAt + LONGEST_MS;

/** Gives the draft up. If it was to change a vote, people are told that there will be none. Rejects as `mustDraft` does. */
export async function discardDraft(tx: Tx, of: OfDraft): Promise<void> {
  const { votes, voteInvitees } = tx.tables;
  const { vote } = await mustDraft(tx, of, 'discarded');
  const { voteId, now } = of;
  await tx.db.delete(voteInvitees).where(eq(voteInvitees.voteId, voteId));
  // Nobody has heard of it, unless it was to change one that people knew.
  const toldStatus = vote.replacesId === null ? 'discarded' : null;
  await tx.db.update(votes).set({ status: 'discarded', toldStatus }).where(eq(votes.id, voteId));
  await noteEvent(tx, { voteId, at: now, event: 'discarded', details: {} });
}
