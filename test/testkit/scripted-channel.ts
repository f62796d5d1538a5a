/** A channel at the edge that answers every send as the test says, and remembers what it was given. */

import type { Channel, SendResult } from '../../src/channels/channel.ts';
import type { Reply } from '../../src/conversation/reply.ts';

export interface Sending {
  to: string;
  reply: Reply;
}

type Script = (sending: Sending, nth: number) => SendResult | Promise<SendResult>;

export const sent: SendResult = { outcome: 'sent', ref: 'r' };

export function scriptedChannel(script: Script = () => sent) {
  const sendings: Sending[] = [];
  const channel: Channel = {
    name: 'simulator',
    account: 'simulator',
    async start() {},
    async stop() {},
    async send(to, reply) {
      sendings.push({ to, reply });
      return await script({ to, reply }, sendings.length);
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
