/** How many people will be told of a call or a change before it is made. */

import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';
import { whoKnows, whoWaits } from '../notices/audience.ts';
import { countReached } from '../notices/queue.ts';
import { upcomingOf } from './calling.ts';
import type { AssemblyRow } from './changes.ts';

/** Of a new one: those who wait for a date, unless another assembly comes before it. */
export async function toldOfCall(
  tx: Tx,
  { clinicId, startsAt, except, now }: { clinicId: number; startsAt: number; except: readonly number[]; now: number },
): Promise<number> {
  const [next] = await upcomingOf(tx, { clinicId, now });
  if (next && next.startsAt < startsAt) return 0;
  const waiting = await whoWaits(tx, { clinicId, assemblyId: 0 });
  for (const personId of except) waiting.delete(personId);
  return await countReached(tx, { people: [...waiting], kind: 'announcement' });
}

/** Of a change: whoever knows the assembly from us, or was just about to hear of it. */
export async function toldOfChange(
  tx: Tx,
  { assembly, except }: { assembly: AssemblyRow; except: readonly number[] },
): Promise<number> {
  const { outbox } = tx.tables;
  const told = await whoKnows(tx, assembly);
  const waiting = await tx.db
    .select({ personId: outbox.personId })
    .from(outbox)
    .where(
      and(sql`status = 'queued'`, eq(outbox.assemblyId, assembly.id), inArray(outbox.kind, ['change', 'announcement'])),
    );
  for (const { personId } of waiting) told.add(personId);
  for (const personId of except) told.delete(personId);
  return await countReached(tx, { people: [...told], kind: 'change' });
}
