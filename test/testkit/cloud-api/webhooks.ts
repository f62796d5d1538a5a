/** What Meta posts to the bot: signed, in batches, again and again until it is taken. */

import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

// Meta waits seconds to hours between two tries; nobody needs to here.
const REDELIVER_MS = 5;
const MOST_TRIES = 200;

export interface Value {
  contacts?: object[];
  messages?: object[];
  statuses?: object[];
}

export interface Webhooks {
  /** Where notifications go. */
  to(url: string): void;
  /** One notification with these values, each a change of its own, spread over two entries. */
  post(...values: Value[]): Promise<void>;
  /** All that is posted meanwhile goes out as one notification. */
  batch(fill: () => void): Promise<void>;
  /** The last notification once more: the status that it is answered with. */
  redeliver(): Promise<number>;
  /** Any body, signed or with a signature of the test's own: the status that it is answered with. */
  raw(body: string | Uint8Array<ArrayBuffer>, signature?: string): Promise<number>;
  /** Resolves when all that was posted has been taken. */
  drained(): Promise<void>;
  /** Every status that a notification was answered with. */
  readonly answers: readonly number[];
}

export function createWebhooks(phoneId: string, appSecret: string): Webhooks {
  let url = '';
  let last = '';
  let batching: Value[] | undefined;
  let underWay: Promise<unknown>[] = [];
  const answers: number[] = [];

  async function raw(body: string | Uint8Array<ArrayBuffer>, signature = sign(body)): Promise<number> {
    const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    answers.push(response.status);
    return response.status;
  }

  const sign = (body: string | Uint8Array) => `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

  async function deliver(body: string): Promise<void> {
    for (let tries = 0; (await raw(body)) !== 200; tries++) {
      if (tries > MOST_TRIES) throw new Error('the notification was never taken');
      await sleep(REDELIVER_MS);
    }
  }

  function post(...values: Value[]): Promise<void> {
    if (batching) {
      batching.push(...values);
      return Promise.resolve();
    }
    const half = Math.ceil(values.length / 2);
    const entries = [values.slice(0, half), values.slice(half)].filter(({ length }) => length > 0);
    last = escaped({
      object: 'whatsapp_business_account',
      entry: entries.map((changes) => ({ id: '102290129340398', changes: changes.map(changeOf) })),
    });
    const delivered = deliver(last);
    underWay.push(delivered.catch(() => undefined));
    return delivered;
  }

  function changeOf(value: Value) {
    const metadata = { display_phone_number: '15550783881', phone_number_id: phoneId };
    return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } };
  }

  return {
    to: (address) => {
      url = address;
    },
    post,
    batch(fill) {
      batching = [];
      fill();
      const values = batching;
      batching = undefined;
      return post(...values);
    },
    redeliver: () => raw(last),
    raw,
    async drained() {
      const waiting = underWay;
      underWay = [];
      await Promise.all(waiting);
    },
    answers,
  };
}

/** As Meta writes it: all but ASCII as \uXXXX, and a backslash before each slash. */
export function escaped(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(/[\u007F-\uFFFF]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');
}
