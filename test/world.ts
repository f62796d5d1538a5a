/** A whole bot in a frozen universe: real database, real directory, a clock and dice that the test holds. */

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableName, isTable, type Table } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { postgresStore } from '../db/postgres.ts';
import * as tables from '../db/schema/postgres.ts';
import { openSqlite } from '../db/sqlite.ts';
import type { Store } from '../db/unit-of-work.ts';
import { flows } from '../flows/index.ts';
import type { Channel } from '../src/channels/channel.ts';
import { createSimulator } from '../src/channels/simulator/simulator.ts';
import { type Directory, openDirectory } from '../src/conversation/directory.ts';
import type { Content } from '../src/conversation/inbound.ts';
import { createLocalizer } from '../src/conversation/localize.ts';
import { createReceive, type Received } from '../src/conversation/receive.ts';
import type { Reply } from '../src/conversation/reply.ts';
import { loadUnderstandings } from '../src/conversation/words.ts';
import { startDelivery } from '../src/delivery/deliver.ts';
import { createWording } from '../src/delivery/notice.ts';
import { seedDirectory } from '../src/domain/clinics/seed.ts';
import { sentTo } from '../src/domain/notices/sent.ts';
import { createVault } from '../src/domain/people/vault.ts';
import { newIdWith } from '../src/domain/votes/ids.ts';
import { runBroadcasts } from '../src/jobs/broadcasts.ts';
import { carryOnCalls } from '../src/jobs/calls.ts';
import { remindOfDeadlines } from '../src/jobs/deadlines.ts';
import { announceDecided } from '../src/jobs/decided.ts';
import { announceFollowing } from '../src/jobs/following.ts';
import { remindOfReviews } from '../src/jobs/needs.ts';
import { announceProgress } from '../src/jobs/progress.ts';
import { queueReminders } from '../src/jobs/reminders.ts';
import { keepTidy } from '../src/jobs/retention.ts';
import { queueTotals } from '../src/jobs/totals.ts';
import { closeVotes, forgetOldChoices, remindUnconfirmed } from '../src/jobs/vote-closing.ts';
import { announceResults } from '../src/jobs/vote-results.ts';
import { openVotes, tellOfVotes } from '../src/jobs/votes.ts';
import { senderOf } from './testkit/senders.ts';
import { emptied, pgliteFrom, sqliteTemplate } from './testkit/templates.ts';

export const operator = { name: 'Comité de Prueba', contact: '55 1234 5678' };
export const localizer = createLocalizer(operator);
export const understandings = loadUnderstandings(localizer.languages);
export const wording = createWording(localizer);

export interface WorldOptions {
  now: number;
  failures?: unknown[];
  /** What deliveries go out by, in the place of the simulator; whoever gives it starts and stops it. */
  channel?: Channel;
}

let template: { file: string; directory: Directory } | undefined;

/** A database with the whole directory in it, to be copied for each world. */
async function seeded() {
  if (!template) {
    const file = await sqliteTemplate('directory', seedDirectory);
    const folder = mkdtempSync(join(tmpdir(), 'asamblea-template-'));
    const copy = join(folder, 'asamblea.db');
    copyFileSync(file, copy);
    const store = openSqlite(copy);
    template = { file, directory: await openDirectory(store) };
    await store.close();
    rmSync(folder, { recursive: true });
  }
  return template;
}

/** A new SQLite file with the whole directory, and nobody in it. */
export async function openWorld(options: WorldOptions) {
  const { file, directory } = await seeded();
  const folder = mkdtempSync(join(tmpdir(), 'asamblea-'));
  const copy = join(folder, 'asamblea.db');
  copyFileSync(file, copy);
  const world = inhabit(openSqlite(copy), directory, options);
  return {
    ...world,
    file: copy,
    async close() {
      await world.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** PGlite with the whole directory: one for a test file. */
export async function openPostgresWorlds() {
  const { directory } = await seeded();
  const client = await pgliteFrom('directory', seedDirectory);
  const db = drizzle({ client });
  const others = Object.values(tables)
    .filter((table) => isTable(table) && table !== tables.clinics)
    .map((table) => getTableName(table as Table));
  return {
    /** The same directory, and nobody in it. */
    async open(options: WorldOptions) {
      await emptied(client, others);
      return inhabit(
        postgresStore(db, async () => {}),
        directory,
        options,
      );
    },
    close: () => client.close(),
  };
}

/** A bot over a store that already holds the clinics of `directory`. */
export function inhabit(store: Store, directory: Directory, options: WorldOptions) {
  let now = options.now;
  let dice = 0;
  let messages = 0;
  const clock = () => now;
  const vault = createVault('a5'.repeat(32));
  const random = () => {
    dice = (dice * 16807 + 11) % 2147483647;
    return dice / 2147483647;
  };
  const receive = createReceive({
    store,
    flows,
    directory,
    localizer,
    understandings,
    vault,
    clock,
    random,
    onFailure: (error) => {
      if (!options.failures) throw error;
      options.failures.push(error);
    },
  });
  const alarms: string[] = [];
  const channel = options.channel ?? createSimulator();
  const deliver = (by: Channel) =>
    startDelivery(by, {
      store,
      wording,
      clock,
      random: () => 0.5,
      vault,
      onAlarm: (alarm) => alarms.push(alarm),
      pollMs: 60_000,
    });
  const delivery = deliver(channel);
  const deliveries = new Map([[channel.name, delivery]]);
  const allIdle = () => Promise.all([...deliveries.values()].map((each) => each.idle()));

  return {
    store,
    directory,
    vault,
    alarms,
    receive,
    channel,
    delivery,
    clock,
    /** Sends as somebody, see `senderOf`; the same `id` again is the same message. */
    send(from: string, content: Content | string, id = `m${++messages}`): Promise<Received> {
      const sender = senderOf(from);
      const { channel: name, account } = sender;
      if (!deliveries.has(name)) deliveries.set(name, deliver({ ...createSimulator(), name, account }));
      return receive({
        ...sender,
        messageId: id,
        content: typeof content === 'string' ? { type: 'text', text: content } : content,
      });
    },
    /** Sets the clock and does what time does: reminders, deliveries, tidying up. */
    async at(instant: number): Promise<void> {
      now = instant;
      await queueReminders(store, now);
      await queueTotals(store, now);
      await announceFollowing(store, now);
      await carryOnCalls(store, clock, (alarm) => alarms.push(alarm));
      await announceProgress(store, now);
      await announceDecided(store, now);
      await remindOfReviews(store, now);
      await remindOfDeadlines(store, now);
      await openVotes(store, now);
      await tellOfVotes(store, now);
      await remindUnconfirmed(store, now);
      await closeVotes(store, now, newIdWith(random));
      await announceResults(store, now);
      await forgetOldChoices(store, now);
      await allIdle();
      while ((await runBroadcasts(store, now)) > 0) await allIdle();
      await allIdle();
      await keepTidy(store, now);
    },
    /** Everything that was sent to somebody, oldest first. */
    async sentTo(name: string, after?: number): Promise<{ id: number; reply: Reply; isNotice: boolean }[]> {
      await allIdle();
      const { channel, account, from } = senderOf(name);
      const lookup = vault.lookup(channel, account, from[0].kind, from[0].value);
      const rows = await store.run((tx) => sentTo(tx, { lookup, channel, after }));
      return rows.map((row) => ({ id: row.id, isNotice: row.notice !== null, reply: wording(row).reply }));
    },
    async close(): Promise<void> {
      for (const each of deliveries.values()) await each.stop();
      await store.close();
    },
  };
}

export type World = ReturnType<typeof inhabit>;
