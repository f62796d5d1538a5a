/**
 * A process of its own, so that its memory is its own: `node enqueue.ts <bot|raw> <database>` queues the notice of the
 * crowd for all of them and prints what it took as JSON.
 */

import { connectSqlite, openSqlite } from '../db/sqlite.ts';
import { runBroadcasts } from '../src/jobs/broadcasts.ts';
import { START } from './premises.ts';

export interface Enqueued {
  people: number;
  seconds: number;
  /** Megabytes that the process had at most. */
  peak: number;
  /** Megabytes it had before. */
  before: number;
}

const MEGABYTE = 2 ** 20;
const [who = '', file = ''] = process.argv.slice(2);

async function byBot(): Promise<() => Promise<number>> {
  const store = openSqlite(file);
  await store.run((tx) => tx.db.select({ id: tx.tables.settings.key }).from(tx.tables.settings));
  return async () => {
    // As it runs in production, but that it does not wait for the channels to take what is queued.
    const people = await runBroadcasts(store, START, Number.POSITIVE_INFINITY);
    await store.close();
    return people;
  };
}

/** One statement and one commit, the rows as the bot writes them, everything known beforehand. */
async function byHand(): Promise<() => Promise<number>> {
  const database = connectSqlite(file);
  const insert = database.prepare(`
    INSERT INTO outbox (person_id, conversation_id, channel, kind, status, secret, priority, deadline, not_before,
      expires_at, attempts, clinic_id, broadcast_id, template_only, created_at)
    SELECT p.id, c.id, c.channel, 'notice', 'queued', 0, 2, b.send_at, b.send_at, b.expires_at, 0, 1, b.id, 0, b.send_at
    FROM people p JOIN conversations c ON c.person_id = p.id JOIN broadcasts b WHERE p.home_clinic_id = 1 ORDER BY p.id`);
  return async () => {
    const { changes } = insert.run();
    database.close();
    return changes;
  };
}

const work = await (who === 'bot' ? byBot() : byHand());
const before = process.memoryUsage().rss / MEGABYTE;
const began = performance.now();
const people = await work();
const seconds = (performance.now() - began) / 1000;
const enqueued: Enqueued = { people, seconds, before, peak: process.resourceUsage().maxRSS / 1024 };
process.stdout.write(JSON.stringify(enqueued));
