/** The record of what somebody did in a role, put into words. */

import type { Recorded } from '../domain/committees/record.ts';
import type { Attachment } from './reply.ts';
import type { Text } from './text.ts';

/** Deeds that have words of their own; the rest are told by the name of their kind. */
export const DEEDS: readonly string[] = [
  'invite',
  'accept',
  'withdraw',
  'revoke',
  'hand-over',
  'name.show',
  'duty.set',
  'relay.answer',
  'relay.end',
  'relay.block',
  'concern.read',
  'concern.answer',
  'concern.close',
  'assembly.call',
  'assembly.change',
  'assembly.cancel',
  'assembly.confirm',
  'assembly.change-many',
  'assembly.import',
  'notice.send',
  'notice.stop',
  'notice.release',
  'attendance.mark',
  'attendance.head-count',
  'work.decide',
  'work.report',
  'money.enter',
  'minutes.make',
  'photo.take-down',
  'vote.prepare',
];
const ZONE = 'America/Mexico_City';

/** A line each. */
export function recordLines(record: readonly Recorded[], say: (text: Text) => string): string[] {
  return record.map(({ at, timeZone, clinic, ...deed }) => {
    const when = { at, timeZone: timeZone ?? ZONE };
    const values = { when, did: didOf(deed) };
    return say(
      clinic === null ? { key: 'committee:deed', values } : { key: 'committee:deedAt', values: { ...values, clinic } },
    );
  });
}

/** What is made under the one right to make minutes; each has words of its own. */
export const MADE: readonly string[] = [
  'agreement',
  'agreement-removed',
  'elected',
  'elected-removed',
  'seats-taken',
  'seat-added',
  'seat-renamed',
  'seat-removed',
  'attendance',
  'tally',
  'poster',
];

/** What is done under the one right to prepare a vote. */
const PREPARED: readonly string[] = ['announced', 'day-code', 'replaced', 'discarded'];

function didOf({ action, own, details: { what } }: Pick<Recorded, 'action' | 'own' | 'details'>): Text {
  if (!own) return { key: `committee:done.${['revoke', 'hand-over', 'duty.set'].includes(action) ? action : 'other'}` };
  if (!DEEDS.includes(action)) return { key: 'committee:did.other', values: { action } };
  const isNamed = (names: readonly string[]) => typeof what === 'string' && names.includes(what);
  if (action === 'minutes.make' && isNamed(MADE)) return { key: `committee:made.${what}` };
  if (action === 'vote.prepare' && isNamed(PREPARED)) return { key: `committee:prepared.${what}` };
  return { key: `committee:did.${action}` };
}

/** All of it, as a plain text that any telephone opens. */
export function recordFile(record: readonly Recorded[], say: (text: Text) => string): Attachment {
  const lines = [say({ key: 'committee:recordTitle' }), ...recordLines(record, say)];
  const data = Buffer.from(`${lines.join('\n')}\n`, 'utf8').toString('base64');
  return { name: `${say({ key: 'committee:recordName' })}.txt`, mime: 'text/plain', data };
}
