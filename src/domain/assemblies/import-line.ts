/** One line of a file of assemblies, as the operator writes it. */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { AssemblyStatus } from '../../../db/schema/tables.ts';
import { latitude, longitude } from '../../../db/seed/clinics.ts';
import { type Cells, type Read, readLine } from '../clinics/line.ts';
import type { AssemblyFacts } from './changes.ts';

export const ASSEMBLY_COLUMNS = ['clues', 'date', 'time', 'place'] as const;
export const OPTIONAL_ASSEMBLY_COLUMNS = [
  'id',
  'status',
  'capacity',
  'agenda',
  'called_by',
  'lat',
  'lng',
  'note',
] as const;

const statuses: Readonly<Record<string, AssemblyStatus>> = {
  '': 'scheduled',
  scheduled: 'scheduled',
  programada: 'scheduled',
  cancelled: 'cancelled',
  cancelada: 'cancelled',
};

/** One paragraph that fits in a message together with the rest. */
const prose = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(/\s+/g, ' '))
    .pipe(z.string().max(most, `must have at most ${most} characters`));

const line = z
  .object({
    clues: z
      .string()
      .transform((clues) => clues.toUpperCase())
      .pipe(z.string().regex(/^[A-Z]{5}\d{6}$/, 'must be five letters and six digits')),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be written YYYY-MM-DD')
      .refine(isDay, { error: 'there is no such day', abort: true }),
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be an hour from 00:00 to 23:59, written HH:MM'),
    place: prose(200),
    id: prose(100).optional(),
    status: z
      .string()
      .default('')
      .transform((text) => text.toLowerCase())
      .pipe(z.string().refine((text) => Object.hasOwn(statuses, text), 'must be scheduled or cancelled'))
      .transform((text) => statuses[text] ?? 'scheduled'),
    capacity: z
      .string()
      .regex(/^([1-9]\d{0,5})?$/, 'must be a whole number above 0')
      .transform((text) => (text === '' ? null : Number(text)))
      .optional(),
    agenda: prose(600).optional(),
    called_by: prose(200).optional(),
    lat: latitude,
    lng: longitude,
    note: prose(600).optional(),
  })
  .refine(({ lat, lng }) => (lat === null) === (lng === null), {
    path: ['lat'],
    error: 'needs lat and lng, or neither',
  });

/** What a line says. An optional column that the file does not have is absent: what is stored stays. */
export type AssemblyLine = Omit<AssemblyFacts, 'startsAt' | 'externalId' | keyof Said> &
  Partial<Said> & {
    /** Where it stands in the file. */
    line: number;
    clues: string;
    /** The operator's own id, if the line has one. */
    id?: string;
  };

type Said = Pick<AssemblyFacts, 'capacity' | 'agenda' | 'calledBy' | 'note' | 'latitude' | 'longitude'>;

/** Checks all that can be checked without the clinic. `cells` are trimmed. */
export function readAssemblyLine(cells: Cells, lineNumber: number): Read<AssemblyLine> {
  const read = readLine(line, cells);
  if (!('value' in read)) return read;
  const { id, lat, lng, called_by: calledBy, ...said } = read.value;
  const position = cells.lat === undefined && cells.lng === undefined ? {} : { latitude: lat, longitude: lng };
  return { value: { ...said, ...position, calledBy, id: id || undefined, line: lineNumber } };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return true;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
