/** What people wrote to one another does not stay: the outbox forgets it when it has long been delivered. */

import { and, lt, ne, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

/** As long as a phone may ask for it again. */
const KEPT_MS = 72 * 3_600_000;

/** Takes the text out of every message from person to person that was done with 72 hours ago; that there was one stays. */
export async function wipeCorrespondence(tx: Tx, { now }: { now: number }): Promise<void> {
  const { outbox } = tx.tables;
  await tx.db
    .update(outbox)
    .set({ notice: null })
    .where(
      and(
        // Written out, so that both engines see that the index over what is to be wiped covers it.
        sql`kind = 'correspondence' and notice is not null`,
        ne(outbox.status, 'queued'),
        lt(outbox.doneAt, now - KEPT_MS),
      ),
    );
}
