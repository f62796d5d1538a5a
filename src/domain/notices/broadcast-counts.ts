/** What became of a notice to many, in numbers that add up. */

import { count, eq } from 'drizzle-orm';
import type { Tx } from '../../../db/unit-of-work.ts';

export interface Counts {
  /** The platform took it, or may have; of these delivered and of those read, where the platform tells. */
  sent: number;
  delivered: number;
  read: number;
  /** Still to go out: in the outbox, or not gone through yet as far as it was planned. */
  waiting: number;
  /** Did not go out, and why. */
  unreachable: number;
  rejected: number;
  expired: number;
  stopped: number;
  /** They asked for no notices, before it came to them. */
  optedOut: number;
  /** There was never a way to them. */
  noWay: number;
  /** Had their data deleted since, or are one with somebody else. */
  gone: number;
  /** Sums: of what failed, and of those who were passed over. */
  notSent: number;
  leftOut: number;
}

/** Of what was dropped, what is counted by its own name. */
const NAMED: ReadonlySet<string | null> = new Set(['stopped', 'held', 'opted-out']);

export async function countsOf(tx: Tx, id: number): Promise<Counts> {
  const { outbox, broadcasts } = tx.tables;
  const [broadcast] = await tx.db.select().from(broadcasts).where(eq(broadcasts.id, id));
  if (!broadcast) throw new Error(`There is no notice ${id}.`);
  const rows = await tx.db
    .select({ status: outbox.status, receipt: outbox.receipt, because: outbox.because, rows: count() })
    .from(outbox)
    .where(eq(outbox.broadcastId, id))
    .groupBy(outbox.status, outbox.receipt, outbox.because);
  const sum = (which: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(which).reduce((total, row) => total + Number(row.rows), 0);
  const total = (numbers: Readonly<Record<string, number>>) => Object.values(numbers).reduce((a, b) => a + b, 0);
  const queued = total(broadcast.queued);
  const isOver = broadcast.endedAt !== null;
  const notGoneThrough = broadcast.isFilled ? 0 : Math.max(0, total(broadcast.planned) - queued);

  const sent = sum(({ status }) => status === 'sent' || status === 'unconfirmed');
  const unreachable = sum(({ status }) => status === 'unreachable');
  const rejected = sum(({ status }) => status === 'failed');
  const dropped = (because: string) => sum((row) => row.status === 'dropped' && row.because === because);
  const wasStopped = broadcast.status === 'stopped' || broadcast.status === 'refused';
  const held = dropped('held');
  const stopped = dropped('stopped') + (wasStopped ? notGoneThrough : 0);
  const optedOut = broadcast.optedOut + dropped('opted-out');
  const expired =
    sum(({ status, because }) => status === 'dropped' && !NAMED.has(because)) +
    (isOver && !wasStopped ? notGoneThrough : 0);
  return {
    sent,
    delivered: sum(({ receipt }) => receipt !== null),
    read: sum(({ receipt }) => receipt === 'read'),
    waiting: sum(({ status }) => status === 'queued') + held + (isOver ? 0 : notGoneThrough),
    unreachable,
    rejected,
    expired,
    stopped,
    optedOut,
    noWay: broadcast.noWay,
    gone: Math.max(0, queued - sum(() => true)),
    notSent: unreachable + rejected + expired + stopped,
    leftOut: optedOut + broadcast.noWay,
  };
}
