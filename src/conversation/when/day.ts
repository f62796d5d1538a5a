/** A day that was said: reckoned from today, checked against the weekday that was said with it. */

import { Temporal } from 'temporal-polyfill';

/** Dates are YYYY-MM-DD. */
export type DayRead =
  | { is: 'day'; date: string }
  /** 30 February; `last` is how many days the month has. */
  | { is: 'no-such-day'; day: number; month: number; last: number }
  | { is: 'no-such-month'; said: string }
  /** The weekday is another one: the day that was said, and the nearest one with that weekday. */
  | { is: 'other-weekday'; date: string; instead: string }
  | { is: 'past'; date: string }
  | { is: 'too-far'; date: string }
  /** More than one, or one reckoned from another: those that may be meant, if any is known. */
  | { is: 'unclear'; dates: string[] };

export interface Said {
  day: number;
  month?: number;
  year?: number;
  weekday?: number;
}

export type Today = Temporal.PlainDate;

/** A date with its weekday that was so long ago is meant as the one that has been, not as next year's. */
const JUST_OVER_DAYS = 60;

/** "el último sábado de febrero": of the month to come, if it has been already. */
export function nthOf({ nth = '', weekday, month }: Record<string, string | undefined>, today: Today): Today {
  const which = ['primer', 'segundo', 'tercer', 'cuarto'].indexOf(nth === '1' ? 'primer' : nth);
  const find = (year: number): Today => {
    const first = new Temporal.PlainDate(year, Number(month ?? today.month), 1);
    const begun = first.add({ days: (Number(weekday) - first.dayOfWeek + 7) % 7 });
    if (which >= 0) return begun.add({ weeks: which });
    const last = begun.add({ weeks: 4 });
    return last.month === first.month ? last : begun.add({ weeks: 3 });
  };
  const found = find(today.year);
  return month !== undefined && Temporal.PlainDate.compare(found, today) < 0 ? find(today.year + 1) : found;
}

/** In Mexico eight days are a week and fifteen two. */
export function daysIn({ count, unit }: Record<string, string | undefined>): number {
  const number = Number(count);
  if (unit?.startsWith('semana')) return 7 * number;
  return number === 8 ? 7 : number === 15 ? 14 : number;
}

export function settle(said: Said, today: Today): DayRead {
  const { day, month, year, weekday } = said;
  if (month !== undefined && (month > 12 || month < 1)) return { is: 'no-such-month', said: String(month) };
  const date = month === undefined ? nextWithDay(day, today) : nextOn(day, month, year, today);
  if (!date) {
    const of = month ?? today.month;
    const inYear = year ?? (of < today.month ? today.year + 1 : today.year);
    return { is: 'no-such-day', day, month: of, last: new Temporal.PlainYearMonth(inYear, of).daysInMonth };
  }
  if (weekday !== undefined && date.dayOfWeek !== weekday) {
    // "sábado 20 de febrero" on the 25th means the one that has just been.
    const before = year === undefined && month !== undefined ? dayIn(date.year - 1, month, day) : undefined;
    const isRecent = before !== undefined && before.until(today).days <= JUST_OVER_DAYS;
    if (isRecent && before.dayOfWeek === weekday) return { is: 'past', date: before.toString() };
    const off = ((weekday - date.dayOfWeek + 10) % 7) - 3;
    const near = date.add({ days: off });
    const instead = Temporal.PlainDate.compare(near, today) < 0 ? near.add({ days: 7 }) : near;
    const judged = judge(date, today);
    return judged.is === 'day' ? { is: 'other-weekday', date: date.toString(), instead: instead.toString() } : judged;
  }
  return judge(date, today);
}

export function judge(date: Today, today: Today): DayRead {
  if (Temporal.PlainDate.compare(date, today) < 0) return { is: 'past', date: date.toString() };
  if (Temporal.PlainDate.compare(date, today.add({ years: 1 })) > 0) return { is: 'too-far', date: date.toString() };
  return { is: 'day', date: date.toString() };
}

function dayIn(year: number, month: number, day: number): Today | undefined {
  if (day < 1 || day > new Temporal.PlainYearMonth(year, month).daysInMonth) return undefined;
  return new Temporal.PlainDate(year, month, day);
}

/** Without a year it is the next one to come. */
function nextOn(day: number, month: number, year: number | undefined, today: Today): Today | undefined {
  if (year !== undefined) return dayIn(year, month, day);
  const now = dayIn(today.year, month, day);
  const isOver = now ? Temporal.PlainDate.compare(now, today) < 0 : month < today.month;
  return isOver ? dayIn(today.year + 1, month, day) : now;
}

/** Without a month it is the next one that has this day. */
export function nextWithDay(day: number, today: Today): Today | undefined {
  for (let ahead = 0; ahead < 3; ahead++) {
    const { year, month } = today.with({ day: 1 }).add({ months: ahead });
    const date = dayIn(year, month, day);
    if (date && Temporal.PlainDate.compare(date, today) >= 0) return date;
  }
  return undefined;
}
