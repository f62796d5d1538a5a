/** Whose message it is: every identifier it carries, brought to one person. */

import type { Tx } from '../../db/unit-of-work.ts';
import { addIdentity, joinConversation } from '../domain/people/identities.ts';
import { hasIdentifier } from '../domain/people/numbers.ts';
import { createParticipant, findParticipant, type Participant, setReachable } from '../domain/people/participants.ts';
import type { Vault } from '../domain/people/vault.ts';
import type { Identifier, Inbound } from './inbound.ts';
import { numberHash, propose, proposeByNumber, takeNumber } from './proposing.ts';

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
  /** So many came from them in a minute that the next ones are not read. */
  isLast?: boolean;
}

export interface Sender extends Participant {
  /** All of the message's that are this person's, strongest first. */
  identityIds: readonly number[];
}

export function arrive(inbound: Inbound, vault: Vault, now: number): Arrived {
  const { channel, account, from, messageId } = inbound;
  const lookups = from.map(({ kind, value }) => vault.lookup(channel, account, kind, value));
  const lookup = lookups[0] ?? '';
  return { inbound, lookups, lookup, key: vault.lookup('inbox', lookup, messageId), now };
}

/** An identifier of the message, and who is known by it. */
interface Seen extends Identifier {
  lookup: string;
  /** The hash of its number, where it is one. */
  phone: string | null;
  known: Participant | undefined;
}

/**
 * The person known by the strongest identifier that is known, else a new one; identifiers seen for the first time are
 * added. What speaks for two people being one is only taken down: they are asked, and until then stay two.
 */
export async function resolveSender(tx: Tx, arrived: Arrived, vault: Vault): Promise<Sender> {
  const seen = await look(tx, arrived, vault);
  const sender = onePerson(seen) ?? (await meet(tx, arrived, seen, vault));
  const { content } = arrived.inbound;
  if (content.type === 'contact') await takeNumber(tx, sender, numberHash(vault, content.phone), arrived.now);
  if (!sender.reachable) await setReachable(tx, { lookup: arrived.lookup, reachable: true });
  return sender;
}

/** Nearly always all identifiers are known, as one person in one conversation: there is nothing to add. */
function onePerson(seen: readonly Seen[]): Sender | undefined {
  const person = seen[0]?.known;
  if (!person) return undefined;
  const { personId, conversationId } = person;
  const same = seen.every(({ known }) => known?.personId === personId && known.conversationId === conversationId);
  return same ? { ...person, identityIds: seen.flatMap(({ known }) => known?.identityId ?? []) } : undefined;
}

async function meet(tx: Tx, arrived: Arrived, seen: readonly Seen[], vault: Vault): Promise<Sender> {
  const passedOn = await isPassedOn(tx, arrived, seen);
  const mine = passedOn ? seen.filter(({ known }) => !known) : seen;
  const sender = await identify(tx, mine, vault, arrived.now);
  for (const { known, phone } of seen) {
    if (!known || known.personId === sender.personId) continue;
    const pair = { personId: sender.personId, otherPersonId: known.personId };
    await propose(tx, sender, { ...pair, reason: passedOn ? 'number' : 'identifiers', phone, now: arrived.now });
  }
  for (const { known, phone } of mine) {
    if (!known && phone !== null) await proposeByNumber(tx, sender, phone, arrived.now);
  }
  return sender;
}

async function look(tx: Tx, { inbound, lookups }: Arrived, vault: Vault): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (const [at, identifier] of inbound.from.entries()) {
    const lookup = lookups[at] ?? '';
    const phone = identifier.kind === 'wa_pn' ? numberHash(vault, identifier.value) : null;
    seen.push({ ...identifier, lookup, phone, known: await findParticipant(tx, { lookup }) });
  }
  return seen;
}

/**
 * Whether the number is another person's now: it comes with a stronger identifier that nobody knows, and who is known by
 * the number has one of that kind already. Numbers are given out again; the other identifiers are not.
 */
async function isPassedOn(tx: Tx, { inbound: { channel, account } }: Arrived, seen: readonly Seen[]): Promise<boolean> {
  const [strongest] = seen;
  const holders = seen.filter(({ known }) => known);
  if (!strongest || strongest.known || strongest.kind === 'wa_pn') return false;
  if (holders.length === 0 || holders.some(({ kind }) => kind !== 'wa_pn')) return false;
  for (const { known } of holders) {
    const has = { personId: known?.personId ?? 0, kind: strongest.kind, channel, account };
    if (!(await hasIdentifier(tx, has))) return false;
  }
  return true;
}

async function identify(tx: Tx, seen: readonly Seen[], vault: Vault, now: number): Promise<Sender> {
  let person = seen.find(({ known }) => known)?.known;
  const identityIds: number[] = [];
  for (const { kind, value, address, lookup, phone, known } of seen) {
    if (known) {
      if (known.personId !== person?.personId) continue;
      identityIds.push(known.identityId);
      const { conversationId: id } = person;
      if (id !== null && known.conversationId === null) {
        await joinConversation(tx, { id, identityId: known.identityId });
      }
      continue;
    }
    const identity = { kind, lookup, sealed: vault.seal(address ?? value), phone, now };
    if (person) {
      const { personId, conversationId } = person;
      identityIds.push(await addIdentity(tx, { ...identity, personId, conversationId }));
    } else {
      person = await createParticipant(tx, identity);
      identityIds.push(person.identityId);
    }
  }
  const [identityId] = identityIds;
  if (!person || identityId === undefined) throw new Error('A message without a sender.');
  return { ...person, identityId, identityIds };
}
