/** Every table of the database, for either dialect. Instants are milliseconds since 1970 UTC. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';

/** What a person wants to be told without having written: everything, only moved and cancelled assemblies, nothing. */
export type NoticeLevel = 'all' | 'changes' | 'none';
export type RsvpAnswer = 'yes' | 'no' | 'maybe';
export type AssemblyStatus = 'scheduled' | 'cancelled';
/** How a platform knows a person. */
export type IdentifierKind = 'tg_user' | 'wa_lid' | 'wa_pn' | 'wa_bsuid' | 'sim_user';
/** How far a message came that the platform took; never goes back. */
export type OutboxReceipt = 'delivered' | 'read';
export type OutboxStatus = 'queued' | 'sent' | 'dropped' | 'failed' | 'unreachable' | 'unconfirmed';
/** What speaks for two people being one: a number that both have, a message that carries identifiers of both, a link code. */
export type MergeReason = 'number' | 'identifiers' | 'contact' | 'code';
/** Why a message is sent; `answer` is the only kind that a person has just asked for. */
export type OutboxKind = 'answer' | 'change' | 'announcement' | 'reminder';

export function defineTables(c: Columns) {
  /** Facts about the database itself: the fingerprint of its key, whether it holds demo data, the directory's version. */
  const settings = c.table('settings', {
    key: c.text('key').primaryKey(),
    value: c.text('value').notNull(),
  });

  /** First-level units, by CLUES. */
  const clinics = c.table('clinics', {
    id: c.id(),
    clues: c.text('clues').notNull().unique(),
    name: c.text('name').notNull(),
    institution: c.text('institution').notNull(),
    type: c.text('type').notNull(),
    state: c.text('state').notNull(),
    stateCode: c.text('state_code').notNull(),
    municipality: c.text('municipality').notNull(),
    municipalityCode: c.text('municipality_code').notNull(),
    locality: c.text('locality').notNull(),
    streetAddress: c.text('street_address').notNull(),
    postalCode: c.text('postal_code').notNull(),
    latitude: c.real('latitude'),
    longitude: c.real('longitude'),
    consultingRooms: c.int('consulting_rooms'),
    /** IANA name; decides every date shown and every deadline of the clinic. */
    timeZone: c.text('time_zone').notNull(),
  });

  /** Which units take part in the programme in a year, as loaded by the operator. */
  const programmeClinics = c.table(
    'programme_clinics',
    {
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      year: c.int('year').notNull(),
    },
    (t) => [c.primaryKey({ columns: [t.clinicId, t.year] })],
  );

  const people = c.table(
    'people',
    {
      id: c.id(),
      /** A folder of `locales/`; null until chosen or recognised. */
      language: c.text('language'),
      homeClinicId: c.int('home_clinic_id').references(() => clinics.id),
      notices: c.text('notices').$type<NoticeLevel>().notNull().default('all'),
      createdAt: c.instant('created_at').notNull(),
      /** They asked to be deleted: what is left goes once the last answer has been sent. */
      deletedAt: c.instant('deleted_at'),
    },
    (t) => [c.index('people_home_clinic').on(t.homeClinicId)],
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

  /** Ids of the messages taken in, never their text. */
  const inbox = c.table('inbox', {
    id: c.id(),
    /** The sender's look-up hash and the platform's message id. */
    key: c.text('key').notNull().unique(),
    receivedAt: c.instant('received_at').notNull(),
    /** The turn threw: the person got an apology instead of an answer. */
    failed: c.flag('failed').notNull().default(false),
  });

  /** Messages to send: written in the transaction that caused them, sent after its commit. */
  const outbox = c.table(
    'outbox',
    {
      id: c.id(),
      personId: c.int('person_id').notNull(),
      conversationId: c.int('conversation_id').notNull(),
      channel: c.text('channel').notNull(),
      /** The message it answers; null for a notice. */
      inboxId: c.int('inbox_id'),
      kind: c.text('kind').$type<OutboxKind>().notNull(),
      status: c.text('status').$type<OutboxStatus>().notNull().default('queued'),
      /** An answer: a channel-neutral reply in the person's language; null once wiped. */
      reply: c.json('reply'),
      /** A notice: its text's key and values, put into the person's language when it is sent. */
      notice: c.json('notice'),
      /** Wiped once delivered. */
      secret: c.flag('secret').notNull().default(false),
      /** 0 answers, 1 notices with a deadline, 2 the rest. */
      priority: c.int('priority').notNull(),
      /** Sorts notices of one priority: the assembly's start. */
      deadline: c.instant('deadline').notNull(),
      /** Not sent before: quiet hours, back-off. */
      notBefore: c.instant('not_before').notNull(),
      /** Worthless after this; null for never. */
      expiresAt: c.instant('expires_at'),
      attempts: c.int('attempts').notNull().default(0),
      assemblyId: c.int('assembly_id'),
      /** The platform has said that it takes this notice as a template alone. */
      templateOnly: c.flag('template_only').notNull().default(false),
      /** The same notice is never queued twice for a person. */
      dedupe: c.text('dedupe'),
      /** The platform's id of the message. */
      ref: c.text('ref'),
      /** Null while the platform has only taken it. */
      receipt: c.text('receipt').$type<OutboxReceipt>(),
      createdAt: c.instant('created_at').notNull(),
      doneAt: c.instant('done_at'),
    },
    (t) => [
      c.index('outbox_person').on(t.personId),
      c.index('outbox_queued').on(t.channel, t.priority, t.deadline).where(sql`status = 'queued'`),
      c.index('outbox_ref').on(t.channel, t.ref).where(sql`ref is not null`),
      c.index('outbox_assembly').on(t.assemblyId).where(sql`status = 'queued'`),
      c.uniqueIndex('outbox_dedupe').on(t.dedupe).where(sql`dedupe is not null`),
    ],
  );

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
    (t) => [c.index('assemblies_clinic').on(t.clinicId, t.startsAt), c.index('assemblies_start').on(t.startsAt)],
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
    (t) => [c.primaryKey({ columns: [t.personId, t.clinicId] }), c.index('follows_clinic').on(t.clinicId)],
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

  /** What people tell the operator: a wrong date, a clinic that is not in the directory. */
  const reports = c.table('reports', {
    id: c.id(),
    kind: c.text('kind').$type<'wrong-date' | 'missing-clinic'>().notNull(),
    clinicId: c.int('clinic_id'),
    assemblyId: c.int('assembly_id'),
    text: c.text('text').notNull(),
    createdAt: c.instant('created_at').notNull(),
  });

  return {
    settings,
    clinics,
    programmeClinics,
    people,
    identities,
    conversations,
    mergeProposals,
    linkCodes,
    linkTries,
    inbox,
    outbox,
    assemblies,
    rsvps,
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
