/** What flows may ask of notices to many: the desk, the preview, sending, stopping, deciding, reporting. */

import { Temporal } from 'temporal-polyfill';
import { startOf } from '../domain/assemblies/calendar.ts';
import { fileById } from '../domain/files.ts';
import { beginningOf, LONGEST_TEXT } from '../domain/notices/broadcast-text.ts';
import { broadcastById, cleaned, decideBroadcast, sendBroadcast, stopBroadcast } from '../domain/notices/broadcasts.ts';
import { NOTICES_PER_DAY } from '../domain/notices/daily-limit.ts';
import type { Speed } from '../domain/notices/estimate.ts';
import { type Desk, deskOf } from '../domain/notices/notice-desk.ts';
import { discardNoticeFile, keepNoticeFile } from '../domain/notices/notice-files.ts';
import { type NoticePreview, previewNotice } from '../domain/notices/notice-preview.ts';
import { type NoticeReported, reportNotice } from '../domain/notices/notice-reports.ts';
import type { SegmentName } from '../domain/notices/segments/segments.ts';
import { Refusal } from '../domain/refusal.ts';
import { mustAt } from '../domain/roles.ts';
import type { Attachment } from './reply.ts';
import type { Call, Premises } from './serve.ts';
import { readWhen } from './when/when.ts';

export type { NoticeView } from '../domain/notices/notice-desk.ts';
export type { Desk, NoticePreview, NoticeReported, SegmentName };

/** A text as it is taken; of one that is too long, its beginning. */
export interface NoticeRead {
  outcome: 'fits' | 'too-long';
  text: string;
  length: number;
  limit: number;
}

/** When a notice is to go out, as it was typed. */
export type SendTime =
  | { outcome: 'at'; at: number }
  | { outcome: 'now' }
  /** Over; or the hour is missing; or nothing was understood. */
  | { outcome: 'past' | 'no-hour' | 'unclear' };

interface Composed {
  clinicId: number;
  segment: SegmentName;
  /** Of whose supporters. */
  needId?: number;
  text: string;
  at?: number;
}

export interface BroadcastServices {
  noticeDesk(input: { clinicId: number }): Promise<Desk>;
  readNotice(input: { text: string }): Promise<NoticeRead>;
  /** The bytes in base64. */
  keepNoticeFile(input: { clinicId: number; name: string; mime: string; data: string }): Promise<{ fileId: number }>;
  /** It is not to go along after all. */
  discardNoticeFile(input: { fileId: number | null }): Promise<void>;
  previewNotice(input: Composed): Promise<NoticePreview>;
  readSendTime(input: { text: string; timeZone: string }): Promise<SendTime>;
  sendNotice(input: Composed & { fileId?: number; again: boolean }): Promise<{ status: 'held' | 'waiting' }>;
  stopNotice(input: { id: number }): Promise<void>;
  heldNotice(input: { id: number }): Promise<{ text: string; file: Attachment | null }>;
  releaseNotice(input: { id: number }): Promise<void>;
  refuseNotice(input: { id: number; reason: string }): Promise<void>;
  reportNotice(input: object): Promise<NoticeReported>;
}

/** They write. */
export const broadcastCommands = [
  'keepNoticeFile',
  'discardNoticeFile',
  'sendNotice',
  'stopNotice',
  'releaseNotice',
  'refuseNotice',
  'reportNotice',
] as const;

/** Everybody who gets it pays for it by the megabyte. */
const MOST_BYTES = 2_000_000;
const TAKEN = ['image/jpeg', 'image/png', 'application/pdf'];

/** What the program knows of itself, for notices to many. */
export interface Broadcasting {
  /** How fast notices go on each channel. */
  speeds: readonly Speed[];
  /** How many a clinic may send in a day. */
  perDay: number;
}

export function broadcastServices({ broadcasting }: Premises, call: Call): BroadcastServices {
  const { tx, now, personId } = call;
  const { speeds, perDay } = broadcasting ?? { speeds: [], perDay: NOTICES_PER_DAY };
  return {
    noticeDesk: ({ clinicId }) => deskOf(tx, { personId, clinicId, now, perDay }),
    async readNotice({ text }) {
      const taken = cleaned(text);
      const { length } = taken;
      if (length <= LONGEST_TEXT) return { outcome: 'fits', text: taken, length, limit: LONGEST_TEXT };
      return { outcome: 'too-long', text: beginningOf(taken), length, limit: LONGEST_TEXT };
    },
    async keepNoticeFile({ clinicId, name, mime, data }) {
      if (!TAKEN.includes(mime)) throw new Refusal('file-kind');
      if (data.length * 0.75 > MOST_BYTES) throw new Refusal('file-big');
      return { fileId: await keepNoticeFile(tx, { personId, clinicId, name, mime, data, now }) };
    },
    async discardNoticeFile({ fileId }) {
      if (fileId !== null) await discardNoticeFile(tx, { fileId, personId });
    },
    previewNotice: (input) => previewNotice(tx, { ...input, personId, now, speeds }),
    readSendTime: async (input) => readSendTime(input, now),
    sendNotice: async (input) => {
      const { status } = await sendBroadcast(tx, { ...input, personId, now, perDay });
      return { status };
    },
    stopNotice: ({ id }) => stopBroadcast(tx, { personId, id, now }),
    async heldNotice({ id }) {
      const { clinicId, status, text, fileId } = await broadcastById(tx, id);
      await mustAt(tx, { personId, action: 'notice.release', clinicId, now });
      if (status !== 'held') throw new Refusal('notice-over');
      return { text, file: (fileId === null ? undefined : await fileById(tx, fileId)) ?? null };
    },
    releaseNotice: ({ id }) => decideBroadcast(tx, { personId, id, now, release: true }),
    refuseNotice: ({ id, reason }) => decideBroadcast(tx, { personId, id, now, release: false, reason }),
    reportNotice: () => reportNotice(tx, { personId, now }),
  };
}

const NOW = /^\W*(?:ya|ahora|ahorita|ahora mismo|ya mismo|now|right now)\W*$/iu;

/** "mañana a las 10", "el sábado a las 9"; an hour alone is today's, or tomorrow's once that is over. */
function readSendTime({ text, timeZone }: { text: string; timeZone: string }, now: number): SendTime {
  if (NOW.test(text)) return { outcome: 'now' };
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const { day, hour } = readWhen({ text, today: today.toString(), asked: 'hour' });
  if (day && day.is !== 'day') return { outcome: day.is === 'past' ? 'past' : 'unclear' };
  // By day is when people can be told something: "a las 9" is in the morning.
  const time = hour?.is === 'hour' ? hour.time : hour?.is === 'either' ? byDay(hour) : undefined;
  if (time === undefined) return { outcome: day ? 'no-hour' : 'unclear' };
  const at = startOf(day?.date ?? today.toString(), time, timeZone);
  if (at > now) return { outcome: 'at', at };
  return day ? { outcome: 'past' } : { outcome: 'at', at: startOf(today.add({ days: 1 }).toString(), time, timeZone) };
}

function byDay({ morning, night }: { morning: string; night: string }): string {
  return morning >= '08:00' ? morning : night;
}
