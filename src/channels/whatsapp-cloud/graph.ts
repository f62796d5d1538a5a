/** HTTP to Meta's Graph API. What goes wrong is told in words that hold no token, no address and nothing of a message. */

export type Fault =
  /** It said no; `code` is Meta's, absent when something answered that is not the Graph API. */
  | { kind: 'refused'; status: number; code?: number; subcode?: number }
  /** Nothing left this machine. */
  | { kind: 'unreached'; code: string }
  /** The request left, and no answer came that can be read. */
  | { kind: 'broken'; code: string };

export type Answer<T> = { ok: true; body: T } | { ok: false; fault: Fault };

export interface Graph {
  get(path: string): Promise<Answer<unknown>>;
  post(path: string, body: object): Promise<Answer<unknown>>;
  postForm(path: string, form: FormData): Promise<Answer<unknown>>;
  /** The bytes behind an address that the Graph API gave, at most `maxBytes` of them. */
  download(url: string, maxBytes: number): Promise<Answer<Uint8Array>>;
}

interface GraphParts {
  /** With the version: `https://graph.facebook.com/v25.0`. */
  root: string;
  token: string;
  /** Breaks what is under way. */
  signal: AbortSignal;
  requestMs: number;
}

type Init = Pick<RequestInit, 'method' | 'body'> & { headers?: Record<string, string> };

/** No method rejects. */
export function createGraph({ root, token, signal, requestMs }: GraphParts): Graph {
  const base = root.replace(/\/+$/, '');

  async function ask<T>(url: string, init: Init, read: (response: Response) => Promise<T>): Promise<Answer<T>> {
    let response: Response;
    try {
      response = await fetch(url, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${token}` },
        // The token goes nowhere but where it was meant to.
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]),
      });
    } catch (error) {
      return { ok: false, fault: faultOf(error) };
    }
    try {
      if (response.ok) return { ok: true, body: await read(response) };
      const codes = codesIn(await response.json().catch(() => undefined));
      return { ok: false, fault: { kind: 'refused', status: response.status, ...codes } };
    } catch (error) {
      return { ok: false, fault: { kind: 'broken', code: nameOf(error) } };
    }
  }

  const json = (response: Response): Promise<unknown> => response.json();
  return {
    get: (path) => ask(`${base}/${path}`, { method: 'GET' }, json),
    post: (path, body) => {
      const headers = { 'content-type': 'application/json' };
      return ask(`${base}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }, json);
    },
    postForm: (path, form) => ask(`${base}/${path}`, { method: 'POST', body: form }, json),
    async download(url, maxBytes) {
      const safe = URL.canParse(url) && (new URL(url).protocol === 'https:' || sameOrigin(url, base));
      if (!safe) return { ok: false, fault: { kind: 'unreached', code: 'NOT_HTTPS' } };
      return await ask(url, { method: 'GET' }, (response) => readBytes(response, maxBytes));
    },
  };
}

const sameOrigin = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin;

async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) throw Object.assign(new Error('too long'), { code: 'TOO_LONG' });
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function codesIn(body: unknown): { code?: number; subcode?: number } {
  const error = fieldOf(body, 'error');
  const [code, subcode] = [fieldOf(error, 'code'), fieldOf(error, 'error_subcode')];
  return { ...(typeof code === 'number' && { code }), ...(typeof subcode === 'number' && { subcode }) };
}

/** One field of an answer of no known form. */
export function fieldOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}

const CERTIFICATE = /CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO_/;

/** What `fetch` threw: the reason stands in its cause. */
function faultOf(error: unknown): Fault {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = nameOf(cause);
  const syscall = cause instanceof Error && 'syscall' in cause ? cause.syscall : undefined;
  const atTheDoor =
    syscall === 'connect' ||
    syscall === 'getaddrinfo' ||
    code === 'ECONNREFUSED' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    CERTIFICATE.test(code);
  return { kind: atTheDoor ? 'unreached' : 'broken', code };
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
