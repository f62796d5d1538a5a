/** Relays: a person and who answers for the committee write to one another, and neither sees who the other is. */

import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Pace, RelaySide, RelayTo } from '../../../db/schema/committees.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { audit } from '../audit.ts';
import { cleaned } from '../cleaned.ts';
import { Refusal } from '../refusal.ts';
import { isReported, takeReport } from '../reports/reports.ts';
import { holdersAt } from '../roles.ts';
import { blockedWith, mayAnswer, whoAnswers } from './answering.ts';
import { tellRelay } from './relay-notices.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A relay is open so long. */
export const RELAY_MS = 72 * HOUR_MS;
/** A message is no longer. */
export const MOST_TEXT = 1000;
const MOST_AN_HOUR = 20;

export type Relay = Tx['tables']['relays']['$inferSelect'];

/** A relay as one of the two sees it: `number` is all that either knows of it. */
export interface RelaySeen {
  number: number;
  side: RelaySide;
  recipient: RelayTo;
  clinicId: number;
}

/** Which relay is meant: its number as typed; absent, the only one that is open. */
interface Meant {
  personId: number;
  number?: number;
  now: number;
}

/** Carries a first message to who answers now; where the person has such a relay open already, it goes on. */
export async function openRelay(
  tx: Tx,
  input: { personId: number; clinicId: number; recipient: RelayTo; text: string; now: number },
): Promise<RelaySeen> {
  const { relays } = tx.tables;
  const { personId, clinicId, recipient, now } = input;
  const text = cleaned(input.text, MOST_TEXT);
  const [open] = await tx.db
    .select()
    .from(relays)
    .where(
      and(
        eq(relays.personId, personId),
        eq(relays.clinicId, clinicId),
        eq(relays.recipient, recipient),
        isNull(relays.endedAt),
        gt(relays.expiresAt, now),
      ),
    );
  if (open) return await carry(tx, { relay: open, side: 'person', text, now });
  const answering = await whoAnswers(tx, input);
  if (answering.found !== 'one') throw new Refusal(answering.found === 'blocked' ? 'relay-blocked' : 'relay-nobody');
  const [relay] = await tx.db
    .insert(relays)
    .values({
      clinicId,
      personId,
      memberPersonId: answering.personId,
      recipient,
      openedAt: now,
      expiresAt: now + RELAY_MS,
    })
    .returning();
  if (!relay) throw new Error('The new relay has no id.');
  return await carry(tx, { relay, side: 'person', text, now });
}

/** Carries a message to the other side. */
export async function writeRelay(tx: Tx, { text, ...meant }: Meant & { text: string }): Promise<RelaySeen> {
  const { relay, side } = await openOf(tx, meant);
  return await carry(tx, { relay, side, text: cleaned(text, MOST_TEXT), now: meant.now });
}

/** Either side may end it at any time; the other is told. */
export async function endRelay(tx: Tx, meant: Meant): Promise<RelaySeen> {
  const { relay, side } = await openOf(tx, meant);
  await end(tx, { relay, side, now: meant.now, action: 'relay.end' });
  await tellRelay(tx, { relay, from: side, key: 'ended', now: meant.now });
  return seen(relay, side);
}

/** Ends all that are open between the two, and no other is opened. The person is told whom to turn to; who answers, only that it is over. */
export async function blockRelay(tx: Tx, meant: Meant): Promise<RelaySeen> {
  const { personId, now } = meant;
  const { relay, side } = await theirs(tx, meant);
  const blockedPersonId = side === 'person' ? relay.memberPersonId : relay.personId;
  await tx.db.insert(tx.tables.relayBlocks).values({ personId, blockedPersonId, since: now }).onConflictDoNothing();
  for (const each of await openBetween(tx, { personId, otherId: blockedPersonId, now })) {
    const from = each.personId === personId ? 'person' : 'member';
    await end(tx, { relay: each, side: from, now, action: 'relay.block' });
    await tellRelay(tx, { relay: each, from, key: from === 'member' ? 'blocked' : 'ended', now });
  }
  return seen(relay, side);
}

async function openBetween(
  tx: Tx,
  { personId, otherId, now }: { personId: number; otherId: number; now: number },
): Promise<Relay[]> {
  const { relays } = tx.tables;
  const pair = or(
    and(eq(relays.personId, personId), eq(relays.memberPersonId, otherId)),
    and(eq(relays.personId, otherId), eq(relays.memberPersonId, personId)),
  );
  return await tx.db
    .select()
    .from(relays)
    .where(and(pair, isNull(relays.endedAt), gt(relays.expiresAt, now)));
}

/**
 * Tells the operator and the facilitators of the clinic that something is wrong with it, once a day from each side; says how
 * many facilitators were told. Nothing said in it is kept.
 */
