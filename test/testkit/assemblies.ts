/** Loads assemblies into a world as an operator's file would. */

import { parse } from 'csv-parse/sync';
import { importAssemblies } from '../../src/domain/assemblies/import.ts';
import { type AssemblyLine, readAssemblyLine } from '../../src/domain/assemblies/import-line.ts';
import type { Mode } from '../../src/domain/assemblies/import-plan.ts';
import type { World } from '../world.ts';

/** Throws if a line is wrong or in conflict: a test that means one says so. */
export async function loadAssemblies({ store, clock }: World, csv: string, mode: Mode = 'ask'): Promise<void> {
  const rows = parse(csv, { columns: true }) as Record<string, string>[];
  const byClinic = new Map<string, AssemblyLine[]>();
  for (const [index, cells] of rows.entries()) {
    const read = readAssemblyLine(cells, index + 2);
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    const lines = byClinic.get(read.value.clues) ?? [];
    byClinic.set(read.value.clues, [...lines, read.value]);
  }
  for (const [clues, lines] of byClinic) {
    const outcomes = await store.run((tx) => importAssemblies(tx, { clues, lines, mode, now: clock() }));
    const wrong = outcomes.find(({ outcome }) => outcome === 'wrong' || outcome === 'conflict');
    if (wrong) throw new Error(JSON.stringify(wrong));
  }
}
