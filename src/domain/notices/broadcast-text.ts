/** What a notice to many says: who speaks, their words, and what every such notice carries. */

import type { Role } from '../../../db/schema/tables.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import type { Notice } from './queue.ts';

/**
 * Characters of a text to many. With what stands around it, it fits into one message of every channel: under a photo
 * and in a template WhatsApp takes 1,024.
 */
export const LONGEST_TEXT = 500;

/** The beginning of a text that is too long, as much as is taken, without half a word. */
export function beginningOf(text: string): string {
  const cut = text.slice(0, LONGEST_TEXT + 1);
  const end = Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'));
  const whole = end > LONGEST_TEXT / 2 ? cut.slice(0, end) : cut.slice(0, LONGEST_TEXT);
  // Half a sign of two is none.
  return whole.replace(/[\uD800-\uDBFF]$/, '').trimEnd();
}

/** What the outbox says of a notice to many: for a query with `broadcasts` and `clinics` joined to the left of it. */
export interface BroadcastColumns {
  words: string | null;
  speaker: Role | null;
  fileId: number | null;
  clinicName: string | null;
}

export const broadcastColumns = ({ tables: { broadcasts, clinics } }: Tx) => ({
  words: broadcasts.text,
  speaker: broadcasts.role,
  fileId: broadcasts.fileId,
  clinicName: clinics.name,
});

/** The notice of a row of the outbox: as it stands there, or the one that it points to. */
export function noticeOf({ notice, words, speaker, clinicName }: BroadcastColumns & { notice: unknown }): unknown {
  return words === null || speaker === null
    ? notice
    : broadcastNotice({ clinic: clinicName ?? '', text: words, role: speaker });
}

export function broadcastNotice({ clinic, text, role }: { clinic: string; text: string; role: Role }): Notice {
  return {
    clinic,
    from: role === 'facilitator' ? 'notice:fromFacilitator' : 'notice:fromCommittee',
    texts: [{ key: 'notice:words', values: { text } }, { key: 'notice:legend' }],
  };
}
