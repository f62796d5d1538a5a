/** Files as spreadsheets write them: encodings, separators, quotes, and what cannot be read. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readTable, requireColumns, type TableRow } from '../../src/cli/table.ts';

const folder = mkdtempSync(join(tmpdir(), 'asamblea-table-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(content: string | Uint8Array): string {
  const file = join(folder, `${++files}.csv`);
  writeFileSync(file, content);
  return file;
}

async function rowsOf(content: string | Uint8Array): Promise<TableRow[]> {
  const { rows } = await readTable(fileOf(content));
  const all: TableRow[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

const wanted = [{ line: 2, cells: { clues: 'A', name: 'Peñón, ñandú' } }];

it.each([
  ['UTF-8', Buffer.from('clues,name\nA,"Peñón, ñandú"\n')],
  ['UTF-8 with BOM', Buffer.from('\ufeffclues,name\r\nA,"Peñón, ñandú"\r\n')],
  ['Windows-1252', Buffer.from('clues,name\r\nA,"Peñón, ñandú"\r\n', 'latin1')],
  ['UTF-16 with tabs', Buffer.from('\ufeffclues\tname\r\nA\tPeñón, ñandú\r\n', 'utf16le')],
  ['semicolons and spaces', Buffer.from(' Clues ; NAME \n A ; Peñón, ñandú \n')],
])('reads %s', async (_, bytes) => {
  expect(await rowsOf(bytes)).toEqual(wanted);
});

it('counts lines as an editor does, skips empty rows and takes loose quotes', async () => {
  const rows = await rowsOf('a,b\r\n1,"two\r\nlines"\r\n\r\n , \r\n2,El "Rosario"\r\n3\r\n');
  expect(rows).toEqual([
    { line: 2, cells: { a: '1', b: 'two\nlines' } },
    { line: 6, cells: { a: '2', b: 'El "Rosario"' } },
    { line: 7, cells: { a: '3', b: '' } },
  ]);
});

it('reports a row with more values than columns, unless the surplus is empty', async () => {
  expect(await rowsOf('a,b\n1,2,,\n1,2,3\n')).toEqual([
    { line: 2, cells: { a: '1', b: '2' } },
    {
      line: 3,
      fault: {
        code: 'values',
        column: '',
        value: '3',
        reason: 'has 3 values for 2 columns: a value that contains "," must stand in quotes',
      },
    },
  ]);
});

it('makes one key of a title however it is written', async () => {
  const { columns } = await readTable(fileOf('NIVEL ATENCIÓN,street_address, Código  postal\n'));
  expect(columns).toEqual(['nivel_atencion', 'street_address', 'codigo_postal']);
});

it('names missing and doubled columns and those it saw', async () => {
  const table = await readTable(fileOf('clues,Fecha,note,note\n'));
  expect(() => requireColumns(table, ['clues', 'date', 'time'])).toThrow(
    'Missing column: date, time. Columns seen: clues, Fecha, note, note. Nothing was loaded.',
  );
  expect(() => requireColumns(table, ['clues'], ['note'])).toThrow('The column note stands twice.');
});

it.each([
  ['an empty file', '', /is empty/],
  ['a spreadsheet', 'PK\u0003\u0004…', /is a spreadsheet: save it as CSV/],
])('refuses %s', async (_, content, message) => {
  await expect(readTable(fileOf(content))).rejects.toThrow(message);
});

it('refuses a quote that is never closed', async () => {
  await expect(rowsOf('a,b\n1,"2\n3,4\n')).rejects.toThrow(/not a proper CSV: Quote Not Closed.*Nothing was loaded/);
});

it('says that a file is not there', async () => {
  await expect(readTable(join(folder, 'none.csv'))).rejects.toThrow(/^There is no file .*none\.csv\.$/);
});
