/** `notice-limit CLUES [NUMBER]`: how many notices to many a clinic may send in a day. */

import { eq } from 'drizzle-orm';
import { setDailyLimit } from '../domain/notices/daily-limit.ts';
import type { Context } from './command.ts';
import { OperatorError } from './operator-error.ts';

export async function setNoticeLimit({ store }: Context, typed: string, number?: string): Promise<number> {
  const clues = typed.trim().toUpperCase();
  if (number !== undefined && !/^\d{1,3}$/.test(number))
    throw new OperatorError('The number is a whole one, up to 999.');
  const perDay = number === undefined ? undefined : Number(number);
  const name = await store.run(async (tx) => {
    const { clinics } = tx.tables;
    const [clinic] = await tx.db
      .select({ id: clinics.id, name: clinics.name })
      .from(clinics)
      .where(eq(clinics.clues, clues));
    if (!clinic) throw new OperatorError(`The clinic ${clues} is not in the directory.`);
    await setDailyLimit(tx, { clinicId: clinic.id, perDay });
    return clinic.name;
  });
  console.log(perDay === undefined ? `${name}: as many as any clinic.` : `${name}: ${perDay} a day.`);
  return 0;
}
