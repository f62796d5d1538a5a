/** Telling a clinic's people how its vote stands: announced, open, taken back, given up. A slice a unit of work. */

import { and, asc, count, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm';
import type { VoteStatus } from '../../../db/schema/votes.ts';
import { SLICE } from '../../../db/slices.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { afterQuietHours } from '../assemblies/calendar.ts';
import { type NoticeText, queueNotices } from '../notices/queue.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A vote that opens sooner is told of when it is open. */
const WORTH_ANNOUNCING_MS = 12 * HOUR_MS;
/** That it is taken back or given up is no news after that. */
const USEFUL_MS = 3 * DAY_MS;

const TOLD = ['announced', 'open', 'replaced', 'discarded'] as const satisfies readonly VoteStatus[];

/** A vote of whose status its people have not been told. */
export interface Untold {
  voteId: number;
  status: VoteStatus;
}

export async function untoldVotes(tx: Tx): Promise<Untold[]> {
  const { votes } = tx.tables;
  return await tx.db
    .select({ voteId: votes.id, status: votes.status })
    .from(votes)
    .where(and(inArray(votes.status, [...TOLD]), or(isNull(votes.toldStatus), ne(votes.toldStatus, votes.status))))
    .orderBy(asc(votes.id));
}

/**
 * Queues the notice for the next people of the clinic after that id; `after` is absent when all have been told, or when
 * the vote stands otherwise by now. Nobody is told twice of the same, however often it is begun anew.
 */
export async function tellNext(
  tx: Tx,
  { voteId, status, after, now }: Untold & { after: number; now: number },
): Promise<{ queued: number; after?: number }> {
  const { votes, clinics } = tx.tables;
  const [vote] = await tx.db
    .select({ vote: votes, clinic: clinics.name, timeZone: clinics.timeZone })
    .from(votes)
    .innerJoin(clinics, eq(clinics.id, votes.clinicId))
    .where(and(eq(votes.id, voteId), eq(votes.status, status)));
  if (!vote) return { queued: 0 };
  const told = toldOf(vote, now);
  const recipients = told ? await belonging(tx, { clinicId: vote.vote.clinicId, after }) : [];
  let queued = 0;
  if (told && recipients.length > 0) {
    queued = await queueNotices(tx, {
      kind: 'vote',
      clinicId: vote.vote.clinicId,
      recipients,
      texts: [...told.texts, { key: 'notice:ballot.end' }],
      deadline: told.expiresAt,
      notBefore: afterQuietHours(now, vote.timeZone),
      expiresAt: told.expiresAt,
      dedupe: (personId) => `vote:${voteId}:${status}:${personId}`,
      now,
    });
  }
  const last = recipients.at(-1);
  if (last !== undefined && recipients.length === SLICE) return { queued, after: last };
  if (told && status === 'open')
    queued += await tellFormerVoters(tx, { vote: vote.vote, told, clinic: vote.clinic, now });
  await tx.db.update(votes).set({ toldStatus: status }).where(eq(votes.id, voteId));
  return { queued };
}

/** Who voted before the ballot was changed and wants no notices: that their vote counts no more is an answer to it. */
async function tellFormerVoters(
  tx: Tx,
  { vote, told, clinic, now }: { vote: VoteTold; told: Told; clinic: string; now: number },
): Promise<number> {
  const { votes, voters, people } = tx.tables;
  const former: number[] = [];
  for (let id = vote.replacesId; id !== null; ) {
    former.push(id);
    const [before] = await tx.db.select({ id: votes.replacesId }).from(votes).where(eq(votes.id, id));
    id = before?.id ?? null;
  }
  if (former.length === 0) return 0;
  const rows = await tx.db
    .selectDistinct({ id: people.id })
    .from(voters)
    .innerJoin(people, eq(people.id, voters.personId))
    .where(and(inArray(voters.voteId, former), eq(voters.status, 'voted'), ne(people.notices, 'all')));
  return await queueNotices(tx, {
    kind: 'correspondence',
    clinicId: vote.clinicId,
    recipients: rows.map(({ id }) => id),
    texts: [{ key: 'notice:ballot.yours', values: { clinic } }, { key: 'notice:ballot.end' }],
    deadline: told.expiresAt,
    notBefore: now,
    expiresAt: told.expiresAt,
    dedupe: (personId) => `vote:${vote.id}:again:${personId}`,
    now,
  });
}

interface Told {
  texts: NoticeText[];
  expiresAt: number;
}

/** Undefined where it is not worth a notice. */
function toldOf(
  { vote, clinic, timeZone }: { vote: VoteTold; clinic: string; timeZone: string },
  now: number,
): Told | undefined {
  const { status, replacesId } = vote;
  const opensAt = vote.opensAt ?? 0;
  const closesAt = vote.closesAt ?? 0;
  const values = { clinic, opens: { at: opensAt, timeZone }, closes: { at: closesAt, timeZone } };
  if (status === 'announced') {
    if (opensAt - now < WORTH_ANNOUNCING_MS) return undefined;
    return { texts: [{ key: 'notice:ballot.announced', values }], expiresAt: opensAt };
  }
  if (status === 'open') {
    if (closesAt <= now) return undefined;
    const again: NoticeText[] = replacesId === null ? [] : [{ key: 'notice:ballot.again' }];
    return { texts: [{ key: 'notice:ballot.open', values }, ...again], expiresAt: closesAt };
  }
  return { texts: [{ key: `notice:ballot.${endOf(vote)}`, values: { clinic } }], expiresAt: now + USEFUL_MS };
}

/** How a vote ended of which there is no result. */
function endOf({ status, openedAt, lotSeed }: VoteTold): 'givenUp' | 'missed' | 'postponed' | 'replaced' {
  // Only what was announced has a lot: its time went by unused.
  if (status === 'discarded') return lotSeed === null ? 'givenUp' : 'missed';
  return openedAt === null ? 'postponed' : 'replaced';
}

interface VoteTold {
  id: number;
  clinicId: number;
  status: VoteStatus;
  opensAt: number | null;
  closesAt: number | null;
  openedAt: number | null;
  lotSeed: string | null;
  replacesId: number | null;
}

/** How many people of the clinic are told of its votes. */
export async function countBelonging(tx: Tx, clinicId: number): Promise<number> {
  const { people } = tx.tables;
  const [row] = await tx.db.select({ number: count() }).from(people).where(belongs(tx, clinicId));
  return row?.number ?? 0;
}

/** How many have a ballot in it. */
export async function countVoted(tx: Tx, voteId: number): Promise<number> {
  const { voters } = tx.tables;
  const [row] = await tx.db
    .select({ number: count() })
    .from(voters)
    .where(and(eq(voters.voteId, voteId), eq(voters.status, 'voted')));
  return row?.number ?? 0;
}

const belongs = ({ tables: { people } }: Tx, clinicId: number) =>
  and(eq(people.homeClinicId, clinicId), eq(people.notices, 'all'), isNull(people.deletedAt));

/** Whose clinic it is: who follows it from elsewhere has no vote there. */
async function belonging(tx: Tx, { clinicId, after }: { clinicId: number; after: number }): Promise<number[]> {
  const { people } = tx.tables;
  const rows = await tx.db
    .select({ id: people.id })
    .from(people)
    .where(and(gt(people.id, after), belongs(tx, clinicId)))
    .orderBy(people.id)
    .limit(SLICE);
  return rows.map(({ id }) => id);
}
