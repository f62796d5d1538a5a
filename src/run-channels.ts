/** Runs the channels: what each may ask of the program, and the delivery that sends on it. */

import type { Store } from '../db/unit-of-work.ts';
import type { Channel, ChannelHost } from './channels/channel.ts';
import { ConfigError } from './config.ts';
import type { Inbound } from './conversation/inbound.ts';
import { followMove } from './conversation/moved.ts';
import { type Delivery, type DeliveryOptions, startDelivery } from './delivery/deliver.ts';
import { sentAs } from './delivery/receipts.ts';
import { setRunningAccounts } from './domain/notices/running.ts';
import { setReachable } from './domain/people/participants.ts';
import type { Vault } from './domain/people/vault.ts';

interface RunOptions extends Omit<DeliveryOptions, 'store' | 'vault'> {
  store: Store;
  vault: Vault;
}

export interface RunningChannels {
  /** `take` resolves once the message is committed. Rejects with a ConfigError for what the operator must mend. */
  start(take: (inbound: Inbound) => Promise<unknown>): Promise<void>;
  isUp(): boolean;
  /** Something was queued: on this channel, or on any. */
  wake(channel?: string): void;
  stop(): Promise<void>;
}

export function runChannels(channels: readonly Channel[], options: RunOptions): RunningChannels {
  const { store, vault, wording, clock, onAlarm } = options;
  const deliveries = new Map<string, Delivery>();

  function wake(channel?: string): void {
    for (const [name, delivery] of deliveries) if (channel === undefined || name === channel) delivery.wake();
  }

  function noteRunning(): Promise<void> {
    const accounts = channels.map(({ name, account, handle }) => ({ channel: name, account, name: handle?.() }));
    return store.run((tx) => setRunningAccounts(tx, accounts));
  }

  function hostOf(channel: Channel, take: (inbound: Inbound) => Promise<unknown>): ChannelHost {
    const { name } = channel;
    return {
      async onInbound(inbound) {
        await take(inbound);
      },
      onReach: ({ kind, value }, reachable) =>
        store.run((tx) => setReachable(tx, { lookup: vault.lookup(name, channel.account, kind, value), reachable })),
      onMove(before, after, messageId) {
        const { account } = channel;
        const move = { channel: name, account, before, after, messageId, now: clock() };
        const [key = ''] = before.map(({ kind, value }) => vault.lookup(name, account, kind, value));
        return store.run((tx) => followMove(tx, move, vault), { key });
      },
      onReceipt: async (ref, receipt) => await deliveries.get(name)?.receive(ref, receipt),
      onReady() {
        wake(name);
        // A phone that was paired just now has brought the account with it.
        noteRunning().catch((error) => onAlarm('Which channels run cannot be stored.', error));
      },
      async sent(ref) {
        const sent = await store.run((tx) => sentAs(tx, { channel: name, ref }));
        return sent && wording(sent).reply;
      },
      onAlarm: ({ message, cause }) => onAlarm(message, cause),
    };
  }

  return {
    async start(take) {
      for (const channel of channels) {
        await startChannel(channel, hostOf(channel, take));
        deliveries.set(channel.name, startDelivery(channel, options));
      }
      await noteRunning();
    },
    isUp: () => deliveries.size === channels.length,
    wake,
    /** All at once: one that cannot end must not keep the others from finishing. */
    async stop() {
      const ends = await Promise.allSettled([...channels, ...deliveries.values()].map((running) => running.stop()));
      for (const end of ends)
        if (end.status === 'rejected') onAlarm('A channel did not stop as it should.', end.reason);
    },
  };
}

/** What stops a channel from starting is for the operator to mend. */
async function startChannel(channel: Channel, host: ChannelHost): Promise<void> {
  try {
    await channel.start(host);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : `${channel.name} cannot be started.`);
  }
}
