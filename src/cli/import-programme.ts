/** `import-programme FILE`: which clinics take part in the programme in a year. */

import { readLine } from '../domain/clinics/line.ts';
import { importProgramme, PROGRAMME_COLUMNS, type ProgrammeLine, programmeLine } from '../domain/clinics/programme.ts';
import { type Context, sliceBySlice } from './command.ts';
import { linesOf, type Problem, problemsOf, report } from './report.ts';
import { readTable, requireColumns } from './table.ts';

const SLICE = 300;

/** Returns the exit code: 0 only if every row was loaded. */
export async function importProgrammeFile(
  { store }: Context,
  file: string,
  options: { json?: boolean },
): Promise<number> {
  const table = await readTable(file);
  requireColumns(table, PROGRAMME_COLUMNS);
  const lines: (ProgrammeLine & { line: number })[] = [];
  const problems: Problem[] = [];
  for (const row of table.rows) {
    const read = 'fault' in row ? { faults: [row.fault] } : readLine(programmeLine, row.cells);
    if ('faults' in read) problems.push(...problemsOf(row.line, read.faults));
    else lines.push({ ...read.value, line: row.line });
  }

  let added = 0;
  let unchanged = 0;
  await sliceBySlice(lines, SLICE, async (slice) => {
    const values = slice.map(({ clues, year }) => ({ clues, year }));
    const loaded = await store.run((tx) => importProgramme(tx, values), { background: true });
    added += loaded.added;
    unchanged += loaded.unchanged;
    for (const { line, clues } of slice.filter((entry) => loaded.unknown.has(entry.clues))) {
      problems.push(...problemsOf(line, [{ column: 'clues', reason: 'is not in the directory', value: clues }]));
    }
  });

  const wrong = linesOf(problems, 'wrong');
  const years = [...new Set(lines.map(({ year }) => year))].sort();
  return report({
    json: options.json === true,
    summary: { file, years, new: added, unchanged, wrong },
    sentences: [`${file} (${years.join(', ')}): ${added} new, ${unchanged} unchanged, ${wrong} wrong.`],
    problems,
  });
}
