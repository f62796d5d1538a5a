/** What who watches over the money, and who reported, are told of a report. */

import { and, eq, like, ne } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type NoticeText, queueNotices } from '../notices/queue.ts';
import type { Reviewer } from './reviewers.ts';

/** That there is one, under its folio: it is read in the chat, not in the notice. */
export async function tellReviewers(
  tx: Tx,
  input: { folio: number; clinicId: number; recipients: readonly number[]; now: number },
): Promise<number> {
  const { folio, clinicId, recipients, now } = input;
  return await queueNotices(tx, {
    // At any level: whoever said BAJA still looks into what people report.
    kind: 'correspondence',
    clinicId,
    recipients,
    texts: [{ key: 'notice:concern.filed', values: { folio } }],
    deadline: now,
    notBefore: now,
    expiresAt: null,
    dedupe: (personId) => `${keyOf(folio)}filed:${personId}`,
    now,
  });
}

/** What was answered, or that it is closed; and whom to turn to next if that is not enough. */
export async function tellReporter(
  tx: Tx,
  input: { folio: number; clinicId: number; personId: number; by: Reviewer['role']; answer?: string; now: number },
): Promise<number> {
  const { folio, clinicId, personId, by, answer, now } = input;
  const values = { folio, who: { key: `notice:concern.by.${by}` } };
  const said: NoticeText =
    answer === undefined
      ? { key: 'notice:concern.closed', values }
      : { key: 'notice:concern.answered', values: { ...values, text: answer } };
  return await queueNotices(tx, {
    kind: 'correspondence',
    clinicId,
    recipients: [personId],
    texts: [said, { key: 'notice:concern.next' }],
    deadline: now,
    notBefore: now,
    expiresAt: null,
    // Of a closed report no key says whose it was.
    dedupe: () => (answer === undefined ? null : `${keyOf(folio)}answered:${now}:${personId}`),
    now,
  });
}

const keyOf = (folio: number) => `concern:${folio}:`;

/** Takes out of what was told to who reported that it was about this report. What still waits goes out. */
export async function forgetReporter(tx: Tx, { folio, personId }: { folio: number; personId: number }): Promise<void> {
  const { outbox } = tx.tables;
  const told = and(eq(outbox.personId, personId), like(outbox.dedupe, `${keyOf(folio)}%`));
  await tx.db
    .update(outbox)
    .set({ notice: null })
    .where(and(told, ne(outbox.status, 'queued')));
  await tx.db.update(outbox).set({ dedupe: null }).where(told);
}
