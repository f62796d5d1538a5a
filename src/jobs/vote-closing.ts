/** Votes that end: who chose and did not confirm is reminded, the vote is closed, what was chosen is forgotten. */

import { and, asc, eq, gt, inArray, lte, or } from 'drizzle-orm';
import type { Store, Tx } from '../../db/unit-of-work.ts';
import { afterQuietHours } from '../domain/assemblies/calendar.ts';
import { queueNotices } from '../domain/notices/queue.ts';
import { closeVote } from '../domain/votes/closing.ts';
import type { NewId } from '../domain/votes/ids.ts';
import { alteredEvent, eventsOf } from '../domain/votes/log.ts';
import { forgetChosen, takeUnconfirmed, unconfirmedKey } from '../domain/votes/voters.ts';
import { type OnAlarm, oneByOne, throwing } from './one-by-one.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Who has just chosen may still be at it: so long, or a quarter of a vote that is shorter than four times that. */
const AT_IT_MS = HOUR_MS;
/** So long nobody is reminded, unless the vote closes within as much. */
const PATIENCE_MS = 20 * HOUR_MS;
/** So long somebody may go on where they were. */
const KEPT_MS = 2 * DAY_MS;

const background = { background: true };

/** Once a voter and vote, in time to vote. Returns for how many a notice was queued. */
export async function remindUnconfirmed(store: Store, now: number, onAlarm: OnAlarm = throwing): Promise<number> {
  let queued = 0;
  await oneByOne(
    await store.run((tx) => openVotes(tx), background),
    async (vote) => {
      for (;;) {
        const slice = await store.run((tx) => remindNext(tx, vote, now), background);
        queued += slice.queued;
        if (slice.taken === 0) break;
      }
    },
    { failed: ({ voteId }) => `Who did not confirm in the vote ${voteId} could not be reminded.`, onAlarm },
  );
  return queued;
}

type OpenVote = Awaited<ReturnType<typeof openVotes>>[number];

async function remindNext(tx: Tx, vote: OpenVote, now: number): Promise<{ taken: number; queued: number }> {
  const { voteId, clinicId, clinic, timeZone, opensAt, closesAt } = vote;
  const notBefore = afterQuietHours(now, timeZone);
  if (notBefore >= closesAt) return { taken: 0, queued: 0 };
  const atIt = Math.min(AT_IT_MS, (closesAt - opensAt) / 4);
  const before = Math.floor(now - (closesAt - now <= PATIENCE_MS ? atIt : PATIENCE_MS));
  const recipients = await takeUnconfirmed(tx, { voteId, before, now });
  const queued = await queueNotices(tx, {
    kind: 'vote',
    clinicId,
    recipients,
    texts: [
      { key: 'notice:ballot.unconfirmed', values: { clinic, closes: { at: closesAt, timeZone } } },
      { key: 'notice:ballot.end' },
    ],
    deadline: closesAt,
    notBefore,
    expiresAt: closesAt,
    dedupe: (personId) => unconfirmedKey({ voteId, personId }),
    now,
  });
  return { taken: recipients.length, queued };
}

/**
 * Each in a unit of work of its own. Says whether any was closed. An alarm is raised, too, for a record that is not whole:
 * the vote is closed all the same.
 */
export async function closeVotes(
  store: Store,
  now: number,
  newId: NewId,
  onAlarm: OnAlarm = throwing,
): Promise<boolean> {
  const due = await store.run(({ db, tables: { votes } }) => {
    const isDue = and(eq(votes.status, 'open'), lte(votes.closesAt, now));
    return db.select({ id: votes.id }).from(votes).where(isDue).orderBy(asc(votes.closesAt));
  }, background);
  let closed = false;
  const altered: string[] = [];
  await oneByOne(
    due,
    async ({ id: voteId }) => {
      if (!(await store.run((tx) => closeVote(tx, { voteId, newId, now }), background))) return;
      closed = true;
      const events = await store.run((tx) => eventsOf(tx, voteId), background);
      const at = alteredEvent({ voteId, events });
      if (at !== undefined)
        altered.push(`The record of the vote ${voteId} was altered: event ${at + 1}, ${events[at]?.event}.`);
    },
    { failed: ({ id }) => `The vote ${id} could not be closed.`, onAlarm },
  );
  for (const message of altered) onAlarm(message);
  return closed;
}

/** What was chosen days ago and not confirmed, and what was written down while a vote was being closed. */
export async function forgetOldChoices(store: Store, now: number, onAlarm: OnAlarm = throwing): Promise<void> {
  const found = await store.run(({ db, tables: { votes } }) => {
    const isOver = and(inArray(votes.status, ['closed', 'replaced']), gt(votes.closedAt, now - DAY_MS));
    return db
      .select({ voteId: votes.id, status: votes.status })
      .from(votes)
      .where(or(eq(votes.status, 'open'), isOver));
  }, background);
  await oneByOne(
    found,
    async ({ voteId, status }) => {
      const before = status === 'open' ? now - KEPT_MS : undefined;
      await store.run((tx) => forgetChosen(tx, { voteId, before }), background);
    },
    { failed: ({ voteId }) => `What was chosen in the vote ${voteId} could not be forgotten.`, onAlarm },
  );
}

async function openVotes(tx: Tx) {
  const { votes, clinics } = tx.tables;
  const rows = await tx.db
    .select({
      voteId: votes.id,
      clinicId: votes.clinicId,
      opensAt: votes.opensAt,
      closesAt: votes.closesAt,
      clinic: clinics.name,
      timeZone: clinics.timeZone,
    })
    .from(votes)
    .innerJoin(clinics, eq(clinics.id, votes.clinicId))
    .where(eq(votes.status, 'open'));
  return rows.map((row) => ({ ...row, opensAt: row.opensAt ?? 0, closesAt: row.closesAt ?? 0 }));
}
