/** Somebody's identifier has changed, and the platform itself says so: who they were stays who they are. */

import type { Tx } from '../../db/unit-of-work.ts';
import { writeTo } from '../domain/people/conversations.ts';
import { addIdentity } from '../domain/people/identities.ts';
import { findParticipant } from '../domain/people/participants.ts';
import { proposeMerge } from '../domain/people/proposals.ts';
import type { Vault } from '../domain/people/vault.ts';
import type { ChannelName, Identifier } from './inbound.ts';
import { numberHash } from './proposing.ts';

interface Move {
  channel: ChannelName;
  account: string;
  /** What they were known by; strongest first. */
  before: readonly Identifier[];
  /** What they are known by from now on; strongest first. */
  after: readonly Identifier[];
  now: number;
}

/** Notices go to the new address from then on. Nobody known by the old ones: nothing. Known as somebody else: they are asked. */
export async function followMove(tx: Tx, { channel, account, before, after, now }: Move, vault: Vault): Promise<void> {
  const lookupOf = ({ kind, value }: Identifier) => vault.lookup(channel, account, kind, value);
  const known = await firstKnown(tx, before.map(lookupOf));
  if (!known) return;
  const { personId, conversationId } = known;
  for (const identifier of after.toReversed()) {
    const { kind, value, address } = identifier;
    const lookup = lookupOf(identifier);
    const holder = await findParticipant(tx, { lookup });
    if (holder && holder.personId !== personId) {
      const pair = { personId: holder.personId, otherPersonId: personId };
      await proposeMerge(tx, { ...pair, reason: 'identifiers', phone: null, now });
      continue;
    }
    const phone = kind === 'wa_pn' ? numberHash(vault, value) : null;
    const identity = { personId, conversationId, kind, lookup, sealed: vault.seal(address ?? value), phone, now };
    const identityId = holder?.identityId ?? (await addIdentity(tx, identity));
    if (conversationId !== null) await writeTo(tx, { conversationId, identityId });
  }
}

async function firstKnown(tx: Tx, lookups: readonly string[]) {
  for (const lookup of lookups) {
    const known = await findParticipant(tx, { lookup });
    if (known) return known;
  }
  return undefined;
}
