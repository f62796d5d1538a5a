/** Tells all who hear of a clinic, and all who voted, what its vote gave: once, and once more where paper changed it. */

import { and, eq, gt, isNull, ne, or } from 'drizzle-orm';
import { slices } from '../../db/slices.ts';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { afterQuietHours } from '../domain/assemblies/calendar.ts';
import { type NoticeText, queueNotices } from '../domain/notices/queue.ts';
import { eventsOf } from '../domain/votes/log.ts';
import { resultOfVote, type VoteResult } from '../domain/votes/results.ts';
import { shownDigest } from '../domain/votes/shown-digest.ts';
import { type OnAlarm, oneByOne, throwing } from './one-by-one.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** A count on paper may be put right before people are told of it. */
const SETTLED_MS = 10 * MINUTE_MS;
/** Older than this a result is no news. */
const USEFUL_MS = 5 * DAY_MS;
/** Looked back so far: paper is counted until a week after the close. */
const LOOK_BACK_DAYS = 14;
/** So many are named. */
const MOST_NAMED = 3;

interface Untold {
  voteId: number;
  clinicId: number;
  timeZone: string;
  digest: string;
  /** They were told one before. */
  again: boolean;
}

const background = { background: true };

/** Nobody is told the same result twice, however often it runs. Returns for how many people a notice was queued. */
export async function announceResults(store: Store, now: number, onAlarm: OnAlarm = throwing): Promise<number> {
  let queued = 0;
  await oneByOne(
    await store.run((tx) => untoldResults(tx, now), background),
    async (untold) => {
      queued += await announce(store, untold, now);
    },
    { failed: ({ voteId }) => `The result of the vote ${voteId} could not be told.`, onAlarm },
  );
  return queued;
}

async function announce(store: Store, untold: Untold, now: number): Promise<number> {
  const { voteId, clinicId, timeZone, digest, again } = untold;
  const told = await store.run(async (tx) => {
    const result = await resultOfVote(tx, voteId);
    return result && { texts: textsOf(result, again), people: await hearers(tx, { clinicId, voteId }) };
  }, background);
  if (!told) return 0;
  const notBefore = afterQuietHours(now, timeZone);
  let queued = 0;
  for (const recipients of slices(told.people)) {
    queued += await store.run(
      (tx) =>
        queueNotices(tx, {
          kind: 'vote',
          clinicId,
          recipients,
          texts: told.texts,
          deadline: now,
          notBefore,
          expiresAt: now + USEFUL_MS,
          dedupe: (personId) => `vote:${voteId}:result:${digest}:${personId}`,
          now,
        }),
      background,
    );
  }
  await store.run(
    ({ db, tables: { votes } }) => db.update(votes).set({ toldDigest: digest }).where(eq(votes.id, voteId)),
    background,
  );
  return queued;
}

async function untoldResults(tx: Tx, now: number): Promise<Untold[]> {
  const { votes, clinics } = tx.tables;
  const rows = await tx.db
    .select({
      voteId: votes.id,
      clinicId: votes.clinicId,
      timeZone: clinics.timeZone,
      digest: votes.digest,
      told: votes.toldDigest,
    })
    .from(votes)
    .innerJoin(clinics, eq(clinics.id, votes.clinicId))
    .where(
      and(
        eq(votes.status, 'closed'),
        gt(votes.closesAt, now - LOOK_BACK_DAYS * DAY_MS),
        or(isNull(votes.toldDigest), ne(votes.toldDigest, votes.digest)),
      ),
    );
  const found: Untold[] = [];
  for (const { digest, told, ...vote } of rows) {
    if (digest === null) continue;
    if (told !== null && !(await isSettled(tx, vote.voteId, now))) continue;
    found.push({ ...vote, digest, again: told !== null });
  }
  return found;
}

async function isSettled(tx: Tx, voteId: number, now: number): Promise<boolean> {
  const published = (await eventsOf(tx, voteId)).findLast(({ event }) => event === 'published');
  return (published?.at ?? 0) <= now - SETTLED_MS;
}

function textsOf({ winners, ballots, digest }: VoteResult, again: boolean): NoticeText[] {
  const end = { key: 'notice:callEnd' };
  const people = ballots.chat + (ballots.paper ?? 0);
  if (people === 0) return [{ key: 'notice:result.nobody' }, end];
  const chosen = winners.filter(({ votes }) => votes > 0).map(({ title }) => `«${title}»`);
  const titles = chosen.slice(0, MOST_NAMED).join(', ');
  const named: string | NoticeText =
    chosen.length > MOST_NAMED
      ? { key: 'notice:result.andMore', values: { titles, number: chosen.length - MOST_NAMED } }
      : titles;
  const values = { winners: named, voters: people, digest: shownDigest(digest) };
  return [{ key: again ? 'notice:result.again' : 'notice:result.told', values }, end];
}

/** Whose clinic it is, who follows it, and who voted and has another clinic by now. */
async function hearers(tx: Tx, { clinicId, voteId }: { clinicId: number; voteId: number }): Promise<number[]> {
  const { people, follows, voters } = tx.tables;
  const home = await tx.db.select({ id: people.id }).from(people).where(eq(people.homeClinicId, clinicId));
  const following = await tx.db.select({ id: follows.personId }).from(follows).where(eq(follows.clinicId, clinicId));
  const voted = await tx.db.select({ id: voters.personId }).from(voters).where(eq(voters.voteId, voteId));
  const all = new Set([...home, ...following, ...voted].flatMap(({ id }) => id ?? []));
  return [...all].sort((a, b) => a - b);
}
