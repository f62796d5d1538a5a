/** `import-clinics FILE`: the directory, from a file like those of db/seed or from the official table. */

import { randomUUID } from 'node:crypto';
import { CLINIC_COLUMNS, clinicLine } from '../../db/seed/clinics.ts';
import { type ClinicRow, importClinics, markDirectoryChanged, storedClinics } from '../domain/clinics/import.ts';
import { type Cells, readLine } from '../domain/clinics/line.ts';
import { OFFICIAL_COLUMNS, readOfficialLine, spellingsOf } from '../domain/clinics/official-table.ts';
import { type Context, sliceBySlice } from './command.ts';
import { linesOf, type Problem, problemsOf, report } from './report.ts';
import { readTable, requireColumns, type Table } from './table.ts';

/** Rows a unit of work: the bot's answers wait for one at most. */
const SLICE = 300;

/** Returns the exit code: 0 only if every row was loaded, or rightly left out of the official table. */
export async function importClinicsFile(context: Context, file: string, options: { json?: boolean }): Promise<number> {
  const { store } = context;
  const table = await readTable(file);
  const official = table.columns.includes('nombre_de_la_unidad');
  requireColumns(table, official ? OFFICIAL_COLUMNS : CLINIC_COLUMNS);
  const spellings = official ? spellingsOf(await store.run(storedClinics)) : undefined;
  const read = spellings ? (cells: Cells) => readOfficialLine(cells, spellings) : readClinicLine;
  const { rows, problems, leftOut } = await gather(table, read);

  const loaded = { added: 0, changed: 0, unchanged: 0 };
  await sliceBySlice(rows, SLICE, async (slice) => {
    const done = await store.run(
      async (tx) => {
        const counts = await importClinics(tx, slice);
        // With the slice itself: if the import is interrupted, the bot still takes in what was loaded.
        if (counts.added + counts.changed > 0) await markDirectoryChanged(tx, randomUUID());
        return counts;
      },
      { background: true },
    );
    loaded.added += done.added;
    loaded.changed += done.changed;
    loaded.unchanged += done.unchanged;
  });

  const wrong = linesOf(problems, 'wrong');
  const { added, changed, unchanged } = loaded;
  const form = official ? 'the official table' : 'a directory file';
  return report({
    json: options.json === true,
    summary: { file, format: official ? 'official' : 'directory', new: added, changed, unchanged, leftOut, wrong },
    sentences: [
      `${file} (${form}): ${added} new, ${changed} changed, ${unchanged} unchanged, ${wrong} wrong.`,
      ...(official
        ? [`Left out: ${leftOut} that are not fixed first-level units in operation of ISSSTE or IMSS-Bienestar.`]
        : []),
    ],
    problems,
  });
}

type ReadClinic = { clinic: ClinicRow } | { leftOut: true } | { faults: Parameters<typeof problemsOf>[1] };

function readClinicLine(cells: Cells): ReadClinic {
  const read = readLine(clinicLine, cells);
  return 'value' in read ? { clinic: read.value } : read;
}

async function gather(table: Table, read: (cells: Cells) => ReadClinic) {
  const rows = new Map<string, ClinicRow>();
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  let leftOut = 0;
  for (const row of table.rows) {
    const { line } = row;
    const result: ReadClinic = 'fault' in row ? { faults: [row.fault] } : read(row.cells);
    if ('faults' in result) problems.push(...problemsOf(line, result.faults));
    else if ('leftOut' in result) leftOut += 1;
    else {
      const { clues } = result.clinic;
      const other = lines.get(clues);
      if (other === undefined) {
        rows.set(clues, result.clinic);
        lines.set(clues, line);
      } else
        problems.push(...problemsOf(line, [{ column: 'clues', reason: `is on line ${other} already`, value: clues }]));
    }
  }
  return { rows: [...rows.values()], problems, leftOut };
}
