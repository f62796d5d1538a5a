/** Takes back notices that wait and no longer say the truth. */

import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { NoticeKind } from './queue.ts';

/**
 * Drops what is queued about the assembly, of these kinds, and says of whom. The dedupe key is set free: what was
 * never said may be said later. A message that a channel is sending at this moment still goes out.
 */
export async function dropQueued(
  tx: Tx,
  input: { assemblyId: number; kinds: NoticeKind[]; now: number },
): Promise<{ personId: number; kind: NoticeKind }[]> {
  const { outbox } = tx.tables;
  const rows = await tx.db
    .update(outbox)
    .set({ status: 'dropped', dedupe: null, doneAt: input.now })
    // Written out, so that SQLite sees that the index over what is queued covers it.
    .where(and(sql`status = 'queued'`, eq(outbox.assemblyId, input.assemblyId), inArray(outbox.kind, input.kinds)))
    .returning({ personId: outbox.personId, kind: outbox.kind });
  return rows.flatMap(({ personId, kind }) => (kind === 'answer' ? [] : [{ personId, kind }]));
}
