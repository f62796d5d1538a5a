/** `import-pauses FILE`: when notices to many wait for a facilitator. All of the file, or nothing of it. */

import { readLine } from '../domain/clinics/line.ts';
import { PAUSE_COLUMNS, type Pause, pauseLine, replacePauses, stateCodeOf } from '../domain/notices/pauses.ts';
import type { Context } from './command.ts';
import { linesOf, type Problem, problemsOf, report } from './report.ts';
import { readTable, requireColumns } from './table.ts';

/** Returns the exit code: 0 only if every row was loaded. A pause that is half loaded would let notices through. */
export async function importPausesFile({ store }: Context, file: string, options: { json?: boolean }): Promise<number> {
  const table = await readTable(file);
  requireColumns(table, PAUSE_COLUMNS);
  const problems: Problem[] = [];
  const pauses: Pause[] = [];
  for await (const row of table.rows) {
    const read = 'fault' in row ? { faults: [row.fault] } : readLine(pauseLine, row.cells);
    if ('faults' in read) {
      problems.push(...problemsOf(row.line, read.faults));
      continue;
    }
    const { state, from, to } = read.value;
    const stateCode = state === '' ? undefined : await store.run((tx) => stateCodeOf(tx, state));
    if (state !== '' && stateCode === undefined) {
      problems.push(...problemsOf(row.line, [{ column: 'state', reason: 'is no state', value: state }]));
    } else pauses.push({ stateCode, from, to });
  }
  const wrong = linesOf(problems, 'wrong');
  if (wrong === 0) await store.run((tx) => replacePauses(tx, pauses));
  const loaded = wrong === 0 ? pauses.length : 0;
  return report({
    json: options.json === true,
    summary: { file, loaded, wrong },
    sentences: [
      wrong === 0
        ? `${file}: ${loaded} pauses; no others are loaded any more.`
        : `${file}: ${wrong} wrong. Nothing was loaded, what was loaded before stays.`,
    ],
    problems,
  });
}
