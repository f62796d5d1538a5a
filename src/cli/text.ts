/** Text files of commands that work without a database. */

import { readFileSync } from 'node:fs';
import { OperatorError } from './operator-error.ts';

/** With what is no UTF-8 replaced by U+FFFD. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new OperatorError(code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read.`);
  }
}
