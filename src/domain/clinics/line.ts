/** One line of a file that an operator loads: checked, or told column by column what is wrong with it. */

import type { z } from 'zod';

/** The cells of a line by column, without surrounding spaces; a column that the file does not have is absent. */
export type Cells = Readonly<Record<string, string>>;

/** Why a line was not loaded, in words for the operator: "`column`: `reason` (`value`)". */
export interface Fault {
  column: string;
  reason: string;
  value: string;
  /** The same for those who are told in the chat: a key of `calls:fault`. */
  code?: string;
}

export type Read<T> = { value: T } | { faults: Fault[] };

/** `schema` takes the cells as they are; each of its complaints becomes a fault with what stood in that cell. */
export function readLine<T>(schema: z.ZodType<T>, cells: Cells): Read<T> {
  const parsed = schema.safeParse(cells);
  if (parsed.success) return { value: parsed.data };
  return {
    faults: parsed.error.issues.map(({ path, message }) => {
      const column = String(path[0] ?? '');
      return { column, reason: message, value: cells[column] ?? '' };
    }),
  };
}
