/** When a vote opens and closes, as somebody says it: in one sentence or piece by piece. */

import { dateIn, startOf } from '../domain/assemblies/calendar.ts';
import { type CallDraft, type CallHeard, hear } from './call-draft.ts';
import type { Text } from './text.ts';

export type TimePart = 'opens' | 'closes';

/** What is known of one hour so far. */
export type TimeDraft = Pick<CallDraft, 'date' | 'time' | 'either'>;

export interface TimeHeard {
  draft: TimeDraft;
  /** When nothing is lacking. */
  at?: number;
  /** The close that was said along with the opening. */
  closesAt?: number;
  trouble?: Text;
  /** Days that may have been meant. */
  days?: CallHeard['days'];
  stops?: boolean;
}

export interface TimeHearing {
  text: string;
  part: TimePart;
  draft: TimeDraft;
  now: number;
  timeZone: string;
  /** Of a close: it is of the same day where only its hour is said. */
  opensAt: number | null;
  misses: number;
}

const MINUTE_MS = 60_000;
/** "Ahora": enough to read the ballot back and announce it. */
const AT_ONCE_MS = 10 * MINUTE_MS;
const AT_ONCE =
  /^\W*(?:ya(?: mismo)?|ahora(?: mismo)?|ahorita(?: mismo)?|de una vez|lo (?:antes|m[aá]s pronto) posible|en este momento|now|right now|at once)\W*$/iu;
const WEEKDAY = '(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|\\d{1,2} de )';
/** Between the opening and the close of one sentence. */
const UNTIL = new RegExp(
  `(?:[,;.]|\\s)+(?:y\\s+)?(?:(?:que\\s+)?(?:se\\s+)?(?:cierr[ae]n?|termin[ae]n?|acab[ae]n?|closes|ends)|hasta|until)\\s*:?|(?<=[\\da-zñ])\\s+(?=al\\s+${WEEKDAY})`,
  'iu',
);

export function hearTime(hearing: TimeHearing): TimeHeard {
  const { text, part, now } = hearing;
  if (part === 'opens' && AT_ONCE.test(text)) return { draft: {}, at: upToMinutes(now + AT_ONCE_MS, 5) };
  const cut = part === 'opens' ? UNTIL.exec(text) : null;
  if (!cut) return hearOne(hearing);
  const opens = hearOne({ ...hearing, text: text.slice(0, cut.index).replace(/^\s*(?:del?|desde)\s+/iu, '') });
  if (opens.at === undefined) return opens.trouble ? hearOne(hearing) : opens;
  const rest = text.slice(cut.index + cut[0].length);
  const closes = hearOne({ ...hearing, text: rest, part: 'closes', draft: {}, opensAt: opens.at });
  return closes.at === undefined ? opens : { ...opens, closesAt: closes.at };
}

function hearOne({ text, part, draft, now, timeZone, opensAt, misses }: TimeHearing): TimeHeard {
  const asked = draft.date === undefined ? 'day' : 'hour';
  const heard = hear({ text, asked, draft, now, timeZone, misses });
  const { date, time, either } = heard.draft;
  const known: TimeDraft = {
    ...(date === undefined ? {} : { date }),
    ...(time === undefined ? {} : { time }),
    ...(either === undefined ? {} : { either }),
  };
  const { trouble, days, stops } = heard;
  // Of a sentence that names no day there is, nothing is kept.
  if (trouble && !days) return { draft, trouble };
  if (part === 'closes' && opensAt !== null && known.date === undefined && known.time !== undefined) {
    const sameDay = dateIn(opensAt, timeZone);
    if (startOf(sameDay, known.time, timeZone) > opensAt) known.date = sameDay;
  }
  return {
    draft: known,
    ...(instantOf(known, timeZone) === undefined ? {} : { at: instantOf(known, timeZone) }),
    ...(trouble ? { trouble } : {}),
    ...(days ? { days } : {}),
    ...(stops ? { stops } : {}),
  };
}

/** Undefined while the day or the hour is lacking. */
export function instantOf({ date, time }: TimeDraft, timeZone: string): number | undefined {
  return date === undefined || time === undefined ? undefined : startOf(date, time, timeZone);
}

function upToMinutes(instant: number, minutes: number): number {
  const step = minutes * MINUTE_MS;
  return Math.ceil(instant / step) * step;
}
