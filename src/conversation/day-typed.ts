/** A day as somebody tells it who says what happened, or plans what is to come. */

import { Temporal } from 'temporal-polyfill';
import { readWhen } from './when/when.ts';

/** Days; what was said of a day farther ahead is meant as the last such day, where one tells of the past. */
const HALF_A_YEAR = 180;

type Day = { is: 'day'; date: string } | { is: 'not-yet' | 'past' | 'none' | 'unclear' };

/** `past`: what happened, not after today; else what is to come. */
export function dayTyped({ text, today, past }: { text: string; today: string; past: boolean }): Day {
  const told = past ? text.replace(/\b(ayer|yesterday)\b/i, dayBefore(today)) : text;
  const { day } = readWhen({ text: told, today, asked: 'day' });
  if (day?.is === 'no-such-day' || day?.is === 'no-such-month') return { is: 'none' };
  if (!day || day.is === 'other-weekday' || day.is === 'unclear') return { is: 'unclear' };
  const date = past ? lastOf(day.date, { today, text }) : day.date;
  if (past ? date > today : date < today) return { is: past ? 'not-yet' : 'past' };
  return { is: 'day', date };
}

function dayBefore(today: string): string {
  return Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
}

/** A day without its year or month is the next such day for whoever plans, the last one for whoever tells. */
function lastOf(date: string, { today, text }: { today: string; text: string }): string {
  const day = Temporal.PlainDate.from(date);
  const isBare = /^\D{0,8}\d{1,2}\D{0,2}$/.test(text.trim());
  if (isBare && date > today) return backTo(day, 'months', today);
  const isFar = Temporal.PlainDate.from(today).until(day).total('days') > HALF_A_YEAR;
  return isFar && !/20\d\d/.test(text) ? backTo(day, 'years', today) : date;
}

/** The last month or year that has this day, not after today: the 31st is not in all, nor is 29 February. */
function backTo(day: Temporal.PlainDate, step: 'months' | 'years', today: string): string {
  for (let back = 1; back <= 12; back++) {
    const date = day.subtract({ [step]: back });
    if (date.day === day.day && date.toString() <= today) return date.toString();
  }
  return day.toString();
}
