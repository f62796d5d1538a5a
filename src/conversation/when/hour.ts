/** The hours in a sentence, and which one is meant. What could be two is told apart from what is sure, never guessed. */

import { isChange, meantOf } from './meant.ts';
import type { Phrase } from './phrase.ts';

export type HourRead =
  /** HH:MM. */
  | { is: 'hour'; time: string }
  /** Morning or night: it was not said. */
  | { is: 'either'; morning: string; night: string }
  /** The part of the day alone. */
  | { is: 'part'; part: Part }
  | { is: 'no-such-hour'; said: string }
  /** More than one, or one reckoned from another. */
  | { is: 'unclear' };

export type Part = 'morning' | 'night';

type Groups = Readonly<Record<string, string | undefined>>;

export interface HourMention {
  label: string;
  groups: Groups;
}

const DAY_PART =
  '(?:(?:de|por|en|a|dela|ala)(?: la)? (?<named>manana|tarde|noche|madrugada)|del? (?<noon>dia|mediodia|medio dia)|(?<am>a m|am)|(?<pm>p m|pm)|in the (?<en>morning|afternoon|evening)|at (?<night>night))';
const WITH =
  '(?:y|con) (?<and>media|3 cuartos|cuarto|[0-5]?\\d(?: minutos)?(?! (?:personas|gentes?|familias|(?:de |del )?M\\d+)))';
const COLON = '[:.] (?<colon>\\d{2})';
const MINUTES = `(?: ${COLON}| ${WITH}| (?<bare>[0-5]\\d)(?= |$)(?! (?:[:/.-]|(?:de |del )?M\\d+)))`;
const BARE_IN_PART = `(?: ${COLON}| ${WITH}| (?<bare>[0-5]\\d)(?= |$))`;
const SUFFIX = '(?<h>hrs|hr|hs|horas|hora|h)';
const END = `(?: ${SUFFIX}(?: (?:con|y) (?<late>\\d{1,2}|media|cuarto)(?: minutos)?)?)?(?: en punto)?(?: ${DAY_PART}(?: y (?<past>media|cuarto))?)?`;
const AT = '(?:(?:a|para|desde|de|tipo|como a|sobre|at|from|hasta) )?(?:las|alas|ala|la|at) ';
const COUNTED = '(?! (?:personas|gentes?|familias|obras|asambleas|clinicas|sillas|comunidades|dias|semanas)(?= |$))';

/** "de 4 a 6 pm": the assembly begins with the first. */
const rangeFrom = (opening: string, joint: string) =>
  new RegExp(
    `${opening}(?:(?:las?|alas) )?(?<hour>\\d{1,2})(?: ${COLON}| y (?<and>media|cuarto))?(?: (?<h>hrs|hs|horas|h))?(?: ${DAY_PART})? (?:${joint}) (?:(?:las?|alas) )?(?<end>\\d{1,2})(?: : \\d{2}| y media)?(?: (?<endH>hrs|hs|horas|h))?(?: ${DAY_PART.replaceAll('?<', '?<end_')})?`,
  );
const RANGES: readonly RegExp[] = [rangeFrom('entre ', 'y|a'), rangeFrom('(?:(?:de|desde) )?', 'a|hasta|-')];
const OPENS_RANGE = /^(?:de|desde|entre|las?|alas) /;
const IS_HOURS = /(?:^| )(?:las?|alas|am|pm|a m|p m|:|hrs|hs|horas|manana|tarde|noche|dia|mediodia)(?= |$)/;

const RELATIVE =
  /(?:(?:media|\d{1,2}) horas?(?: y media)? (?:mas tarde|mas temprano|antes|despues|mas)|(?:en|dentro de) (?:media|\d{1,2}) horas?|mas (?:tarde|temprano)|(?:1|2|3|media) horas?(?: y media)?)/;
const DURATION =
  /(?:(?:dura|durara|duracion|durante|por|unas|aproximadamente)(?: (?:de|unas|como|por))* (?:\d{1,2}|media) (?:horas?|hrs?)(?: y media)?|(?:\d{1,2}|media) (?:horas?|hrs?)(?: y media)? de (?:duracion|junta|asamblea|reunion))/;

