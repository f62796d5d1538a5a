/** Links that open the bot and say a code to it, on the accounts that run. */

import type { Tx } from '../../db/unit-of-work.ts';
import { runningAccounts } from './notices/running.ts';

/**
 * One for each channel that has links, that of `first` before the others; none before the program has run. `code` is
 * letters and digits.
 */
export async function deepLinks(tx: Tx, code: string, first?: string): Promise<string[]> {
  const accounts = (await runningAccounts(tx)) ?? [];
  const own = accounts.filter(({ channel }) => channel === first);
  return [...own, ...accounts.filter(({ channel }) => channel !== first)].flatMap(({ channel, account, name }) => {
    if (channel === 'telegram') return name === undefined ? [] : [`https://t.me/${name}?start=${code}`];
    // The account of WhatsApp Web is its number; that of the Cloud API is none that people could write to.
    return channel === 'whatsapp-web' && /^\d+$/.test(account) ? [`https://wa.me/${account}?text=${code}`] : [];
  });
}
