/** All days that a sentence names, and which one is meant: two that remain are told as unclear, never guessed. */

import { Temporal } from 'temporal-polyfill';
import { type DayRead, daysIn, judge, nextWithDay, nthOf, type Said, settle, type Today } from './day.ts';
import { meantOf } from './meant.ts';
import type { Phrase } from './phrase.ts';

export interface DayMention {
  label: string;
  read: DayRead;
  /** A weekday and nothing else. */
  weekday?: number;
}

type Groups = Record<string, string | undefined>;
type Found = Omit<DayMention, 'label'>;

/** After a number that is an hour. */
const NO_HOUR =
  '(?! (?::|am|pm|a m|p m|hrs|hr|hs|horas?|h|en punto|(?:y|con) (?:media|cuarto|3 cuartos|\\d+ minutos)|menos cuarto|(?:1[3-9]|[2-5]\\d) (?:am|pm|a m|p m|de la))(?= |$))';
const WEEKDAY = '(?:W(?<weekday>[1-7])(?: (?:,|el|dia|proximo|este))* )?';
const YEAR =
  '(?: (?:(?:de|del|ano|,|-|/|[.]) ){0,2}(?<year>20\\d\\d)(?! (?:hrs|horas))| [-/] (?<short>\\d{2})(?! (?:[:/-]|de)(?= |$)))?';
const AND = '(?:y|e|o|u|-|a|al|hasta|to|and|or|,)(?: (?:el|al|dia|para|este|proximo))*';

const dated: readonly RegExp[] = [
  /(?<year>20\d\d) [-/.] (?<month>\d{1,2}) [-/.] (?<day>\d{1,2})/,
  new RegExp(
    `${WEEKDAY}(?<day>\\d{1,2})(?: (?:o|º|°|ro|st|nd|rd|th))?(?: (?:de|del|mes|of|-|/))* M(?<month>\\d+)${YEAR}`,
  ),
  new RegExp(`${WEEKDAY}M(?<month>\\d+) (?<day>\\d{1,2})(?: (?:st|nd|rd|th))?(?! [:/])${NO_HOUR}${YEAR}`),
  new RegExp(`${WEEKDAY}(?<day>\\d{1,2}) (?<sep>[-/]) (?<month>\\d{1,2})${NO_HOUR}${YEAR}`),
  new RegExp(
    `${WEEKDAY}(?<day>\\d{1,2}) (?:de|del)(?: mes)? (?<month>1[0-2]|0?[1-9]) (?:de|del|ano)(?: ano)? (?<year>20\\d\\d)`,
  ),
  new RegExp(`${WEEKDAY}(?<day>\\d{1,2}) del(?: mes)? (?<month>1[0-2]|0?[1-9])(?! :)${NO_HOUR}`),
  new RegExp(`${WEEKDAY}(?<day>\\d{1,2}) [.] (?<month>\\d{1,2}) [.] (?:(?<year>20\\d\\d)|(?<short>\\d{2}))`),
];
/** "18" in "18 y 19 de febrero", "sábado" in "sábado y domingo 21". */
const leading = new RegExp(`${WEEKDAY}(?<day>\\d{1,2})(?= ${AND} _(?<next>d\\d+)(?= |$))`);
const leadingWeekday = /W(?<weekday>[1-7])(?= (?:y|e|o|u|-|a|al|hasta)(?: (?:el|dia))* _(?<next>d\d+)(?= |$))/;
const leadingAlone = /(?<=^)(?<day>\d{1,2})(?= _(?<next>d\d+)(?= |$))/;
const following = new RegExp(
  `(?<=_(?<before>d\\d+)(?: _)* (?:y|e|o|u|-|a|al|hasta)(?: (?:el|dia))* )(?<day>\\d{1,2})(?! [/])${NO_HOUR}(?! (?:de|por|en) la)`,
);
const dayOnly: readonly RegExp[] = [
  new RegExp(`W(?<weekday>[1-7])(?: (?:,|el|dia|este))* (?<day>\\d{1,2})(?! /)${NO_HOUR}`),
  new RegExp(`(?:dia|dias) (?<day>\\d{1,2})${NO_HOUR}`),
  new RegExp(
    `(?<=(?:^| )(?:el|los|del|al|proximo) )(?<day>\\d{1,2})(?! /)${NO_HOUR}(?! (?:por|%|para las \\d+ personas))`,
  ),
];
const bare = new RegExp(`(?<day>\\d{1,2})(?! /)${NO_HOUR}(?! (?:(?:de|por|en) la|personas|_h))`);
const hourInPart = /W(?<weekday>[1-7])(?: (?:,|el))* (?<day>[1-9]|1[0-2])(?= (?:de|por|en) la (?:manana|tarde|noche))/;
const NEXT_WEEK =
  '(?:(?:de|en) (?:la )?(?:(?:proxima|otra|siguiente|entrante) semana|semana (?:que viene|que entra|proxima|entrante|siguiente)))';
