/** Whether the assembly has decided this year what somebody asks for. */

import type { Tx } from '../../../db/unit-of-work.ts';
import { worksOf } from '../works/works.ts';
import { yearAt } from '../works/year.ts';

/** A work of the clinic has this code of the catalogue; one that was withdrawn does not count. */
export async function isDecided(
  tx: Tx,
  { code, ...at }: { code: string; clinicId: number; now: number },
): Promise<boolean> {
  const year = await yearAt(tx, at);
  return (await worksOf(tx, at)).some((work) => work.year === year && work.catalogueCode === code);
}
