/**
 * Tables as files for a spreadsheet, CSV and XLSX. Both are made at once and without waiting, as a service must within a
 * unit of work, which the libraries for XLSX cannot. Nothing in them is run as a formula.
 */

import { crc32, deflateRawSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import type { Attachment } from './reply.ts';
import { xmlText } from './xml-text.ts';

export type Cell = string | number | null;

export interface Sheet {
  /** Of the file, without its ending. */
  name: string;
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

export type SheetFormat = 'xlsx' | 'csv';

export function sheetFile(sheet: Sheet, format: SheetFormat): Attachment {
  return format === 'csv' ? csvFile(sheet) : xlsxFile(sheet);
}

/** With the mark by which spreadsheets know UTF-8. */
function csvFile({ name, columns, rows }: Sheet): Attachment {
  const text = stringify([columns, ...rows] as Cell[][], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
  return { name: `${name}.csv`, mime: 'text/csv', data: Buffer.from(text, 'utf8').toString('base64') };
}

const OFFICE = 'http://schemas.openxmlformats.org';
const MAIN = `${OFFICE}/spreadsheetml/2006/main`;
const RELATIONSHIPS = `${OFFICE}/package/2006/relationships`;
const DOCUMENT = `${OFFICE}/officeDocument/2006/relationships`;
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The smallest workbook that ECMA-376 allows: one sheet, its texts in place, the first row bold and always in sight. */
function xlsxFile({ name, columns, rows }: Sheet): Attachment {
  const files: [path: string, xml: string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${CONTENT}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/></Types>`,
    ],
    ['_rels/.rels', relationships([['officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([
        ['worksheet', 'worksheets/sheet1.xml'],
        ['styles', 'styles.xml'],
      ]),
    ],
    [
      'xl/styles.xml',
      `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
    ],
    ['xl/worksheets/sheet1.xml', worksheet(columns, rows)],
  ];
  const data = zip(files.map(([path, xml]) => [path, Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`)]));
  return { name: `${name}.xlsx`, mime: `${CONTENT}.sheet`, data: data.toString('base64') };
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  const rows = targets.map(
    ([type, target], at) => `<Relationship Id="r${at + 1}" Type="${DOCUMENT}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${RELATIONSHIPS}">${rows.join('')}</Relationships>`;
}

function worksheet(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = columns.map((column, at) =>
    Math.min(50, Math.max(...[column, ...rows.map((row) => row[at] ?? '')].map((cell) => String(cell).length)) + 2),
  );
  const cols = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  const lines = [columns, ...rows].map((row, at) => `<row>${row.map((cell) => cellOf(cell, at === 0)).join('')}</row>`);
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

/** A text stands as a text, whatever it begins with. */
function cellOf(cell: Cell, isHead: boolean): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  return `<c t="inlineStr"${isHead ? ' s="1"' : ''}><is><t xml:space="preserve">${xmlText(cell)}</t></is></c>`;
}

/** The container of PKWARE's APPNOTE 6.3.3, with everything in it compressed. Its files bear the date of the format's beginning. */
function zip(files: readonly (readonly [path: string, content: Buffer])[]): Buffer {
  const bodies: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    // Version 2.0, no flags, deflated, midnight of 1 January 1980.
    const facts = Buffer.alloc(26);
    for (const [at, value] of [20, 0, 8, 0, 0x21].entries()) facts.writeUInt16LE(value, at * 2);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    bodies.push(Buffer.from('PK\u0003\u0004', 'latin1'), facts, name, packed);
    // Where the file stands; it has no comment and no attributes.
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    index.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), facts, place, name);
    offset += 4 + facts.length + name.length + packed.length;
  }
  const listing = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, listing, end]);
}
