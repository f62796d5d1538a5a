/** `import-budgets FILE`: the money of each clinic in a year, in pesos. */

import { readLine } from '../domain/clinics/line.ts';
import { BUDGET_COLUMNS, type BudgetLine, budgetLine, importBudgets, USUAL_CENTS } from '../domain/works/budgets.ts';
import { pesos } from '../domain/works/money.ts';
import { type Context, sliceBySlice } from './command.ts';
import { linesOf, type Problem, problemsOf, report } from './report.ts';
import { readTable, requireColumns } from './table.ts';

const SLICE = 300;

/** Returns the exit code: 0 only if every row was loaded. */
export async function importBudgetsFile(
  { store, now }: Context,
  file: string,
  options: { json?: boolean },
): Promise<number> {
  const table = await readTable(file);
  requireColumns(table, BUDGET_COLUMNS);
  const lines = new Map<string, BudgetLine & { line: number }>();
  const problems: Problem[] = [];
  for await (const row of table.rows) {
    const read = 'fault' in row ? { faults: [row.fault] } : readLine(budgetLine, row.cells);
    if ('faults' in read) {
      problems.push(...problemsOf(row.line, read.faults));
      continue;
    }
    const { clues, year } = read.value;
    const earlier = lines.get(`${clues} ${year}`);
    if (earlier) {
      const reason = `the clinic and year stand on line ${earlier.line} already`;
      problems.push(...problemsOf(row.line, [{ column: 'clues', reason, value: clues }]));
    } else lines.set(`${clues} ${year}`, { ...read.value, line: row.line });
  }

  const counts = { new: 0, updated: 0, unchanged: 0 };
  const wanted = [...lines.values()];
  await sliceBySlice(wanted, SLICE, async (slice) => {
    const values = slice.map(({ line: _, ...value }) => value);
    const loaded = await store.run((tx) => importBudgets(tx, { lines: values, now }), { background: true });
    counts.new += loaded.added;
    counts.updated += loaded.updated;
    counts.unchanged += loaded.unchanged;
    for (const { line, clues } of slice.filter((entry) => loaded.unknown.has(entry.clues))) {
      problems.push(...problemsOf(line, [{ column: 'clues', reason: 'is not in the directory', value: clues }]));
    }
  });

  const wrong = linesOf(problems, 'wrong');
  const years = [...new Set(wanted.map(({ year }) => year))].sort();
  const unusual = wanted
    .filter(({ amountCents }) => amountCents < USUAL_CENTS.least || amountCents > USUAL_CENTS.most)
    .map(({ line, clues, amountCents }) => ({ line, clues, amount: pesos(amountCents) }));
  const { least, most } = USUAL_CENTS;
  return report({
    json: options.json === true,
    summary: { file, years, ...counts, wrong, unusual },
    sentences: [
      `${file} (${years.join(', ')}): ${counts.new} new, ${counts.updated} updated, ${counts.unchanged} unchanged, ${wrong} wrong.`,
      ...unusual
        .slice(0, 20)
        .map(
          ({ line, clues, amount }) =>
            `Look at line ${line}: ${clues} has ${amount}, not ${pesos(least)} to ${pesos(most)}.`,
        ),
      ...(unusual.length > 20 ? [`… and ${unusual.length - 20} more such amounts.`] : []),
    ],
    problems,
  });
}
