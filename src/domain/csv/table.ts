/** Reads a table that somebody saved as CSV, in whatever form the spreadsheet gave it. */

import { CsvError, parse } from 'csv-parse/sync';
import type { Cells, Fault } from '../clinics/line.ts';

export interface Table {
  /** The titles as they stand in the file. */
  titles: string[];
  /** The titles as keys: "NIVEL ATENCION" is `nivel_atencion`. */
  columns: string[];
  rows: TableRow[];
}

/** `line` is where the row begins in the file, the titles being line 1. */
export type TableRow = { line: number; cells: Cells } | { line: number; fault: Fault };

/** The file is no table, or not the one that is needed; the message is for operators, in whole sentences. */
export class TableError extends Error {
  readonly because: 'spreadsheet' | 'empty' | 'broken' | 'columns';
  /** Columns that are missing. */
  readonly missing: readonly string[];

  constructor(because: TableError['because'], message: string, missing: readonly string[] = []) {
    super(message);
    this.because = because;
    this.missing = missing;
  }
}

interface Record {
  record: string[];
  info: { lines: number };
}

/**
 * UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252; comma, semicolon or tab, whichever the titles have most
 * of. Empty rows are skipped, cells trimmed. Throws TableError; `name` is the file's, for its message.
 */
export function readCsv(bytes: Uint8Array, name: string): Table {
  const text = textOfFile(bytes, name);
  const delimiter = delimiterOf(text);
  const [first, ...records] = recordsOf(text, delimiter);
  if (!first) throw new TableError('empty', `${name} is empty.`);
  const titles = first.record;
  const columns = titles.map(keyOf);
  const rows = records.map(({ record, info }): TableRow => {
    const line = info.lines - record.join('').split('\n').length + 1;
    const extra = record.slice(columns.length).filter((cell) => cell !== '');
    if (extra.length === 0) {
      return { line, cells: Object.fromEntries(columns.map((column, at) => [column, record[at] ?? ''])) };
    }
    const reason = `has ${record.length} values for ${columns.length} columns: a value that contains ${JSON.stringify(delimiter)} must stand in quotes`;
    return { line, fault: { column: '', reason, value: extra.join(delimiter), code: 'values' } };
  });
  return { titles, columns, rows };
}

/** The text of such a file, a line feed after each line. Throws TableError for a spreadsheet that is none. */
export function textOfFile(bytes: Uint8Array, name: string): string {
  return decode(Buffer.from(bytes), name).replace(/\r\n?/g, '\n');
}

function recordsOf(text: string, delimiter: string): Record[] {
  try {
    return parse(text, {
      delimiter,
      info: true,
      trim: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Record[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new TableError('broken', `The file is not a proper CSV: ${error.message}. Nothing was loaded.`);
  }
}

/** Throws TableError if one of the columns is missing, or one of these stands twice. */
export function requireColumns(table: Table, required: readonly string[], optional: readonly string[] = []): void {
  const seen = `Columns seen: ${table.titles.join(', ')}.`;
  const missing = required.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) {
    throw new TableError('columns', `Missing column: ${missing.join(', ')}. ${seen} Nothing was loaded.`, missing);
  }
  const twice = [...required, ...optional].find(
    (column) => table.columns.indexOf(column) !== table.columns.lastIndexOf(column),
  );
  if (twice) throw new TableError('columns', `The column ${twice} stands twice. ${seen} Nothing was loaded.`, [twice]);
}

function keyOf(title: string): string {
  return title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function decode(bytes: Buffer, name: string): string {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    throw new TableError('spreadsheet', `${name} is a spreadsheet: save it as CSV (UTF-8) and load that.`);
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function delimiterOf(text: string): string {
  const titles = (text.split('\n', 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (sign: string) => titles.split(sign).length;
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}
