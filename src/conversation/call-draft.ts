/** A call as it takes shape sentence by sentence: what is known so far, what was wrong with the last one. */

import { Temporal } from 'temporal-polyfill';
import { startOf } from '../domain/assemblies/calendar.ts';
import type { Text } from './text.ts';
import { Phrase } from './when/phrase.ts';
import { type DayRead, type HourRead, readPlace, readWhen } from './when/when.ts';

export interface CallDraft {
  /** YYYY-MM-DD and HH:MM, in the clinic's time. */
  date?: string;
  time?: string;
  /** The hour was said and not whether in the morning or at night. */
  either?: { morning: string; night: string };
  place?: string;
  lat?: number;
  lng?: number;
  agenda?: string;
  capacity?: number;
}

/** What can be asked for. */
export type CallPart = 'day' | 'hour' | 'place' | 'pin' | 'agenda' | 'capacity';

export interface CallHeard {
  draft: CallDraft;
  /** What was wrong, to be said before the question. */
  trouble?: Text;
  /** Days that may have been meant, and how to show them. */
  days?: { date: string; shown: Text }[];
  /** The person wants to leave it. */
  stops?: boolean;
  /** What was asked for is not known, or shall not be said. */
  skips?: boolean;
}

export interface Hearing {
  text: string;
  asked?: CallPart | 'anything';
  draft: CallDraft;
  /** Now, on the clocks of the clinic. */
  now: number;
  timeZone: string;
  /** 0 for the first time that nothing is understood. */
  misses: number;
}

const STOP =
  /^\W*(?:cancelar|cancela|salir|nada|ninguno|olv[ií]delo|d[eé]jelo|ya no|stop|quit|cancel|never mind)\W*$/iu;
const SKIP =
  /^\W*(?:(?:todav[ií]a |a[uú]n )?no (?:lo )?(?:s[eé]|sabemos|tengo)|no|no decir|sin decir|nada|dejarlo sin decir|despu[eé]s|not yet|i don't know|no s[eé] todav[ií]a)\W*$/iu;
const MOST_PROSE = 400;

/** Takes from the sentence whatever it says; what was known stays unless it is said anew. */
export function hear(hearing: Hearing): CallHeard {
  const { text, asked, draft, now, timeZone } = hearing;
  if (STOP.test(text)) return { draft, stops: true };
  if (SKIP.test(text) && (asked === 'place' || asked === 'agenda' || asked === 'pin')) return { draft, skips: true };
  const prose = text.replaceAll(/\s+/g, ' ').trim().slice(0, MOST_PROSE);
  if (asked === 'place' || asked === 'pin') return { draft: placed(draft, readPlace(prose).slice(0, 200)) };
  if (asked === 'agenda') return { draft: { ...draft, agenda: prose.replace(/\.$/, '') } };
  if (asked === 'capacity') return hearCapacity(hearing);

  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const { day, hour, place, agenda, capacity } = readWhen({
    text,
    today,
    asked: asked === 'day' || asked === 'hour' ? asked : undefined,
  });
  const next: CallDraft = place === undefined ? { ...draft } : placed(draft, place.slice(0, 200));
  if (agenda !== undefined) next.agenda = agenda;
  if (capacity !== undefined) next.capacity = capacity;
  const heard: CallHeard = { draft: next };
  if (hour) hearHour(heard, hour);
  if (day) hearDay(heard, day, timeZone);
  const isNothing = [day, hour, place, agenda, capacity].every((said) => said === undefined);
  if (asked && isNothing) {
    heard.trouble = { key: `call:unclear.${asked}${hearing.misses === 0 ? '' : 'Again'}` };
  }
  return heard;
}

function hearHour(heard: CallHeard, hour: HourRead): void {
  const { draft } = heard;
  const { either, ...rest } = draft;
  if (hour.is === 'hour') heard.draft = { ...rest, time: hour.time };
  else if (hour.is === 'either') {
    const { time: _, ...unset } = rest;
    heard.draft = { ...unset, either: { morning: hour.morning, night: hour.night } };
  } else if (hour.is === 'unclear') {
    heard.trouble = { key: 'call:trouble.severalHours' };
    const { time: _, ...unset } = rest;
    heard.draft = unset;
  } else if (hour.is === 'part' && either) heard.draft = { ...rest, time: either[hour.part] };
  else if (hour.is === 'no-such-hour') {
    heard.trouble = { key: 'call:trouble.noSuchHour', values: { said: hour.said } };
    const { time: _, ...unset } = rest;
    heard.draft = unset;
  }
}

function hearDay(heard: CallHeard, day: DayRead, timeZone: string): void {
  const { date: _, ...unset } = heard.draft;
  const values = { date: 'date' in day ? shownDay(day.date, timeZone) : '' };
  switch (day.is) {
    case 'day':
      heard.draft = { ...unset, date: day.date };
      return;
    case 'no-such-day':
      heard.trouble = {
        key: 'call:trouble.noSuchDay',
        values: { day: day.day, last: day.last, month: { key: `call:month.${day.month}` } },
      };
      break;
    case 'no-such-month':
      heard.trouble = { key: 'call:trouble.noSuchMonth', values: { said: day.said } };
      break;
    case 'other-weekday':
      heard.trouble = { key: 'call:trouble.otherWeekday', values };
      heard.days = [day.date, day.instead].map((date) => ({ date, shown: shownDay(date, timeZone) }));
      break;
    case 'unclear':
      heard.trouble = { key: 'call:trouble.severalDays' };
      if (day.dates.length > 1) heard.days = day.dates.map((date) => ({ date, shown: shownDay(date, timeZone) }));
      break;
    case 'past':
      heard.trouble = { key: 'call:trouble.past', values };
      break;
    case 'too-far':
      heard.trouble = { key: 'call:trouble.tooFar', values };
      break;
  }
  heard.draft = unset;
}

function hearCapacity({ text, draft, misses }: Hearing): CallHeard {
  const [number] = /\d{1,6}/.exec(new Phrase(text).line) ?? [];
  const capacity = Number(number ?? 0);
  if (capacity > 0) return { draft: { ...draft, capacity } };
  return { draft, trouble: { key: `call:unclear.capacity${misses === 0 ? '' : 'Again'}` } };
}

/** The map of one place is not that of another. */
function placed(draft: CallDraft, place: string): CallDraft {
  const { lat: _, lng: __, ...bare } = draft;
  const isOther = draft.place && draft.place !== place;
  return { ...(isOther ? bare : draft), place };
}

const CLINIC = /^(?:la |el |the )?(?:cl[ií]nica|umf|cmf|caf|umr|centro de salud|unidad|hospital|clinic)\b/iu;

/** The place that a sentence names, if it may be a clinic: to be looked up. */
export function clinicNamed(text: string, today: string): string | undefined {
  const { place } = readWhen({ text, today });
  return place !== undefined && mayBeClinic(place) ? place : undefined;
}

export function mayBeClinic(place: string): boolean {
  return CLINIC.test(place);
}

/** "sábado 20 de febrero". */
export function shownDay(date: string, timeZone: string): Text {
  return { key: 'call:day', values: { date: { at: startOf(date, '12:00', timeZone), timeZone, as: 'date' } } };
}
