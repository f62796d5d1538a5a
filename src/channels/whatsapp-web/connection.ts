/** The line to WhatsApp: kept up by making a new socket of the stored keys whenever one ends. */

import makeWASocket, { type proto, type WAMessage, type WASocket } from '@whiskeysockets/baileys';
import type { AuthStore } from './auth-store.ts';
import { codeOf, endingOf } from './ending.ts';
import { keysFor } from './keys.ts';
import { silentLog } from './quiet.ts';
import { createRow } from './row.ts';
import type { Timing } from './timing.ts';

/** How a phone is asked to pair. */
export type Pairing = { qr: string } | { code: string };

interface ConnectionOptions {
  store: AuthStore;
  url: string | undefined;
  /** Pair by a code for this number, digits alone; else by QR. */
  pairWith: string | undefined;
  timing: Timing;
  onPairing: (pairing: Pairing) => void;
  onMessages: (messages: readonly WAMessage[]) => void;
  onAck: (id: string, error: string | undefined) => void;
  onStatus: (id: string, status: number) => void;
  onOpen: () => void;
  onClose: () => void;
  onAlarm: (message: string, cause?: unknown) => void;
  getMessage: (id: string) => Promise<proto.IMessage | undefined>;
}

export interface Connection {
  /** The socket while it is open. */
  socket(): WASocket | undefined;
  /** `stopped` does not come up again by itself. */
  state(): 'connecting' | 'open' | 'stopped';
  start(): void;
  stop(): Promise<void>;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { store, timing } = options;
  const stopping = new AbortController();
  let socket: WASocket | undefined;
  let state: ReturnType<Connection['state']> = 'connecting';
  const row = createRow(timing, options.onAlarm);
  let handedOver = Promise.resolve();
  let handOver = () => {};

  function connect(): void {
    try {
      open();
    } catch (error) {
      tellUnstored(error);
      reconnect(undefined);
    }
  }

  function open(): void {
    const auth = keysFor(store, (error) => {
      tellUnstored(error);
      state = 'connecting';
      socket = undefined;
      void current.end(undefined);
    });
    const current = makeWASocket({
      ...(options.url === undefined ? {} : { waWebSocketUrl: options.url }),
      auth: auth.state,
      // Its file is this process's alone: what fails once is not mended by trying again in the same socket.
      transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
      logger: silentLog,
      keepAliveIntervalMs: timing.keepAliveMs,
      // People see their own phone as "online" otherwise, and get no sound for other messages.
      markOnlineOnConnect: false,
      // The first piece of history brings the pairs of ids and numbers; the rest is nobody's business here.
      syncFullHistory: false,
      generateHighQualityLinkPreview: false,
      getMessage: async ({ id }) => (id ? await options.getMessage(id) : undefined),
    });
    socket = current;
    let isPairing = false;
    current.ev.on('creds.update', auth.saveCreds);
    current.ev.on('messages.upsert', ({ messages }) => {
      options.onMessages(messages);
      handOver();
    });
    current.ev.on('messages.update', (updates) => {
      for (const { key, update } of updates) if (key.id && update.status) options.onStatus(key.id, update.status);
    });
    current.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) => {
      if (attrs.id) options.onAck(attrs.id, attrs.error);
    });
    current.ev.on('connection.update', ({ qr, connection, lastDisconnect, isNewLogin }) => {
      if (qr !== undefined) {
        isPairing = true;
        void askToPair(current, qr);
      }
      if (isNewLogin) awaitHandOver();
      if (connection === 'open' && socket === current) {
        state = 'open';
        row.opened();
        options.onOpen();
      }
      if (connection !== 'close') return;
      // What WhatsApp has been told of may still be held back in there.
      current.ev.flush();
      ended(codeOf(lastDisconnect?.error), isPairing);
    });
  }

  function tellUnstored(error: unknown): void {
    if (!stopping.signal.aborted) row.unstored(error);
  }

  async function askToPair(current: WASocket, qr: string): Promise<void> {
    if (options.pairWith === undefined) {
      options.onPairing({ qr });
      return;
    }
    // One code is enough: WhatsApp takes offence at more.
    if (current.authState.creds.pairingCode) return;
    try {
      options.onPairing({ code: await current.requestPairingCode(options.pairWith) });
    } catch (error) {
      options.onAlarm('WhatsApp gave no pairing code: wait an hour, or pair by QR.', error);
    }
  }

  /** What was written before the pairing comes late, and would be lost with the process. */
  function awaitHandOver(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    handedOver = promise;
    handOver = resolve;
    void timing.wait(timing.handOverMs, new AbortController().signal).then(resolve);
  }

  function ended(code: number | undefined, isPairing: boolean): void {
    socket = undefined;
    options.onClose();
    if (stopping.signal.aborted) return;
    const ending = endingOf(code, isPairing);
    if (ending.next === 'stop') {
      state = 'stopped';
      options.onAlarm(`${ending.alarm}. Its messages wait.`);
      return;
    }
    state = 'connecting';
    reconnect(code);
  }

  function reconnect(code: number | undefined): void {
    const pauseMs = row.ended(code);
    if (pauseMs === 0) {
      connect();
      return;
    }
    void timing.wait(pauseMs, stopping.signal).then(() => {
      if (!stopping.signal.aborted) connect();
    });
  }

  return {
    socket: () => (state === 'open' ? socket : undefined),
    state: () => state,
    start: connect,
    async stop() {
      await handedOver;
      stopping.abort();
      state = 'stopped';
      await socket?.end(undefined);
      socket = undefined;
      options.onClose();
    },
  };
}
