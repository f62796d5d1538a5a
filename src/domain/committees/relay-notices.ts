/** What the two sides of a relay, and who watches over them, are told: never from whom. */

import type { RelaySide } from '../../../db/schema/committees.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type NoticeText, queueNotices } from '../notices/queue.ts';
import type { Relay } from './relays.ts';

const DAY_MS = 86_400_000;

/** `said`, `ended` and `blocked` go to the other side, `reported` to `recipients`. Says how many were told. */
export async function tellRelay(
  tx: Tx,
  input: {
    relay: Relay;
    from: RelaySide;
    key: 'said' | 'ended' | 'blocked' | 'reported';
    text?: string;
    recipients?: readonly number[];
    now: number;
  },
): Promise<number> {
  const { relay, from, key, text = '', now } = input;
  const other = from === 'person' ? relay.memberPersonId : relay.personId;
  return await queueNotices(tx, {
    kind: key === 'reported' ? 'office' : 'correspondence',
    clinicId: relay.clinicId,
    recipients: input.recipients ?? [other],
    texts: [wording({ relay, from, key, text })],
    deadline: now,
    notBefore: now,
    // What came late in the conversation is still told.
    expiresAt: Math.max(relay.expiresAt, now + DAY_MS),
    dedupe: (personId) => `relay:${relay.id}:${key}:${key === 'reported' ? now : relay.messages}:${from}:${personId}`,
    now,
  });
}

function wording(input: { relay: Relay; from: RelaySide; key: string; text: string }): NoticeText {
  const { relay, from, key, text } = input;
  const values = { number: relay.id };
  if (key === 'reported') return { key: 'notice:relay.reported', values };
  if (key === 'blocked') return { key: 'notice:relay.blocked', values };
  if (key === 'ended') return { key: 'notice:relay.ended', values };
  if (from === 'person') return { key: 'notice:relay.asks', values: { ...values, text } };
  return {
    key: relay.recipient === 'facilitator' ? 'notice:relay.facilitatorSays' : 'notice:relay.committeeSays',
    values: { ...values, text },
  };
}
