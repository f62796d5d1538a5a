/** HTTP to the Bot API, in the place of grammY's own fetch: it knows whether a request that failed had left. */

import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';

/** A request without an answer of the Bot API. Names a code, never the URL: that holds the token. */
export class WireError extends Error {
  /** False when nothing was sent, so that sending again cannot do a thing twice. */
  readonly left: boolean;
  /** The HTTP status, when something answered that is not the Bot API. */
  readonly status: number | undefined;

  constructor(code: string, left: boolean, status?: number) {
    super(code);
    this.name = 'WireError';
    this.left = left;
    this.status = status;
  }
}

interface WireOptions {
  /** Breaks what is under way and closes every connection. */
  signal: AbortSignal;
  connectMs: number;
  /** The longest silence on a connection; above the seconds of a long poll. */
  silenceMs: number;
}

export interface Wire {
  /** What grammY takes as `fetch`. Rejects with `WireError` only. */
  fetch(url: string, init: Outgoing): Promise<{ json(): Promise<unknown> }>;
  /** The bytes behind a URL, at most `maxBytes`. Rejects with `WireError` only. */
  download(url: string, maxBytes: number): Promise<Uint8Array>;
}

interface Outgoing {
  method: string;
  headers: Record<string, string>;
  body: string | Readable;
}

// Shorter than any server keeps an idle connection: a request on one just closed would be lost without our knowing.
const IDLE_SOCKET_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

export function createWire(root: URL, { signal, connectMs, silenceMs }: WireOptions): Wire {
  const secure = root.protocol === 'https:';
  const agent = new (secure ? HttpsAgent : HttpAgent)({ keepAlive: true, timeout: IDLE_SOCKET_MS });
  signal.addEventListener('abort', () => agent.destroy(), { once: true });

  function exchange(url: string, out: Partial<Outgoing>, maxBytes: number): Promise<{ status: number; body: Buffer }> {
    return new Promise((resolve, reject) => {
      let left = false;
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method: out.method ?? 'GET',
        headers: out.headers ?? {},
        agent,
        signal,
      });
      const giveUp = (code: string) => () => request.destroy(Object.assign(new Error(code), { code }));
      const connecting = setTimeout(giveUp('CONNECT_TIMEOUT'), connectMs);
      const connected = () => {
        left = true;
        clearTimeout(connecting);
        request.setTimeout(silenceMs, giveUp('SILENCE'));
      };
      request.once('socket', (socket) => {
        if (request.reusedSocket) connected();
        else socket.once(secure ? 'secureConnect' : 'connect', connected);
      });
      request.on('error', (error) => {
        clearTimeout(connecting);
        reject(new WireError(codeOf(error), left));
      });
      request.once('response', (response) => {
        readAll(response, maxBytes).then(
          (body) => resolve({ status: response.statusCode ?? 0, body }),
          (error: unknown) => {
            request.destroy();
            reject(new WireError(codeOf(error), true));
          },
        );
      });
      if (out.body === undefined || typeof out.body === 'string') request.end(out.body);
      else out.body.pipe(request);
    });
  }

  return {
    async fetch(url, init) {
      const { status, body } = await exchange(url, init, MAX_ANSWER_BYTES);
      const answer = parse(body);
      if (answer === undefined) throw new WireError(`HTTP ${status}, not an answer of the Bot API`, true, status);
      return { json: async () => answer };
    },
    async download(url, maxBytes) {
      const { status, body } = await exchange(url, {}, maxBytes);
      if (status !== 200) throw new WireError(`HTTP ${status}`, true, status);
      return new Uint8Array(body);
    },
  };
}

async function readAll(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maxBytes) throw Object.assign(new Error('too long'), { code: 'TOO_LONG' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): object | undefined {
  try {
    const answer: unknown = JSON.parse(body.toString('utf8'));
    return typeof answer === 'object' && answer !== null && 'ok' in answer ? answer : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
