/** The host of files: what people send and the bot sends lies there, encrypted with a key that is in the message. */

import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  aesDecryptWithIV,
  aesEncrypWithIV,
  getMediaKeys,
  hmacSign,
  type MediaType,
  sha256,
} from '@whiskeysockets/baileys';
import { documentIn, type Seen } from './inbox.ts';

/** The fields that a message with a file carries. */
export interface MediaFields {
  mediaKey: Uint8Array;
  fileSha256: Uint8Array;
  fileEncSha256: Uint8Array;
  fileLength: number;
  directPath: string;
  url: string;
}

/** What ends a file: part of the code that vouches for it. */
const MAC_BYTES = 10;

export class MediaHost {
  /** How downloads go: `silent` never answers, `stalled` sends half and no more, `broken` half and cuts the line. */
  downloads: 'whole' | 'silent' | 'stalled' | 'broken' = 'whole';
  /** How often a file was asked for. */
  asked = 0;
  readonly #files = new Map<string, Buffer>();
  readonly #host: () => string;

  /** `host` tells the name and port under which this can be reached. */
  constructor(host: () => string) {
    this.#host = host;
  }

  /** Somebody's phone uploads a file; the answer goes into the message. */
  async put(type: MediaType, data: Uint8Array): Promise<MediaFields> {
    const mediaKey = randomBytes(32);
    const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, type);
    const sealed = aesEncrypWithIV(Buffer.from(data), Buffer.from(cipherKey), Buffer.from(iv));
    const mac = hmacSign(Buffer.concat([iv, sealed]), Buffer.from(macKey ?? [])).subarray(0, MAC_BYTES);
    const file = Buffer.concat([sealed, mac]);
    const [fileSha256, fileEncSha256, fileLength] = [sha256(Buffer.from(data)), sha256(file), data.length];
    return { mediaKey, fileSha256, fileEncSha256, fileLength, ...this.#store(file) };
  }

  /** Somebody taps the image or document that the bot sent: its bytes. */
  async open({ raw }: Seen): Promise<Buffer> {
    const [type, found] = raw.imageMessage
      ? (['image', raw.imageMessage] as const)
      : (['document', documentIn(raw)] as const);
    const file = this.#files.get(found?.directPath ?? '');
    if (!file) throw new Error('there is no such file');
    const { iv, cipherKey } = await getMediaKeys(found?.mediaKey, type);
    return aesDecryptWithIV(file.subarray(0, -MAC_BYTES), Buffer.from(cipherKey), Buffer.from(iv));
  }

  /** The bot's side: uploads by POST, downloads by GET. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const { url, directPath } = this.#store(await buffer(request));
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ url, direct_path: directPath }));
      return;
    }
    this.asked += 1;
    const file = this.#files.get(request.url ?? '');
    if (this.downloads === 'silent') return;
    if (file && this.downloads !== 'whole') {
      response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, file.length / 2));
      if (this.downloads === 'broken') setTimeout(() => response.destroy(), 50);
      return;
    }
    if (file) response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file);
    else response.writeHead(404).end();
  }

  #store(file: Buffer): { directPath: string; url: string } {
    const directPath = `/v/${randomBytes(12).toString('hex')}.enc`;
    this.#files.set(directPath, file);
    return { directPath, url: `https://${this.#host()}${directPath}` };
  }
}
