/** The program's side of a channel, for tests: what came in, what was told, and pauses that end when the test says. */

import type { ChannelHost } from '../../../src/channels/channel.ts';
import type { Timing } from '../../../src/channels/telegram/timing.ts';
import type { Identifier, Inbound } from '../../../src/conversation/inbound.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

interface Move {
  before: readonly Identifier[];
  after: readonly Identifier[];
  messageId: string;
}

export interface TestHost extends ChannelHost {
  readonly inbound: Mailbox<Inbound>;
  readonly reach: Mailbox<{ value: string; reachable: boolean }>;
  readonly alarms: Mailbox<string>;
  readonly moves: Mailbox<Move>;
  /** The next message (with this text, if given) is taken note of, and then not stored. */
  failNext(error: Error, text?: string): void;
  /** From now on turns stay open until the returned function is called. */
  hold(): () => void;
}

export function createHost(): TestHost {
  const inbound = createMailbox<Inbound>('inbound message');
  const reach = createMailbox<{ value: string; reachable: boolean }>('change of reach');
  const alarms = createMailbox<string>('alarm');
  const moves = createMailbox<Move>('move');
  let failures: { error: Error; text: string | undefined }[] = [];
  let gate: Promise<void> = Promise.resolve();
  async function commit(text: string | undefined): Promise<void> {
    const failure = failures.find((one) => one.text === undefined || one.text === text);
    failures = failures.filter((one) => one !== failure);
    await gate;
    if (failure) throw failure.error;
  }
  return {
    inbound,
    reach,
    alarms,
    moves,
    failNext: (error, text) => failures.push({ error, text }),
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    onInbound(message) {
      inbound.put(message);
      return commit(message.content.type === 'text' ? message.content.text : undefined);
    },
    onReach({ value }, reachable) {
      reach.put({ value, reachable });
      return commit(undefined);
    },
    async onMove(before, after, messageId) {
      moves.put({ before, after, messageId });
    },
    onReceipt: async () => {},
    onReady: () => {},
    sent: async () => undefined,
    onAlarm: ({ message }) => alarms.put(message),
  };
}

export interface Pauses extends Pick<Timing, 'wait'> {
  /** The next pause that the channel makes: how long it would be, and its end. */
  next(): Promise<{ ms: number; end(): void }>;
}

/** In the place of the timers of a channel. */
export function createPauses(): Pauses {
  const pauses = createMailbox<{ ms: number; end(): void }>('pause');
  return {
    next: pauses.next,
    wait(ms, signal) {
      return new Promise((end) => {
        signal.addEventListener('abort', () => end(), { once: true });
        pauses.put({ ms, end });
      });
    },
  };
}
