/** Takes back notices that wait and no longer say the truth. */

import { and, eq, inArray, like, sql } from 'drizzle-orm';
import type { NoticeLevel } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { kinds, type NoticeKind } from './kinds.ts';
import type { Notice } from './queue.ts';

/** A notice that was taken back. */
export interface Dropped {
  personId: number;
  kind: NoticeKind;
  /** They had asked for it. */
  isAsked: boolean;
}

/**
 * Drops what is queued about the assembly, of these kinds, and says of whom. The dedupe key is set free: what was
 * never said may be said later. A message that a channel is sending at this moment still goes out.
 */
export async function dropQueued(
  tx: Tx,
  input: { assemblyId: number; kinds: NoticeKind[]; now: number },
): Promise<Dropped[]> {
  const { outbox } = tx.tables;
  const rows = await tx.db
    .update(outbox)
    .set({ status: 'dropped', dedupe: null, doneAt: input.now })
    // Written out, so that SQLite sees that the index over what is queued covers it.
    .where(and(sql`status = 'queued'`, eq(outbox.assemblyId, input.assemblyId), inArray(outbox.kind, input.kinds)))
    .returning({ personId: outbox.personId, kind: outbox.kind, notice: outbox.notice });
  return rows.flatMap(({ personId, kind, notice }) =>
    kind === 'answer' ? [] : [{ personId, kind, isAsked: isAsked(notice) }],
  );
}

/** Drops what is queued about this vote of a clinic, as `dropQueued` does about an assembly. */
export async function dropQueuedOfVote(
  tx: Tx,
  { voteId, clinicId, now }: { voteId: number; clinicId: number; now: number },
): Promise<void> {
  const { outbox } = tx.tables;
  const isOfIt = and(eq(outbox.kind, 'vote'), eq(outbox.clinicId, clinicId), like(outbox.dedupe, `vote:${voteId}:%`));
  await tx.db
    .update(outbox)
    .set({ status: 'dropped', dedupe: null, doneAt: now })
    .where(and(sql`status = 'queued'`, isOfIt));
}

/** Drops what is queued under these very keys, as `dropQueued` does. */
export async function dropQueuedAs(tx: Tx, { keys, now }: { keys: readonly string[]; now: number }): Promise<void> {
  const { outbox } = tx.tables;
  await tx.db
    .update(outbox)
    .set({ status: 'dropped', dedupe: null, doneAt: now })
    .where(and(eq(outbox.status, 'queued'), inArray(outbox.dedupe, [...keys])));
}

const isAsked = (notice: unknown) => (notice as Notice | null)?.isAsked === true;

/**
 * Drops what a person wants no more: what a committee wrote, so that its numbers say so; and at 'changes' the dates that
 * they did not ask for, which delivery would let through. What else is about an assembly waits on: delivery passes it
 * over, and who changes their mind gets it.
 */
export async function dropUnwanted(
  tx: Tx,
  { personId, level, now }: { personId: number; level: NoticeLevel; now: number },
): Promise<void> {
  if (kinds.notice.levels.includes(level)) return;
  const { outbox } = tx.tables;
  const rows = await tx.db
    .select({ id: outbox.id, kind: outbox.kind, notice: outbox.notice })
    .from(outbox)
    .where(
      and(
        eq(outbox.personId, personId),
        eq(outbox.status, 'queued'),
        inArray(outbox.kind, level === 'changes' ? ['notice', 'announcement'] : ['notice']),
      ),
    );
  const unwanted = rows.filter(({ notice }) => !isAsked(notice)).map(({ id }) => id);
  if (unwanted.length === 0) return;
  await tx.db
    .update(outbox)
    .set({ status: 'dropped', because: 'opted-out', dedupe: null, doneAt: now })
    .where(and(inArray(outbox.id, unwanted), eq(outbox.status, 'queued')));
}
