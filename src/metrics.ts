/** The counters that an operator watches, in Prometheus' form. Never a label about a person. */

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** A message came in and was answered, or had come before. */
  received(channel: string, duplicate: boolean, seconds: number): void;
  failed(): void;
  delivered(channel: string, outcome: string): void;
  render(): Promise<{ type: string; text: string }>;
}

/** Asked at each reading. */
interface Sources {
  /** How many messages wait in the outbox. */
  queued: () => Promise<number>;
  /** Whether each channel can send now. */
  channels: () => { name: string; ready: boolean }[];
}

export function createMetrics({ queued, channels }: Sources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const received = new Counter({
    name: 'asamblea_messages_received_total',
    help: 'Messages taken in',
    labelNames: ['channel', 'duplicate'],
    registers,
  });
  const duration = new Histogram({
    name: 'asamblea_turn_seconds',
    help: 'From the arrival of a message to the commit of its answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2],
    registers,
  });
  const failed = new Counter({ name: 'asamblea_turns_failed_total', help: 'Turns that threw', registers });
  const delivered = new Counter({
    name: 'asamblea_messages_delivered_total',
    help: 'Messages handed to a channel, by what became of them',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  new Gauge({
    name: 'asamblea_outbox_queued',
    help: 'Messages waiting to be sent',
    registers,
    async collect() {
      this.set(await queued());
    },
  });
  new Gauge({
    name: 'asamblea_channel_ready',
    help: 'Whether the channel can send now: 1, or 0 while it is not connected or keeps silent',
    labelNames: ['channel'],
    registers,
    collect() {
      for (const { name, ready } of channels()) this.set({ channel: name }, ready ? 1 : 0);
    },
  });
  return {
    received(channel, duplicate, seconds) {
      received.inc({ channel, duplicate: String(duplicate) });
      duration.observe(seconds);
    },
    failed: () => failed.inc(),
    delivered: (channel, outcome) => delivered.inc({ channel, outcome }),
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
