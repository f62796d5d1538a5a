/** The tables of what a clinic lacks: what people ask for, and who supports it. */

import { sql } from 'drizzle-orm';
import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { People } from './people.ts';
import type { Role } from './roles.ts';
import type { WorkKind } from './works.ts';

/**
 * `review`: in own words, or it looks like a new service, and waits for the committee; `open`: in the list; `merged`: its
 * supports stand with another one; `declined`: the committee said no, with a reason; `decided`: it became a work.
 */
export type NeedStatus = 'review' | 'open' | 'merged' | 'declined' | 'decided';
/** `people`: somebody proposed it; `diagnosis`: the committee noted it down with the health staff. */
export type NeedOrigin = 'people' | 'diagnosis';

export function defineNeeds(c: Columns, { clinics }: Directory, { people }: People) {
  const needs = c.table(
    'needs',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      /** A code of the catalogue; null for what it does not have. */
      catalogueCode: c.text('catalogue_code'),
      /** The catalogue's name, or the proposer's own words. */
      title: c.text('title').notNull(),
      kind: c.text('kind').$type<WorkKind>().notNull(),
      status: c.text('status').$type<NeedStatus>().notNull(),
      origin: c.text('origin').$type<NeedOrigin>().notNull(),
      /**
       * Where the committee and the staff noted it down: parts of the clinic, as `src/domain/needs/areas.ts` lists them,
       * between spaces; null where they did not.
       */
      areas: c.text('areas'),
      /** It looks like something that the clinic does not offer today: people decide on it, never the bot. */
      isNewService: c.flag('is_new_service').notNull().default(false),
      /** Who proposed it; null after they had their data deleted. */
      personId: c.int('person_id').references(() => people.id),
      proposedAt: c.instant('proposed_at').notNull(),
      /** Why it was declined. */
      reason: c.text('reason').notNull().default(''),
      mergedIntoId: c.int('merged_into_id'),
      /** When those who review it were last told that it waits. */
      toldAt: c.instant('told_at'),
      workId: c.int('work_id'),
      reviewedAt: c.instant('reviewed_at'),
      reviewedBy: c.text('reviewed_by').$type<Role>(),
    },
    (t) => [
      c.index('needs_clinic').on(t.status, t.clinicId),
      c.index('needs_person').on(t.personId),
      // What is in the list already is supported, never listed twice.
      c
        .uniqueIndex('needs_catalogue')
        .on(t.clinicId, t.catalogueCode)
        .where(sql`status = 'open' and catalogue_code is not null`),
    ],
  );

  /** Who wants it too; one a person and need, the proposer's own among them. */
  const needSupports = c.table(
    'need_supports',
    {
      id: c.id(),
      needId: c
        .int('need_id')
        .notNull()
        .references(() => needs.id),
      /** Null after the person had their data deleted: the count stays. */
      personId: c.int('person_id').references(() => people.id),
      /** What they added in own words; empty where nothing. */
      detail: c.text('detail').notNull().default(''),
      /** A photo for the committee. */
      fileId: c.int('file_id'),
      /** After a deletion, until the need is settled, one for each identifier: keep the same person from counting twice. */
      recountTokens: c.json('recount_tokens').$type<readonly string[]>(),
      at: c.instant('at').notNull(),
    },
    (t) => [c.uniqueIndex('need_supports_person').on(t.needId, t.personId), c.index('need_supports_of').on(t.personId)],
  );

  return { needs, needSupports };
}
