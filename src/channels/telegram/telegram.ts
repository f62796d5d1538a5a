/** The Telegram channel, by grammY's API client: long polling, or a webhook where one is configured. */

import { Api } from 'grammy';
import type { Channel, ChannelHost } from '../channel.ts';
import { createUnderWay } from '../under-way.ts';
import { connect } from './connect.ts';
import { createIntake, type Intake } from './intake.ts';
import { poll } from './polling.ts';
import { createSender } from './send.ts';
import { DEFAULT_TIMING, type Timing } from './timing.ts';
import { createTrouble, type Log, type Trouble } from './trouble.ts';
import { sameSecret, takeBody, type WebhookStatus } from './webhook.ts';
import { createWire } from './wire.ts';
import type { TelegramTexts } from './words.ts';

interface TelegramOptions {
  /** TELEGRAM_BOT_TOKEN. */
  token: string;
  /** TELEGRAM_API_ROOT; Telegram's own when absent. */
  apiRoot?: string;
  /** The public https address that reaches `handleUpdate`, and TELEGRAM_WEBHOOK_SECRET. Absent: long polling. */
  webhook?: { url: string; secret: string };
  /** The labels of the keys that only Telegram has. */
  texts: (language: string) => TelegramTexts;
  log?: Log;
  timing?: Partial<Timing>;
}

export interface Telegram extends Channel {
  /**
   * One webhook request: the parsed body and the header X-Telegram-Bot-Api-Secret-Token. Answer with the status and an
   * **empty** body (Telegram would run a method named in it). Never rejects.
   */
  handleUpdate(body: unknown, secretHeader: string | undefined): Promise<WebhookStatus>;
}

const TELEGRAM = 'https://api.telegram.org';

/**
 * `start` rejects for what only the operator can mend (a wrong token, root or webhook address); where Telegram cannot
 * be reached it raises an alarm, resolves and keeps trying, so that the other channels are not held up. A channel is
 * started once; `send` may be called from the beginning.
 */
export function createTelegram(options: TelegramOptions): Telegram {
  const timing: Timing = { ...DEFAULT_TIMING, ...options.timing };
  const { token, webhook, log } = options;
  const root = rootOf(options.apiRoot ?? TELEGRAM);
  // The part before the colon is the bot's id.
  const account = /^(\d+):[\w-]+$/.exec(token)?.[1] ?? '';

  // Two sets of connections: listening is broken off when the channel stops, the rest when all is finished.
  const stopping = new AbortController();
  const finished = new AbortController();
  const listenWire = createWire(root, { ...timing, signal: stopping.signal });
  const wire = createWire(root, { ...timing, signal: finished.signal });
  const apiRoot = root.href.replace(/\/+$/, '');
  const listen = new Api(token, { apiRoot, fetch: listenWire.fetch });
  const api = new Api(token, { apiRoot, fetch: wire.fetch });

  const underWay = createUnderWay();

  const sendReply = createSender({ api, texts: options.texts, timing, signal: stopping.signal });
  let open: { intake: Intake; trouble: Trouble } | undefined;
  let listening: Promise<void> = Promise.resolve();
  let handle: string | undefined;

  async function start(host: ChannelHost): Promise<void> {
    if (account === '')
      throw new Error('TELEGRAM_BOT_TOKEN is not a bot token (123456:ABC…). Copy it whole from @BotFather.');
    const trouble = createTrouble(host, timing, stopping.signal, log);
    const fileRoot = `${apiRoot}/file/bot${token}`;
    const intake = createIntake({ api, wire, host, account, fileRoot, downloadMs: timing.downloadMs });
    open = { intake, trouble };
    const onName = (name: string) => {
      handle = name;
      host.onReady();
    };
    const connected = await connect({ api: listen, host, webhook, trouble, signal: stopping.signal, onName });
    listening = (async () => {
      await connected.later;
      if (stopping.signal.aborted) return;
      log?.info({ channel: 'telegram', account, mode: webhook ? 'webhook' : 'polling' }, 'Telegram is connected');
      const { pollSeconds } = timing;
      if (!webhook) await poll({ listen, api, intake, trouble, pollSeconds, signal: stopping.signal });
    })();
  }

  return {
    name: 'telegram',
    account,
    handle: () => handle,
    start,
    send: ({ value }, message) => underWay.track(sendReply(value, message)),
    async handleUpdate(body, secretHeader) {
      if (!webhook || !sameSecret(secretHeader, webhook.secret)) return 401;
      if (!open || stopping.signal.aborted) return 503;
      return underWay.track(takeBody(body, open.intake, open.trouble));
    },
    async stop() {
      stopping.abort();
      await listening;
      await underWay.settled();
      finished.abort();
    },
  };
}

function rootOf(apiRoot: string): URL {
  const root = URL.canParse(apiRoot) ? new URL(apiRoot) : undefined;
  if (root?.protocol === 'https:' || root?.protocol === 'http:') return root;
  throw new Error(`TELEGRAM_API_ROOT must be an http(s) address such as ${TELEGRAM}.`);
}