const NTH =
  /(?:el )?(?<nth>primer|1|segundo|tercer|cuarto|ultimo) W(?<weekday>[1-7]) (?:de|del) (?:M(?<month>\d+)|(?:este )?mes)/;
const OF_MONTH =
  /(?<day>\d{1,2}) (?:de|del) (?:este mes|presente(?: mes)?|mes en curso|mes actual|(?<next>proximo mes|mes que viene|mes que entra|mes proximo))/;
const RELATIVE =
  /(?:\d{1,2} (?:dias?|semanas?) (?:mas tarde|antes|despues)|(?:al|el) dia (?:siguiente|anterior|despues)|semana (?:antes|despues))/;

/** Takes the days out of the sentence. `isAsked`: a bare number is one. In their order. */
export function takeDays(phrase: Phrase, today: Today, isAsked: boolean): DayMention[] {
  const found: DayMention[] = [];
  const take = (pattern: RegExp, settled: (groups: Groups) => Found): void => {
    for (let label = `d${found.length}`; ; label = `d${found.length}`) {
      const match = phrase.take(pattern, label);
      if (!match) return;
      found.push({ label, ...settled(match.groups ?? {}) });
    }
  };
  const dateOf = (label = ''): Today | undefined => {
    const read = found.find((each) => each.label === label)?.read;
    return read && 'date' in read ? Temporal.PlainDate.from(read.date) : undefined;
  };
  const said = (groups: Groups): Found => ({ read: settle(saidIn(groups), today) });
  const counted = (date: Today): Found => ({ read: judge(date, today) });

  take(RELATIVE, () => ({ read: { is: 'unclear', dates: [] } }));
  for (const pattern of dated) take(pattern, (groups) => dashed(groups, today) ?? said(groups));
  for (const pattern of [leading, leadingAlone]) {
    take(pattern, (groups) => ({ read: before(groups, dateOf(groups.next), today) }));
  }
  const takeLeadingWeekday = () =>
    take(leadingWeekday, ({ weekday, next }) => {
      const end = dateOf(next) ?? today.add({ days: 7 });
      return counted(end.subtract({ days: ((end.dayOfWeek - Number(weekday) + 6) % 7) + 1 }));
    });
  takeLeadingWeekday();
  takeOfMonths(take, counted, today);
  take(following, ({ day, before: label }) => {
    const start = dateOf(label);
    if (!start) return said({ day });
    const { year, month } = Number(day) <= start.day ? start.add({ months: 1 }) : start;
    return said({ day, month: String(month), year: String(year) });
  });
  const partly = phrase.find(hourInPart)?.groups;
  if (partly && nextWithDay(Number(partly.day), today)?.dayOfWeek === Number(partly.weekday)) {
    take(hourInPart, ({ day, weekday }) => eitherNumber(Number(day), Number(weekday), today));
  }
  const isHour = phrase.find(hourInPart) !== undefined;
  for (const pattern of isHour ? dayOnly.slice(1) : dayOnly) take(pattern, said);
  takeLeadingWeekday();
  takeCounted(take, counted, today);
  take(following, said);
  take(/(?<=_(?<before>d\d+)(?: _)* (?:o|u|y|a)(?: de)? )M(?<month>\d+)/, ({ before: label, month }) =>
    said({ day: String(dateOf(label)?.day), month }),
  );
  if (isAsked && found.length === 0 && phrase.isBrief) take(bare, said);
  const at = ({ label }: DayMention) => phrase.line.split(' ').indexOf(`_${label}`);
  return found.toSorted((one, other) => at(one) - at(other));
}

/** The day that the sentence means; undefined where it names none. */
export function meantDay(mentions: readonly DayMention[], line: string): DayRead | undefined {
  const { labels, denied } = meantOf('d', line);
  if (denied) return { is: 'unclear', dates: [] };
  const left = mentions.filter(({ label }) => labels.includes(label));
  const dates = left.filter(({ weekday }) => weekday === undefined).map(({ read }) => weekdayIn(read));
  const reads = left.filter(({ weekday }) => weekday === undefined || !dates.includes(weekday)).map(({ read }) => read);
  const distinct = [...new Map(reads.map((read) => [JSON.stringify(read), read])).values()];
  if (distinct.length < 2) return distinct[0];
  const possible = distinct.flatMap((read) =>
    read.is === 'day' ? [read.date] : read.is === 'unclear' ? read.dates : [],
  );
  return possible.length === 0 ? distinct[0] : { is: 'unclear', dates: [...new Set(possible)] };
}

type Take = (pattern: RegExp, settled: (groups: Groups) => Found) => void;
type Counted = (date: Today) => Found;

