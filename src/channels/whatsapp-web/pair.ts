/** Pairs a phone and stops before the first login: the messages that wait are for the bot, not for this command. */

import makeWASocket, { DisconnectReason } from '@whiskeysockets/baileys';
import type { AuthStore } from './auth-store.ts';
import type { Pairing } from './connection.ts';
import { codeOf } from './ending.ts';
import { quietConsole, silentLog } from './quiet.ts';

interface PairOptions {
  store: AuthStore;
  url?: string;
  /** By a code for this number, digits alone; else by QR. */
  pairWith?: string;
  onPairing: (pairing: Pairing) => void;
}

/** The number that was paired; undefined if nobody did it in time. Rejects if WhatsApp cannot be reached. */
export async function pairPhone({ store, url, pairWith, onPairing }: PairOptions): Promise<string | undefined> {
  const unquiet = quietConsole();
  const auth = store.load();
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const socket = makeWASocket({ ...(url === undefined ? {} : { waWebSocketUrl: url }), auth, logger: silentLog });
  socket.ev.on('creds.update', () => {
    // An error here would end the process: nobody awaits what listens.
    try {
      store.saveCreds(auth.creds);
    } catch (error) {
      reject(error);
    }
  });
  let isPairing = false;
  socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
    if (qr !== undefined) isPairing = true;
    if (qr !== undefined && pairWith === undefined) onPairing({ qr });
    else if (qr !== undefined && !auth.creds.pairingCode) {
      socket.requestPairingCode(pairWith ?? '').then((code) => onPairing({ code }), reject);
    }
    if (connection !== 'close') return;
    const code = codeOf(lastDisconnect?.error);
    if (code === DisconnectReason.restartRequired) resolve(store.number());
    else if (code === DisconnectReason.timedOut && isPairing) resolve(undefined);
    else reject(new Error(isPairing ? `WhatsApp ended the connection (${code}).` : 'WhatsApp cannot be reached.'));
  });
  try {
    return await promise;
  } finally {
    await socket.end(undefined);
    unquiet();
  }
}
