/** The lines of a whole file of assemblies: which can be followed, and what is wrong with the others. */

import type { Fault } from '../clinics/line.ts';
import { requireColumns, type Table } from '../csv/table.ts';
import { withoutDuplicates } from './import.ts';
import { ASSEMBLY_COLUMNS, type AssemblyLine, OPTIONAL_ASSEMBLY_COLUMNS, readAssemblyLine } from './import-line.ts';

export interface AssemblyFile {
  lines: AssemblyLine[];
  /** A line may have several. */
  faults: { line: number; clues: string; fault: Fault }[];
  /** Titles of columns that mean nothing here. */
  ignored: string[];
}

/** Throws TableError if a column is missing or stands twice. */
export function readAssemblyFile(table: Table): AssemblyFile {
  requireColumns(table, ASSEMBLY_COLUMNS, OPTIONAL_ASSEMBLY_COLUMNS);
  const known: readonly string[] = [...ASSEMBLY_COLUMNS, ...OPTIONAL_ASSEMBLY_COLUMNS];
  const ignored = table.titles.filter((title, at) => title !== '' && !known.includes(table.columns[at] ?? ''));
  const read: AssemblyLine[] = [];
  const faults: AssemblyFile['faults'] = [];
  for (const row of table.rows) {
    const clues = 'cells' in row ? (row.cells.clues ?? '') : '';
    const line = 'fault' in row ? { faults: [row.fault] } : readAssemblyLine(row.cells, row.line);
    if ('faults' in line) faults.push(...line.faults.map((fault) => ({ line: row.line, clues, fault })));
    else read.push(line.value);
  }
  const { lines, faults: twice } = withoutDuplicates(read);
  const cluesOf = new Map(read.map(({ line, clues }) => [line, clues]));
  const double = twice.map(({ line, fault }) => ({ line, clues: cluesOf.get(line) ?? '', fault }));
  return { lines, faults: [...faults, ...double], ignored };
}
