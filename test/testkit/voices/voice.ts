/** Somebody who talks to the bot by one channel, over its real wire. */

import type { Channel, ChannelHost } from '../../../src/channels/channel.ts';
import type { Content, Inbound } from '../../../src/conversation/inbound.ts';
import type { Received } from '../../../src/conversation/receive.ts';
import { sentAs } from '../../../src/delivery/receipts.ts';
import { setReachable } from '../../../src/domain/people/participants.ts';
import { type World, wording } from '../../world.ts';
import { createMailbox } from '../bot-api/mailbox.ts';

export interface Turn {
  inbound: Inbound;
  received: Received;
}

export interface Voice {
  /** What deliveries go out by; absent where people read the simulator's outbox. */
  readonly channel?: Channel;
  /** Who chooses taps; elsewhere they type the number. */
  readonly hasButtons: boolean;
  /** Whether what nobody asked for is shown. */
  readonly showsNotices: boolean;
  readonly reception: Reception;
  /** Resolves once the turn is committed and its answers have been sent; the same `id` again is a second delivery. */
  say(name: string, content: Content, id?: string): Promise<Turn>;
  /** The lines that somebody has been shown, oldest first: choices as `1. Sí` or `Sí`, `[mapa 19.5, -96.9]`, `[archivo x.ics]`. */
  seen(name: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Long enough for a machine that is busy with other tests. */
const TURN_WITHIN_MS = 20_000;

/** The program behind a channel: whatever comes in, comes to the world that is open. */
export class Reception {
  #turns = createMailbox<Turn>('turn');
  readonly #receipts = new Set<Promise<unknown>>();
  readonly alarms: string[] = [];
  #world: World | undefined;
  #ids: string[] = [];

  get isOpen(): boolean {
    return this.#world !== undefined;
  }

  get world(): World {
    if (!this.#world) throw new Error('No world is open.');
    return this.#world;
  }

  enter(world: World): void {
    this.#world = world;
    this.#turns = createMailbox('turn');
    this.#ids = [];
  }

  /** Whether a message is the one before, which is to be delivered again. */
  repeats(name: string, id = `message ${this.#ids.length}`): boolean {
    const key = `${name} ${id}`;
    const again = this.#ids.at(-1) === key;
    if (!again && this.#ids.includes(key)) throw new Error('Only the newest message can be delivered again.');
    this.#ids.push(key);
    return again;
  }

  /** What came in more than once, or though nobody said it. */
  get unexpected(): number {
    return this.#turns.waiting;
  }

  /** What is told of messages from now on is about a world that is over. */
  async leave(): Promise<void> {
    this.#world = undefined;
    await Promise.all(this.#receipts);
  }

  readonly take = async (inbound: Inbound): Promise<Received> => {
    const received = await this.world.receive(inbound);
    this.#turns.put({ inbound, received });
    return received;
  };

  readonly host: ChannelHost = {
    onInbound: async (inbound) => {
      await this.take(inbound);
    },
    onReach: ({ kind, value }, reachable) => {
      const { store, vault, channel } = this.world;
      const lookup = vault.lookup(channel.name, channel.account, kind, value);
      return store.run((tx) => setReachable(tx, { lookup, reachable }));
    },
    onMove: async () => {},
    onReceipt: async (ref, receipt) => {
      const noted = this.#world?.delivery.receive(ref, receipt);
      if (!noted) return;
      this.#receipts.add(noted);
      await noted.finally(() => this.#receipts.delete(noted));
    },
    onReady: () => this.#world?.delivery.wake(),
    sent: async (ref) => {
      const { store, channel } = this.world;
      const sent = await store.run((tx) => sentAs(tx, { channel: channel.name, ref }));
      return sent && wording(sent).reply;
    },
    onAlarm: ({ message }) => this.alarms.push(message),
  };

  /** What the program makes of what is said, once all that it answers has been sent. */
  async turnOf(said: unknown): Promise<Turn> {
    await said;
    const turn = await this.#turns.next(TURN_WITHIN_MS);
    await this.world.delivery.idle();
    return turn;
  }
}