const TO = (minutes: string, before: string) =>
  new RegExp(
    `${before}(?:(?:a|al|faltando|faltan) )?(?:(?:las|la|un) )?(?<to>${minutes}) (?:para|antes de) (?:las|la) (?<hour>\\d{1,2})(?: ${DAY_PART})?`,
  );
const quarterTo = TO('cuarto|media|\\d{1,2} minutos', '');
const fewTo = TO('5|10|15|20|25', '(?<!(?:^| )(?:el|dia|del|al|-|/|W\\d|M\\d+) )');

/** Those that no day can be mistaken for. */
const sure: readonly RegExp[] = [
  quarterTo,
  new RegExp(`(?:${AT})?(?<hour>\\d{1,2}) menos (?<less>cuarto|\\d{1,2})(?: ${DAY_PART})?`),
  new RegExp(`(?:${AT})?(?<military>\\d{4}) ${SUFFIX}`),
  new RegExp(`(?:${AT})(?<military>\\d{3,4}) ${DAY_PART}`),
  new RegExp(`${AT}(?<hour>\\d{1,3})(?! [-/] \\d|(?: de)? M\\d)${COUNTED}(?:${MINUTES})?${END}`),
  new RegExp(`(?<hour>\\d{1,3}) : (?<colon>\\d{2})${END}`),
  /(?:(?:a|al|el) )?(?:las 12 )?(?:de )?(?:l )?(?<at12>mediodia|medio dia|noon|medianoche|media noche|midnight)/,
];
/** Once the days are gone. */
const others: readonly RegExp[] = [
  new RegExp(`(?<military>\\d{3,4}) ${DAY_PART}`),
  new RegExp(`(?<hour>\\d{1,3})(?:${BARE_IN_PART})?(?: ${SUFFIX})?(?: en punto)? ${DAY_PART}`),
  new RegExp(
    `(?<hour>\\d{1,3})(?: [:.] (?<colon>\\d{2}))? ${SUFFIX}(?: (?:con|y) (?<late>\\d{1,2}|media|cuarto)(?: minutos)?)?`,
  ),
  /(?<hour>\d{1,2}) (?:y (?<and>media|cuarto|3 cuartos)|en punto)/,
  /(?<hour>\d{1,2})(?= (?:o|u|a|-) (?:(?:a )?las )?_h\d)/,
  /(?<=_h\d+(?: _)* (?:o|u|-) (?:las )?)(?<hour>\d{1,2})/,
];
/** Where the hour was asked for, a number is one. */
const answer = new RegExp(`(?<hour>\\d{1,3})(?:${MINUTES})?(?: en punto)?`);
const partAlone = new RegExp(DAY_PART.replace('(?: la)?', ' la'));

type Asked = 'day' | 'hour' | undefined;

/** Takes the hours that are sure; to be called before the days are taken. */
export function takeSureHours(phrase: Phrase, asked: Asked): HourMention[] {
  const found: HourMention[] = [];
  while (phrase.hide(DURATION));
  takeAll(phrase, found, RELATIVE, { relative: '1' });
  takeRange(phrase, found, (range) => OPENS_RANGE.test(range[0]) && isHours(range, phrase.line));
  for (const pattern of asked === 'day' ? sure : [fewTo, ...sure]) takeAll(phrase, found, pattern);
  return found;
}

/** Takes what remains, after the days. */
export function takeOtherHours(phrase: Phrase, found: HourMention[], asked: Asked): void {
  const isAsked = asked === 'hour' && phrase.isBrief && found.length === 0;
  takeRange(phrase, found, (range) => isAsked || isHours(range, phrase.line));
  for (const pattern of others) takeAll(phrase, found, pattern);
  if (isAsked && found.length === 0) takeAll(phrase, found, /(?<military>[012]?\d[0-5]\d)/);
  if (isAsked && found.length === 0) takeAll(phrase, found, answer, { asked: '1' });
}

