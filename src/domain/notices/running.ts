/** Which accounts of the bot are running: notices go where somebody can be reached now. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface RunningAccount {
  channel: string;
  account: string;
  /** What people find it by, where that is another name than the account. */
  name?: string;
}

const SETTING = 'running-accounts';

/** Taken down by the program, for imports that run as processes of their own. */
export async function setRunningAccounts(tx: Tx, accounts: readonly RunningAccount[]): Promise<void> {
  const { settings } = tx.tables;
  const value = JSON.stringify(accounts);
  await tx.db
    .insert(settings)
    .values({ key: SETTING, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
}

/** Undefined before the program has run on this database. */
export async function runningAccounts(tx: Tx): Promise<RunningAccount[] | undefined> {
  const { settings } = tx.tables;
  const [row] = await tx.db.select({ value: settings.value }).from(settings).where(eq(settings.key, SETTING));
  return row && (JSON.parse(row.value) as RunningAccount[]);
}
