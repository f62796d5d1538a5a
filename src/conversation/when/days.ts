/** One day or several in a row: "20 de febrero", "18 y 19 de febrero", "del lunes al viernes". */

import { Temporal } from 'temporal-polyfill';
import type { DayRead } from './day.ts';
import { type DayMention, meantDay, takeDays } from './day-mentions.ts';
import { takeSureHours } from './hour.ts';
import { collapse, isChange, meantOf } from './meant.ts';
import { hideNames } from './names.ts';
import { Phrase } from './phrase.ts';

/** Both included; or what is wrong with what was said; undefined if it names no day. */
export type DaysRead = { is: 'days'; from: string; to: string } | Exclude<DayRead, { is: 'day' }>;

type Today = Temporal.PlainDate;
interface Span {
  from: Today;
  to: Today;
}

const UNCLEAR: DaysRead = { is: 'unclear', dates: [] };
/** Days without an end, or all but some. */
const OPEN =
  /(?:^| )(?:menos|excepto|salvo|a partir|antes|despues|posterior(?:es)?|anterior(?:es)?|sin|except|after|before)(?= |$)/;
const ONE_SIDED = /(?:^| )(?:desde|hasta|from|until|since)(?= |$)/;
const RANGE = /^(?:.* )?_d\d+(?: (?:al|a|-|hasta|to|until)(?: (?:el|dia))*| y) _d\d+(?: .*)?$/;
const BETWEEN = /(?:^| )entre (?:el )?_d\d+ y (?:el )?_d\d+/;
const DASHED = /^(?:(?:del?|las|los) )*(?<day>\d{1,2}) (?:-|al|a|y) (?:el )?(?<last>\d{1,2})$/;

/** Reads them all or none: a day that is not part of the row makes the whole unclear. */
export function readDays(text: string, on: string): DaysRead | undefined {
  const today = Temporal.PlainDate.from(on);
  const phrase = new Phrase(text.slice(0, 600));
  hideNames(phrase);
  takeSureHours(phrase, 'day');
  const alone = DASHED.exec(phrase.line.replace(/ (?:de|del) (?:este mes|presente(?: mes)?)$/, ''));
  if (alone) return aloneIn(Number(alone.groups?.day), Number(alone.groups?.last), today);
  const mentions = takeDays(phrase, today, true);
  const line = collapse(phrase.line);
  if (mentions.length === 0) return OPEN.test(line) ? UNCLEAR : undefined;
  if (OPEN.test(line) || isChange(line) || /(?:^| )\d{1,2}(?= |$)/.test(line)) return UNCLEAR;
  const day = meantDay(mentions, phrase.line);
  if (day && day.is !== 'day' && day.is !== 'unclear') return day;
  const left = mentions.filter(({ label }) => meantOf('d', phrase.line).labels.includes(label));
  if (day?.is === 'day' && (left.length === 1 || !RANGE.test(line))) {
    return ONE_SIDED.test(line) ? UNCLEAR : { is: 'days', from: day.date, to: day.date };
  }
  const span = spanOf(left, line, today);
  return span ? { is: 'days', from: span.from.toString(), to: span.to.toString() } : UNCLEAR;
}

/** "18-22": of the month to come; with the second smaller than 13 it may be a month. */
function aloneIn(day: number, last: number, today: Today): DaysRead {
  const start = last > 12 && day < last ? today.with({ day: 1 }) : undefined;
  for (const ahead of start ? [0, 1, 2] : []) {
    const { year, month, daysInMonth } = today.with({ day: 1 }).add({ months: ahead });
    if (last > daysInMonth) continue;
    const from = new Temporal.PlainDate(year, month, day);
    if (Temporal.PlainDate.compare(from, today) >= 0) {
      return { is: 'days', from: from.toString(), to: from.with({ day: last }).toString() };
    }
  }
  return UNCLEAR;
}

function spanOf(mentions: readonly DayMention[], line: string, today: Today): Span | undefined {
  const dates = mentions.flatMap(({ read }) => (read.is === 'day' ? [Temporal.PlainDate.from(read.date)] : []));
  const [from, second, third] = dates;
  if (!from || !second || dates.length !== mentions.length) return undefined;
  const isRange = mentions.length === 2 && (BETWEEN.test(line) || (RANGE.test(line) && !/_d\d+ y /.test(line)));
  if (!isRange) return inARow(dates);
  const [start, end] = mentions;
  if (third || !start || !end) return undefined;
  // "del miércoles al viernes", said on a Wednesday: this week or the next one.
  if (start.weekday === today.dayOfWeek) return undefined;
  const isEarly = Temporal.PlainDate.compare(second, from) <= 0;
  const to = isEarly && end.weekday !== undefined ? second.add({ days: 7 }) : second;
  return Temporal.PlainDate.compare(from, to) < 0 ? { from, to } : undefined;
}

/** Each the day after the one before it. */
function inARow(dates: readonly Today[]): Span | undefined {
  const [from] = dates;
  const to = dates.at(-1);
  const isRow = from && dates.every((date, at) => date.equals(from.add({ days: at })));
  return isRow && to ? { from, to } : undefined;
}
