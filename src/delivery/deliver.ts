/** From the outbox to the channels: at least once, answers before notices, one person at a time. */

import type { Store } from '../../db/unit-of-work.ts';
import type { Channel, SendResult } from '../channels/channel.ts';
import type { Wording } from './notice.ts';
import { type Due, due, giveUpOn, LANES, postpone, settle } from './outbox.ts';

export interface DeliveryOptions {
  store: Store;
  /** Puts what the outbox holds into words. */
  wording: Wording;
  clock: () => number;
  /** Opens a sealed address. */
  open: (sealed: string) => string;
  onAlarm: (message: string, cause?: unknown) => void;
  /** What became of a message, for the counters. */
  onResult?: (channel: string, outcome: SendResult['outcome'] | 'expired') => void;
  /** How often the outbox is looked at without being woken: other processes write to it too. */
  pollMs?: number;
}

const LOOK_AHEAD = 64;
const MOST_ATTEMPTS = 12;
const CHANNEL_PAUSE_MS = 60_000;

export interface Delivery {
  /** There is something to send. */
  wake(): void;
  /** Resolves when nothing due is left unsent. */
  idle(): Promise<void>;
  /** Finishes what is on its way. */
  stop(): Promise<void>;
}

/** Sends for one channel until it is stopped. A crash repeats at most the messages on their way. */
export function startDelivery(channel: Channel, options: DeliveryOptions): Delivery {
  const { store, clock } = options;
  const onTheirWay = new Map<number, Promise<void>>();
  let stopped = false;
  let pausedUntil = 0;
  let rouse = () => {};
  let roused = false;
  let idleWaiters: (() => void)[] = [];

  const wake = () => {
    roused = true;
    rouse();
  };

  async function rest(): Promise<void> {
    if (roused || stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.pollMs ?? 1000);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function startSome(): Promise<number> {
    if (onTheirWay.size >= LANES || clock() < pausedUntil) return 0;
    const rows = await store.run((tx) =>
      due(tx, { channel: channel.name, now: clock(), limit: LOOK_AHEAD, busy: [...onTheirWay.keys()] }),
    );
    let started = 0;
    for (const row of rows) {
      if (onTheirWay.size >= LANES || stopped) break;
      // A person's messages keep their order: the next one waits until this one is settled.
      if (onTheirWay.has(row.personId)) continue;
      const way = deliverOne(row)
        .catch(async (error) => {
          options.onAlarm('A message cannot be delivered.', error);
          const failed = { id: row.id, status: 'failed' as const, wipe: false, now: clock() };
          await untilStored(() => store.run((tx) => settle(tx, failed)));
        })
        .finally(() => {
          onTheirWay.delete(row.personId);
          wake();
        });
      onTheirWay.set(row.personId, way);
      started += 1;
    }
    return started;
  }

  async function deliverOne(row: Due): Promise<void> {
    const now = clock();
    if (row.expiresAt !== null && row.expiresAt <= now) {
      options.onResult?.(channel.name, 'expired');
      await store.run((tx) => settle(tx, { id: row.id, status: 'dropped', wipe: true, now }));
      return;
    }
    if (!row.reachable && row.kind !== 'answer') {
      await store.run((tx) => settle(tx, { id: row.id, status: 'unreachable', wipe: false, now }));
      return;
    }
    const result = await channel.send(options.open(row.sealed), options.wording(row));
    options.onResult?.(channel.name, result.outcome);
    await untilStored(() => record(row, result));
  }

  /** What was sent but could not be marked must not be sent again: it holds its place until the database takes it. */
  async function untilStored(store: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await store();
      } catch (error) {
        options.onAlarm('What became of a message cannot be stored.', error);
        if (stopped) return;
        await new Promise((resolve) => setTimeout(resolve, options.pollMs ?? 1000));
      }
    }
  }

  async function record(row: Due, result: SendResult): Promise<void> {
    const now = clock();
    const done = (status: 'sent' | 'failed' | 'unreachable' | 'unconfirmed', ref?: string) =>
      store.run((tx) => settle(tx, { id: row.id, status, ref, wipe: row.secret && channel.name !== 'simulator', now }));
    switch (result.outcome) {
      case 'sent':
        return await done('sent', result.ref);
      case 'unconfirmed':
        options.onAlarm(`${channel.name}: a message may or may not have arrived: ${result.reason}.`);
        return await done('unconfirmed');
      case 'unreachable':
        await done('unreachable');
        return await store.run((tx) => giveUpOn(tx, { ...row, channel: channel.name, now }));
      case 'rejected':
      case 'needs-template':
        options.onAlarm(
          `${channel.name} rejected a message: ${result.outcome === 'rejected' ? result.reason : 'it needs a template'}.`,
        );
        return await done('failed');
      case 'retry':
      case 'channel-down': {
        const told = result.outcome === 'channel-down' || result.afterMs !== undefined;
        const attempts = row.attempts + (told ? 0 : 1);
        if (result.outcome === 'channel-down') {
          pausedUntil = now + CHANNEL_PAUSE_MS;
          options.onAlarm(`${channel.name} is down: ${result.reason}. Its messages wait.`);
        } else if (attempts >= MOST_ATTEMPTS && row.expiresAt === null) {
          options.onAlarm(`${channel.name}: given up after ${attempts} attempts: ${result.reason}.`);
          return await done('failed');
        }
        const wait = result.outcome === 'retry' && result.afterMs !== undefined ? result.afterMs : backOff(attempts);
        return await store.run((tx) => postpone(tx, { id: row.id, notBefore: now + wait, attempts }));
      }
    }
  }

  const loop = (async () => {
    while (!stopped) {
      roused = false;
      let started = 0;
      try {
        started = await startSome();
      } catch (error) {
        options.onAlarm('The outbox cannot be read.', error);
      }
      if (started > 0) continue;
      if (onTheirWay.size === 0 && !roused) {
        for (const done of idleWaiters.splice(0)) done();
      }
      await rest();
    }
    await Promise.allSettled(onTheirWay.values());
  })();

  return {
    wake,
    async idle() {
      await new Promise<void>((resolve) => {
        idleWaiters = [...idleWaiters, resolve];
        wake();
      });
    },
    async stop() {
      stopped = true;
      wake();
      await loop;
    },
  };
}

/** 2, 4, 8 … seconds, at most five minutes. */
function backOff(attempts: number): number {
  return Math.min(300_000, 1000 * 2 ** attempts);
}
