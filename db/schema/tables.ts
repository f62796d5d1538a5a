/** Every table of the database, for either dialect. Instants are milliseconds since 1970 UTC. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import { defineAttendance } from './attendance.ts';
import { defineBroadcasts } from './broadcasts.ts';
import { defineCalls } from './calls.ts';
import { defineDirectory } from './clinics.ts';
import { defineCommittees } from './committees.ts';
import { defineMessages } from './messages.ts';
import { defineMinutes } from './minutes.ts';
import { defineNeeds } from './needs.ts';
import { definePeople } from './people.ts';
import { defineRoles } from './roles.ts';
import { defineVotes } from './votes.ts';
import { defineWorks } from './works.ts';

export type { Role } from './roles.ts';

/** What a person wants to be told without having written: everything, only moved and cancelled assemblies, nothing. */
export type NoticeLevel = 'all' | 'changes' | 'none';
export type RsvpAnswer = 'yes' | 'no' | 'maybe';
export type AssemblyStatus = 'scheduled' | 'cancelled';
/** How a platform knows a person. */
export type IdentifierKind = 'tg_user' | 'wa_lid' | 'wa_pn' | 'wa_bsuid' | 'sim_user';
/** How far a message came that the platform took; never goes back. */
export type OutboxReceipt = 'delivered' | 'read';
export type OutboxStatus = 'queued' | 'sent' | 'dropped' | 'failed' | 'unreachable' | 'unconfirmed';
/**
 * Why a message did not go out. `opted-out`, `stopped`, `expired`: nobody wanted it any more; `rejected`, `template`: the
 * platform did not; `attempts`: too many in vain; `fault`: an error of the bot's own; `held`: it waits for a facilitator.
 */
export type OutboxBecause =
  | 'opted-out'
  | 'stopped'
  | 'held'
  | 'expired'
  | 'rejected'
  | 'template'
  | 'attempts'
  | 'fault';
/** What speaks for two people being one: a number that both have, a message that carries identifiers of both, a link code. */
export type MergeReason = 'number' | 'identifiers' | 'contact' | 'code';
/**
 * Why a message is sent. `answer`: the bot's own to what a person has just written; `correspondence`: another person's
 * answer to it, or a decision on it; `change`, `announcement`, `reminder`: of an assembly; `notice`: of a committee;
 * `progress`: of the works; `vote`: it opens, closes or waits for a confirmation; `office`: to somebody in their role.
 */
export type OutboxKind =
  | 'answer'
  | 'correspondence'
  | 'change'
  | 'announcement'
  | 'reminder'
  | 'notice'
  | 'progress'
  | 'vote'
  | 'office';

