/** The tables of what an assembly decided, as its secretary takes it down. Who did is in the audit log. */

import type { Columns } from '../columns.ts';
import type { Directory } from './clinics.ts';
import type { Role } from './roles.ts';

/** `ratified`: who had the post goes on in it. */
export type ElectedHow = 'elected' | 'ratified';

export function defineMinutes(c: Columns, { clinics }: Directory) {
  const agreements = c.table(
    'agreements',
    {
      id: c.id(),
      assemblyId: c.int('assembly_id').notNull(),
      text: c.text('text').notNull(),
      enteredAt: c.instant('entered_at').notNull(),
    },
    (t) => [c.index('agreements_assembly').on(t.assemblyId)],
  );

  /** Who was elected. It gives nobody a role: that takes an invitation. */
  const elected = c.table(
    'elected',
    {
      id: c.id(),
      assemblyId: c.int('assembly_id').notNull(),
      /** As the clinic called it then. */
      post: c.text('post').notNull(),
      /** What the post does in the chat; null where nothing of the list was chosen. */
      role: c.text('role').$type<Role>(),
      how: c.text('how').$type<ElectedHow>().notNull().default('elected'),
      /** The code that was handed out for it, if one was. */
      invitationId: c.int('invitation_id'),
      /** Empty unless the person agreed that it stands in the minutes. */
      name: c.text('name').notNull(),
      enteredAt: c.instant('entered_at').notNull(),
    },
    (t) => [c.index('elected_assembly').on(t.assemblyId)],
  );

  /** The posts that the committee of a clinic has in a year: as many, and called, as the clinic says. Held by nobody yet. */
  const seats = c.table(
    'seats',
    {
      id: c.id(),
      clinicId: c
        .int('clinic_id')
        .notNull()
        .references(() => clinics.id),
      year: c.int('year').notNull(),
      /** As the clinic calls it. */
      name: c.text('name').notNull(),
      /** What it does in the chat. */
      role: c.text('role').$type<Role>().notNull(),
      enteredAt: c.instant('entered_at').notNull(),
    },
    (t) => [c.index('seats_clinic').on(t.clinicId, t.year)],
  );

  return { agreements, elected, seats };
}
