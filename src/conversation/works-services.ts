/** The services about works and their money: what was decided, how it goes, what it costs. */

import type { DeadlineKind, MilestoneCode, WorkKind, WorkStatus } from '../../db/schema/works.ts';
import { dateIn, startOf } from '../domain/assemblies/calendar.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { fileById } from '../domain/files.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Action, mayAt } from '../domain/roles.ts';
import { readAmount, readPercent } from '../domain/works/amounts.ts';
import { budgetOf } from '../domain/works/budgets.ts';
import { entriesOf, findEntries } from '../domain/works/catalogue.ts';
import { datesOf, recordMilestone, setDeadline, setDueDate } from '../domain/works/dates.ts';
import {
  correctSpending,
  enterSpending,
  type Overrun,
  overrunOf,
  receiptsOf,
  type Spending,
  spendingsOf,
} from '../domain/works/ledger.ts';
import { type AmountRead, shareOf } from '../domain/works/money.ts';
import { discardPhoto, keepPhoto, photoOf, showPhoto, takeDownPhoto } from '../domain/works/photos.ts';
import { type Hearing, hearingOf, progressOf } from '../domain/works/progress.ts';
import { quotesOf, recordQuote } from '../domain/works/quotes.ts';
import { reportWork, withdrawWork } from '../domain/works/reports.ts';
import { isFinished } from '../domain/works/statuses.ts';
import { decideWork, type Work, workById, worksOf } from '../domain/works/works.ts';
import { dayTyped } from './day-typed.ts';
import type { Attachment } from './reply.ts';
import type { Call } from './serve.ts';
import type { Moment } from './text.ts';

/** A work as the flows carry it; amounts in centavos. */
export interface WorkView {
  id: number;
  /** With its year, where that is over. */
  title: string;
  kind: WorkKind;
  status: WorkStatus;
  percent: number;
  /** By when it is to be finished. */
  due?: Moment;
}

/** A work as all may see it. */
export interface PublicWork extends WorkView {
  /** Of what is finished alone. */
  spent?: { cents: number; share?: number };
}

export interface WorksToInform {
  clinic: string;
  works: WorkView[];
  may: { decide: boolean; report: boolean };
}

export type ProgressFound =
  | { found: 'no-clinic' }
  | { found: 'nothing'; clinicId: number; clinic: string; hearing: Hearing }
  | {
      found: 'works';
      clinicId: number;
      clinic: string;
      year: number;
      /** Those of the year before, if there are any, stand last. */
      works: PublicWork[];
      before?: { year: number; count: number; finished: number };
      /** Of the first year alone, of all that is finished; absent while nothing is. */
      spent?: { cents: number; share?: number };
      hearing: Hearing;
    };

export interface WorkDetail {
  work: PublicWork;
  /** The last photo that may be shown; never kept in a conversation. */
  photo?: { id: number; at: Moment; image: Attachment };
  /** For those who watch over the money: whether receipts are there. */
  receipts?: { lines: number; withReceipt: number };
  /** For the committee alone, newest first. */
  quotes?: { supplier: string; cents: number }[];
  /** They may take the photo down. */
  watches: boolean;
}

export interface SpendingView {
  id: number;
  cents: number;
  at: Moment;
  supplier: string;
}

export interface DatesTaken {
  milestones: { code: MilestoneCode; date: Moment }[];
  deadlines: { kind: DeadlineKind; date: Moment }[];
}

/** `day` is a date, YYYY-MM-DD, and the same to be shown. */
export type DayTyped = { is: 'day'; date: string; shown: Moment } | { is: 'not-yet' | 'past' | 'none' | 'unclear' };