export function defineTables(c: Columns) {
  /** Facts about the database itself: the fingerprint of its key, whether it holds demo data, the directory's version. */
  const settings = c.table('settings', {
    key: c.text('key').primaryKey(),
    value: c.text('value').notNull(),
  });

  const directory = defineDirectory(c);
  const { clinics } = directory;
  const whoWrites = definePeople(c, directory);
  const { people } = whoWrites;
  const offices = defineRoles(c, directory, whoWrites);
  const undertakings = defineWorks(c, directory, whoWrites);
  const asked = defineNeeds(c, directory, whoWrites);
  const voting = defineVotes(c, directory, whoWrites);
  const messages = defineMessages(c);
  const broadcasting = defineBroadcasts(c, directory, whoWrites);
  const betweenPeople = defineCommittees(c, directory, whoWrites);
  const calls = defineCalls(c, whoWrites);
  const arrivals = defineAttendance(c, whoWrites);

  const assemblies = c.table(
    'assemblies',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      /** The operator's own id, if the file had one. */
      externalId: c.text('external_id').unique(),
      /** As entered, in the clinic's time: YYYY-MM-DD and HH:MM. */
      date: c.text('date').notNull(),
      time: c.text('time').notNull(),
      startsAt: c.instant('starts_at').notNull(),
      place: c.text('place').notNull(),
      latitude: c.real('latitude'),
      longitude: c.real('longitude'),
      agenda: c.text('agenda').notNull().default(''),
      calledBy: c.text('called_by').notNull().default(''),
      /** Who called it in the chat, so that they hear what becomes of it. */
      calledByPersonId: c.int('called_by_person_id').references(() => people.id),
      /** Called by a committee, and no facilitator has confirmed it yet. */
      isPending: c.flag('is_pending').notNull().default(false),
      note: c.text('note').notNull().default(''),
      /** Warns those who organise; nobody is turned away. */
      capacity: c.int('capacity'),
      status: c.text('status').$type<AssemblyStatus>().notNull().default('scheduled'),
      /** Invented, for the demonstration. */
      demo: c.flag('demo').notNull().default(false),
      /** Grows with every change that people must be told of. */
      revision: c.int('revision').notNull().default(1),
      enteredAt: c.instant('entered_at').notNull(),
      updatedAt: c.instant('updated_at').notNull(),
    },
    (t) => [
      c.index('assemblies_clinic').on(t.clinicId, t.startsAt),
      c.index('assemblies_start').on(t.startsAt),
      c.index('assemblies_pending').on(t.startsAt).where(sql`is_pending`),
    ],
  );

  /** Who said they will come. Coming and voting are other facts and stand in other tables. */
  const rsvps = c.table(
    'rsvps',
    {
      id: c.id(),
      assemblyId: c
        .int('assembly_id')
        .notNull()
        .references(() => assemblies.id),
      /** Null after the person had their data deleted: the count stays. */
      personId: c.int('person_id').references(() => people.id),
      answer: c.text('answer').$type<RsvpAnswer>().notNull(),
      /** People who come along, 0-9. */
      companions: c.int('companions').notNull().default(0),
      /** For a quicker entry; unique in the assembly, never needed. */
      checkInCode: c.text('check_in_code'),
      /** After a deletion, until the assembly, one for each identifier: keep the same person from being counted twice. */
      recountTokens: c.json('recount_tokens').$type<readonly string[]>(),
      answeredAt: c.instant('answered_at').notNull(),
    },
    (t) => [
      c.uniqueIndex('rsvps_person').on(t.assemblyId, t.personId),
      c.uniqueIndex('rsvps_code').on(t.assemblyId, t.checkInCode),
      c.index('rsvps_of_person').on(t.personId),
    ],
  );

  /** Clinics that a person follows besides the home clinic. */
  const follows = c.table(
    'follows',
    {
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      since: c.instant('since').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.personId, t.clinicId] }), c.index('follows_clinic').on(t.clinicId, t.personId)],
  );

  /** Who asked for the assembly of a clinic, and whether they want to be told its date. */
  const inquiries = c.table(
    'inquiries',
    {
      personId: c
        .int('person_id')
        .notNull()
        .references(() => people.id),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      askedAt: c.instant('asked_at').notNull(),
      wantsDate: c.flag('wants_date').notNull().default(false),
    },
    (t) => [c.primaryKey({ columns: [t.personId, t.clinicId] }), c.index('inquiries_clinic').on(t.clinicId)],
  );

  /** What people tell the operator: a wrong date, a clinic that is not in the directory, a notice that should not be. */
  const reports = c.table('reports', {
    id: c.id(),
    kind: c.text('kind').$type<'wrong-date' | 'missing-clinic' | 'notice' | 'relay'>().notNull(),
    clinicId: c.int('clinic_id'),
    assemblyId: c.int('assembly_id'),
    broadcastId: c.int('broadcast_id'),
    text: c.text('text').notNull(),
    createdAt: c.instant('created_at').notNull(),
  });

  return {
    settings,
    ...directory,
    ...whoWrites,
    ...offices,
    ...undertakings,
    ...asked,
    ...voting,
    ...messages,
    ...broadcasting,
    ...betweenPeople,
    ...calls,
    assemblies,
    rsvps,
    ...arrivals,
    ...defineMinutes(c, directory),
    follows,
    inquiries,
    reports,
  };
}

export type Tables = ReturnType<typeof defineTables>;

type PersonColumn = 'personId' | `${string}PersonId`;

/** The tables of which a row belongs to a person. */
export type PersonTable<T = Tables> = {
  [K in keyof T]: T[K] extends { $inferSelect: infer Row }
    ? keyof Row & PersonColumn extends never
      ? never
      : K
    : never;
}[keyof T];
