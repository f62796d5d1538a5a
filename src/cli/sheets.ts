/** `sheets`: paper for an assembly without network, in one PDF. */

import { writeFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { loadConfig } from '../config.ts';
import { createLocalizer, DEFAULT_LANGUAGE } from '../conversation/localize.ts';
import { type Making, meetingOf } from '../documents/meeting.ts';
import { bothSheets } from '../documents/sheets.ts';
import { sheetOf } from '../domain/assemblies/sheets.ts';
import type { Context } from './command.ts';
import { OperatorError } from './operator-error.ts';

/** The attendance sheet and the tally sheet of a clinic's next assembly, or of its last one. */
export async function printSheets(
  { store, now }: Context,
  { clinic, out }: { clinic: string; out: string },
): Promise<number> {
  const clues = clinic.toUpperCase();
  const sheet = await store.run(async (tx) => {
    const { clinics } = tx.tables;
    const [row] = await tx.db.select({ id: clinics.id }).from(clinics).where(eq(clinics.clues, clues));
    if (!row) throw new OperatorError(`${clues} is not in the directory.`);
    return await sheetOf(tx, { clinicId: row.id, now });
  });
  if (!sheet) throw new OperatorError(`${clues} has no assembly.`);
  const localizer = createLocalizer(loadConfig(process.env).operator);
  const say: Making['say'] = (text) => localizer.text(DEFAULT_LANGUAGE, text);
  writeFileSync(out, bothSheets(meetingOf(sheet), sheet.codes, { language: DEFAULT_LANGUAGE, say, now }));
  const { date, time } = sheet.assembly;
  console.log(`${out}: ${sheet.clinic.name}, ${date} ${time}, ${sheet.codes.length} codes.`);
  return 0;
}
