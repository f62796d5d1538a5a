/** What a channel has to do: the notices that wait on it, and those of the last 24 hours. */

import { and, count, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { bound } from '../../../db/bound.ts';
import type { Tx } from '../../../db/unit-of-work.ts';

const countSince = (tx: Tx) => {
  const { outbox } = tx.tables;
  return tx.db
    .select({ notices: count() })
    .from(outbox)
    .where(
      and(
        eq(outbox.channel, bound.text('channel')),
        ne(outbox.kind, 'answer'),
        inArray(outbox.status, ['sent', 'unconfirmed']),
        gt(outbox.doneAt, bound.int('since')),
      ),
    )
    .prepare();
};

/** How many notices went out on a channel since an instant. */
export async function noticesSince(tx: Tx, input: { channel: string; since: number }): Promise<number> {
  const [row] = await tx.prepared(countSince).execute(input);
  return Number(row?.notices ?? 0);
}

/** How many notices wait, by channel: in the outbox, and of broadcasts under way that are not all in it yet. */
export async function noticesAhead(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const { outbox, broadcasts } = tx.tables;
  const rows = await tx.db
    .select({ channel: outbox.channel, waiting: count() })
    .from(outbox)
    // Written out, so that SQLite sees that the index over what is queued covers it.
    .where(and(sql`status = 'queued'`, gt(outbox.priority, 0)))
    .groupBy(outbox.channel);
  const ahead = new Map(rows.map(({ channel, waiting }) => [channel, Number(waiting)]));
  const running = await tx.db
    .select({ planned: broadcasts.planned, queued: broadcasts.queued })
    .from(broadcasts)
    .where(and(eq(broadcasts.status, 'running'), eq(broadcasts.isFilled, false)));
  for (const { planned, queued } of running) {
    for (const [channel, people] of Object.entries(planned)) {
      const rest = Math.max(0, people - (queued[channel] ?? 0));
      ahead.set(channel, (ahead.get(channel) ?? 0) + rest);
    }
  }
  return ahead;
}
