/** `import-assemblies FILE [--move|--add]`: dates, changes and cancellations, and the notices that they cause. */

import { importAssemblies, type LineOutcome } from '../domain/assemblies/import.ts';
import { readAssemblyFile } from '../domain/assemblies/import-file.ts';
import { ASSEMBLY_COLUMNS, type AssemblyLine, OPTIONAL_ASSEMBLY_COLUMNS } from '../domain/assemblies/import-line.ts';
import type { Mode } from '../domain/assemblies/import-plan.ts';
import { type Context, sliceBySlice } from './command.ts';
import { hourSentence, hoursByZone } from './hours.ts';
import { linesOf, type Problem, problemsOf, report } from './report.ts';
import { readTable, requireColumns } from './table.ts';

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
  const { lines, faults, ignored } = readAssemblyFile(table);
  const problems: Problem[] = faults.flatMap(({ line, fault }) => problemsOf(line, [fault]));
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
