/** WhatsApp by its web interface: Baileys behind the port. Unofficial, and against WhatsApp's terms; see docs/whatsapp.md. */

import { generateWAMessageContent, type proto } from '@whiskeysockets/baileys';
import type { Channel, ChannelHost, Pace, Receipt } from '../channel.ts';
import { createUnderWay } from '../under-way.ts';
import { Acks } from './acks.ts';
import type { AuthStore } from './auth-store.ts';
import { compose } from './compose.ts';
import { type Connection, createConnection, type Pairing } from './connection.ts';
import { createIntake } from './intake.ts';
import { partOf } from './message-id.ts';
import { quietConsole } from './quiet.ts';
import { readRefusal } from './refusal.ts';
import { createSender } from './send.ts';
import { DEFAULT_TIMING, type Timing } from './timing.ts';

interface WhatsappWebOptions {
  /** Closed by the channel when it stops. */
  store: AuthStore;
  /** WHATSAPP_WEB_URL; WhatsApp's own when absent. */
  url?: string;
  /** Pair by a code for this number, digits alone, instead of a QR. */
  pairWith?: string;
  /** Shows the operator how to pair; a QR comes anew every 20 seconds. */
  onPairing: (pairing: Pairing) => void;
  pace: Pace;
  timing?: Partial<Timing>;
}

export interface WhatsappWeb extends Channel {
  state(): ReturnType<Connection['state']>;
}

/** At the end, acknowledgements that are still to come are waited for so long. */
const LAST_ACKS_MS = 5_000;
const DELIVERED = 3;
const READ = 4;

/**
 * `start` resolves at once: a phone may have to be paired first, and the other channels are not held up. The account is
 * empty until then.
 */
export function createWhatsappWeb(options: WhatsappWebOptions): WhatsappWeb {
  const timing: Timing = { ...DEFAULT_TIMING, ...options.timing };
  const { store } = options;
  const acks = new Acks();
  const receipts = createUnderWay();
  const sends = createUnderWay();
  let host: ChannelHost | undefined;
  let pausedUntil = store.pausedUntil();

  const alarm = (message: string, cause?: unknown) => host?.onAlarm({ channel: 'whatsapp-web', message, cause });
  const pause = (ms: number, reason: string) => {
    pausedUntil = Math.max(pausedUntil, timing.clock() + ms);
    try {
      store.pauseUntil(pausedUntil);
    } catch (error) {
      alarm('That WhatsApp Web keeps silent could not be stored: do not restart until it is over.', error);
    }
    alarm(`WhatsApp Web keeps silent for ${Math.round(ms / 60_000)} minutes: ${reason}. See docs/whatsapp.md.`);
  };
  const intake = createIntake({
    account: () => store.number() ?? '',
    host: () => host,
    timing,
    url: options.url,
  });

  const connection = createConnection({
    store,
    url: options.url,
    pairWith: options.pairWith,
    timing,
    onPairing: options.onPairing,
    onMessages(messages) {
      for (const message of messages) {
        // Receipts of what we sent may come folded into the echo of it.
        if (message.key.fromMe && message.key.id && message.status) receipt(message.key.id, message.status);
        else intake.take(message);
      }
    },
    onAck(id, error) {
      if (acks.settle(id, error === undefined ? { ack: 'accepted' } : { ack: 'refused', code: error })) return;
      if (error !== undefined) refused(id, error);
    },
    onStatus: receipt,
    onOpen: () => host?.onReady(),
    onClose: () => acks.breakAll(),
    onAlarm: alarm,
    getMessage: repeated,
  });
  const send = createSender({ socket: connection.socket, acks, timing, pause });

  function receipt(id: string, status: number): void {
    const part = partOf(id);
    if (!part?.isLast || status < DELIVERED) return;
    tell(part.ref, { status: status >= READ ? 'read' : 'delivered' });
  }

  function refused(id: string, code: string): void {
    const { result, pauseMs } = readRefusal(code);
    if (pauseMs !== undefined) pause(pauseMs, 'reason' in result ? result.reason : '');
    const part = partOf(id);
    if (part) tell(part.ref, { status: 'refused', result });
  }

  /** A phone that could not decrypt a message asks for it again. */
  async function repeated(id: string): Promise<proto.IMessage | undefined> {
    const part = partOf(id);
    const reply = part && (await host?.sent(part.ref));
    const content = reply && compose(reply)[part.index];
    const upload = connection.socket()?.waUploadToServer;
    return content && upload && (await generateWAMessageContent(content, { upload }));
  }

  function tell(ref: string, told: Receipt): void {
    const stored = host?.onReceipt(ref, told).catch((error) => alarm('A receipt could not be stored.', error));
    if (stored) void receipts.track(stored);
  }

  async function settleSends(): Promise<void> {
    const over = new AbortController();
    await Promise.race([sends.settled(), timing.wait(LAST_ACKS_MS, over.signal)]);
    over.abort();
  }

  return {
    name: 'whatsapp-web',
    get account() {
      return store.number() ?? '';
    },
    pace: options.pace,
    state: connection.state,
    ready: () => connection.socket() !== undefined && timing.clock() >= pausedUntil,
    async start(given) {
      host = given;
      quietConsole();
      connection.start();
    },
    send: ({ value }, message) => sends.track(send(value, message)),
    async stop() {
      await settleSends();
      await connection.stop();
      await intake.finish();
      await receipts.settled();
      store.close();
    },
  };
}
