/** The counts of many clinics, as a picture and as a table. */

import { dateIn } from '../domain/assemblies/calendar.ts';
import type { ClinicTurnout } from '../domain/assemblies/turnout.ts';
import { barChart, MOST_BARS } from './chart.ts';
import type { Attachment } from './reply.ts';
import { type SheetFormat, sheetFile } from './spreadsheet.ts';
import type { Text } from './text.ts';

type Say = (text: Text) => string;

const columns = [
  ...['clues', 'clinic', 'municipality', 'state', 'date', 'time', 'place'],
  ...['expected', 'yes', 'companions', 'maybe', 'no', 'capacity', 'withCode', 'withoutCode', 'headCount'],
] as const;

/** `clinics` by their answers, the fewest first. Of more than can be read: those at both ends. */
export function turnoutChart(clinics: readonly ClinicTurnout[], part: string | undefined, say: Say): Attachment {
  const half = MOST_BARS / 2;
  const isWhole = clinics.length <= MOST_BARS;
  const shown = isWhole ? clinics : [...clinics.slice(0, half), ...clinics.slice(-half)];
  const values = { half, of: clinics.length };
  return barChart({
    name: say({ key: 'attendance:file.name' }),
    title: part ? say({ key: 'attendance:chart.titleOf', values: { part } }) : say({ key: 'attendance:chart.title' }),
    note: say({ key: isWhole ? 'attendance:chart.note' : 'attendance:chart.noteSome', values }),
    bars: shown.map(({ name, turnout }) => {
      const { expected = 0, maybe = 0 } = turnout ?? {};
      const figure = say({ key: 'attendance:chart.figure', values: { expected, maybe } });
      return { label: name, value: expected, beside: maybe, figure };
    }),
  });
}

/** A row a clinic, also those without an assembly. */
export function turnoutSheet(
  clinics: readonly ClinicTurnout[],
  format: SheetFormat,
  { say, now }: { say: Say; now: number },
): Attachment {
  const day = dateIn(now, clinics[0]?.timeZone ?? 'UTC');
  const sheet = {
    name: `${say({ key: 'attendance:file.name' })}-${day}`,
    columns: columns.map((column) => say({ key: `attendance:column.${column}` })),
    rows: clinics.map(({ clues, name, municipality, state, turnout }) => {
      const { date = '', time = '', place = '', came } = turnout ?? {};
      const counts = turnout && [turnout.expected, turnout.yes, turnout.companions, turnout.maybe, turnout.no];
      return [
        ...[clues, name, municipality, state, date, time, place],
        ...(counts ?? [null, null, null, null, null]),
        turnout?.capacity ?? null,
        came?.withCode ?? null,
        came?.withoutCode ?? null,
        came?.headCount ?? null,
      ];
    }),
  };
  return sheetFile(sheet, format);
}
