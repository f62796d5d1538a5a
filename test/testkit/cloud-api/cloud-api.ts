/** Meta's Cloud API on the loopback, for one number: the channel talks to it over a socket. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { foldNumber } from '../../../src/conversation/phone.ts';
import { createFaults, type Endpoint, type Faults } from './faults.ts';
import { checkMessage, checkUpload, type Sent } from './limits.ts';
import { createMedia } from './media.ts';
import { createPhone, type Person, type Phone, type Shown, wordsOf } from './phone.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export const PHONE_ID = '106540352242922';
export const TOKEN = 'EAAJtestTOKENtestTOKEN';
export const APP_SECRET = '0123456789abcdef0123456789abcdef';
export const VERIFY_TOKEN = 'palabra-de-prueba';

export interface CloudApi extends Faults {
  /** For WHATSAPP_CLOUD_API_ROOT. */
  readonly root: string;
  readonly webhooks: Webhooks;
  phone(person: Person): Phone;
  /** A file that a person can send: its media id. */
  store(data: Uint8Array, type: string): string;
  /** Tells what became of a message; whatever order the test likes. */
  status(wamid: string, status: string, code?: number): Promise<void>;
  /** The body of every request to send, taken or not. */
  readonly requests: readonly Record<string, unknown>[];
  /** Every excess over what the documentation allows; a test ends with none. */
  readonly violations: readonly string[];
  /** Whether the number may send, as its health is told. */
  setHealth(status: 'AVAILABLE' | 'BLOCKED'): void;
  close(): Promise<void>;
}

export async function startCloudApi(): Promise<CloudApi> {
  const { take, ...faults } = createFaults();
  const media = createMedia();
  const webhooks = createWebhooks(PHONE_ID, APP_SECRET);
  const phones: Phone[] = [];
  const violations: string[] = [];
  const requests: Record<string, unknown>[] = [];
  const keys = new Map<string, string | undefined>();
  let canSend = 'AVAILABLE';
  let lastSent = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const url = new URL(request.url ?? '/', root());
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(response, 401, 190);
    const path = url.pathname.replace(/^\/v\d+\.0\//, '');
    const endpoint = endpointOf(path);
    const fault = take(endpoint);
    if (fault?.kind === 'page') return void response.writeHead(fault.status).end('<h1>proxy</h1>');
    if (fault?.kind === 'stall' || fault?.kind === 'refuse') {
      if (endpoint === 'messages') requests.push(JSON.parse(body.toString('utf8')) as Record<string, unknown>);
      return fault.kind === 'stall' ? undefined : refuse(response, fault.status, fault.code);
    }
    const later = fault?.kind === 'later' ? fault.code : undefined;
    const result = await perform(endpoint, path, request, body, later);
    if (fault?.kind === 'drop') response.destroy();
    else if (typeof result === 'number') refuse(response, 400, result);
    else if (Buffer.isBuffer(result)) response.writeHead(200).end(result);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }

  /** What the endpoint answers; a number is the code of a refusal. */
  async function perform(endpoint: Endpoint, path: string, request: IncomingMessage, body: Buffer, later?: number) {
    const id = path.split('/').at(-1) ?? '';
    if (endpoint === 'messages') return accept(JSON.parse(body.toString('utf8')), later);
    if (endpoint === 'phone')
      return path.startsWith(PHONE_ID) ? { health_status: { can_send_message: canSend }, id: PHONE_ID } : 100;
    if (endpoint === 'download') return media.at(id)?.data ?? 100;
    if (request.method === 'GET') return media.at(id) ? { url: `${root()}/download/${id}`, id } : 100;
    const type = String(request.headers['content-type']);
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const excess = checkUpload(form);
    violations.push(...excess);
    const file = form.get('file');
    if (excess.length > 0 || !(file instanceof File)) return 100;
    return { id: media.store({ name: file.name, type: file.type, data: Buffer.from(await file.arrayBuffer()) }) };
  }

  function accept(body: Record<string, unknown>, later: number | undefined) {
    requests.push(body);
    const checked = checkMessage(body);
    if ('excess' in checked) {
      violations.push(...checked.excess);
      return 131009;
    }
    const { message } = checked;
    const phone = phones.find(({ person }) => isFor(message, person));
    if (!phone) return 131026;
    if (!phone.isOpen && message.type !== 'template') return 131047;
    const wamid = `wamid.out${++lastSent}`;
    keys.set(wamid, message.biz_opaque_callback_data);
    if (later !== undefined) void status(wamid, 'failed', later);
    else phone.show(shownAs(wamid, message));
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to ?? message.recipient }],
      messages: [{ id: wamid }],
    };
  }

  function shownAs(wamid: string, body: Sent): Shown {
    const header =
      body.type === 'interactive' && body.interactive.type === 'button' ? body.interactive.header : undefined;
    const holder = header ?? body;
    const id = holder.type === 'image' ? holder.image.id : holder.type === 'document' ? holder.document.id : undefined;
    const file = id === undefined ? undefined : media.at(id);
    if (id !== undefined && !file) violations.push(`there is no media ${id}`);
    return { wamid, body, ...wordsOf(body), ...(file ? { file } : {}) };
  }

  function status(id: string, status: string, code?: number): Promise<void> {
    const key = keys.get(id);
    const errors = code === undefined ? {} : { errors: [{ code, title: 'Número 5215512345678', message: 'x' }] };
    const about = { id, status, timestamp: '1790000000', recipient_id: '5215512345678', ...errors };
    return webhooks.post({ statuses: [{ ...about, ...(key === undefined ? {} : { biz_opaque_callback_data: key }) }] });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      violations.push(`the server failed: ${error}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const root = () => `http://127.0.0.1:${port}/v25.0`;

  return {
    ...faults,
    root: root(),
    webhooks,
    phone(person) {
      const phone = createPhone(person, webhooks);
      phones.push(phone);
      return phone;
    },
    store: (data, type) => media.store({ name: '', type, data: Buffer.from(data) }),
    status,
    requests,
    violations,
    setHealth: (status) => {
      canSend = status;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function endpointOf(path: string): Endpoint {
  if (path.endsWith('/messages')) return 'messages';
  if (path.startsWith('download/')) return 'download';
  return path.endsWith('/media') || /^1\d{6}$/.test(path) ? 'media' : 'phone';
}

function isFor({ to, recipient }: Sent, { number, bsuid }: Person): boolean {
  if (recipient !== undefined) return recipient === bsuid;
  return to !== undefined && number !== undefined && foldNumber(to) === foldNumber(number);
}

function refuse(response: ServerResponse, status: number, code: number): void {
  // 100 with 33 is how the Graph API speaks of an object that is not there.
  const subcode = code === 100 ? { error_subcode: 33 } : {};
  const error = { message: `(#${code}) 5215512345678`, type: 'OAuthException', code, ...subcode, fbtrace_id: 'x' };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
}
