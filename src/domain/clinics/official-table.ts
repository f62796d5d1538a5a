/** The federal government's monthly table of establishments (CLUES catalogue, DGIS), saved as CSV from the spreadsheet. */

import { clinicLine } from '../../../db/seed/clinics.ts';
import { readable } from './capitals.ts';
import type { ClinicRow } from './import.ts';
import { type Cells, type Fault, readLine } from './line.ts';
import { fold, timeZoneOf } from './time-zones.ts';

/** The columns it must have, as keys: "NIVEL ATENCION" is `nivel_atencion`. */
export const OFFICIAL_COLUMNS = [
  'clues',
  'clave_de_la_institucion',
  'clave_de_la_entidad',
  'entidad',
  'clave_del_municipio',
  'municipio',
  'nombre_de_la_unidad',
  'nombre_de_tipologia',
  'nivel_atencion',
  'estatus_de_operacion',
] as const;

/** The institutions of the directory by their key in the table. */
const institutions: Readonly<Record<string, string>> = { IST: 'ISSSTE', IMB: 'IMSS-BIENESTAR' };

/** Nobody's own clinic, so without an assembly: units on wheels, and those of IMSS-Bienestar for specialists. */
const mobile = /unidad(es)? movil|brigada movil/;
const specialists = /uneme|unidad de especialidades|clinica de especialidades/;

/** What the directory already writes better than the table does: with small letters and accents. */
export interface Spellings {
  clinics: ReadonlyMap<string, ClinicRow>;
  /** By the table's spelling, folded: names of states, municipalities and kinds of unit. */
  words: ReadonlyMap<string, string>;
}

export function spellingsOf(clinics: ReadonlyMap<string, ClinicRow>): Spellings {
  const words = new Map<string, string>();
  for (const { type, state, municipality } of clinics.values()) {
    for (const word of [type, state, municipality]) words.set(fold(word), word);
  }
  return { clinics, words };
}

export type OfficialLine = { clinic: ClinicRow } | { leftOut: true } | { faults: Fault[] };

/**
 * One line of the table. Left out is what is not first level, not in operation, of another institution or not a fixed
 * unit. Where the table says nothing, or the same in other letters, the directory keeps what it has.
 */
export function readOfficialLine(cells: Cells, { clinics, words }: Spellings): OfficialLine {
  const cell = (column: string) => cells[column] ?? '';
  const institution = institutions[cell('clave_de_la_institucion').toUpperCase()];
  const typology = fold(cell('nombre_de_tipologia'));
  const wanted =
    institution !== undefined &&
    fold(cell('nivel_atencion')) === 'primer nivel' &&
    fold(cell('estatus_de_operacion')) === 'en operacion' &&
    !mobile.test(typology) &&
    !(institution === 'IMSS-BIENESTAR' && specialists.test(typology));
  if (!wanted) return { leftOut: true };

  const stored = clinics.get(cell('clues'));
  const kept = (text: string, before: string | undefined) =>
    before !== undefined && (text === '' || fold(text) === fold(before)) ? before : readable(text);
  const word = (text: string, before: string | undefined) => kept(words.get(fold(text)) ?? text, before);
  const read = readLine(clinicLine, {
    clues: cell('clues'),
    name: kept(cell('nombre_de_la_unidad'), stored?.name),
    institution,
    type: word(cell('nombre_de_tipologia'), stored?.type),
    state: word(cell('entidad'), stored?.state),
    state_code: cell('clave_de_la_entidad'),
    municipality: word(cell('municipio'), stored?.municipality),
    municipality_code: cell('clave_del_municipio'),
    locality: kept(cell('localidad'), stored?.locality),
    street_address: kept(addressOf(cells), stored?.streetAddress),
    postal_code: postalCode(cell('codigo_postal')) || (stored?.postalCode ?? ''),
    latitude: cell('latitud') || String(stored?.latitude ?? ''),
    longitude: cell('longitud') || String(stored?.longitude ?? ''),
    timezone: timeZoneOf(cell('clave_de_la_entidad').padStart(2, '0'), cell('municipio')),
  });
  if ('value' in read) return { clinic: { ...read.value, consultingRooms: stored?.consultingRooms ?? null } };
  return { faults: read.faults.map((fault) => ({ ...fault, column: officialName(fault.column) })) };
}

/** "Calle San Cosme 114, Fraccionamiento San Cayetano"; empty if the table names no street. */
function addressOf(cells: Cells): string {
  const said = (column: string) => {
    const text = (cells[column] ?? '').replace(/\s+/g, ' ').trim();
    return /^(no especificado|ningun[oa]|n\/?a|-+)$/i.test(text) ? '' : text;
  };
  const street = said('vialidad');
  if (street === '') return '';
  const number = said('numero_exterior');
  const door = /^(s\/?n|sin n[uú]mero|0*)$/i.test(number) ? 'S/N' : number;
  const inner = /^(s\/?n|sin n[uú]mero|0*)$/i.test(said('numero_interior')) ? '' : said('numero_interior');
  const line = [joined(said('tipo_de_vialidad'), street), door, inner].filter((part) => part !== '').join(' ');
  const settlement = said('asentamiento') && joined(said('tipo_de_asentamiento'), said('asentamiento'));
  return settlement === '' ? line : `${line}, ${settlement}`;
}

/** "COLONIA" and "COLONIA CENTRO" make "COLONIA CENTRO". */
function joined(kind: string, name: string): string {
  return kind === '' || fold(name).startsWith(`${fold(kind)} `) ? name : `${kind} ${name}`;
}

function postalCode(text: string): string {
  return /^(0*|99999)$/.test(text) ? '' : text;
}

/** The table's own name of a column of the directory file, for messages. */
function officialName(column: string): string {
  const names: Readonly<Record<string, string>> = {
    name: 'NOMBRE DE LA UNIDAD',
    type: 'NOMBRE DE TIPOLOGIA',
    state: 'ENTIDAD',
    state_code: 'CLAVE DE LA ENTIDAD',
    municipality: 'MUNICIPIO',
    municipality_code: 'CLAVE DEL MUNICIPIO',
    postal_code: 'CODIGO POSTAL',
    latitude: 'LATITUD',
    longitude: 'LONGITUD',
  };
  return names[column] ?? column.toUpperCase();
}
