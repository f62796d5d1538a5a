/** What flows may ask about many assemblies at once: what waits to be confirmed, a storm, a file. */

import { stringify } from 'csv-stringify/sync';
import { Temporal } from 'temporal-polyfill';
import {
  type FileLine,
  type FileReport,
  lastFile,
  startFile,
  stepFile,
  takeFile,
} from '../domain/assemblies/call-file.ts';
import { type PendingCall, pendingCalls } from '../domain/assemblies/calling.ts';
import type { Mode } from '../domain/assemblies/import-plan.ts';
import { type ManyChange, openMany, previewMany, startMany, statesOfMany } from '../domain/assemblies/many.ts';
import { Refusal } from '../domain/refusal.ts';
import { clinicNamed, shownDay } from './call-draft.ts';
import { clinicFinder } from './clinic-finder.ts';
import type { Attachment } from './reply.ts';
import type { Call, Premises } from './serve.ts';
import type { PlaceOption } from './services.ts';
import type { Text } from './text.ts';
import { type DaysRead, readDays } from './when/days.ts';
import { readWhen } from './when/when.ts';

export type { PendingCall } from '../domain/assemblies/calling.ts';
export type { Mode as ImportMode } from '../domain/assemblies/import-plan.ts';
export type { ManyChange } from '../domain/assemblies/many.ts';

export interface CallDesk {
  /** How many calls wait for this person. */
  pending: number;
  /** Where they may change many. */
  states: PlaceOption[];
  /** An order that is being carried out. */
  running: { changed: number; told: number } | null;
  /** They have sent a file. */
  hasFile: boolean;
  /** The sentence says something of an assembly: only the clinic is missing. */
  saysSomething: boolean;
  /** The clinic that it names. */
  named: number | null;
}

export interface DaysHeard {
  /** All that are to come, without a day. */
  isAll?: boolean;
  days?: { from: string; to: string; shown: Text };
  trouble?: Text;
}

export interface ManyPreview {
  assemblies: number;
  people: number;
}

export type FileChecked =
  | { is: 'unreadable'; text: Text }
  | { is: 'read'; fileId: number; good: number; wrong: number; upcoming: number; shown: Text[] };

export interface FileLoaded {
  isDone: boolean;
  texts: Text[];
  report: Attachment;
}

export interface CallsServices {
  callDesk(input: { text?: string }): Promise<CallDesk>;
  pendingCalls(input: object): Promise<PendingCall[]>;
  hearDays(input: { text: string; isOne: boolean; misses: number }): Promise<DaysHeard>;
  previewMany(input: ManyChange): Promise<ManyPreview>;
  startMany(input: ManyChange): Promise<void>;
  /** `data` is base64. */
  takeCallFile(input: { name: string; data: string }): Promise<FileChecked>;
  loadCallFile(input: { fileId: number; mode: Mode }): Promise<FileLoaded>;
  callFileReport(input: object): Promise<FileLoaded>;
}

/** Lines told in the chat; the document has all. */
const SHOWN = 5;
/** Slices loaded at once: the file of a few clinics is done with the answer. */
const AT_ONCE = 2;
/** The whole of the answer: "todas las del 9" are those of one day, "todas las de Rosario" are not understood. */
const ALL =
  /^\W*(?:s[ií],? )?(?:(?:son )?tod[ao]s(?:,? (?:las|los|asambleas|de todo el estado|que (?:vienen|faltan|hay|sean|siguen)|por favor|ellas))*|las que sean|all(?: of them)?)\W*$/iu;
/** The days of a whole state are those of the country's centre: at most an hour of the day apart. */
const ZONE = 'America/Mexico_City';

/** They write. */
export const callsCommands = ['startMany', 'takeCallFile', 'loadCallFile'] as const;

