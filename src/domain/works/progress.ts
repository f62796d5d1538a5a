/** What all may know of a clinic's works: decided, done, and spent on what is finished. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { budgetOf } from './budgets.ts';
import { isFinished } from './statuses.ts';
import { type Work, worksOf } from './works.ts';

export interface Progress {
  /** The last one of which there are works. */
  year: number;
  /** Of that year. */
  works: Work[];
  /** Of the year before. */
  before: Work[];
  /** Of that year's money. Spent on what is finished: of the rest nobody is told how much is left, or where. Centavos. */
  spentCents: number;
  /** The clinic's money of that year, centavos; undefined where none was loaded. */
  budgetCents?: number;
}

/** Undefined while nothing was decided. */
export async function progressOf(tx: Tx, input: { clinicId: number; now: number }): Promise<Progress | undefined> {
  const all = await worksOf(tx, input);
  const [first] = all;
  if (!first) return undefined;
  const works = all.filter(({ year }) => year === first.year);
  return {
    year: first.year,
    works,
    before: all.slice(works.length),
    spentCents: works.filter(isFinished).reduce((sum, { spentCents }) => sum + spentCents, 0),
    budgetCents: await budgetOf(tx, { clinicId: input.clinicId, year: first.year }),
  };
}

/** How a person hears of this clinic's works. */
export type Hearing = 'home' | 'follows' | 'not' | 'off';

/** `off`: they would be told, but want no such notices. */
export async function hearingOf(
  tx: Tx,
  { personId, clinicId }: { personId: number; clinicId: number },
): Promise<Hearing> {
  const { people, follows } = tx.tables;
  const [person] = await tx.db
    .select({ home: people.homeClinicId, notices: people.notices })
    .from(people)
    .where(eq(people.id, personId));
  const followed = await tx.db.select({ id: follows.clinicId }).from(follows).where(eq(follows.personId, personId));
  const isHome = person?.home === clinicId;
  if (!isHome && !followed.some(({ id }) => id === clinicId)) return 'not';
  if (person?.notices !== 'all') return 'off';
  return isHome ? 'home' : 'follows';
}
