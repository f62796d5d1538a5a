/** A delivery over a scripted channel, with a clock that the test holds, and an outbox to fill. */

import type { OutboxKind, Tables } from '../../db/schema/tables.ts';
import type { Store } from '../../db/unit-of-work.ts';
import type { Receipt } from '../../src/channels/channel.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { startDelivery } from '../../src/delivery/deliver.ts';
import type { SentMessage } from '../../src/domain/notices/sent.ts';
import { scriptedChannel } from './scripted-channel.ts';
import { NOW } from './town.ts';

export function openPostOffice(
  store: Store,
  script?: Parameters<typeof scriptedChannel>[0],
  habits?: Parameters<typeof scriptedChannel>[1],
) {
  const { channel, sendings, log } = scriptedChannel(script, habits);
  const alarms: string[] = [];
  const clock = { now: NOW };
  const wording = ({ reply, notice }: SentMessage): { reply: Reply } => {
    if (notice !== null && (notice as { text?: string }).text === undefined)
      throw new Error('There are no words for it.');
    return { reply: (notice ?? reply) as Reply };
  };
  const options = {
    store,
    wording,
    clock: () => clock.now,
    random: () => 0.5,
    vault: { open: (sealed: string) => sealed, lookup: (...words: readonly string[]) => words.join(' ') },
    onAlarm: (alarm: string) => alarms.push(alarm),
    pollMs: 3_600_000,
  };
  let delivery = startDelivery(channel, options);
  return {
    sendings,
    log,
    alarms,
    clock,
    receive: (ref: string, receipt: Receipt) => delivery.receive(ref, receipt),
    idle: () => delivery.idle(),
    wake: () => delivery.wake(),
    stop: () => delivery.stop(),
    async restart() {
      await delivery.stop();
      delivery = startDelivery(channel, options);
    },
    /** Lets time pass, and sends what is due then. */
    async pass(ms: number) {
      clock.now += ms;
      await delivery.idle();
    },
  };
}

type Row = Partial<Tables['outbox']['$inferInsert']>;

/** Queues a message for each person, in this order. Without a kind it is an answer. */
export async function queue(store: Store, personIds: readonly number[], text: string, more: Row = {}): Promise<void> {
  const kind: OutboxKind = more.kind ?? 'answer';
  const held = kind === 'answer' ? { reply: { text } } : { notice: { text } };
  const times = { priority: kind === 'answer' ? 0 : 1, deadline: NOW, notBefore: NOW, createdAt: NOW };
  const rows = personIds.map((personId) => ({
    personId,
    conversationId: personId,
    channel: 'simulator',
    kind,
    ...held,
    ...times,
    ...more,
  }));
  await store.run(({ db, tables: { outbox } }) => db.insert(outbox).values(rows));
}

export async function outboxOf(store: Store) {
  return await store.run(({ db, tables: { outbox } }) => db.select().from(outbox).orderBy(outbox.id));
}