export interface WorksServices {
  /** Refuses whoever may do nothing there. */
  worksToInform(input: { clinicId: number }): Promise<WorksToInform>;
  findInCatalogue(input: { text: string }): Promise<{ code: string; name: string }[]>;
  listCatalogue(input: { kind: WorkKind }): Promise<{ code: string; name: string }[]>;
  readAmount(input: { text: string }): Promise<AmountRead>;
  /** Null where no one number was said; it may be above 100. */
  readPercent(input: { text: string }): Promise<number | null>;
  /** `past`: what happened, not after today; else what is to come. */
  readDay(input: { text: string; clinicId: number; past: boolean }): Promise<DayTyped>;
  decideWork(
    input: { clinicId: number; approvedCents?: number } & ({ code: string } | { title: string; kind: WorkKind }),
  ): Promise<WorkView>;
  withdrawWork(input: { workId: number }): Promise<void>;
  reportWork(input: { workId: number; status: WorkStatus; percent: number; photoId?: number }): Promise<WorkView>;
  /** Kept and shown to nobody; says under which id. */
  keepPhoto(input: { clinicId: number; mime: string; data: string }): Promise<number>;
  discardPhoto(input: { fileId: number }): Promise<void>;
  /** `corrects`: the line that is to be corrected to `cents`. */
  overrunOf(input: { workId: number; cents: number; corrects?: number }): Promise<Overrun | null>;
  enterSpending(input: {
    workId: number;
    cents: number;
    reason?: string;
    supplier?: string;
    receiptFileId?: number;
  }): Promise<{ spentCents: number }>;
  spendingsOf(input: { workId: number }): Promise<SpendingView[]>;
  correctSpending(input: { lineId: number; cents: number; reason: string }): Promise<{ spentCents: number }>;
  recordQuote(input: { workId: number; supplier: string; cents: number; fileId?: number }): Promise<void>;
  datesTaken(input: { clinicId: number }): Promise<DatesTaken>;
  recordMilestone(input: { clinicId: number; code: MilestoneCode; date: string }): Promise<void>;
  setDeadline(input: { clinicId: number; kind: DeadlineKind; date: string }): Promise<void>;
  setDueDate(input: { workId: number; date: string }): Promise<void>;
  progressOf(input: { clinicId?: number }): Promise<ProgressFound>;
  workDetail(input: { workId: number }): Promise<WorkDetail>;
  takeDownPhoto(input: { photoId: number }): Promise<void>;
}

/** They write. */
export const worksCommands = [
  'decideWork',
  'withdrawWork',
  'reportWork',
  'keepPhoto',
  'discardPhoto',
  'enterSpending',
  'correctSpending',
  'recordQuote',
  'recordMilestone',
  'setDeadline',
  'setDueDate',
  'takeDownPhoto',
] as const;

