/**
 * The tables of votes on needs. Who voted (`voters`) and what was voted (`ballots`) have nothing in common by which they
 * could be joined once a vote is closed: no key, no time, no order. See `docs/voting.md`.
 */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { People } from './people.ts';
import type { Role } from './roles.ts';
import type { WorkKind } from './works.ts';

/**
 * `draft`: being built; `announced`: frozen, its lot drawn and published, not yet open; `open`; `closed`: counted;
 * `replaced`: the ballot was changed and a new one took its place, nothing of it counts; `discarded`: never opened.
 */
export type VoteStatus = 'draft' | 'announced' | 'open' | 'closed' | 'replaced' | 'discarded';
/** What proves that a voter belongs here: nothing, the code of the day given at the assembly, being on the list. */
export type VoteProof = 'none' | 'day-code' | 'invited';
/**
 * `begun`: chose and did not confirm; `voted`: a ballot counts; `withdrawn`: took it back, or it gave way to the ballot of
 * the same person on another channel; `paper`: votes on paper, and no more in the chat.
 */
export type VoterStatus = 'begun' | 'voted' | 'withdrawn' | 'paper';

export function defineVotes(c: Columns, { clinics }: Directory, { people }: People) {
  const votes = c.table(
    'votes',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      year: c.int('year').notNull(),
      status: c.text('status').$type<VoteStatus>().notNull(),
      /** The clinic's amount of the year when it was announced, in centavos; of a draft the one it was begun with. */
      budgetCents: c.int('budget_cents').notNull(),
      /** How many may be chosen. */
      most: c.int('most').notNull(),
      proof: c.text('proof').$type<VoteProof>().notNull(),
      /** The keyed hash of the code of the day. */
      dayCode: c.text('day_code'),
      opensAt: c.instant('opens_at'),
      closesAt: c.instant('closes_at'),
      openedAt: c.instant('opened_at'),
      closedAt: c.instant('closed_at'),
      /** What the lot was drawn with, published before the vote opens. */
      lotSeed: c.text('lot_seed'),
      /** Random, a part of every ballot's token; wiped at the close, and the tokens with it. */
      tokenKey: c.text('token_key'),
      /** The vote whose ballot this one changes. */
      replacesId: c.int('replaces_id'),
      /** Paper ballots and raised hands were counted from so many people; null where none were. */
      paperBallots: c.int('paper_ballots'),
      /** The published file and the digest that was told. */
      fileId: c.int('file_id'),
      digest: c.text('digest'),
      /** The digest of the result that people were told last; null where they were told none. */
      toldDigest: c.text('told_digest'),
      /** How it stood when its people were last told of it: announced, open, replaced or discarded. */
      toldStatus: c.text('told_status').$type<VoteStatus>(),
      /** What `src/domain/votes/results.ts` counted at the close. */
      result: c.json('result'),
      createdAt: c.instant('created_at').notNull(),
      enteredBy: c.text('entered_by').$type<Role>().notNull(),
      /** Who made it; null after they had their data deleted. */
      personId: c.int('person_id').references(() => people.id),
    },
    (t) => [
      c.index('votes_clinic').on(t.clinicId, t.status),
      c.index('votes_due').on(t.status, t.opensAt),
      c.index('votes_closing').on(t.status, t.closesAt),
      c.index('votes_person').on(t.personId),
      // A clinic has one vote at a time, and one being built.
      c.uniqueIndex('votes_current').on(t.clinicId).where(sql`status in ('announced', 'open')`),
      c.uniqueIndex('votes_draft').on(t.clinicId).where(sql`status = 'draft'`),
    ],
  );

  const voteItems = c.table(
    'vote_items',
    {
      id: c.id(),
      voteId: c
        .int('vote_id')
        .notNull()
        .references(() => votes.id),
      /** The need it comes from; null for what was put on the ballot by hand. */
      needId: c.int('need_id'),
      catalogueCode: c.text('catalogue_code'),
      title: c.text('title').notNull(),
      kind: c.text('kind').$type<WorkKind>().notNull(),
      /** More than 0 and at most the budget. */
      costCents: c.int('cost_cents').notNull(),
      /** Where the estimate comes from, in the words of who entered it. */
      costSource: c.text('cost_source').notNull(),
      /** Of the items of one group one wins at most. */
      rivals: c.text('rivals'),
      /** The number printed on the ballot, from 1. */
      number: c.int('number').notNull(),
      /** Its place in the order drawn by lot, from 1; null until it is drawn. */
      lot: c.int('lot'),
      /** What the assembly made of it, once it has. */
      workId: c.int('work_id'),
    },
    (t) => [c.index('vote_items_vote').on(t.voteId)],
  );

  /** Who voted. Times are wiped at the close. */
  const voters = c.table(
    'voters',
    {
      /** Random: the order of the rows is no order of votes. */
      id: c.int('id').primaryKey(),
      voteId: c
        .int('vote_id')
        .notNull()
        .references(() => votes.id),
      /** Null after the person had their data deleted. */
      personId: c.int('person_id').references(() => people.id),
      status: c.text('status').$type<VoterStatus>().notNull(),
      /** When the last ballot was confirmed, or the choosing begun; null once the vote is closed. */
      at: c.instant('at'),
      remindedAt: c.instant('reminded_at'),
      /** What the voter was given; published at the close. Null where no ballot counts. */
      receipt: c.text('receipt'),
    },
    (t) => [
      c.uniqueIndex('voters_person').on(t.voteId, t.personId),
      c.uniqueIndex('voters_receipt').on(t.receipt).where(sql`receipt is not null`),
      c.index('voters_of').on(t.personId),
      c.index('voters_status').on(t.voteId, t.status, t.at),
    ],
  );

  /** What was voted. Written anew in random order at the close. */
  const ballots = c.table(
    'ballots',
    {
      /** Random, as that of `voters`, and another one. */
      id: c.int('id').primaryKey(),
      voteId: c
        .int('vote_id')
        .notNull()
        .references(() => votes.id),
      /** Keyed hash of the vote's `tokenKey` and the voter, by which a second ballot replaces the first; null at the close. */
      token: c.text('token'),
      /** Ids of items, ascending. */
      choices: c.json('choices').$type<readonly number[]>().notNull(),
      /** It came with the proof that the vote asks for; after the close false of all, where few have it or few do not. */
      proven: c.flag('proven').notNull(),
    },
    (t) => [
      c.uniqueIndex('ballots_token').on(t.voteId, t.token).where(sql`token is not null`),
      c.index('ballots_vote').on(t.voteId),
    ],
  );

  /** Telephone numbers that were invited to vote, as keyed hashes. */
  const voteInvitees = c.table(
    'vote_invitees',
    {
      voteId: c
        .int('vote_id')
        .notNull()
        .references(() => votes.id),
      phone: c.text('phone').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.voteId, t.phone] })],
  );

  /** Votes on paper or by raised hands, by item, as the secretary counted them. */
  const paperCounts = c.table(
    'paper_counts',
    {
      voteId: c
        .int('vote_id')
        .notNull()
        .references(() => votes.id),
      itemId: c.int('item_id').notNull(),
      votes: c.int('votes').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.voteId, t.itemId] })],
  );

  /** Published files in whose place another one came: answers that are under way refer to them still. */
  const replacedFiles = c.table('replaced_files', {
    fileId: c.int('file_id').primaryKey(),
    at: c.instant('at').notNull(),
  });

  /** What happened to a vote, each line with the hash of itself and of all before it. Never who, never what was chosen. */
  const voteEvents = c.table(
    'vote_events',
    {
      id: c.id(),
      voteId: c
        .int('vote_id')
        .notNull()
        .references(() => votes.id),
      at: c.instant('at').notNull(),
      event: c.text('event').notNull(),
      details: c.json('details').notNull(),
      hash: c.text('hash').notNull(),
    },
    (t) => [c.index('vote_events_vote').on(t.voteId)],
  );

  return { votes, voteItems, voters, ballots, voteInvitees, paperCounts, replacedFiles, voteEvents };
}
