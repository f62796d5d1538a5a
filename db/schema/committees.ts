/** The tables of what passes between people and their committee: conversations without names, blocks, and concerns. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { People } from './people.ts';

/** Who answers in a relay. */
export type RelayTo = 'committee' | 'facilitator';
/** The two who write in a relay: who asked, and who answers for the committee. */
export type RelaySide = 'person' | 'member';
/** How many messages in the hour that began at `since`. */
export interface Pace {
  since: number;
  count: number;
}
export type ConcernStatus = 'open' | 'answered' | 'closed';

export function defineCommittees(c: Columns, { clinics }: Directory, { people }: People) {
  /** Conversations in which neither sees who the other is. What is said in them stands in the outbox alone, for a while. */
  const relays = c.table(
    'relays',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      /** Who asked. */
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      /** Who answers. */
      memberPersonId: c
        .int('member_person_id')
        .notNull()
        .references(() => people.id),
      recipient: c.text('recipient').$type<RelayTo>().notNull(),
      openedAt: c.instant('opened_at').notNull(),
      expiresAt: c.instant('expires_at').notNull(),
      endedAt: c.instant('ended_at'),
      /** Counts what was said, by both. */
      messages: c.int('messages').notNull().default(0),
      personPace: c.json('person_pace').$type<Pace>(),
      memberPace: c.json('member_pace').$type<Pace>(),
    },
    (t) => [
      c.index('relays_person').on(t.personId).where(sql`ended_at is null`),
      c.index('relays_member').on(t.memberPersonId).where(sql`ended_at is null`),
    ],
  );

  /** Who wants no more relays with whom. */
  const relayBlocks = c.table(
    'relay_blocks',
    {
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      blockedPersonId: c
        .int('blocked_person_id')
        .notNull()
        .references(() => people.id),
      since: c.instant('since').notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.personId, t.blockedPersonId] }),
      c.index('relay_blocks_blocked').on(t.blockedPersonId),
    ],
  );

  /** What people report of works and money; its number is the folio. Never for who spends the money. */
  const concerns = c.table(
    'concerns',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      /** Whom answers go to, and nobody else sees; null once nothing is left to tell them. */
      personId: c.int('person_id').references(() => people.id),
      /** The name they gave to be shown; empty: none. */
      name: c.text('name').notNull().default(''),
      /** As typed; empty once forgotten. */
      text: c.text('text').notNull(),
      photoFileId: c.int('photo_file_id'),
      /** Who sent the photo has said that nobody is hurt by it. */
      photoCleared: c.flag('photo_cleared').notNull().default(false),
      status: c.text('status').$type<ConcernStatus>().notNull().default('open'),
      /** The last one given. */
      answer: c.text('answer').notNull().default(''),
      createdAt: c.instant('created_at').notNull(),
      answeredAt: c.instant('answered_at'),
      closedAt: c.instant('closed_at'),
    },
    (t) => [c.index('concerns_clinic').on(t.clinicId, t.status), c.index('concerns_person').on(t.personId)],
  );

  return { relays, relayBlocks, concerns };
}
