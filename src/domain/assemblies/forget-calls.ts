/** What is not kept of calls: who called, once their data is deleted, and files that were loaded long ago. */

import { and, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Tables } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Forgetters } from '../people/deletion.ts';

/** What a person called stays called; that it was they is forgotten. */
export const callForgetters: Forgetters<Pick<Tables, 'assemblies' | 'massChanges' | 'callFiles'>> = {
  async assemblies({ db, tables: { assemblies } }, { personId }) {
    await db.update(assemblies).set({ calledByPersonId: null }).where(eq(assemblies.calledByPersonId, personId));
  },
  async massChanges({ db, tables: { massChanges } }, { personId }) {
    // One that is being carried out goes on: half a storm would be worse than none.
    await db.delete(massChanges).where(and(eq(massChanges.personId, personId), isNotNull(massChanges.doneAt)));
    await db.update(massChanges).set({ personId: null }).where(eq(massChanges.personId, personId));
  },
  async callFiles({ db, tables: { callFiles, callLines } }, { personId }) {
    const theirs = db.select({ id: callFiles.id }).from(callFiles).where(eq(callFiles.personId, personId));
    await db.delete(callLines).where(inArray(callLines.fileId, theirs));
    await db.delete(callFiles).where(eq(callFiles.personId, personId));
  },
};

/** Orders of nobody that were carried out, and files that were loaded or left before `before`, with their lines. */
export async function forgetCallFiles(tx: Tx, { before }: { before: number }): Promise<void> {
  const { callFiles, callLines, massChanges } = tx.tables;
  await tx.db.delete(massChanges).where(and(isNull(massChanges.personId), isNotNull(massChanges.doneAt)));
  const old = tx.db
    .select({ id: callFiles.id })
    .from(callFiles)
    .where(and(lt(callFiles.receivedAt, before), isNotNull(callFiles.doneAt)));
  await tx.db.delete(callLines).where(inArray(callLines.fileId, old));
  await tx.db.delete(callFiles).where(and(lt(callFiles.receivedAt, before), isNotNull(callFiles.doneAt)));
}
