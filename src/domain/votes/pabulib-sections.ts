/** The three sections of a Pabulib file as tables, each row with its line. */

import { parse } from 'csv-parse/sync';

/** The file is not what it should be; `line` is where, from 1. */
export class PabulibError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'PabulibError';
    this.line = line;
  }
}

export interface Table {
  name: Section;
  /** Of the section's name. */
  line: number;
  header: readonly string[];
  rows: Row[];
}

interface Row {
  line: number;
  cells: readonly string[];
}

const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const;
type Section = (typeof SECTIONS)[number];

/** Any line ends, with or without a byte order mark; the sections in any order, each once. */
export function sectionsOf(text: string): Record<Section, Table> {
  const tables = new Map<Section, Table>();
  let open: Table | undefined;
  let last = 1;
  for (const { line, cells } of rowsOf(text)) {
    last = line;
    const [first = '', ...others] = cells;
    const name = SECTIONS.find((each) => first === each && others.length === 0);
    if (name) {
      if (tables.has(name)) throw new PabulibError(line, `the section ${name} is there twice.`);
      open = { name, line, header: [], rows: [] };
      tables.set(name, open);
    } else if (!open) throw new PabulibError(line, 'a section is to come first: META, PROJECTS, VOTES.');
    else if (open.header.length === 0) open.header = headerOf(cells, line);
    else if (open.name !== 'META' && cells.length > open.header.length) {
      throw new PabulibError(
        line,
        `there are more cells than the ${open.header.length} that ${open.name} has columns.`,
      );
    } else open.rows.push({ line, cells });
  }
  const [META, PROJECTS, VOTES] = SECTIONS.map((name) => {
    const table = tables.get(name);
    if (!table) throw new PabulibError(last, `the file ends and there was no section ${name}.`);
    return table;
  }) as [Table, Table, Table];
  return { META, PROJECTS, VOTES };
}

function headerOf(cells: readonly string[], line: number): readonly string[] {
  const twice = cells.find((name, at) => name !== '' && cells.indexOf(name) !== at);
  if (twice !== undefined) throw new PabulibError(line, `the column ${twice} is there twice.`);
  return cells;
}

/** Rows that hold something, without the spaces around their cells and without the empty cells at their end. */
function rowsOf(text: string): Row[] {
  const lost = text.indexOf('\ufffd');
  if (lost >= 0) throw new PabulibError(text.slice(0, lost).split(/\r\n?|\n/).length, 'a letter is not in UTF-8.');
  const rows: Row[] = [];
  let last = 0;
  const take = (record: readonly string[], lines: number): null => {
    last = lines;
    const cells = record.map((cell) => cell.trim());
    while (cells.at(-1) === '') cells.pop();
    // Of a row with line breaks in quotes it is its last line that is counted.
    const line = lines - record.reduce((breaks, cell) => breaks + cell.split('\n').length - 1, 0);
    if (cells.length > 0) rows.push({ line, cells });
    return null;
  };
  try {
    parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      delimiter: ';',
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      on_record: (record, { lines }) => take(record, lines),
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'CSV_QUOTE_NOT_CLOSED')) throw error;
    throw new PabulibError(last + 1, 'a quotation mark is opened and never closed.');
  }
  return rows;
}

/** One column of a table, with the line of each row. */
export function column({ header, rows, line, name }: Table, wanted: string): { line: number; value: string }[] {
  const at = header.indexOf(wanted);
  if (at < 0) throw new PabulibError(line + 1, `${name} has no column ${wanted}.`);
  return rows.map((row) => ({ line: row.line, value: row.cells[at] ?? '' }));
}
