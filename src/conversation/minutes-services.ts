/** The services of those who write the minutes: the draft, what goes into it, and sheets to print. */

import { type Making, type Meeting, meetingOf } from '../documents/meeting.ts';
import { minutesPaper } from '../documents/minutes.ts';
import { attendanceSheet, tallySheet } from '../documents/sheets.ts';
import type { Voted } from '../documents/voted.ts';
import { addAgreement, assembliesHeld, makeMinutes, minutesOf, removeAgreement } from '../domain/assemblies/minutes.ts';
import { makeSheet, sheetOf } from '../domain/assemblies/sheets.ts';
import { uninvited } from '../domain/committees/elected-offers.ts';
import { Refusal } from '../domain/refusal.ts';
import type { ItemResult, VoteResult } from '../domain/votes/results.ts';
import { pesos } from '../domain/works/money.ts';
import type { Attachment } from './reply.ts';
import type { Call, Premises } from './serve.ts';

/** Rows taken down: how many, and the last of them to be read back, one a line. */
export interface Rows {
  count: number;
  list: string;
}

export interface MinutesView {
  clinic: string;
  /** The assembly that the minutes are of: the last that has begun, unless another was asked for. */
  held?: { assemblyId: number; at: number; timeZone: string };
  /** Others of these days, of which minutes may be written as well. */
  others: { assemblyId: number; at: number }[];
  /** The next one, which has not begun. */
  ahead?: { at: number; timeZone: string };
  /** Invented, for the demonstration. */
  demo: boolean;
  agreements: Rows;
  /** How many posts were taken down, and to how many of them no code was given. */
  elected: number;
  uninvited: number;
}

interface Of {
  clinicId: number;
  assemblyId: number;
}

export interface MinutesServices {
  openMinutes(input: { clinicId: number; assemblyId?: number }): Promise<MinutesView>;
  minutesFile(input: Of): Promise<Attachment>;
  addAgreement(input: Of & { text: string }): Promise<Rows>;
  removeAgreement(input: Of): Promise<Rows>;
  sheetFile(input: { clinicId: number; sheet: 'attendance' | 'tally' }): Promise<Attachment>;
}

/** Read back: so many of the last rows, so many signs of each. */
const SHOWN = { rows: 8, signs: 80 };

/** They write. */
export const minutesCommands = ['minutesFile', 'addAgreement', 'removeAgreement', 'sheetFile'] as const;

export function minutesServices({ localizer }: Premises, call: Call): MinutesServices {
  const { tx, now, personId } = call;
  const say: Making['say'] = (text) => localizer.text(call.language, text);
  const making: Making = { language: call.language, say, now };

  const file = (name: string, pdf: Buffer): Attachment => ({
    name: `${name}.pdf`,
    mime: 'application/pdf',
    data: pdf.toString('base64'),
  });
  const nameOf = (kind: string, { clues, date }: Meeting) => `${say({ key: `minutes:file.${kind}` })}-${clues}-${date}`;

  const agreed = (texts: readonly string[]) => listed(texts);

  return {
    async openMinutes({ clinicId, assemblyId }) {
      const begun = await assembliesHeld(tx, { personId, clinicId, now });
      const last = begun.find(({ id }) => id === assemblyId) ?? begun[0];
      const sheet = await sheetOf(tx, { clinicId, now });
      if (!sheet) throw new Refusal('unknown-assembly');
      const { startsAt: at } = sheet.assembly;
      const { timeZone } = sheet.clinic;
      const found = last && (await minutesOf(tx, { personId, clinicId, now, assemblyId: last.id }));
      return {
        clinic: sheet.clinic.name,
        held: last && { assemblyId: last.id, at: last.startsAt, timeZone },
        others: begun.filter(({ id }) => id !== last?.id).map(({ id, startsAt }) => ({ assemblyId: id, at: startsAt })),
        ahead: at > now ? { at, timeZone } : undefined,
        demo: sheet.assembly.demo || found?.assembly.demo === true,
        agreements: agreed(found?.agreements ?? []),
        elected: found?.elected.length ?? 0,
        uninvited: last ? (await uninvited(tx, { personId, clinicId, assemblyId: last.id, now })).length : 0,
      };
    },
    async minutesFile(input) {
      const minutes = await makeMinutes(tx, { ...input, personId, now });
      const { yes: people, companions } = minutes.expected;
      const { agenda } = minutes.assembly;
      const paper = {
        ...minutes,
        ...meetingOf(minutes),
        agenda,
        expected: { people, companions },
        vote: minutes.vote && votedOf(minutes.vote),
        works: minutes.works.map(({ title, approvedCents }) => ({
          title,
          approved: approvedCents === null ? '' : pesos(approvedCents),
        })),
      };
      return file(nameOf('minutes', paper), minutesPaper(paper, making));
    },
    addAgreement: async (input) => agreed(await addAgreement(tx, { ...input, personId, now })),
    removeAgreement: async (input) => agreed(await removeAgreement(tx, { ...input, personId, now })),
    async sheetFile({ clinicId, sheet: kind }) {
      const sheet = await makeSheet(tx, { personId, clinicId, now, what: kind });
      if (!sheet) throw new Refusal('unknown-assembly');
      const meeting = meetingOf(sheet);
      const pdf = kind === 'tally' ? tallySheet(meeting, making) : attendanceSheet(meeting, sheet.codes, making);
      return file(nameOf(kind, meeting), pdf);
    },
  };
}

/** A result as paper shows it. */
function votedOf({ winners, missed, budgetCents, costCents, leftCents, ...rest }: VoteResult): Voted {
  const priced = (items: readonly ItemResult[]) => items.map((item) => ({ ...item, cost: pesos(item.costCents) }));
  const money = { budget: pesos(budgetCents), cost: pesos(costCents), left: pesos(leftCents) };
  return { ...rest, winners: priced(winners), missed: priced(missed), money };
}

/** The last of them, shortened. */
export function listed(rows: readonly string[]): Rows {
  const from = Math.max(0, rows.length - SHOWN.rows);
  // No numbers: those choose an answer.
  const lines = rows.slice(from).map((row) => `• ${excerpt(row)}`);
  return { count: rows.length, list: [...(from > 0 ? ['…'] : []), ...lines].join('\n') };
}

function excerpt(text: string): string {
  const [line = ''] = text.split('\n');
  return line.length > SHOWN.signs ? `${line.slice(0, SHOWN.signs)}…` : line;
}