export function callsServices({ directory, localizer }: Premises, call: Call): CallsServices {
  const { tx, now, personId } = call;
  const who = { personId, now };
  const say = (text: Text) => localizer.text(call.language, text);

  async function loaded(): Promise<FileLoaded> {
    const file = await lastFile(tx, who);
    if (!file) throw new Refusal('not-yours');
    return { isDone: file.isDone, texts: summary(file), report: reportOf(file, say) };
  }

  return {
    async callDesk({ text }) {
      const codes = await statesOfMany(tx, who);
      if (codes.length === 0) throw new Refusal('not-yours');
      const finder = clinicFinder(directory.index);
      const states = finder.states();
      const order = await openMany(tx, personId);
      const place = text ? clinicNamed(text, today(now)) : undefined;
      const named = place === undefined ? undefined : finder.byText(place);
      const said = text ? readWhen({ text, today: today(now) }) : {};
      return {
        pending: (await pendingCalls(tx, who)).length,
        states: states.filter(({ code }) => codes.includes(code)),
        running: order ? { changed: order.changed, told: order.told } : null,
        hasFile: (await lastFile(tx, who)) !== undefined,
        saysSomething: Object.keys(said).length > 0,
        named: named?.found === 'one' ? named.clinic.id : null,
      };
    },
    pendingCalls: () => pendingCalls(tx, who),

    async hearDays({ text, isOne, misses }) {
      if (!isOne && ALL.test(text)) return { isAll: true };
      const read = readDays(text, today(now));
      const isSeveral = read?.is === 'unclear' || (read?.is === 'days' && read.from !== read.to);
      if (isOne && isSeveral) return { trouble: { key: 'calls:unclear.oneDay' } };
      if (read?.is !== 'days') return { trouble: troubleOf(read, misses) };
      const { from, to } = read;
      const first = shownDay(from, ZONE);
      const shown = from === to ? first : { key: 'calls:range', values: { from: first, to: shownDay(to, ZONE) } };
      return { days: { from, to, shown } };
    },

    previewMany: (change) => previewMany(tx, who, change),
    async startMany(change) {
      await startMany(tx, who, change);
    },

    async takeCallFile({ name, data }) {
      const taken = await takeFile(tx, { ...who, name, bytes: Buffer.from(data, 'base64') });
      if (taken.is === 'unreadable') {
        const missing = taken.missing.join(', ');
        return { is: 'unreadable', text: { key: `calls:unreadable.${taken.because}`, values: { missing } } };
      }
      const { fileId, good, wrong, upcoming } = taken;
      return { is: 'read', fileId, good, wrong: wrong.length, upcoming, shown: shownLines(wrong) };
    },
    async loadCallFile({ fileId, mode }) {
      await startFile(tx, { ...who, fileId, mode });
      for (let step = 0; step < AT_ONCE; step++) {
        if (!(await stepFile(tx, now, fileId))) break;
      }
      return await loaded();
    },
    callFileReport: loaded,
  };
}

function today(now: number): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(ZONE).toPlainDate().toString();
}

function troubleOf(read: Exclude<DaysRead, { is: 'days' }> | undefined, misses: number): Text {
  if (!read) return { key: `calls:unclear.days${misses === 0 ? '' : 'Again'}` };
  switch (read.is) {
    case 'no-such-day': {
      const { day, last } = read;
      return { key: 'call:trouble.noSuchDay', values: { day, last, month: { key: `call:month.${read.month}` } } };
    }
    case 'no-such-month':
      return { key: 'call:trouble.noSuchMonth', values: { said: read.said } };
    case 'other-weekday':
      return { key: 'call:trouble.otherWeekday', values: { date: shownDay(read.date, ZONE) } };
    case 'unclear':
      return { key: 'calls:unclear.row' };
    case 'past':
      return { key: 'call:trouble.past', values: { date: shownDay(read.date, ZONE) } };
    default:
      return { key: 'call:trouble.tooFar', values: { date: shownDay(read.date, ZONE) } };
  }
}

function summary({ lines, isDone }: FileReport): Text[] {
  const count = (...outcomes: FileLine['outcome'][]) =>
    lines.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const told = lines.reduce((sum, line) => sum + line.told, 0);
  const values = { loaded: count('new', 'changed'), same: count('unchanged'), left: count('wrong', 'conflict'), told };
  return [
    { key: isDone ? 'calls:loaded' : 'calls:loading', values },
    ...shownLines(lines.filter(({ outcome }) => outcome === 'wrong' || outcome === 'conflict')),
  ];
}

function shownLines(lines: readonly FileLine[]): Text[] {
  return lines.slice(0, SHOWN).map(({ line, fault }) => ({
    key: 'calls:line',
    values: { line, fault: faultText(fault) },
  }));
}

/** What is wrong with a line, for people: the reasons of the domain are for operators. */
function faultText(fault: FileLine['fault']): Text {
  const { code, column = '', value = '' } = fault ?? {};
  const known = ['clues', 'date', 'time', 'capacity', 'status', 'lat', 'lng'];
  const key = code ?? `format.${known.includes(column) ? column : 'other'}`;
  return { key: `calls:fault.${key}`, values: { value: value.slice(0, 40), column } };
}

/** All lines as a CSV that spreadsheets open as it is. */
function reportOf({ name, lines }: FileReport, say: (text: Text) => string): Attachment {
  const titles = ['line', 'clues', 'date', 'time', 'outcome', 'reason', 'told'].map((title) =>
    say({ key: `calls:report.${title}` }),
  );
  const rows = lines.map(({ line, clues, said, outcome, fault, told }) => [
    line,
    clues,
    said?.date ?? '',
    said?.time ?? '',
    say({ key: `calls:outcome.${outcome ?? 'waiting'}` }),
    fault ? say(faultText(fault)) : '',
    told,
  ]);
  const csv = stringify([titles, ...rows], { bom: true, escape_formulas: true });
  const stem = name.replace(/\.[^.]*$/, '').slice(0, 60);
  return {
    name: `${say({ key: 'calls:report.name' })}-${stem}.csv`,
    mime: 'text/csv',
    data: Buffer.from(csv, 'utf8').toString('base64'),
  };
}
