/** Reads the files of tables that an operator names. */

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readCsv, requireColumns as required, type Table, TableError } from '../domain/csv/table.ts';
import { OperatorError } from './operator-error.ts';

export type { Table, TableRow } from '../domain/csv/table.ts';

/** As `readCsv`, but throws OperatorError. */
export async function readTable(file: string): Promise<Table> {
  const bytes = readBytes(file);
  return explained(() => readCsv(bytes, file));
}

/** As in `domain/csv/table.ts`, but throws OperatorError. */
export function requireColumns(...asked: Parameters<typeof required>): void {
  explained(() => required(...asked));
}

/** npm runs scripts in the project's folder: a relative name is looked for where the operator stood, too. */
function readBytes(file: string): Buffer {
  const path = [resolve(file), resolve(process.env.INIT_CWD ?? '.', file)].find((candidate) => existsSync(candidate));
  if (path === undefined) throw new OperatorError(`There is no file ${file}.`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new OperatorError(`${file} cannot be read: ${error instanceof Error ? error.message : 'unknown error'}.`);
  }
}

function explained<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    throw error instanceof TableError ? new OperatorError(error.message) : error;
  }
}
