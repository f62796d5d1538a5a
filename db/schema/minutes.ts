/** The tables of what an assembly decided, as its secretary takes it down. Who did is in the audit log. */

import type { Columns } from '../columns.ts';

export function defineMinutes(c: Columns) {
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
      /** As the clinic calls it. */
      post: c.text('post').notNull(),
      /** Empty unless the person agreed that it stands in the minutes. */
      name: c.text('name').notNull(),
      enteredAt: c.instant('entered_at').notNull(),
    },
    (t) => [c.index('elected_assembly').on(t.assemblyId)],
  );

  return { agreements, elected };
}
