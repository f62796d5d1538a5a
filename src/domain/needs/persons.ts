/** What becomes of needs and supports when two people are one, and when somebody has their data deleted. */

import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { deleteFile } from '../files.ts';
import type { Forgetters } from '../people/deletion.ts';
import type { Mergers } from '../people/merge.ts';

export const needMergers = {
  async needs({ db, tables: { needs } }, { from, to }) {
    await db.update(needs).set({ personId: to }).where(eq(needs.personId, from));
  },
  /** Who supported it as two supports it once. */
  async needSupports(tx, { from, to }) {
    const { needSupports: t } = tx.tables;
    const kept = tx.db.select({ id: t.needId }).from(t).where(eq(t.personId, to));
    const gone = await tx.db
      .delete(t)
      .where(and(eq(t.personId, from), inArray(t.needId, kept)))
      .returning({ fileId: t.fileId });
    await deleteFiles(tx, gone);
    await tx.db.update(t).set({ personId: to }).where(eq(t.personId, from));
  },
} satisfies Partial<Mergers>;

/** What was asked for stays asked for, by nobody; what they wrote and showed goes. */
export const needForgetters = {
  async needs({ db, tables: { needs } }, { personId }) {
    const theirs = eq(needs.personId, personId);
    const unlisted = and(isNull(needs.catalogueCode), inArray(needs.status, ['declined', 'merged']));
    await db.update(needs).set({ title: '' }).where(and(theirs, unlisted));
    await db.update(needs).set({ personId: null }).where(theirs);
  },
  async needSupports(tx, { personId, recountTokens: tokensFor }) {
    const { needSupports: t, needs } = tx.tables;
    const theirs = await tx.db
      .select({ id: t.id, needId: t.needId, fileId: t.fileId, status: needs.status })
      .from(t)
      .innerJoin(needs, eq(needs.id, t.needId))
      .where(eq(t.personId, personId));
    for (const { id, needId, status } of theirs) {
      const recountTokens = status === 'open' || status === 'review' ? await tokensFor('need', needId) : null;
      await tx.db.update(t).set({ personId: null, detail: '', fileId: null, recountTokens }).where(eq(t.id, id));
    }
    await deleteFiles(tx, theirs);
  },
} satisfies Partial<Forgetters>;

/** Forgets the tokens of supports whose need is settled: nobody is counted there again. */
export async function forgetSupportTokens(tx: Tx): Promise<void> {
  const { needSupports: t, needs } = tx.tables;
  const settled = tx.db
    .select({ id: needs.id })
    .from(needs)
    .where(inArray(needs.status, ['declined', 'decided']));
  await tx.db
    .update(t)
    .set({ recountTokens: null })
    .where(and(isNotNull(t.recountTokens), inArray(t.needId, settled)));
}

async function deleteFiles(tx: Tx, rows: readonly { fileId: number | null }[]): Promise<void> {
  for (const { fileId } of rows) if (fileId !== null) await deleteFile(tx, fileId);
}
