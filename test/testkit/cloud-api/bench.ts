/** The channel between a Cloud API of the project's own and the host of a test, over real HTTP both ways. */

import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { expect } from 'vitest';
import type { Outgoing, Receipt, SendResult } from '../../../src/channels/channel.ts';
import type { Timing } from '../../../src/channels/whatsapp-cloud/timing.ts';
import { createWhatsappCloud, type WhatsappCloud } from '../../../src/channels/whatsapp-cloud/whatsapp-cloud.ts';
import type { Identifier } from '../../../src/conversation/inbound.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { whatsappCloudTexts } from '../../../src/open-channels.ts';
import { createApp } from '../../../src/web/app.ts';
import { localizer } from '../../world.ts';
import { createHost, type TestHost } from '../bot-api/host.ts';
import { createMailbox, type Mailbox } from '../bot-api/mailbox.ts';
import { outgoing } from '../outgoing.ts';
import { APP_SECRET, type CloudApi, PHONE_ID, startCloudApi, TOKEN, VERIFY_TOKEN } from './cloud-api.ts';
import type { Phone } from './phone.ts';

export interface CloudHost extends TestHost {
  readonly receipts: Mailbox<{ ref: string; receipt: Receipt }>;
  readonly readies: Mailbox<true>;
  /** The next receipt is taken note of, and then not stored. */
  failReceipt(): void;
}

export interface Bench {
  api: CloudApi;
  host: CloudHost;
  channel: WhatsappCloud;
  /** Of the webhook. */
  url: string;
  send(to: Phone | Identifier, reply: Reply, more?: Partial<Outgoing>): Promise<SendResult>;
  /** Ends everything, and fails where a message went beyond what the documentation allows. */
  close(): Promise<void>;
}

/** Time enough between any two messages. */
function idleClock(): () => number {
  let now = 0;
  return () => {
    now += 1000;
    return now;
  };
}

const options = { phoneId: PHONE_ID, token: TOKEN, appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN, perSecond: 80 };

/** `start: false` leaves the channel as it is before the program starts it. */
export async function openBench({
  timing = {},
  start = true,
  token = TOKEN,
}: {
  timing?: Partial<Timing>;
  start?: boolean;
  token?: string;
} = {}): Promise<Bench> {
  const api = await startCloudApi();
  const host = cloudHost();
  const channel = createWhatsappCloud({
    ...options,
    token,
    apiRoot: api.root,
    texts: whatsappCloudTexts(localizer),
    timing: { now: idleClock(), ...timing },
  });
  const app = createApp({
    lacking: async () => undefined,
    metrics: async () => ({ type: 'text/plain', text: '' }),
    whatsapp: channel,
    onError: () => {},
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  const site = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port)) as Server;
  const url = `http://127.0.0.1:${await promise}/whatsapp/webhook`;
  api.webhooks.to(url);
  if (start) await channel.start(host);
  return {
    api,
    host,
    channel,
    url,
    send: (to, reply, more) => channel.send('person' in to ? addressOf(to) : to, outgoing(reply, more)),
    async close() {
      await channel.stop();
      await api.close();
      site.closeAllConnections();
      await new Promise((done) => site.close(done));
      expect(api.violations).toEqual([]);
    },
  };
}

/** The strongest identifier that a person shows. */
function addressOf({ person: { bsuid, number = '' } }: Phone): Identifier {
  return bsuid === undefined ? { kind: 'wa_pn', value: number } : { kind: 'wa_bsuid', value: bsuid };
}

function cloudHost(): CloudHost {
  const receipts = createMailbox<{ ref: string; receipt: Receipt }>('receipt');
  const readies = createMailbox<true>('readiness');
  let failing = false;
  return {
    ...createHost(),
    receipts,
    readies,
    failReceipt() {
      failing = true;
    },
    async onReceipt(ref, receipt) {
      receipts.put({ ref, receipt });
      const fails = failing;
      failing = false;
      if (fails) throw new Error('not stored');
    },
    onReady: () => readies.put(true),
  };
}