function takeAll(phrase: Phrase, found: HourMention[], pattern: RegExp, more: Groups = {}): void {
  for (let label = `h${found.length}`; ; label = `h${found.length}`) {
    const match = phrase.take(pattern, label);
    if (!match) return;
    const isAt = /^(?:(?:a|para|desde|de|tipo|como a|sobre|at|from|hasta) )?(?:las|alas|ala|la|at) /.test(match[0]);
    found.push({ label, groups: { ...match.groups, ...more, ...(isAt ? { at: '1' } : {}) } });
  }
}

function isHours(range: RegExpExecArray, line: string): boolean {
  const after = line.slice(range.index + range[0].length);
  return IS_HOURS.test(range[0]) && Number(range.groups?.hour) < 24 && !/^ (?:de M|M|\/|-)/.test(after);
}

function takeRange(phrase: Phrase, found: HourMention[], accepts: (range: RegExpExecArray) => boolean): void {
  if (isChange(phrase.line)) return;
  const pattern = RANGES.find((each) => {
    const range = phrase.find(each);
    return range !== undefined && accepts(range);
  });
  if (!pattern) return;
  const label = `h${found.length}`;
  const said = phrase.take(pattern, label)?.groups ?? {};
  const groups: Record<string, string | undefined> = { ...said, at: '1', h: said.h ?? said.endH };
  if (partOf(said) === undefined) {
    const ending = Object.fromEntries(
      Object.entries(said).flatMap(([name, value]) => (name.startsWith('end_') ? [[name.slice(4), value]] : [])),
    );
    const part = partOf(ending);
    const isBefore = Number(said.hour) % 12 > Number(said.end) % 12;
    const isDay = part === 'afternoon' || part === 'noon' || Number(said.end) === 12;
    if (part !== undefined && isBefore && isDay && part !== 'evening') groups.named = 'manana';
    else Object.assign(groups, ending);
  }
  found.push({ label, groups });
}

/** The hour that the sentence means; undefined where it names none. `isAsked`: a part of the day alone may be a word. */
export function meantHour(mentions: readonly HourMention[], phrase: Phrase, isAsked: boolean): HourRead | undefined {
  const parts: HourMention[] = [];
  for (let label = 'p0'; ; label = `p${parts.length}`) {
    const match = phrase.take(partAlone, label);
    if (!match) break;
    parts.push({ label, groups: match.groups ?? {} });
  }
  const { labels, denied } = meantOf('h', phrase.line);
  if (denied) return { is: 'unclear' };
  const left = mentions.filter(({ label }) => labels.includes(label));
  const meantParts = meantOf('p', phrase.line).labels;
  const apart = [
    ...new Set(parts.filter(({ label }) => meantParts.includes(label)).flatMap(({ groups }) => partOf(groups) ?? [])),
  ];
  if (left.length === 0) return partSaid(apart, phrase, isAsked);
  const told = left.some(({ groups }) => !groups.relative) ? left.filter(({ groups }) => !groups.relative) : left;
  if (apart.length > 1 && told.some(({ groups }) => partOf(groups) === undefined)) return { is: 'unclear' };
  const reads = told.map(({ groups }) => hourOf(groups, apart[0]));
  const [first] = reads;
  return first && reads.every((read) => isSame(read, first))
    ? (reads.find(({ is }) => is === 'hour') ?? first)
    : { is: 'unclear' };
}

function partSaid(apart: readonly NamedPart[], phrase: Phrase, isAsked: boolean): HourRead | undefined {
  const word = isAsked && apart.length === 0 ? phrase.take(/(?<named>manana|tarde|noche|dia)/)?.groups : undefined;
  const part = apart[0] ?? (word && partOf(word));
  if (apart.length > 1) return { is: 'unclear' };
  return part && { is: 'part', part: part === 'morning' || part === 'dawn' ? 'morning' : 'night' };
}

