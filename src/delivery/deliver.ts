/** From the outbox to the channels: at least once, answers before notices, one person at a time. */

import type { Store, Tx } from '../../db/unit-of-work.ts';
import type { Channel, Receipt, SendResult } from '../channels/channel.ts';
import { DEFAULT_LANGUAGE } from '../conversation/localize.ts';
import { afterQuietHours } from '../domain/assemblies/calendar.ts';
import { withBytes } from '../domain/files.ts';
import { noticeOf } from '../domain/notices/broadcast-text.ts';
import { noticesSince } from '../domain/notices/load.ts';
import type { Vault } from '../domain/people/vault.ts';
import { rememberedFiles } from './files.ts';
import type { Wording } from './notice.ts';
import { type Due, due, LANES, postpone, settle } from './outbox.ts';
import { type Aftermath, recordOutcome } from './outcome.ts';
import { createPacer } from './pace.ts';
import { recordArrival, recordRefusal } from './receipts.ts';

export interface DeliveryOptions {
  store: Store;
  /** Puts what the outbox holds into words. */
  wording: Wording;
  clock: () => number;
  /** A number from 0 up to, not including, 1. */
  random: () => number;
  vault: Pick<Vault, 'open' | 'lookup'>;
  onAlarm: (message: string, cause?: unknown) => void;
  /** What became of a message, for the counters. */
  onResult?: (channel: string, outcome: SendResult['outcome'] | 'expired') => void;
  /** How often the outbox is looked at without being woken: other processes write to it too. */
  pollMs?: number;
}

export interface Delivery {
  /** There is something to send. */
  wake(): void;
  /** What the platform told of a message after it was sent. */
  receive(ref: string, receipt: Receipt): Promise<void>;
  /** Resolves when nothing due is left unsent. */
  idle(): Promise<void>;
  /** Finishes what is on its way. */
  stop(): Promise<void>;
}

/** Sends for one channel until it is stopped. A crash repeats at most the messages on their way. */
export function startDelivery(channel: Channel, options: DeliveryOptions): Delivery {
  const { store, clock, vault } = options;
  const files = rememberedFiles(store);
  const onTheirWay = new Map<number, Promise<void>>();
  let stopped = false;
  let pausedUntil = 0;
  let rouse = () => {};
  let roused = false;
  let idleWaiters: (() => void)[] = [];
  const pacer = createPacer(channel.pace, {
    clock,
    random: options.random,
    sentSince: (since) => store.run((tx) => noticesSince(tx, { channel: channel.name, since })),
  });
  const follow = ({ alarm, pauseUntil }: Aftermath) => {
    if (pauseUntil !== undefined) pausedUntil = pauseUntil;
    if (alarm !== undefined) options.onAlarm(alarm);
  };
  /** Receipts that came before the mark that their message was sent, by ref. */
  const early = new Map<string, Receipt[]>();

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
    if (onTheirWay.size >= LANES || clock() < pausedUntil || channel.ready?.() === false) return 0;
    let notices = await pacer.mayNotify();
    const busy = [...onTheirWay.keys()];
    const rows = await store.run((tx) =>
      due(tx, { channel: channel.name, account: channel.account, now: clock(), busy, notices }),
    );
    let started = 0;
    for (const row of rows) {
      if (onTheirWay.size >= LANES || stopped) break;
      // A person's messages keep their order: the next one waits until this one is settled.
      if (onTheirWay.has(row.personId)) continue;
      const isNotice = row.kind !== 'answer';
      if (isNotice && !notices) continue;
      const isPaced = isNotice && isToBeSent(row);
      const arrived = isPaced ? pacer.begin() : () => {};
      if (isPaced && channel.pace) notices = false;
      const way = deliverOne(row)
        .catch(async (error) => {
          options.onAlarm('A message cannot be delivered.', error);
          const failed = { id: row.id, status: 'failed', because: 'fault', wipe: false, now: clock() } as const;
          await untilStored(() => store.run((tx) => settle(tx, failed)));
        })
        .finally(() => {
          arrived();
          onTheirWay.delete(row.personId);
          // Nothing is under way any more that these could belong to.
          if (onTheirWay.size === 0) early.clear();
          wake();
        });
      onTheirWay.set(row.personId, way);
      started += 1;
    }
    return started;
  }

  const isPast = ({ expiresAt }: Due) => expiresAt !== null && expiresAt <= clock();
  const isToBeSent = (row: Due) => row.reachable && !isPast(row);

  async function deliverOne(row: Due): Promise<void> {
    const now = clock();
    if (isPast(row)) {
      options.onResult?.(channel.name, 'expired');
      await store.run((tx) => settle(tx, { id: row.id, status: 'dropped', because: 'expired', wipe: true, now }));
      return;
    }
    if (!row.reachable && row.kind !== 'answer') {
      await store.run((tx) => settle(tx, { id: row.id, status: 'unreachable', wipe: false, now }));
      return;
    }
    const notBefore = mayRing(row, now);
    if (notBefore > now) {
      await store.run((tx) => postpone(tx, { id: row.id, notBefore, attempts: row.attempts }));
      return;
    }
    const file = row.fileId === null ? undefined : await files(row.fileId);
    const { reply, template } = options.wording({
      ...row,
      reply: await withBytes(row.reply, files),
      notice: noticeOf(row),
      file,
    });
    const to = { kind: row.addressKind, value: vault.open(row.sealed) };
    const result = await channel.send(to, {
      key: vault.lookup('message', channel.name, String(row.id)),
      reply,
      template,
      language: row.language ?? DEFAULT_LANGUAGE,
      notice: row.kind !== 'answer',
      silentMs: row.templateOnly ? Number.POSITIVE_INFINITY : now - row.wroteAt,
    });
    options.onResult?.(channel.name, result.outcome);
    const record = (tx: Tx) => recordOutcome(tx, { channel: channel.name, row, result, now: clock() });
    follow((await untilStored(() => store.run(record))) ?? {});
    if (!('ref' in result) || result.ref === undefined) return;
    const receipts = early.get(result.ref) ?? [];
    early.delete(result.ref);
    for (const receipt of receipts) await receive(result.ref, receipt);
  }

  /** What was sent but could not be marked must not be sent again: it holds its place until the database takes it. */
  async function untilStored<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        options.onAlarm('What became of a message cannot be stored.', error);
        if (stopped) return undefined;
        await new Promise((resolve) => setTimeout(resolve, options.pollMs ?? 1000));
      }
    }
  }

  async function receive(ref: string, receipt: Receipt): Promise<void> {
    const of = { channel: channel.name, ref };
    const { noted, aftermath } = await store.run(async (tx) =>
      receipt.status === 'refused'
        ? await recordRefusal(tx, { ...of, result: receipt.result, now: clock() })
        : { noted: await recordArrival(tx, { ...of, status: receipt.status }), aftermath: {} },
    );
    if (noted === 'unknown' && onTheirWay.size > 0) early.set(ref, [...(early.get(ref) ?? []), receipt]);
    if (noted === 'new' && receipt.status === 'refused') options.onResult?.(channel.name, receipt.result.outcome);
    follow(aftermath);
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
    receive,
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

const DAY_MS = 86_400_000;

/**
 * When a message may make a phone ring: an answer at once, and a change to what is at most a day away; any other notice
 * by day on its clinic's clocks, however long it has waited since it was queued.
 */
function mayRing({ kind, timeZone, deadline }: Due, now: number): number {
  const isUrgent = kind === 'answer' || (kind === 'change' && deadline - now < DAY_MS);
  return isUrgent || timeZone === null ? now : afterQuietHours(now, timeZone);
}
