/** The tables of notices to many: who wrote which to whom, how far it is, who complained, and when they are held back. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { People } from './people.ts';
import type { Role } from './roles.ts';

/**
 * `held`: waits for a facilitator; `waiting`: for its hour; `running`: goes out; then `done`, or `stopped` by somebody,
 * or `refused` by the facilitator.
 */
export type BroadcastStatus = 'held' | 'waiting' | 'running' | 'done' | 'stopped' | 'refused';

/** Not over yet. */
export const OPEN: readonly BroadcastStatus[] = ['held', 'waiting', 'running'];

export function defineBroadcasts(c: Columns, { clinics }: Directory, { people }: People) {
  /** A notice that somebody of a clinic wrote to many. What became of it for each person stands in the outbox. */
  const broadcasts = c.table(
    'broadcasts',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      /** Null after they had their data deleted. */
      authorPersonId: c.int('author_person_id').references(() => people.id),
      /** In which they wrote it: the notice says so. */
      role: c.text('role').$type<Role>().notNull(),
      /** A name of `src/domain/notices/segments/`. */
      segment: c.text('segment').notNull(),
      /** The assembly that the segment asks for. */
      assemblyId: c.int('assembly_id'),
      /** The need, or the vote, that it asks for. */
      needId: c.int('need_id'),
      voteId: c.int('vote_id'),
      text: c.text('text').notNull(),
      fileId: c.int('file_id'),
      status: c.text('status').$type<BroadcastStatus>().notNull(),
      createdAt: c.instant('created_at').notNull(),
      sendAt: c.instant('send_at').notNull(),
      /** Worthless from then on. */
      expiresAt: c.instant('expires_at').notNull(),
      /** For how many people it was meant when it was confirmed, by channel. */
      planned: c.json('planned').$type<Readonly<Record<string, number>>>().notNull(),
      /** The last person, by id, who has been gone through. */
      cursor: c.int('cursor').notNull().default(0),
      /** Everybody has been gone through. */
      isFilled: c.flag('is_filled').notNull().default(false),
      /** For how many people it has been put into the outbox, by channel. */
      queued: c.json('queued').$type<Readonly<Record<string, number>>>().notNull(),
      /** How many were passed over because they want no notices. */
      optedOut: c.int('opted_out').notNull().default(0),
      /** How many were passed over because there is no way to them. */
      noWay: c.int('no_way').notNull().default(0),
      endedAt: c.instant('ended_at'),
      /** The facilitator who let it go, or did not. */
      decidedByPersonId: c.int('decided_by_person_id').references(() => people.id),
      /** Why it was refused. */
      reason: c.text('reason').notNull().default(''),
    },
    (t) => [
      c.index('broadcasts_clinic').on(t.clinicId, t.createdAt),
      c.index('broadcasts_status').on(t.status, t.sendAt),
      c.index('broadcasts_author').on(t.authorPersonId),
      c.index('broadcasts_assembly').on(t.assemblyId).where(sql`assembly_id is not null`),
    ],
  );

  /** Who reported which, so that nobody counts twice. */
  const noticeReports = c.table(
    'notice_reports',
    {
      broadcastId: c
        .int('broadcast_id')
        .notNull()
        .references(() => broadcasts.id),
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      at: c.instant('at').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.broadcastId, t.personId] }), c.index('notice_reports_person').on(t.personId)],
  );

  /** When free texts to many are held back, as loaded by the operator. Both days are part of it. */
  const electoralPauses = c.table('electoral_pauses', {
    id: c.id(),
    /** Null for the whole country. */
    stateCode: c.text('state_code'),
    /** YYYY-MM-DD, in the time of each clinic. */
    fromDate: c.text('from_date').notNull(),
    toDate: c.text('to_date').notNull(),
  });

  return { broadcasts, noticeReports, electoralPauses };
}
