/** Sends notices to many: keeps the outbox supplied, slice by slice, between the messages of people. */

import type { Store } from '../../db/unit-of-work.ts';
import { advanceBroadcast, broadcastsUnderWay } from '../domain/notices/broadcast-run.ts';

/** Goes on wherever the program was interrupted. Returns for how many people a notice was queued. */
export async function runBroadcasts(store: Store, now: number, backlog?: number): Promise<number> {
  const background = { background: true };
  const ids = await store.run((tx) => broadcastsUnderWay(tx, now), background);
  let queued = 0;
  for (const id of ids) {
    for (;;) {
      const step = await store.run((tx) => advanceBroadcast(tx, { id, now, backlog }), background);
      if (typeof step !== 'number') break;
      queued += step;
    }
  }
  return queued;
}
