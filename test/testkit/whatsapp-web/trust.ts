/** How a process comes to take the server of the tests for the real one. */

import { globalAgent } from 'node:https';
import { connect } from 'node:net';
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';

export interface Trusted {
  /** The public key that the server's certificates go back to, in base64. */
  WHATSAPP_WEB_TEST_ROOT: string;
  /** Host and port of its files. */
  WHATSAPP_WEB_TEST_MEDIA: string;
}

/** Baileys in this process accepts this server and no other, until the returned undo. */
export function trust({ WHATSAPP_WEB_TEST_ROOT: root, WHATSAPP_WEB_TEST_MEDIA: media }: Trusted): () => void {
  const key = WA_CERT_DETAILS.PUBLIC_KEY;
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'base64');
  const close = openMedia(media);
  return () => {
    WA_CERT_DETAILS.PUBLIC_KEY = key;
    close();
  };
}

/** Baileys wants TLS of every media host; for this one alone it gets the bare line: by `https` up, by `fetch` down. */
function openMedia(host: string): () => void {
  const before = { fetch: globalThis.fetch, createConnection: globalAgent.createConnection };
  globalThis.fetch = (input, init) =>
    before.fetch(String(input).startsWith(`https://${host}/`) ? String(input).replace('https:', 'http:') : input, init);
  globalAgent.createConnection = (options, done) =>
    `${options.host}:${options.port}` === host
      ? connect(Number(options.port), options.host ?? undefined)
      : before.createConnection.call(globalAgent, options, done);
  return () => {
    globalThis.fetch = before.fetch;
    globalAgent.createConnection = before.createConnection;
  };
}
