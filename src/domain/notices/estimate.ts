/** How long a notice takes on a channel, and whom it does not reach in time. */

import { Temporal } from 'temporal-polyfill';
import { afterQuietHours } from '../assemblies/calendar.ts';

/** How fast notices go on a channel. */
export interface Speed {
  channel: string;
  /** Milliseconds a notice, on average. */
  msEach: number;
  /** Most notices in any 24 hours; absent where there is no such cap. */
  perDay?: number;
}

export interface Estimate {
  /** Milliseconds from the first to the last that is reached; 0 for nobody. */
  takesMs: number;
  /** How many are reached on the first day. */
  firstDay: number;
  /** How many are not reached before it is worthless. */
  late: number;
}

interface Load {
  people: number;
  /** Notices that wait on the channel already: they go first. */
  ahead: number;
  /** Notices of the last 24 hours: they count towards the cap. */
  sentToday: number;
  /** From when on it may be sent, and until when it is of use. */
  from: number;
  expiresAt: number;
  /** Of the clinic: notices go by day only. */
  timeZone: string;
}

/** A channel of which nothing is known takes as long as it takes to hand a message over. */
export const UNKNOWN_SPEED: Omit<Speed, 'channel'> = { msEach: 20 };
/** A notice is not planned for further ahead than this. */
const MOST_DAYS = 400;

export function estimate(speed: Omit<Speed, 'channel'>, load: Load): Estimate {
  const { people, ahead, from, expiresAt, timeZone } = load;
  if (people === 0) return { takesMs: 0, firstDay: 0, late: 0 };
  const begin = afterQuietHours(from, timeZone);
  let waiting = ahead;
  let reached = 0;
  let firstDay = 0;
  let end = begin;
  for (let day = 0, at = begin; day < MOST_DAYS && reached < people && at < expiresAt; day++) {
    const until = Math.min(eveningOf(at, timeZone), expiresAt);
    const used = day === 0 ? load.sentToday : 0;
    const most = Math.max(0, (speed.perDay ?? Number.POSITIVE_INFINITY) - used);
    const room = Math.min(most, Math.max(0, Math.floor((until - at) / speed.msEach)));
    const others = Math.min(waiting, room);
    const own = Math.min(people - reached, room - others);
    waiting -= others;
    reached += own;
    if (own > 0) end = at + (others + own) * speed.msEach;
    if (day === 0) firstDay = own;
    at = afterQuietHours(eveningOf(at, timeZone), timeZone);
  }
  return { takesMs: end - begin, firstDay, late: people - reached };
}

/** 20:00 of that day, when the phones come to rest. */
function eveningOf(instant: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).withPlainTime({ hour: 20 })
    .epochMilliseconds;
}
