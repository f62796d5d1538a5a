/** The queue of updates of one bot: long polls with offsets, or deliveries to a webhook until they are taken. */

import type { Update } from 'grammy/types';
import { bad, conflict, type Refusal } from './refusal.ts';

export type NewUpdate = Omit<Update, 'update_id'>;

interface Held {
  offset: number;
  limit: number;
  resolve(updates: Update[]): void;
  reject(refusal: Refusal): void;
  timer: NodeJS.Timeout;
}

interface Webhook {
  url: string;
  secret: string | undefined;
}

// The real server waits seconds and more between two tries; nobody needs to here.
const REDELIVER_MS = 5;

export function createUpdates() {
  let queue: Update[] = [];
  /** Given once more whatever the offset says. */
  const repeats: Update[] = [];
  let last: Update | undefined;
  let lastId = 1000;
  let allowed: readonly string[] | undefined;
  let held: Held | undefined;
  let webhook: Webhook | undefined;
  let lastError: string | undefined;
  /** Senders to whom a delivery is under way: of one sender the next goes out when the one before was taken. */
  const busy = new Set<number>();
  let emptied: (() => void)[] = [];

  function add(update: NewUpdate): Update | undefined {
    const [kind = ''] = Object.keys(update);
    if (allowed && !allowed.includes(kind)) return undefined;
    last = { ...update, update_id: ++lastId } as Update;
    queue.push(last);
    wake();
    return last;
  }

  function wake(): void {
    if (webhook) {
      deliver(webhook);
      return;
    }
    if (!held) return;
    const { offset, limit, resolve } = held;
    const found = take(offset, limit);
    if (found.length === 0) return;
    release();
    resolve(found);
  }

  function take(offset: number, limit: number): Update[] {
    if (offset > 0) forget((update) => update.update_id >= offset);
    return [...repeats.splice(0), ...queue].slice(0, limit);
  }

  function forget(keep: (update: Update) => boolean): void {
    queue = queue.filter(keep);
    if (queue.length > 0) return;
    for (const tell of emptied) tell();
    emptied = [];
  }

  function release(): void {
    clearTimeout(held?.timer);
    held = undefined;
  }

  function deliver(to: Webhook): void {
    for (const update of queue) {
      const sender = (update.message ?? update.callback_query ?? update.my_chat_member)?.from?.id ?? 0;
      if (busy.has(sender)) continue;
      busy.add(sender);
      post(to, update).then((taken) => {
        const again = () => {
          busy.delete(sender);
          if (webhook) deliver(webhook);
        };
        if (!taken) {
          setTimeout(again, REDELIVER_MS);
          return;
        }
        forget((one) => one !== update);
        again();
      });
    }
  }

  async function post(to: Webhook, update: Update): Promise<boolean> {
    try {
      const response = await fetch(to.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(to.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': to.secret }),
        },
        body: JSON.stringify(update),
      });
      await response.arrayBuffer();
      if (!response.ok) lastError = `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      return response.ok;
    } catch {
      lastError = 'Webhook connection closed';
      return false;
    }
  }

  return {
    add,
    /** The newest update once more, with the same id, whether it was confirmed or not. */
    duplicate(): void {
      if (!last) throw new Error('there is no update to repeat');
      (webhook ? queue : repeats).push({ ...last });
      wake();
    },
    get pending() {
      return queue.length;
    },
    /** Resolves when nothing is left unconfirmed. */
    drained: (): Promise<void> =>
      queue.length === 0 ? Promise.resolve() : new Promise((resolve) => emptied.push(resolve)),

    poll(args: { offset: number; limit: number; timeout: number }, onGone: (gone: () => void) => void) {
      if (webhook)
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      const found = take(args.offset, args.limit);
      if (found.length > 0 || args.timeout === 0) return Promise.resolve(found);
      const rival = held;
      release();
      rival?.reject(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      return new Promise<Update[]>((resolve, reject) => {
        const timer = setTimeout(() => {
          release();
          resolve([]);
        }, args.timeout * 1000);
        const own: Held = { ...args, resolve, reject, timer };
        held = own;
        onGone(() => {
          if (held === own) release();
        });
      });
    },
    allow(kinds: readonly string[] | undefined): void {
      if (kinds) allowed = kinds;
    },
    setWebhook(url: string, secret: string | undefined): void {
      const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: '', hostname: '' };
      if (protocol !== 'https:' && hostname !== '127.0.0.1')
        throw bad('bad webhook: An HTTPS URL must be provided for webhook');
      if (secret !== undefined && !/^[\w-]{1,256}$/.test(secret))
        throw bad('secret token contains unallowed characters');
      held?.reject(conflict('terminated by setWebhook request'));
      release();
      webhook = { url, secret };
      deliver(webhook);
    },
    deleteWebhook(): void {
      webhook = undefined;
    },
    info: () => ({
      url: webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: queue.length,
      ...(lastError === undefined ? {} : { last_error_message: lastError }),
      ...(allowed ? { allowed_updates: allowed } : {}),
    }),
    close(): void {
      webhook = undefined;
      release();
    },
  };
}

export type Updates = ReturnType<typeof createUpdates>;