function takeOfMonths(take: Take, counted: Counted, today: Today): void {
  const next = upcoming(today);
  take(new RegExp(`(?:el )?W(?<weekday>[1-7]) ${NEXT_WEEK}`), ({ weekday }) =>
    counted(today.add({ days: 7 - today.dayOfWeek + Number(weekday) })),
  );
  take(/otro W(?<weekday>[1-7])/, ({ weekday }) => {
    const first = next(Number(weekday));
    return { read: { is: 'unclear', dates: [first, first.add({ days: 7 })].map(String) } };
  });
  take(/(?:el )?W(?<weekday>[1-7]) en 8(?: dias)?/, ({ weekday }) => counted(next(Number(weekday)).add({ days: 7 })));
  take(/W(?<weekday>[1-7]) (?:pasado(?! manana)|que paso|anterior)/, ({ weekday }) =>
    counted(today.subtract({ days: ((today.dayOfWeek - Number(weekday) + 6) % 7) + 1 })),
  );
  take(NTH, (groups) => counted(nthOf(groups, today)));
  take(OF_MONTH, ({ day, next: isNext }) => {
    const { year, month } = today.add({ months: isNext ? 1 : 0 });
    return { read: settle({ day: Number(day), month, year }, today) };
  });
}

/** "mañana", "el próximo sábado", "de hoy en ocho". */
function takeCounted(take: Take, counted: Counted, today: Today): void {
  take(/pasado manana|(?:the )?day after tomorrow/, () => counted(today.add({ days: 2 })));
  take(
    /(?:(?:de )?(?<from>hoy|manana) (?:en|dentro de) (?<count>\d{1,3})(?: (?<unit>dias?|semanas?))?|(?:en|dentro de) (?<number>\d{1,3}) (?<of>dias?|semanas?))/,
    ({ from, count, unit, number, of }) =>
      counted(today.add({ days: daysIn({ count: count ?? number, unit: unit ?? of }) + (from === 'manana' ? 1 : 0) })),
  );
  take(/(?:antier|anteayer|antes de ayer)/, () => counted(today.subtract({ days: 2 })));
  take(/(?:ayer|yesterday)/, () => counted(today.subtract({ days: 1 })));
  take(/(?:hoy(?: mismo)?|today)/, () => counted(today));
  take(
    /(?:(?:este|proximo|siguiente|next|this|on) )*W(?<weekday>[1-7])(?: (?:proximo|siguiente|entrante|que (?:viene|entra|sigue)))?/,
    ({ weekday }) => ({ ...counted(upcoming(today)(Number(weekday))), weekday: Number(weekday) }),
  );
  take(/(?<!(?:^| )(?:la|en|muy de|\d{1,2} de) )(?:manana|tomorrow)/, () => counted(today.add({ days: 1 })));
  take(/(?<=_d\d+ (?:o|u|y|a) )pasado/, () => counted(today.add({ days: 2 })));
}

function upcoming(today: Today): (weekday: number) => Today {
  return (weekday) => today.add({ days: ((weekday - today.dayOfWeek + 6) % 7) + 1 });
}

function saidIn({ day, month, year, short, weekday, sep }: Groups): Said {
  const said: Said = { day: Number(day), month: month === undefined ? undefined : Number(month) };
  if (year) said.year = Number(year);
  if (short) said.year = 2000 + Number(short);
  if (weekday) said.weekday = Number(weekday);
  // "02/20" can be no other than 20 February.
  if (sep && said.month !== undefined && said.month > 12 && said.day <= 12) {
    [said.day, said.month] = [said.month, said.day];
  }
  return said;
}

/** "18-22" are two days; "5-8" may be two, or one of August. */
function dashed({ day = '', month = '', year, short, sep }: Groups, today: Today): Found | undefined {
  if (sep !== '-' || year || short || day.startsWith('0') || month.startsWith('0')) return undefined;
  if (Number(month) > 31 || Number(day) >= Number(month)) return undefined;
  const dates = [nextWithDay(Number(day), today), nextWithDay(Number(month), today)].flatMap((date) => date ?? []);
  const other = Number(month) > 12 ? undefined : settle({ day: Number(day), month: Number(month) }, today);
  const all = [...(other?.is === 'day' ? [other.date] : []), ...dates.map(String)];
  return { read: { is: 'unclear', dates: [...new Set(all)] } };
}

/** A day of the month in which the next one is, or of the one before. */
function before({ day, weekday }: Groups, next: Today | undefined, today: Today): DayRead {
  const said: Said = { day: Number(day) };
  if (weekday) said.weekday = Number(weekday);
  if (!next) return settle(said, today);
  const { year, month } = Number(day) > next.day ? next.subtract({ months: 1 }) : next;
  return settle({ ...said, year, month }, today);
}

/** "sábado 6 de la tarde": Saturday at six, or Saturday the 6th. */
function eitherNumber(day: number, weekday: number, today: Today): Found {
  const dates = [upcoming(today)(weekday), nextWithDay(day, today)].flatMap((date) => date?.toString() ?? []);
  const [first = '', second = first] = dates;
  return { read: first === second ? { is: 'day', date: first } : { is: 'unclear', dates } };
}

function weekdayIn(read: DayRead): number | undefined {
  return 'date' in read ? Temporal.PlainDate.from(read.date).dayOfWeek : undefined;
}
