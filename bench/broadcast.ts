/** A notice to many: how long it takes to queue, and how long people wait for a reply while it goes out. */

import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectSqlite } from '../db/sqlite.ts';
import type { Channel } from '../src/channels/channel.ts';
import { createLocalizer } from '../src/conversation/localize.ts';
import { startDelivery } from '../src/delivery/deliver.ts';
import { createWording } from '../src/delivery/notice.ts';
import { runBroadcasts } from '../src/jobs/broadcasts.ts';
import { messagesOf, WAVES } from './conversation.ts';
import { CROWD_ACCOUNT, fillCrowd } from './crowd.ts';
import type { Enqueued } from './enqueue.ts';
import { openBot, type Premises, START } from './premises.ts';
import { type Spread, spread } from './statistics.ts';

export interface BroadcastFigures {
  enqueue: { bot: Enqueued; raw: Enqueued };
  /** Milliseconds until a reply is committed, and how many notices went out meanwhile. */
  reply: { without: Spread; during: Spread; sent: number };
}

interface Measuring {
  people: number;
  clinics: readonly string[];
  tell: (progress: string) => void;
}

const ENQUEUE = new URL('enqueue.ts', import.meta.url).pathname;
/** Of the crowd that is written to while others chat: more than go out in that time. */
const MOST_CROWD = 100_000;

export async function measureBroadcast(premises: Premises, measuring: Measuring): Promise<BroadcastFigures> {
  const { people, tell } = measuring;
  tell(`a notice to ${people} people`);
  const bot = premises.newDatabase();
  fillCrowd(bot, people);
  const raw = premises.newDatabase();
  copyFileSync(bot, raw);
  const enqueue = { bot: enqueued('bot', bot), raw: enqueued('raw', raw) };
  assertSame(bot, raw, people);
  tell('replies while a notice goes out');
  return { enqueue, reply: await measureReplies(premises, measuring) };
}

function enqueued(who: 'bot' | 'raw', file: string): Enqueued {
  const { stdout, status, stderr } = spawnSync(process.execPath, [ENQUEUE, who, file], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Enqueued;
}

/** What was not written, or written otherwise, would be measured for what it is not. */
function assertSame(bot: string, raw: string, people: number): void {
  const database = connectSqlite(bot);
  database.prepare('ATTACH ? AS raw').run(raw);
  const same = database
    .prepare<[], number>(
      `SELECT count(*) FROM main.outbox a JOIN raw.outbox b ON b.id = a.id AND b.person_id = a.person_id
        AND b.conversation_id = a.conversation_id AND b.channel = a.channel AND b.kind = a.kind AND b.status = a.status
        AND b.priority = a.priority AND b.deadline = a.deadline AND b.not_before = a.not_before
        AND b.expires_at = a.expires_at AND b.clinic_id = a.clinic_id AND b.broadcast_id = a.broadcast_id`,
    )
    .pluck()
    .get();
  database.close();
  if (same !== people) throw new Error(`Of ${people} notices only ${same} are the same as by hand.`);
}

/** Messages of a block; blocks without and with a broadcast take turns, so that a neighbour on the machine troubles both. */
const BLOCK = 150;
const BLOCKS = 20;
/** People do not all write in one breath. */
const PAUSE_MS = 3;
/** What a platform takes to answer: eight lanes send 200 a second, more than any lets through. */
const WAY_MS = 40;
/** How often the job runs in production. */
const JOB_MS = 2_000;

async function measureReplies(premises: Premises, { people, clinics }: Measuring): Promise<BroadcastFigures['reply']> {
  const file = premises.newDatabase();
  fillCrowd(file, Math.min(people, MOST_CROWD));
  const { store, receive } = openBot(file, premises.directory);
  let isOn = false;
  let sent = 0;
  const channel: Channel = {
    name: 'telegram',
    account: CROWD_ACCOUNT,
    ready: () => isOn,
    async start() {},
    async stop() {},
    async send() {
      await sleep(WAY_MS);
      sent += 1;
      return { outcome: 'sent', ref: `m${sent}` };
    },
  };
  const delivery = startDelivery(channel, {
    store,
    wording: createWording(createLocalizer({ name: 'Comité de Prueba', contact: '55 1234 5678' })),
    clock: () => START,
    random: () => 0.5,
    vault: { open: (sealed) => sealed, lookup: (...words) => words.join(' ') },
    onAlarm: () => {},
  });
  const latencies = { without: [] as number[], during: [] as number[] };
  const each = Math.ceil((BLOCK * (BLOCKS + 1)) / WAVES.length);
  const waves = WAVES.map((_, wave) => messagesOf({ wave, from: 0, to: each, single: true }, clinics));
  const messages = waves.flat();
  let next = 0;
  for (let block = -1; block < BLOCKS; block++) {
    isOn = block % 2 === 1;
    delivery.wake();
    let jobAt = 0;
    const waited = block < 0 ? [] : isOn ? latencies.during : latencies.without;
    for (const message of messages.slice(next, next + BLOCK)) {
      if (isOn && performance.now() >= jobAt) {
        jobAt = performance.now() + JOB_MS;
        void runBroadcasts(store, START).then(() => delivery.wake());
      }
      const began = performance.now();
      await receive(message);
      waited.push(performance.now() - began);
      await sleep(PAUSE_MS);
    }
    next += BLOCK;
    isOn = false;
    await sleep(2 * WAY_MS);
  }
  await delivery.stop();
  await store.close();
  return { without: spread(latencies.without), during: spread(latencies.during), sent };
}