/** "a las 11, 11 de la mañana" is one hour. */
function isSame(one: HourRead, other: HourRead): boolean {
  const times = (read: HourRead) =>
    read.is === 'hour' ? [read.time] : read.is === 'either' ? [read.morning, read.night] : [JSON.stringify(read)];
  return times(one).some((time) => times(other).includes(time));
}

function hourOf(groups: Groups, apart: NamedPart | undefined): HourRead {
  if (groups.relative) return { is: 'unclear' };
  if (groups.at12) {
    return { is: 'hour', time: /noche|midnight/.test(groups.at12) ? '00:00' : '12:00' };
  }
  const military = groups.military?.padStart(4, '0');
  let hour = Number(military?.slice(0, 2) ?? groups.hour);
  let minute = military ? Number(military.slice(2)) : minutesOf(groups);
  const less = groups.to ?? groups.less;
  if (less) {
    minute = 60 - (less === 'cuarto' ? 15 : less === 'media' ? 30 : Number.parseInt(less, 10));
    hour -= 1;
    if (hour === 0) hour = 12;
  }
  const said = `${groups.hour ?? hour}${minute === 0 ? '' : `:${two(minute)}`}`;
  if (hour > 23 || minute > 59 || minute < 0) return { is: 'no-such-hour', said };
  const part = partOf(groups) ?? apart;
  if (isTwofold(groups, hour, part)) return { is: 'unclear' };
  const isWritten24 =
    groups.h !== undefined || groups.military?.startsWith('0') === true || groups.hour?.startsWith('0') === true;
  if (part) return { is: 'hour', time: clock(inPart(hour, part), minute) };
  if (hour > 12 || hour === 0 || isWritten24) return { is: 'hour', time: clock(hour, minute) };
  // Nobody calls an assembly for three in the morning; at noon it is day.
  if (hour === 12 || hour <= 5) return { is: 'hour', time: clock(hour === 12 ? 12 : hour + 12, minute) };
  return { is: 'either', morning: clock(hour, minute), night: clock(hour + 12, minute) };
}

/** "12 am", "16 de la mañana", "20 10 am", "a las 10 y 11": it may be something else. */
function isTwofold({ am, at, asked, bare, and, colon }: Groups, hour: number, part: NamedPart | undefined): boolean {
  if (am && hour === 12) return true;
  if (hour > 12 && (part === 'dawn' || part === 'morning')) return true;
  if (bare !== undefined && colon === undefined && !at && !asked && (hour > 12 || Number(bare) <= 12)) return true;
  const minutes = bare ?? (and && /^\d+$/.test(and) ? and : '0');
  return Number(minutes) % 5 !== 0;
}

function minutesOf({ colon, and: said, bare, late, past }: Groups): number {
  const and = said ?? late ?? past;
  if (and === 'media') return 30;
  if (and === 'cuarto') return 15;
  if (and === '3 cuartos') return 45;
  return Number.parseInt(colon ?? and ?? bare ?? '0', 10);
}

type NamedPart = 'morning' | 'noon' | 'afternoon' | 'evening' | 'dawn';

function partOf({ named, noon, am, pm, en, night }: Groups): NamedPart | undefined {
  if (named === 'manana' || en === 'morning') return 'morning';
  if (named === 'madrugada' || am) return 'dawn';
  if (named === 'tarde' || pm || en === 'afternoon') return 'afternoon';
  if (named === 'noche' || night || en === 'evening') return 'evening';
  return noon || named === 'dia' ? 'noon' : undefined;
}

function inPart(hour: number, part: NamedPart): number {
  if (hour > 12) return hour;
  const small = hour % 12;
  if (part === 'dawn') return small;
  if (part === 'morning') return hour === 12 ? 12 : hour;
  if (part === 'evening') return hour === 12 ? 0 : small + 12;
  if (part === 'noon') return hour >= 9 ? hour : small + 12;
  return small + 12;
}

const two = (number: number) => String(number).padStart(2, '0');
const clock = (hour: number, minute: number) => `${two(hour)}:${two(minute)}`;
