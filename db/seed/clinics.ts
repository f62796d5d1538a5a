/** The directory that comes with the project: the CSV files of this folder, in the form that an operator may load too. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const files = ['clinics-issste.csv', 'clinics-imss-bienestar.csv'];

const timeZones = new Set(Intl.supportedValuesOf('timeZone'));

/** A cell that holds a number or nothing (null). A decimal comma is read too: spreadsheets in Spanish write it. */
const number = (least: number, most: number) =>
  z
    .string()
    .default('')
    .transform((text, context) => {
      if (text === '') return null;
      const value = Number(text.replace(',', '.'));
      if (value >= least && value <= most) return value;
      context.addIssue({ code: 'custom', message: `must be a number from ${least} to ${most}` });
      return z.NEVER;
    });

/** WGS84 degrees inside Mexico. */
export const latitude = number(14, 33);
export const longitude = number(-119, -86);

/** Digits of which a spreadsheet may have eaten the leading zeros. */
const code = (length: number, pattern: RegExp, reason: string) =>
  z
    .string()
    .transform((text) => (text === '' ? '' : text.padStart(length, '0')))
    .pipe(z.string().regex(pattern, reason));

const filled = z.string().min(1, 'is empty');

/** One line of a directory file. Coordinates are WGS84 and inside Mexico; the time zone is an IANA name. */
export const clinicLine = z
  .object({
    clues: z.string().regex(/^[A-Z]{5}\d{6}$/, 'must be five capitals and six digits'),
    name: filled,
    institution: filled,
    type: z.string(),
    state: filled,
    state_code: code(2, /^(0[1-9]|[12]\d|3[0-2])$/, 'must be 01 to 32'),
    municipality: filled,
    municipality_code: code(3, /^\d{3}$/, 'must be three digits'),
    locality: z.string().default(''),
    street_address: z.string().default(''),
    postal_code: code(5, /^(\d{5})?$/, 'must be five digits').default(''),
    latitude,
    longitude,
    consulting_rooms: number(0, 500),
    timezone: z.string().refine((zone) => timeZones.has(zone), 'is not an IANA time zone'),
  })
  .transform((line) => ({
    clues: line.clues,
    name: line.name,
    institution: line.institution,
    type: line.type,
    state: line.state,
    stateCode: line.state_code,
    municipality: line.municipality,
    municipalityCode: line.municipality_code,
    locality: line.locality,
    streetAddress: line.street_address,
    postalCode: line.postal_code,
    latitude: line.latitude,
    longitude: line.longitude,
    consultingRooms: line.consulting_rooms,
    timeZone: line.timezone,
  }));

/** The columns that a directory file must have; the others may be left out. */
export const CLINIC_COLUMNS = [
  'clues',
  'name',
  'institution',
  'type',
  'state',
  'state_code',
  'municipality',
  'municipality_code',
  'timezone',
] as const;

/** All clinics of the seed. Throws if a line is wrong. */
export function seedClinics() {
  return files.flatMap((file) => {
    const lines = parse(readFileSync(new URL(file, import.meta.url)), { columns: true, bom: true }) as unknown[];
    return lines.map((line) => clinicLine.parse(line));
  });
}
