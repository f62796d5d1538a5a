/** Fetches and decrypts a file that somebody sent. Baileys' own way can neither be ended nor survives a line that breaks. */

import {
  aesDecryptWithIV,
  getMediaKeys,
  getUrlFromDirectPath,
  hmacSign,
  normalizeMessageContent,
  type WAMessage,
} from '@whiskeysockets/baileys';

/** What ends a file: part of the code that vouches for it. */
const MAC_BYTES = 10;
const ORIGIN = 'https://web.whatsapp.com';

interface Limits {
  mostBytes: number;
  signal: AbortSignal;
  /** WHATSAPP_WEB_URL: the server there may have files as well. */
  url: string | undefined;
}

/** Throws for a file that is not there, is too large, or is not what its sender sealed; and on the signal. */
export async function download(message: WAMessage, { mostBytes, signal, url }: Limits): Promise<Buffer> {
  const content = normalizeMessageContent(message.message);
  const file = content?.imageMessage ?? content?.documentMessage;
  if (!file?.mediaKey || !file.directPath || !file.url) throw new Error('The message names no file.');
  const { host } = new URL(file.url);
  // The sender names the host: nobody makes this program ask another one.
  if (!/(^|\.)whatsapp\.net$/.test(host) && host !== (url && new URL(url).host))
    throw new Error('Not a host of files.');
  const sealed = await bytesAt(getUrlFromDirectPath(file.directPath, host), mostBytes, signal);
  const keys = await getMediaKeys(file.mediaKey, content?.imageMessage ? 'image' : 'document');
  const [iv, cipherKey, macKey] = [keys.iv, keys.cipherKey, keys.macKey ?? []].map((key) => Buffer.from(key));
  if (!iv || !cipherKey || !macKey) throw new Error('The file has no keys.');
  const body = sealed.subarray(0, -MAC_BYTES);
  const mac = hmacSign(Buffer.concat([iv, body]), macKey).subarray(0, MAC_BYTES);
  if (!mac.equals(sealed.subarray(-MAC_BYTES))) throw new Error('The file is not what was sealed.');
  return aesDecryptWithIV(body, cipherKey, iv);
}

async function bytesAt(url: string, most: number, signal: AbortSignal): Promise<Buffer> {
  const response = await fetch(url, { headers: { Origin: ORIGIN }, redirect: 'error', signal });
  if (!response.ok || !response.body) throw new Error(`The file cannot be fetched (${response.status}).`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    // Sealing adds a block and the code at the end.
    if (bytes > most + 16 + MAC_BYTES) throw new Error('The file is too large.');
  }
  return Buffer.concat(chunks);
}
