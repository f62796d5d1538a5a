/** What those who have to do with a notice to many are told of it: the facilitator, the author. */

import type { Tx } from '../../../db/unit-of-work.ts';
import { holdersAt } from '../roles.ts';
import { countsOf } from './broadcast-counts.ts';
import { queueNotices } from './queue.ts';

const DAY_MS = 86_400_000;
/** Of a text, for a notice about it. */
const EXCERPT = 70;

/** The facilitators are told that a notice waits for them. */
export async function tellHeld(tx: Tx, input: { id: number; clinicId: number; now: number }): Promise<void> {
  const { id, clinicId, now } = input;
  await queueNotices(tx, {
    kind: 'office',
    clinicId,
    recipients: await facilitatorsOf(tx, input),
    texts: [{ key: 'notice:broadcastHeld' }],
    deadline: now,
    notBefore: now,
    expiresAt: now + 3 * DAY_MS,
    dedupe: (personId) => `broadcast-held:${id}:${now}:${personId}`,
    now,
  });
}

interface Decided {
  id: number;
  clinicId: number;
  authorPersonId: number | null;
  isReleased: boolean;
  reason: string;
  now: number;
}

/** The author is told what the facilitator decided. */
export async function tellDecision(tx: Tx, decided: Decided): Promise<void> {
  const { id, clinicId, authorPersonId, isReleased, reason, now } = decided;
  if (authorPersonId === null) return;
  await queueNotices(tx, {
    kind: 'correspondence',
    clinicId,
    recipients: [authorPersonId],
    texts: [isReleased ? { key: 'notice:broadcastReleased' } : { key: 'notice:broadcastRefused', values: { reason } }],
    deadline: now,
    notBefore: now,
    expiresAt: now + 3 * DAY_MS,
    dedupe: (personId) => `broadcast-decided:${id}:${now}:${personId}`,
    now,
  });
}

const offs = { cancelled: 'broadcastCancelled', moved: 'broadcastMoved', late: 'broadcastLate' } as const;

/** The author is told why it does not go out: its assembly is off, or on another day; or nobody let it go in time. */
export async function tellOff(
  tx: Tx,
  input: { id: number; clinicId: number; authorPersonId: number | null; why: keyof typeof offs; now: number },
): Promise<void> {
  const { id, clinicId, authorPersonId, why, now } = input;
  if (authorPersonId === null) return;
  await queueNotices(tx, {
    kind: 'correspondence',
    clinicId,
    recipients: [authorPersonId],
    texts: [{ key: `notice:${offs[why]}` }],
    deadline: now,
    notBefore: now,
    expiresAt: now + 3 * DAY_MS,
    dedupe: (personId) => `broadcast-off:${id}:${personId}`,
    now,
  });
}

/** The author is told what became of it, once. */
export async function tellEnd(
  tx: Tx,
  input: { id: number; clinicId: number; authorPersonId: number | null; now: number },
): Promise<void> {
  const { id, clinicId, authorPersonId, now } = input;
  if (authorPersonId === null) return;
  const { sent, notSent, leftOut } = await countsOf(tx, id);
  await queueNotices(tx, {
    kind: 'office',
    clinicId,
    recipients: [authorPersonId],
    texts: [{ key: 'notice:broadcastDone', values: { sent, failed: notSent, spared: leftOut } }],
    deadline: now,
    notBefore: now,
    expiresAt: now + 3 * DAY_MS,
    dedupe: (personId) => `broadcast-done:${id}:${personId}`,
    now,
  });
}

/** The facilitators are told that people complain of a notice: of the first, and when there are many. */
export async function tellReported(
  tx: Tx,
  input: { id: number; clinicId: number; text: string; reports: number; now: number },
): Promise<void> {
  const { id, clinicId, text, reports, now } = input;
  if (![1, 5, 25, 100].includes(reports)) return;
  await queueNotices(tx, {
    kind: 'office',
    clinicId,
    recipients: await facilitatorsOf(tx, input),
    texts: [{ key: 'notice:broadcastReported', values: { text: excerptOf(text), reports } }],
    deadline: now,
    notBefore: now,
    expiresAt: now + 3 * DAY_MS,
    dedupe: (personId) => `broadcast-reported:${id}:${reports}:${personId}`,
    now,
  });
}

async function facilitatorsOf(tx: Tx, { clinicId, now }: { clinicId: number; now: number }): Promise<number[]> {
  const holders = await holdersAt(tx, { clinicId, roles: ['facilitator'], now });
  return holders.map(({ personId }) => personId);
}

/** The beginning of a text, in one line. */
export function excerptOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const cut = line.slice(0, EXCERPT).replace(/[\uD800-\uDBFF]$/, '');
  return line.length > EXCERPT ? `${cut}…` : line;
}
