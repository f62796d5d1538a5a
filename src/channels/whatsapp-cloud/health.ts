/** Whether the channel may send at all: one alarm an outage, and a probe where it may end by itself. */

import type { ChannelHost } from '../channel.ts';
import type { Outage } from './errors.ts';
import { fieldOf, type Graph } from './graph.ts';
import type { Timing } from './timing.ts';

export interface Health {
  ready(): boolean;
  /** Meta refuses everything, for this reason. */
  fail(outage: Outage, reason: string): void;
  /** A message arrived: what is told next is a new outage. */
  works(): void;
  /** Resolves when no probe is under way; call it after the signal was aborted. */
  settled(): Promise<void>;
}

interface HealthParts {
  host: ChannelHost;
  graph: Graph;
  phoneId: string;
  timing: Pick<Timing, 'wait' | 'probeMs'>;
  signal: AbortSignal;
}

const TO_DO: Readonly<Record<Outage, string>> = {
  token: 'Make a new token of a system user that may send with this number, set WHATSAPP_CLOUD_TOKEN and restart.',
  number:
    'Set WHATSAPP_CLOUD_PHONE_ID to a number that this token may use and restart, or give the token the right to it.',
  billing:
    "Put the business account's means of payment in order in Meta's Business Manager. Sending then begins again.",
  account: "See the business account in Meta's Business Manager, appeal there, and restart when it is open again.",
};

export function createHealth({ host, graph, phoneId, timing, signal }: HealthParts): Health {
  let down: Outage | undefined;
  let probing: Promise<void> = Promise.resolve();
  const told = new Set<Outage>();

  async function probe(): Promise<void> {
    while (!signal.aborted) {
      await timing.wait(timing.probeMs, signal);
      if (signal.aborted || isClosed()) return;
      const answer = await graph.get(`${phoneId}?fields=health_status`);
      // What became known meanwhile counts more than the answer.
      if (!answer.ok || isBlocked(answer.body) || isClosed()) continue;
      down = undefined;
      host.onReady();
      return;
    }
  }

  const isClosed = (): boolean => down === 'account';

  return {
    ready: () => down === undefined,
    fail(outage, reason) {
      if (!told.has(outage)) {
        const message = `WhatsApp takes no more messages (${reason}). ${TO_DO[outage]} Until then they wait.`;
        host.onAlarm({ channel: 'whatsapp-cloud', message });
      }
      told.add(outage);
      const first = down === undefined;
      // What only a person can mend stays the reason until the restart, and ends the probing.
      if (down !== 'account') down = outage;
      if (first) probing = probe();
    },
    works() {
      if (down === undefined) told.clear();
    },
    settled: () => probing,
  };
}

/** As Meta tells it of a number: AVAILABLE, LIMITED or BLOCKED. */
function isBlocked(body: unknown): boolean {
  return fieldOf(fieldOf(body, 'health_status'), 'can_send_message') === 'BLOCKED';
}
