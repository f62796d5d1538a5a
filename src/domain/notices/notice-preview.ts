/** What a notice to many would do, told before it is sent. */

import type { Tx } from '../../../db/unit-of-work.ts';
import { startOf } from '../assemblies/calendar.ts';
import { clinicById } from '../clinics/clinics.ts';
import { Refusal } from '../refusal.ts';
import { mustAt } from '../roles.ts';
import { audienceOf } from './audience-size.ts';
import { type Acting, type Draft, isPaused, timesOf, wasSaid } from './broadcasts.ts';
import { type Estimate, estimate, type Speed, UNKNOWN_SPEED } from './estimate.ts';
import { noticesAhead, noticesSince } from './load.ts';

export interface ChannelPreview extends Estimate {
  channel: string;
  people: number;
}

export interface NoticePreview {
  /** By channel, the most people first. */
  channels: ChannelPreview[];
  people: number;
  optedOut: number;
  unreachable: number;
  /** When the first goes out: notices go by day only. */
  beginsAt: number;
  /** It could go out at once, and does not because it is night. */
  isNight: boolean;
  timeZone: string;
  /** The same text went out less than an hour ago. */
  again: boolean;
  /** An instant of the last day of an electoral pause: a facilitator must let it go first. */
  pausedUntil: number | null;
}

const DAY_MS = 86_400_000;

export async function previewNotice(
  tx: Tx,
  input: Acting & Pick<Draft, 'segment' | 'needId' | 'text' | 'at'> & { speeds: readonly Speed[] },
): Promise<NoticePreview> {
  const { personId, clinicId, now, segment, text, speeds } = input;
  await mustAt(tx, { personId, action: 'notice.send', clinicId, now });
  const clinic = await clinicById(tx, clinicId);
  if (!clinic) throw new Refusal('unknown-clinic');
  const { timeZone } = clinic;
  const { sendAt, beginsAt, expiresAt, ...of } = await timesOf(tx, { ...input, timeZone });
  if (beginsAt >= expiresAt) throw new Refusal('notice-late');
  const paused = await isPaused(tx, { clinicId, at: beginsAt });
  const audience = await audienceOf(tx, { clinicId, segment, ...of });
  const ahead = await noticesAhead(tx);
  const channels: ChannelPreview[] = [];
  for (const [channel, people] of Object.entries(audience.channels)) {
    const speed = speeds.find((each) => each.channel === channel) ?? UNKNOWN_SPEED;
    const isCapped = speed.perDay !== undefined && sendAt - now < DAY_MS;
    const load = {
      people,
      ahead: ahead.get(channel) ?? 0,
      sentToday: isCapped ? await noticesSince(tx, { channel, since: now - DAY_MS }) : 0,
      from: sendAt,
      expiresAt,
      timeZone,
    };
    channels.push({ channel, people, ...estimate(speed, load) });
  }
  return {
    channels: channels.sort((a, b) => b.people - a.people),
    people: channels.reduce((sum, { people }) => sum + people, 0),
    optedOut: audience.optedOut,
    unreachable: audience.unreachable,
    beginsAt,
    isNight: beginsAt > sendAt,
    timeZone,
    again: await wasSaid(tx, { clinicId, text, now }),
    pausedUntil: paused === undefined ? null : startOf(paused, '12:00', timeZone),
  };
}
