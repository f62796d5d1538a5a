/** What an import tells the operator: the lines that were not loaded, and a summary. */

import type { Fault } from '../domain/clinics/line.ts';

/** A line that was not loaded. `conflict`: the operator must say what is meant. */
export interface Problem extends Fault {
  line: number;
  kind: 'wrong' | 'conflict';
}

/** Problems shown one by one; `--json` has all of them. */
const SHOWN = 200;

export function problemsOf(line: number, faults: readonly Fault[]): Problem[] {
  return faults.map((fault) => ({ line, kind: 'wrong', ...fault }));
}

/** How many lines the problems stand for: one line may have several. */
export function linesOf(problems: readonly Problem[], kind: Problem['kind']): number {
  return new Set(problems.filter((problem) => problem.kind === kind).map(({ line }) => line)).size;
}

/** Prints the problems on stderr and the summary on stdout, or all of it as JSON on stdout. Returns the exit code. */
export function report(input: {
  json: boolean;
  /** Named numbers and lists, the same for programs and people. */
  summary: Readonly<Record<string, unknown>>;
  /** The summary in sentences. */
  sentences: readonly string[];
  problems: readonly Problem[];
}): number {
  const problems = input.problems.toSorted((a, b) => a.line - b.line);
  if (input.json) console.log(JSON.stringify({ ...input.summary, problems }));
  else {
    for (const problem of problems.slice(0, SHOWN)) console.error(sentenceOf(problem));
    if (problems.length > SHOWN) console.error(`… and ${problems.length - SHOWN} more: --json lists all of them`);
    for (const sentence of input.sentences) console.log(sentence);
  }
  return problems.length === 0 ? 0 : 1;
}

function sentenceOf({ line, column, reason, value }: Problem): string {
  const shown = value.length > 80 ? `${value.slice(0, 79)}…` : value;
  return `line ${line}: ${column === '' ? '' : `${column}: `}${reason} (${shown})`;
}