export async function reportRelay(tx: Tx, meant: Meant): Promise<RelaySeen & { told: number }> {
  const { relay, side } = await theirs(tx, meant);
  const report = { kind: 'relay', clinicId: relay.clinicId, text: `${relay.id} ${side}`, now: meant.now } as const;
  if (await isReported(tx, { ...report, since: meant.now - DAY_MS })) return { ...seen(relay, side), told: 0 };
  await takeReport(tx, report);
  const facilitators = await holdersAt(tx, { clinicId: relay.clinicId, roles: ['facilitator'], now: meant.now });
  const others = [relay.personId, relay.memberPersonId];
  const recipients = facilitators.map(({ personId }) => personId).filter((id) => !others.includes(id));
  const told = await tellRelay(tx, { relay, from: side, key: 'reported', recipients, now: meant.now });
  return { ...seen(relay, side), told };
}

const seen = ({ id, recipient, clinicId }: Relay, side: RelaySide): RelaySeen => ({
  number: id,
  side,
  recipient,
  clinicId,
});

const isOpen = ({ endedAt, expiresAt }: Relay, now: number) => endedAt === null && expiresAt > now;

/** A number that is not theirs is one that there is not. */
async function theirs(tx: Tx, { personId, number, now }: Meant): Promise<{ relay: Relay; side: RelaySide }> {
  const { relays } = tx.tables;
  const has = or(eq(relays.personId, personId), eq(relays.memberPersonId, personId));
  const which = number === undefined ? and(isNull(relays.endedAt), gt(relays.expiresAt, now)) : eq(relays.id, number);
  const [relay, ...more] = await tx.db.select().from(relays).where(and(has, which));
  if (more.length > 0) throw new Refusal('relay-which');
  if (!relay) throw new Refusal('relay-unknown');
  return { relay, side: relay.personId === personId ? 'person' : 'member' };
}

async function openOf(tx: Tx, meant: Meant): Promise<{ relay: Relay; side: RelaySide }> {
  const found = await theirs(tx, meant);
  if (!isOpen(found.relay, meant.now)) throw new Refusal('relay-over');
  return found;
}

async function end(tx: Tx, input: { relay: Relay; side: RelaySide; action: string; now: number }): Promise<void> {
  const { relays } = tx.tables;
  const { relay, side, now } = input;
  await tx.db.update(relays).set({ endedAt: now }).where(eq(relays.id, relay.id));
  if (side === 'member') await takeDown(tx, input);
}

/** What was done in a relay for the committee, without a word of what was said. */
async function takeDown(tx: Tx, { relay, action, now }: { relay: Relay; action: string; now: number }): Promise<void> {
  const { clinicId, memberPersonId: personId, recipient } = relay;
  const held = await holdersAt(tx, {
    clinicId,
    roles: ['president', 'secretary', 'treasurer', 'oversight', 'member', 'facilitator'],
    now,
  });
  const roles = held.filter((each) => each.personId === personId).map(({ role }) => role);
  const fits = roles.find((role) => (role === 'facilitator') === (recipient === 'facilitator'));
  const role = fits ?? (recipient === 'facilitator' ? 'facilitator' : 'member');
  await audit(tx, { at: now, personId, role, action, clinicId, details: { relay: relay.id } });
}

/** Who may no longer answer gives way to who answers now; who writes too much waits. */
async function carry(
  tx: Tx,
  { relay: before, side, text, now }: { relay: Relay; side: RelaySide; text: string; now: number },
): Promise<RelaySeen> {
  const { relays } = tx.tables;
  const relay = await withMember(tx, { relay: before, side, now });
  if ((await blockedWith(tx, relay.personId)).has(relay.memberPersonId)) throw new Refusal('relay-blocked');
  const paced = side === 'person' ? relay.personPace : relay.memberPace;
  const pace: Pace =
    paced && now < paced.since + HOUR_MS ? { ...paced, count: paced.count + 1 } : { since: now, count: 1 };
  if (pace.count > MOST_AN_HOUR) throw new Refusal('too-many');
  const [counted] = await tx.db
    .update(relays)
    .set({
      messages: sql`${relays.messages} + 1`,
      memberPersonId: relay.memberPersonId,
      ...(side === 'person' ? { personPace: pace } : { memberPace: pace }),
    })
    .where(eq(relays.id, relay.id))
    .returning({ messages: relays.messages });
  await tellRelay(tx, { relay: { ...relay, messages: counted?.messages ?? 0 }, from: side, key: 'said', text, now });
  if (side === 'member') await takeDown(tx, { relay, action: 'relay.answer', now });
  return seen(relay, side);
}

async function withMember(
  tx: Tx,
  { relay, side, now }: { relay: Relay; side: RelaySide; now: number },
): Promise<Relay> {
  const { clinicId, recipient, personId, memberPersonId } = relay;
  const asked = { clinicId, recipient, personId, now };
  if (await mayAnswer(tx, { ...asked, memberPersonId })) return relay;
  if (side === 'member') throw new Refusal('not-yours');
  const answering = await whoAnswers(tx, asked);
  if (answering.found !== 'one') throw new Refusal(answering.found === 'blocked' ? 'relay-blocked' : 'relay-nobody');
  return { ...relay, memberPersonId: answering.personId };
}
