/** The tables of who came in, as numbers: nobody's name stands here. Who said they would come stands in `rsvps`. */

import type { Columns } from '../columns.ts';
import type { People } from './people.ts';

/** `assemblyId` names a row of `assemblies`, which is defined after this. */
export function defineAttendance(c: Columns, { people }: People) {
  /** People counted at the door. A check-in code stands once: entered again, it counts no more. */
  const entries = c.table(
    'entries',
    {
      id: c.id(),
      assemblyId: c.int('assembly_id').notNull(),
      /** The check-in code; null for who came in without one. */
      code: c.text('code'),
      /** How many came in. */
      people: c.int('people').notNull(),
      enteredAt: c.instant('entered_at').notNull(),
      /** Who counted; null after they had their data deleted. */
      byPersonId: c.int('by_person_id').references(() => people.id),
    },
    (t) => [c.uniqueIndex('entries_code').on(t.assemblyId, t.code), c.index('entries_by').on(t.byPersonId)],
  );

  /** People counted by eye, beside those at the door: each correction is a new row, the last one counts. */
  const headCounts = c.table(
    'head_counts',
    {
      id: c.id(),
      assemblyId: c.int('assembly_id').notNull(),
      people: c.int('people').notNull(),
      countedAt: c.instant('counted_at').notNull(),
      byPersonId: c.int('by_person_id').references(() => people.id),
    },
    (t) => [c.index('head_counts_assembly').on(t.assemblyId), c.index('head_counts_by').on(t.byPersonId)],
  );

  /** What the answers to an assembly added up to when the day of the last change began, to tell what that day changed. */
  const rsvpMornings = c.table('rsvp_mornings', {
    assemblyId: c.int('assembly_id').primaryKey(),
    /** The end of that day on the clinic's clocks: from then on nothing has changed yet. */
    endsAt: c.instant('ends_at').notNull(),
    yes: c.int('yes').notNull(),
    companions: c.int('companions').notNull(),
    maybe: c.int('maybe').notNull(),
    no: c.int('no').notNull(),
  });

  return { entries, headCounts, rsvpMornings };
}