export function worksServices({ tx, now, personId, home }: Call): WorksServices {
  const actor = { personId, now };
  const may = async (action: Action, clinicId: number) =>
    (await mayAt(tx, { ...actor, action, clinicId })) !== undefined;

  async function placeOf(clinicId: number) {
    const clinic = await clinicById(tx, clinicId);
    if (!clinic) throw new Refusal('unknown-clinic');
    const { name, timeZone } = clinic;
    const shown = (date: string): Moment => ({ at: startOf(date, '12:00', timeZone), timeZone, as: 'date' });
    return { name, timeZone, today: dateIn(now, timeZone), shown };
  }

  async function viewOf({ id, title, year, kind, status, percent, dueOn, clinicId }: Work): Promise<WorkView> {
    const { today, shown } = await placeOf(clinicId);
    const named = year < Number(today.slice(0, 4)) ? `${title} (${year})` : title;
    return { id, title: named, kind, status, percent, ...(dueOn === null ? {} : { due: shown(dueOn) }) };
  }

  /** What was spent on the unfinished stays between those who spend it. */
  async function publicOf(work: Work): Promise<PublicWork> {
    const view = await viewOf(work);
    if (!isFinished(work) || work.spentCents === 0) return view;
    return { ...view, spent: spentOf(work.spentCents, await budgetOf(tx, work)) };
  }

  return {
    async worksToInform({ clinicId }) {
      const { name } = await placeOf(clinicId);
      const rights = { decide: await may('work.decide', clinicId), report: await may('work.report', clinicId) };
      if (!rights.decide && !rights.report) throw new Refusal('not-yours');
      const works = await worksOf(tx, { clinicId, now });
      return { clinic: name, works: await inTurn(works, viewOf), may: rights };
    },
    findInCatalogue: async ({ text }) => findEntries(text).map(({ code, name }) => ({ code, name })),
    listCatalogue: async ({ kind }) => entriesOf(kind).map(({ code, name }) => ({ code, name })),
    readAmount: async ({ text }) => readAmount(text),
    readPercent: async ({ text }) => readPercent(text) ?? null,
    async readDay({ text, clinicId, past }) {
      const { today, shown } = await placeOf(clinicId);
      const day = dayTyped({ text, today, past });
      return day.is === 'day' ? { ...day, shown: shown(day.date) } : day;
    },
    decideWork: async (input) => viewOf(await decideWork(tx, { ...input, ...actor })),
    withdrawWork: ({ workId }) => withdrawWork(tx, { workId, ...actor }),
    async reportWork({ photoId, ...report }) {
      const work = await reportWork(tx, { ...report, ...actor });
      if (photoId !== undefined) await showPhoto(tx, { workId: work.id, fileId: photoId, ...actor });
      return await viewOf(work);
    },
    keepPhoto: (input) => keepPhoto(tx, { ...input, ...actor }),
    discardPhoto: ({ fileId }) => discardPhoto(tx, { fileId, personId }),
    overrunOf: async (input) => (await overrunOf(tx, { ...input, ...actor })) ?? null,
    enterSpending: async (input) => spentIn(await enterSpending(tx, { ...input, ...actor })),
    async spendingsOf({ workId }) {
      const { clinicId } = await workById(tx, workId);
      if (!(await may('money.enter', clinicId))) throw new Refusal('not-yours');
      const { timeZone } = await placeOf(clinicId);
      const spendings = await spendingsOf(tx, workId);
      return spendings.toReversed().map(({ id, cents, at, supplier }: Spending) => ({
        id,
        cents,
        supplier,
        at: { at, timeZone, as: 'date' as const },
      }));
    },
    correctSpending: async (input) => spentIn(await correctSpending(tx, { ...input, ...actor })),
    recordQuote: (input) => recordQuote(tx, { ...input, ...actor }),
    async datesTaken({ clinicId }) {
      const { shown } = await placeOf(clinicId);
      const { milestones, deadlines } = await datesOf(tx, { clinicId, ...actor });
      return {
        milestones: milestones.map(({ code, date }) => ({ code, date: shown(date) })),
        deadlines: deadlines.map(({ kind, date }) => ({ kind, date: shown(date) })),
      };
    },
    recordMilestone: (input) => recordMilestone(tx, { ...input, ...actor }),
    setDeadline: (input) => setDeadline(tx, { ...input, ...actor }),
    setDueDate: (input) => setDueDate(tx, { ...input, ...actor }),
    async progressOf({ clinicId = home }) {
      const clinic = clinicId === undefined ? undefined : await clinicById(tx, clinicId);
      if (!clinic) return { found: 'no-clinic' };
      const of = { clinicId: clinic.id, clinic: clinic.name };
      const hearing = await hearingOf(tx, { personId, clinicId: clinic.id });
      const progress = await progressOf(tx, { clinicId: clinic.id, now });
      if (!progress) return { found: 'nothing', ...of, hearing };
      const { year, works, before, spentCents, budgetCents } = progress;
      return {
        found: 'works',
        ...of,
        year,
        works: await inTurn([...works, ...before], publicOf),
        ...(before[0]
          ? { before: { year: before[0].year, count: before.length, finished: before.filter(isFinished).length } }
          : {}),
        ...(spentCents > 0 ? { spent: spentOf(spentCents, budgetCents) } : {}),
        hearing,
      };
    },
    async workDetail({ workId }) {
      const work = await workById(tx, workId);
      const { timeZone } = await placeOf(work.clinicId);
      const watches = await may('photo.take-down', work.clinicId);
      const photo = await photoOf(tx, workId);
      const image = photo && (await fileById(tx, photo.fileId));
      return {
        work: await publicOf(work),
        ...(photo && image ? { photo: { id: photo.id, at: { at: photo.at, timeZone, as: 'date' }, image } } : {}),
        ...(watches ? { receipts: await receiptsOf(tx, workId) } : {}),
        ...((await may('quote.see', work.clinicId)) ? { quotes: await quotesOf(tx, { workId, ...actor }) } : {}),
        watches,
      };
    },
    takeDownPhoto: ({ photoId }) => takeDownPhoto(tx, { photoId, ...actor }),
  };
}

function spentOf(cents: number, budgetCents: number | undefined) {
  const share = budgetCents ? shareOf(cents, budgetCents) : 0;
  return { cents, ...(share > 0 ? { share } : {}) };
}

const spentIn = ({ spentCents }: Work) => ({ spentCents });

/** One after the other: a transaction is one connection. */
async function inTurn<A, B>(all: readonly A[], work: (each: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (const each of all) done.push(await work(each));
  return done;
}
