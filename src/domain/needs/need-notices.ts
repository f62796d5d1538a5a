/** What people are told of a need in their own words. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type NoticeText, queueNotices } from '../notices/queue.ts';

export type Became = 'accepted' | 'merged' | 'declined';

/** Who asked for it, as far as something says so. */
export async function supportersOf(tx: Tx, needId: number): Promise<number[]> {
  const { needSupports } = tx.tables;
  const rows = await tx.db
    .select({ personId: needSupports.personId })
    .from(needSupports)
    .where(eq(needSupports.needId, needId));
  return rows.flatMap(({ personId }) => personId ?? []);
}

/** What became of it; `other` is what it was merged into. */
export async function tellSupporters(
  tx: Tx,
  input: {
    recipients: readonly number[];
    need: { clinicId: number; title: string };
    became: Became;
    other?: string;
    reason?: string;
    now: number;
  },
): Promise<number> {
  const { recipients, need, became, other = '', reason = '', now } = input;
  const text: NoticeText = { key: `notice:need.${became}`, values: { title: need.title, other, reason } };
  return await queueNotices(tx, {
    // At any level: they asked, and this is the answer.
    kind: 'correspondence',
    clinicId: need.clinicId,
    recipients,
    texts: [text, { key: 'notice:need.foot' }],
    deadline: now,
    notBefore: now,
    expiresAt: null,
    dedupe: () => null,
    now,
  });
}
