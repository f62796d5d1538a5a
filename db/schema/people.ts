/** The tables of who writes: people, what platforms know them by, and which of them may be one. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { IdentifierKind, MergeReason, NoticeLevel } from './tables.ts';

export type People = ReturnType<typeof definePeople>;

export function definePeople(c: Columns, { clinics }: Directory) {
  const people = c.table(
    'people',
    {
      id: c.id(),
      /** A folder of `locales/`; null until chosen or recognised. */
      language: c.text('language'),
      homeClinicId: c.int('home_clinic_id').references(() => clinics.id),
      /** Since when that clinic is theirs: who came after a vote was opened has no ballot in it. */
      homeSince: c.instant('home_since'),
      notices: c.text('notices').$type<NoticeLevel>().notNull().default('all'),
      /** They hold a role, or held one: spares everybody else the look at `roles`. */
      inOffice: c.flag('in_office').notNull().default(false),
      createdAt: c.instant('created_at').notNull(),
      /** They asked to be deleted: what is left goes once the last answer has been sent. */
      deletedAt: c.instant('deleted_at'),
    },
    (t) => [c.index('people_home_clinic').on(t.homeClinicId, t.id)],
  );

  /** Where a person stands on one channel account. */
  const conversations = c.table(
    'conversations',
    {
      id: c.id(),
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      channel: c.text('channel').notNull(),
      account: c.text('account').notNull(),
      /** The one of its identities that wrote last: answers and notices go there. */
      identityId: c.int('identity_id').notNull(),
      /** Counts the questions asked; a tap carries the number of its question. */
      turn: c.int('turn').notNull(),
      /** The engine's own envelope; see `src/conversation/turn.ts`. */
      state: c.json('state').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [c.index('conversations_person').on(t.personId)],
  );

  /** How a channel knows a person. The identifier itself is sealed; `lookup` is its keyed hash. */
  const identities = c.table(
    'identities',
    {
      id: c.id(),
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      /**
       * Identifiers of one person on one account share a conversation. Null until the first message is answered, and
       * where the identifier came from another person and has not been written from since.
       */
      conversationId: c.int('conversation_id').references(() => conversations.id),
      kind: c.text('kind').$type<IdentifierKind>().notNull(),
      lookup: c.text('lookup').notNull().unique(),
      /** What is written to. */
      sealed: c.text('sealed').notNull(),
      /** The keyed hash of the telephone number, the same on every channel; null where none is known. */
      phone: c.text('phone'),
      /** False after the platform said that the person cannot be reached; true again when they write. */
      reachable: c.flag('reachable').notNull().default(true),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.index('identities_person').on(t.personId),
      c.index('identities_conversation').on(t.conversationId),
      c.index('identities_phone').on(t.phone).where(sql`phone is not null`),
    ],
  );

  /** Two people who may be one. Only `personId` can say so: nobody is merged before they did. */
  const mergeProposals = c.table(
    'merge_proposals',
    {
      id: c.id(),
      /** Who is asked. */
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      otherPersonId: c
        .int('other_person_id')
        .notNull()
        .references(() => people.id),
      reason: c.text('reason').$type<MergeReason>().notNull(),
      /** The hash of the number that stands for the other person and was seen with this one. */
      phone: c.text('phone'),
      /** They said no: the pair is not asked about again. */
      declined: c.flag('declined').notNull().default(false),
      /** Asked from then on; null for one that is not asked unless somebody wants to link. */
      askAfter: c.instant('ask_after'),
      createdAt: c.instant('created_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('merge_proposals_pair').on(t.personId, t.otherPersonId),
      c.index('merge_proposals_other').on(t.otherPersonId),
    ],
  );

  /** Codes that link another channel to a person, until they are used or expire. */
  const linkCodes = c.table(
    'link_codes',
    {
      /** The keyed hash of the code. */
      lookup: c.text('lookup').primaryKey(),
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      expiresAt: c.instant('expires_at').notNull(),
    },
    (t) => [c.index('link_codes_person').on(t.personId), c.index('link_codes_expiry').on(t.expiresAt)],
  );

  /** How often a person typed a code that is none, so that nobody goes through them all. */
  const linkTries = c.table('link_tries', {
    personId: c
      .int('person_id')
      .primaryKey()
      .references(() => people.id),
    wrong: c.int('wrong').notNull(),
    since: c.instant('since').notNull(),
  });

  return { people, conversations, identities, mergeProposals, linkCodes, linkTries };
}
