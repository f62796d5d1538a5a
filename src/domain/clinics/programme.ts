/** Which clinics take part in the programme in a year, as the operator's list says. */

import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '../../../db/unit-of-work.ts';

export const PROGRAMME_COLUMNS = ['clues', 'year'] as const;

export const programmeLine = z.object({
  clues: z.string().regex(/^[A-Z]{5}\d{6}$/, 'must be five capitals and six digits'),
  year: z
    .string()
    .regex(/^20\d\d$/, 'must be a year, such as 2027')
    .transform(Number),
});

export type ProgrammeLine = z.output<typeof programmeLine>;

export interface ProgrammeLoaded {
  added: number;
  unchanged: number;
  /** CLUES that are not in the directory: their lines were not loaded. */
  unknown: ReadonlySet<string>;
}

/** Idempotent; takes nobody out. Give at most a few hundred lines a call. */
export async function importProgramme(tx: Tx, lines: readonly ProgrammeLine[]): Promise<ProgrammeLoaded> {
  const { clinics, programmeClinics } = tx.tables;
  const clues = [...new Set(lines.map((line) => line.clues))];
  const rows = await tx.db
    .select({ id: clinics.id, clues: clinics.clues })
    .from(clinics)
    .where(inArray(clinics.clues, clues));
  const ids = new Map(rows.map((row) => [row.clues, row.id]));
  const values = lines.flatMap(({ clues: key, year }) => {
    const clinicId = ids.get(key);
    return clinicId === undefined ? [] : [{ clinicId, year }];
  });
  const added =
    values.length === 0
      ? []
      : await tx.db
          .insert(programmeClinics)
          .values(values)
          .onConflictDoNothing()
          .returning({ clinicId: programmeClinics.clinicId });
  return {
    added: added.length,
    unchanged: values.length - added.length,
    unknown: new Set(clues.filter((key) => !ids.has(key))),
  };
}
