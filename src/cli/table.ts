/** Reads a table that an operator saved as CSV, in whatever form the spreadsheet gave it. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse';
import type { Cells, Fault } from '../domain/clinics/line.ts';
import { OperatorError } from './operator-error.ts';

export interface Table {
  /** The titles as they stand in the file. */
  titles: string[];
  /** The titles as keys: "NIVEL ATENCION" is `nivel_atencion`. */
  columns: string[];
  /** Throws OperatorError where the rest of the file cannot be read; so gather all before anything is loaded. */
  rows: AsyncIterable<TableRow>;
}

/** `line` is where the row begins in the file, the titles being line 1. */
export type TableRow = { line: number; cells: Cells } | { line: number; fault: Fault };

/**
 * UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252; comma, semicolon or tab, whichever the titles have most
 * of. Empty rows are skipped, cells trimmed.
 */
export async function readTable(file: string): Promise<Table> {
  const text = decode(readBytes(file), file).replace(/\r\n?/g, '\n');
  const delimiter = delimiterOf(text);
  const parser = parse(text, {
    delimiter,
    info: true,
    trim: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
  });
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<{ record: string[]; info: { lines: number } }>;
  const first = await explained(records.next());
  if (first.done) throw new OperatorError(`${file} is empty.`);
  const titles = first.value.record;
  const columns = titles.map(keyOf);

  async function* rows(): AsyncGenerator<TableRow> {
    for (;;) {
      const next = await explained(records.next());
      if (next.done) return;
      const { record, info } = next.value;
      const line = info.lines - record.join('').split('\n').length + 1;
      const extra = record.slice(columns.length).filter((cell) => cell !== '');
      if (extra.length > 0) {
        const reason = `has ${record.length} values for ${columns.length} columns: a value that contains ${JSON.stringify(delimiter)} must stand in quotes`;
        yield { line, fault: { column: '', reason, value: extra.join(delimiter) } };
      } else yield { line, cells: Object.fromEntries(columns.map((column, at) => [column, record[at] ?? ''])) };
    }
  }
  return { titles, columns, rows: rows() };
}

/** Throws OperatorError if one of the columns is missing, or one of these stands twice. */
export function requireColumns(table: Table, required: readonly string[], optional: readonly string[] = []): void {
  const seen = `Columns seen: ${table.titles.join(', ')}.`;
  const missing = required.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) throw new OperatorError(`Missing column: ${missing.join(', ')}. ${seen} Nothing was loaded.`);
  const twice = [...required, ...optional].find(
    (column) => table.columns.indexOf(column) !== table.columns.lastIndexOf(column),
  );
  if (twice) throw new OperatorError(`The column ${twice} stands twice. ${seen} Nothing was loaded.`);
}

function keyOf(title: string): string {
  return title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

/** npm runs scripts in the project's folder: a relative name is looked for where the operator stood, too. */
function readBytes(file: string): Buffer {
  const path = [resolve(file), resolve(process.env.INIT_CWD ?? '.', file)].find((candidate) => existsSync(candidate));
  if (path === undefined) throw new OperatorError(`There is no file ${file}.`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OperatorError(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown error'}.`);
  }
}

function decode(bytes: Buffer, file: string): string {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) {
    throw new OperatorError(`${file} is a spreadsheet: save it as CSV (UTF-8) and load that.`);
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

async function explained<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new OperatorError(`The file is not a proper CSV: ${error.message}. Nothing was loaded.`);
  }
}
