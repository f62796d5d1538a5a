/** What speaks for two people being one. It is only taken down: they are asked, and until then stay two. */

import type { Tx } from '../../db/unit-of-work.ts';
import { othersWithNumber, setNumber } from '../domain/people/numbers.ts';
import type { Participant } from '../domain/people/participants.ts';
import { proposeMerge } from '../domain/people/proposals.ts';
import type { Vault } from '../domain/people/vault.ts';
import { foldNumber } from './phone.ts';
import type { Sender } from './sender.ts';

/** Whether they have seen the notice of privacy. */
export function isInformed({ state }: Participant): boolean {
  return state !== null && (state as { uninformed?: boolean }).uninformed !== true;
}

export function numberHash(vault: Vault, number: string): string {
  return vault.lookup('phone', foldNumber(number));
}

export async function propose(tx: Tx, sender: Sender, pair: Parameters<typeof proposeMerge>[1]): Promise<void> {
  if (await proposeMerge(tx, pair)) sender.askAfter = pair.now;
}

/** A number seen for the first time here may be known on another channel. */
export async function proposeByNumber(tx: Tx, sender: Sender, phone: string, now: number): Promise<void> {
  const { personId } = sender;
  for (const otherPersonId of await othersWithNumber(tx, { phone, personId })) {
    await propose(tx, sender, { personId, otherPersonId, reason: 'number', phone, now });
  }
}

/**
 * The sender's own number, as the platform vouches for it. That platform may have asked for it years ago: if they say
 * no, the number stays where it is. Nothing is kept of who has not seen the notice of privacy.
 */
export async function takeNumber(tx: Tx, sender: Sender, phone: string, now: number): Promise<void> {
  const { personId, identityId } = sender;
  if (!isInformed(sender)) return;
  await setNumber(tx, { identityId, phone });
  for (const otherPersonId of await othersWithNumber(tx, { phone, personId, kind: 'wa_pn' })) {
    await propose(tx, sender, { personId, otherPersonId, reason: 'contact', phone: null, now });
  }
}
