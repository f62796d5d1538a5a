/** A channel at the edge that answers every send as the test says, and remembers what it was given. */

import type { Channel, Outgoing, SendResult } from '../../src/channels/channel.ts';
import type { Reply } from '../../src/conversation/reply.ts';

export interface Sending {
  to: string;
  reply: Reply;
  message: Outgoing;
}

type Script = (sending: Sending, nth: number) => SendResult | Promise<SendResult>;

export const sent: SendResult = { outcome: 'sent', ref: 'r' };

export function scriptedChannel(script: Script = () => sent, habits: Pick<Channel, 'pace' | 'ready'> = {}) {
  const sendings: Sending[] = [];
  const channel: Channel = {
    ...habits,
    name: 'simulator',
    account: 'simulator',
    async start() {},
    async stop() {},
    async send({ value: to }, message) {
      const { reply } = message;
      const sending = { to, reply, message };
      sendings.push(sending);
      return await script(sending, sendings.length);
    },
  };
  /** What was sent, `to: text`, in its order. */
  return { channel, sendings, log: () => sendings.map(({ to, reply }) => `${to}: ${reply?.text ?? 'NOTHING'}`) };
}

/** Something a test waits for and somebody else makes happen. */
export function gate(): { open(): void; opened: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { open: resolve, opened: promise };
}
