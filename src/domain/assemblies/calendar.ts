/** Dates of assemblies: entered in the clinic's own time, kept as an instant too. */

import { Temporal } from 'temporal-polyfill';

/** The instant of a local date and hour. Throws RangeError for 30 February, 25:00 or an unknown zone. */
export function startOf(date: string, time: string, timeZone: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`date ${JSON.stringify(date)} is not YYYY-MM-DD`);
  if (!/^\d{2}:\d{2}$/.test(time)) throw new RangeError(`time ${JSON.stringify(time)} is not HH:MM`);
  const local = Temporal.PlainDate.from(date, { overflow: 'reject' }).toPlainDateTime(
    Temporal.PlainTime.from(time, { overflow: 'reject' }),
  );
  return local.toZonedDateTime(timeZone).epochMilliseconds;
}

/** The same hour of the clock, `days` before, in that zone: a day is not always 24 hours. */
export function daysBefore(instant: number, days: number, timeZone: string): number {
  return zoned(instant, timeZone).subtract({ days }).epochMilliseconds;
}

/**
 * When a notice may go out: at once between 08:00 and 20:00 of the clinic's time, else at the next 08:00.
 * The hours are the project's own rule, so that no notice wakes anybody.
 */
export function afterQuietHours(instant: number, timeZone: string): number {
  const local = zoned(instant, timeZone);
  if (local.hour >= 8 && local.hour < 20) return instant;
  const morning = local.withPlainTime({ hour: 8 });
  return (local.hour < 8 ? morning : morning.add({ days: 1 })).epochMilliseconds;
}

/** Midnight after that instant, in that zone. */
export function endOfDay(instant: number, timeZone: string): number {
  return zoned(instant, timeZone).add({ days: 1 }).startOfDay().epochMilliseconds;
}

/** That hour of the day before, on that zone's clocks. */
export function eveBefore(instant: number, hour: number, timeZone: string): number {
  return zoned(instant, timeZone).subtract({ days: 1 }).withPlainTime({ hour }).epochMilliseconds;
}

/** The local calendar date, YYYY-MM-DD. */
export function dateIn(instant: number, timeZone: string): string {
  return zoned(instant, timeZone).toPlainDate().toString();
}

/** The instant in ISO 8601, as that zone's clocks show it, with how far they are from UTC. */
export function isoIn(instant: number, timeZone: string): string {
  return zoned(instant, timeZone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
}

function zoned(instant: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
}
