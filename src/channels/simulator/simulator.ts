/** The simulator channel: what is sent is read from the outbox by whoever asks, so sending is only a mark. */

import type { Channel } from '../channel.ts';

export const SIMULATOR_ACCOUNT = 'simulator';

export function createSimulator(): Channel {
  let sent = 0;
  return {
    name: 'simulator',
    account: SIMULATOR_ACCOUNT,
    async start() {},
    async send() {
      sent += 1;
      return { outcome: 'sent', ref: String(sent) };
    },
    async stop() {},
  };
}
