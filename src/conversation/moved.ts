/** Somebody's identifier has changed, and the platform itself says so: who they were stays who they are. */

import type { Tx } from '../../db/unit-of-work.ts';
import { takeIn, writeTo } from '../domain/people/conversations.ts';
import { addIdentity, joinConversation, retireIdentities } from '../domain/people/identities.ts';
import { findParticipant, type Participant } from '../domain/people/participants.ts';
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
  /** Of the platform's message that says so: a second arrival has no second effect. */
  messageId: string;
  now: number;
}

/**
 * Notices go to the new address from then on, and the old one, which others may get, is nobody's. Nobody known by the
 * old ones: nothing. All new ones known as somebody else: they are asked, and until then all stays.
 */
export async function followMove(tx: Tx, move: Move, vault: Vault): Promise<void> {
  const { channel, account, before, after, messageId, now } = move;
  const lookupOf = ({ kind, value }: Identifier) => vault.lookup(channel, account, kind, value);
  const old = before.map(lookupOf);
  const key = vault.lookup('inbox', old[0] ?? '', messageId);
  // Taken in also when nobody is known: who gets the old address meanwhile is not the one who left it.
  if ((await takeIn(tx, { key, now })) === undefined) return;
  const known = await firstKnown(tx, old);
  if (!known) return;
  const identityId = await takeUp(tx, known, move, vault);
  if (identityId === undefined) return;
  if (known.conversationId !== null) await writeTo(tx, { conversationId: known.conversationId, identityId });
  const kept = new Set(after.map(lookupOf));
  const lookups = old.filter((lookup) => !kept.has(lookup));
  await retireIdentities(tx, { personId: known.personId, lookups, heir: identityId });
}

/** The identity of the strongest new identifier that is theirs; undefined if all are known as somebody else. */
async function takeUp(tx: Tx, { personId, conversationId }: Participant, move: Move, vault: Vault) {
  const { channel, account, after, now } = move;
  let strongest: number | undefined;
  for (const { kind, value, address } of after.toReversed()) {
    const lookup = vault.lookup(channel, account, kind, value);
    const holder = await findParticipant(tx, { lookup });
    if (holder && holder.personId !== personId) {
      const pair = { personId: holder.personId, otherPersonId: personId };
      await proposeMerge(tx, { ...pair, reason: 'identifiers', phone: null, now });
      continue;
    }
    const phone = kind === 'wa_pn' ? numberHash(vault, value) : null;
    const identity = { personId, conversationId, kind, lookup, sealed: vault.seal(address ?? value), phone, now };
    strongest = holder?.identityId ?? (await addIdentity(tx, identity));
    if (conversationId !== null) await joinConversation(tx, { id: conversationId, identityId: strongest });
  }
  return strongest;
}

async function firstKnown(tx: Tx, lookups: readonly string[]): Promise<Participant | undefined> {
  for (const lookup of lookups) {
    const known = await findParticipant(tx, { lookup });
    if (known) return known;
  }
  return undefined;
}
