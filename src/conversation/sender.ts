/** Whose message it is: every identifier it carries, brought to one person. */

import type { Tx } from '../../db/unit-of-work.ts';
import {
  addIdentity,
  createParticipant,
  findParticipant,
  type Participant,
  setReachable,
} from '../domain/people/participants.ts';
import type { Vault } from '../domain/people/vault.ts';
import type { Inbound } from './inbound.ts';

/** A message on its way in. */
export interface Arrived {
  inbound: Inbound;
  /** The keyed hash of each identifier, in their order. */
  lookups: readonly string[];
  /** Of the strongest one. */
  lookup: string;
  /** In the inbox; the same for a second arrival. */
  key: string;
  now: number;
}

export function arrive(inbound: Inbound, vault: Vault, now: number): Arrived {
  const { channel, account, from, messageId } = inbound;
  const lookups = from.map(({ kind, value }) => vault.lookup(channel, account, kind, value));
  const lookup = lookups[0] ?? '';
  return { inbound, lookups, lookup, key: vault.lookup('inbox', lookup, messageId), now };
}

/** The person known by the strongest identifier, else a new one; identifiers seen for the first time are added. */
export async function resolveSender(tx: Tx, { inbound, lookups, now }: Arrived, vault: Vault): Promise<Participant> {
  const { from } = inbound;
  const unknown: { kind: string; lookup: string; value: string }[] = [];
  let participant: Participant | undefined;
  for (const [at, { kind, value }] of from.entries()) {
    const lookup = lookups[at] ?? '';
    const found = await findParticipant(tx, { lookup });
    if (found) participant ??= found;
    else unknown.push({ kind, lookup, value });
  }
  for (const { kind, lookup, value } of unknown) {
    const identity = { kind, lookup, sealed: vault.seal(value), now };
    if (participant) await addIdentity(tx, { ...identity, ...participant });
    else participant = await createParticipant(tx, identity);
  }
  if (!participant) throw new Error('A message without a sender.');
  if (!participant.reachable) await setReachable(tx, { lookup: lookups[0] ?? '', reachable: true });
  return participant;
}
