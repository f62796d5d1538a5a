/** Carries on what was ordered for many assemblies at once: a little a unit of work, so that people are answered between. */

import type { Store, Tx } from '../../db/unit-of-work.ts';
import { giveUpFile, openFile, stepFile } from '../domain/assemblies/call-file.ts';
import { giveUpMany, openMany, stepMany } from '../domain/assemblies/many.ts';

interface Work {
  name: string;
  open(tx: Tx): Promise<{ id: number } | undefined>;
  step(tx: Tx, now: number): Promise<boolean>;
  giveUp(tx: Tx, which: { id: number; now: number }): Promise<void>;
}

const works: readonly Work[] = [
  { name: 'order', open: (tx) => openMany(tx), step: stepMany, giveUp: giveUpMany },
  { name: 'file', open: (tx) => openFile(tx), step: (tx, now) => stepFile(tx, now), giveUp: giveUpFile },
];

/** Until nothing is left to do; what fails twice is given up, for others wait behind it. Returns whether anything was done. */
export async function carryOnCalls(
  store: Store,
  clock: () => number,
  onAlarm: (message: string, cause?: unknown) => void,
): Promise<boolean> {
  const background = { background: true };
  let worked = false;
  for (const { name, open, step, giveUp } of works) {
    let failed: number | undefined;
    for (;;) {
      try {
        if (!(await store.run((tx) => step(tx, clock()), background))) break;
        failed = undefined;
      } catch (error) {
        const at = await store.run(open, background);
        if (!at) throw error;
        if (failed === at.id) {
          onAlarm(`The ${name} ${at.id} for many assemblies is given up.`, error);
          await store.run((tx) => giveUp(tx, { id: at.id, now: clock() }), background);
        }
        failed = at.id;
      }
      worked = true;
    }
  }
  return worked;
}
