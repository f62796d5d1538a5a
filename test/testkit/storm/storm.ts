/**
 * A program of its own that sends the notices of a database through channels at the edge, and kills itself: `node
 * storm.ts <database> <log> <seed> <moment> <people>`. Ends by itself once all is sent. The log has a line for each thing that
 * happened: `b` a send was begun, `t` the platform took it, `x` BAJA was committed, `late` an answer had to wait.
 */

import { openSync, writeSync } from 'node:fs';
import { openSqlite } from '../../../db/sqlite.ts';
import type { RunOptions, Store, Tx } from '../../../db/unit-of-work.ts';
import type { Channel, SendResult } from '../../../src/channels/channel.ts';
import { createLocalizer } from '../../../src/conversation/localize.ts';
import { startDelivery } from '../../../src/delivery/deliver.ts';
import { createWording } from '../../../src/delivery/notice.ts';
import { LANES } from '../../../src/delivery/outbox.ts';
import { dropUnwanted } from '../../../src/domain/notices/drop.ts';
import { queueAnswer } from '../../../src/domain/people/conversations.ts';
import { setNotices } from '../../../src/domain/people/people.ts';
import { runBroadcasts } from '../../../src/jobs/broadcasts.ts';
import { NOW } from '../town.ts';
import { ACCOUNT, CHANNELS, fateOf, isQuiet, writesBaja } from './people.ts';

const [file = '', logFile = '', seed = '1', moment = '0', count = '0'] = process.argv.slice(2);
const log = openSync(logFile, 'a');
const note = (line: string) => writeSync(log, `${line}\n`);

let happened = 0;
/** Anything may be the last thing that happens. */
function mayDie(): void {
  happened += 1;
  if (happened === Number(moment)) process.kill(process.pid, 'SIGKILL');
}

let dice = Number(seed);
function roll(sides: number): number {
  dice = (dice * 16_807) % 2_147_483_647;
  return dice % sides;
}

/** Five milliseconds a message, a minute when all wait. */
let now = NOW;
const opened = openSqlite(file);
const store: Store = {
  ...opened,
  dialect: opened.dialect,
  close: () => opened.close(),
  scrub: () => opened.scrub(),
  async run<T>(work: (tx: Tx) => Promise<T>, options?: RunOptions): Promise<T> {
    const value = await opened.run(async (tx) => {
      const done = await work(tx);
      mayDie();
      return done;
    }, options);
    mayDie();
    return value;
  },
};

/** How often a person's message was put off in this life. */
const hurried = new Set<string>();
/** What people write meanwhile. */
const writing = new Set<Promise<void>>();
/** Notices begun on the channel since an answer was queued, by the person who waits for it. */
const waiting = new Map<string, number>();
const channelOf = (person: number) => (person % 3 === 0 ? 'whatsapp-cloud' : 'telegram');

async function send(to: string, isNotice: boolean): Promise<SendResult> {
  mayDie();
  now += 5;
  if (roll(50) === 0)
    writing.add(somebodyWrites(roll(2) === 0 ? 40 * roll(Number(count) / 40) + 7 : 1 + roll(Number(count))));
  if (!isNotice) {
    if ((waiting.get(to) ?? 0) > LANES) note(`late ${to}`);
    waiting.delete(to);
    return { outcome: 'sent', ref: `a${to}` };
  }
  for (const [person, begun] of waiting) {
    if (channelOf(Number(person)) === channelOf(Number(to))) waiting.set(person, begun + 1);
  }
  const fate = fateOf(Number(to));
  if (fate === 'hurried' && !hurried.has(to)) {
    hurried.add(to);
    return { outcome: 'retry', afterMs: 30_000, reason: '429' };
  }
  note(`b ${to}`);
  if (roll(3) === 0) await new Promise((resolve) => setImmediate(resolve));
  if (fate === 'blocked') return { outcome: 'unreachable', reason: 'blocked' };
  if (fate === 'refused') return { outcome: 'rejected', reason: 'refused' };
  note(`t ${to}`);
  mayDie();
  return fate === 'unsure' ? { outcome: 'unconfirmed', reason: 'the line broke' } : { outcome: 'sent', ref: `n${to}` };
}

const channels: Channel[] = CHANNELS.map((name) => ({
  name,
  account: ACCOUNT,
  async start() {},
  async stop() {},
  send: ({ value }, { notice }) => send(value, notice),
}));
const deliveries = channels.map((channel) =>
  startDelivery(channel, {
    store,
    wording: createWording(createLocalizer({ name: 'Comité de Prueba', contact: '' })),
    clock: () => now,
    random: () => 0.5,
    vault: { open: (sealed) => sealed, lookup: (...words) => words.join(' ') },
    onAlarm: () => {},
    pollMs: 3_600_000,
  }),
);

/** Somebody writes while it goes out: BAJA, or something that is answered. */
async function somebodyWrites(personId: number): Promise<void> {
  if (writesBaja(personId)) {
    await store.run(async (tx) => {
      await setNotices(tx, { personId, level: 'none' });
      await dropUnwanted(tx, { personId, level: 'none', now });
    });
    note(`x ${personId}`);
  } else if (!isQuiet(personId)) {
    const channel = channelOf(personId);
    const row = { personId, conversationId: personId, channel, inboxId: 0, secret: false, now };
    await store.run((tx) => queueAnswer(tx, { ...row, reply: { text: 'Con gusto.' } }));
    waiting.set(String(personId), 0);
    deliveries[CHANNELS.indexOf(channel)]?.wake();
  }
}

for (;;) {
  const queued = await runBroadcasts(store, now);
  await Promise.all(deliveries.map((delivery) => delivery.idle()));
  await Promise.all(writing);
  writing.clear();
  if (queued === 0) {
    now += 60_000;
    const open = await store.run(({ db, tables }) =>
      db.select({ status: tables.broadcasts.status }).from(tables.broadcasts),
    );
    if (open.every(({ status }) => status === 'done')) break;
  }
}
await Promise.all(deliveries.map((delivery) => delivery.stop()));
await store.close();
