/** `import-assemblies FILE [--move|--add]`: dates, changes and cancellations, and the notices that they cause. */

import { importAssemblies, type LineOutcome, withoutDuplicates } from '../domain/assemblies/import.ts';
import {
  ASSEMBLY_COLUMNS,
  type AssemblyLine,
  OPTIONAL_ASSEMBLY_COLUMNS,
  readAssemblyLine,
} from '../domain/assemblies/import-line.ts';
import type { Mode } from '../domain/assemblies/import-plan.ts';
import { type Context, sliceBySlice } from './command.ts';
import { hourSentence, hoursByZone } from './hours.ts';
import { linesOf, type Problem, problemsOf, report } from './report.ts';
import { readTable, requireColumns, type Table } from './table.ts';

/** Clinics a commit: few syncs for the disk, and the bot waits for some dozen milliseconds, not for the whole file. */
const SLICE = 16;

/** Returns the exit code: 0 only if every row was loaded. */
export async function importAssembliesFile(
  context: Context,
  file: string,
  options: { move?: boolean; add?: boolean; json?: boolean },
): Promise<number> {
  const mode: Mode = options.move ? 'move' : options.add ? 'add' : 'ask';
  const table = await readTable(file);
  requireColumns(table, ASSEMBLY_COLUMNS, OPTIONAL_ASSEMBLY_COLUMNS);
  const known: readonly string[] = [...ASSEMBLY_COLUMNS, ...OPTIONAL_ASSEMBLY_COLUMNS];
  const ignored = table.titles.filter((title, at) => title !== '' && !known.includes(table.columns[at] ?? ''));
  const { lines, problems } = await gather(table);
  const outcomes = await load(context, lines, mode);

  for (const outcome of outcomes) {
    if ('fault' in outcome) problems.push({ line: outcome.line, kind: outcome.outcome, ...outcome.fault });
  }
  const count = (name: LineOutcome['outcome']) => outcomes.filter(({ outcome }) => outcome === name).length;
  const loaded = outcomes.flatMap((outcome) => ('fault' in outcome ? [] : [outcome]));
  const notices = loaded.reduce((sum, { told }) => sum + told, 0);
  const hours = hoursByZone(loaded.filter(({ status }) => status === 'scheduled'));
  const wrong = linesOf(problems, 'wrong');
  const summary = {
    file,
    new: count('new'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    conflicts: count('conflict'),
    wrong,
    notices,
    ignoredColumns: ignored,
    hours,
  };
  return report({
    json: options.json === true,
    summary,
    sentences: [
      `${file}: ${summary.new} new, ${summary.changed} changed, ${summary.unchanged} unchanged, ${summary.conflicts} in conflict, ${wrong} wrong.`,
      `Notices queued: ${notices}.`,
      ...(ignored.length > 0 ? [`Columns not used: ${ignored.join(', ')}.`] : []),
      ...hours.map(hourSentence),
    ],
    problems,
  });
}

async function gather(table: Table): Promise<{ lines: AssemblyLine[]; problems: Problem[] }> {
  const read: AssemblyLine[] = [];
  const problems: Problem[] = [];
  for await (const row of table.rows) {
    const line = 'fault' in row ? { faults: [row.fault] } : readAssemblyLine(row.cells, row.line);
    if ('faults' in line) problems.push(...problemsOf(row.line, line.faults));
    else read.push(line.value);
  }
  const { lines, faults } = withoutDuplicates(read);
  return { lines, problems: [...problems, ...faults.flatMap(({ line, fault }) => problemsOf(line, [fault]))] };
}

/** A clinic a unit of work: its changes and their notices are committed together, whatever becomes of the others. */
async function load({ store, now }: Context, lines: readonly AssemblyLine[], mode: Mode): Promise<LineOutcome[]> {
  const clinics = [...Map.groupBy(lines, ({ clues }) => clues)];
  const outcomes: LineOutcome[] = [];
  await sliceBySlice(clinics, SLICE, async (slice) => {
    const done = await Promise.all(
      slice.map(([clues, own]) =>
        store.run((tx) => importAssemblies(tx, { clues, lines: own, mode, now }), { key: `assemblies:${clues}` }),
      ),
    );
    outcomes.push(...done.flat());
  });
  return outcomes;
}
