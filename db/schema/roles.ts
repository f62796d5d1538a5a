/** The tables of who may do what: roles held, invitations to them, what was done in them, and the files that came along. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { People } from './people.ts';

/** `helper` marks who enters, on one day. The operator has no role: they have the command line. */
export type Role = 'facilitator' | 'president' | 'treasurer' | 'secretary' | 'oversight' | 'member' | 'helper';

export function defineRoles(c: Columns, { clinics }: Directory, { people }: People) {
  /** Who holds which role where. Rows are ended, never deleted: they are the record of who could do what. */
  const roles = c.table(
    'roles',
    {
      id: c.id(),
      /** Null after the person had their data deleted: what was held stays. */
      personId: c.int('person_id').references(() => people.id),
      role: c.text('role').$type<Role>().notNull(),
      /** What the clinic calls the post; empty: the role's own name. */
      post: c.text('post').notNull().default(''),
      /** Null for a facilitator of a whole state. */
      clinicId: c.int('clinic_id').references(() => clinics.id),
      stateCode: c.text('state_code'),
      /** The name that all may see; empty while the person has not agreed. */
      publicName: c.text('public_name').notNull().default(''),
      /** Answers for the committee when somebody wants to talk to it. */
      onDuty: c.flag('on_duty').notNull().default(false),
      grantedAt: c.instant('granted_at').notNull(),
      /** Who invited them; null for the operator. */
      grantedByPersonId: c.int('granted_by_person_id').references(() => people.id),
      /** By which offer it was taken; null where it came by none. */
      invitationId: c.int('invitation_id'),
      /** Not held from then on; null without an end. */
      endsAt: c.instant('ends_at'),
    },
    (t) => [
      c.index('roles_person').on(t.personId),
      c.index('roles_clinic').on(t.clinicId),
      c.index('roles_state').on(t.stateCode),
    ],
  );

  /** Offers of a role, each bound to whoever uses its code first. */
  const invitations = c.table(
    'invitations',
    {
      id: c.id(),
      /** The keyed hash of the code. */
      lookup: c.text('lookup').notNull().unique(),
      role: c.text('role').$type<Role>().notNull(),
      post: c.text('post').notNull().default(''),
      clinicId: c.int('clinic_id').references(() => clinics.id),
      stateCode: c.text('state_code'),
      /** Null for the operator. */
      invitedByPersonId: c.int('invited_by_person_id').references(() => people.id),
      /** The role that ends when this one begins: a post that is handed over. */
      replacesRoleId: c.int('replaces_role_id'),
      /** The line of the minutes that says who was elected, where it came of one. */
      electedId: c.int('elected_id'),
      /** Anybody who knows it may use it until it expires: a code of the day, told at the door. */
      isShared: c.flag('is_shared').notNull().default(false),
      createdAt: c.instant('created_at').notNull(),
      expiresAt: c.instant('expires_at').notNull(),
      /** Used up or withdrawn. */
      closedAt: c.instant('closed_at'),
      usedByPersonId: c.int('used_by_person_id').references(() => people.id),
    },
    (t) => [
      c.index('invitations_used').on(t.usedByPersonId),
      c.index('invitations_clinic').on(t.clinicId).where(sql`closed_at is null`),
    ],
  );

  /** What was done in a role: never changed, and shown to whom it concerns. */
  const auditLog = c.table(
    'audit_log',
    {
      id: c.id(),
      at: c.instant('at').notNull(),
      /** Null for the operator. */
      personId: c.int('person_id'),
      role: c.text('role').$type<Role | 'operator'>().notNull(),
      action: c.text('action').notNull(),
      clinicId: c.int('clinic_id'),
      /** Whom it was done to, where it was done to one. */
      subjectPersonId: c.int('subject_person_id'),
      /** Facts that say what: numbers and ids, never what somebody wrote. */
      details: c.json('details').$type<Readonly<Record<string, string | number | boolean | null>>>().notNull(),
    },
    (t) => [
      c.index('audit_log_person').on(t.personId),
      c.index('audit_log_subject').on(t.subjectPersonId),
      c.index('audit_log_clinic').on(t.clinicId, t.at),
    ],
  );

  /** Photos and documents that people sent where one was asked for. */
  const files = c.table(
    'files',
    {
      id: c.id(),
      personId: c.int('person_id').references(() => people.id),
      clinicId: c.int('clinic_id').references(() => clinics.id),
      name: c.text('name').notNull(),
      mime: c.text('mime').notNull(),
      /** Base64. */
      data: c.text('data').notNull(),
      keptAt: c.instant('kept_at').notNull(),
    },
    (t) => [c.index('files_person').on(t.personId)],
  );

  return { roles, invitations, auditLog, files };
}
