/** Whether the servers of the channels answer, and the bot itself. Nobody else is asked. */

import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Config } from '../../config.ts';
import type { ChannelFacts, ProgramFacts } from './facts.ts';

const PATIENCE_MS = 8_000;
const WHATSAPP_WEB = 'wss://web.whatsapp.com';

export type Reached = Pick<ChannelFacts, 'name' | 'host' | 'reach' | 'because' | 'clock'>;

/** Every channel that `npm start` would use in this environment, beside the simulator. */
export function askChannels({ telegram, whatsappWeb, whatsappCloud }: Config): Promise<Reached[]> {
  return Promise.all([
    ...(telegram ? [askTelegram(telegram)] : []),
    ...(whatsappWeb ? [knock('whatsapp-web', whatsappWeb.url ?? WHATSAPP_WEB)] : []),
    ...(whatsappCloud ? [askCloud(whatsappCloud)] : []),
  ]);
}

function askTelegram({ apiRoot, token }: NonNullable<Config['telegram']>): Promise<Reached> {
  return ask('telegram', `${apiRoot}/bot${token}/getMe`);
}

function askCloud({ apiRoot, phoneId, token }: NonNullable<Config['whatsappCloud']>): Promise<Reached> {
  return ask('whatsapp-cloud', `${apiRoot}/${phoneId}?fields=health_status`, { authorization: `Bearer ${token}` });
}

/** An error's own message may hold the address, and with it a token: only its code is told. */
const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, name } = cause as { code?: string; name?: string };
  return code ?? name ?? 'unknown error';
};

async function ask(name: string, url: string, headers: Record<string, string> = {}): Promise<Reached> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS), redirect: 'error' });
    await response.body?.cancel();
    const clock = Date.parse(response.headers.get('date') ?? '') || undefined;
    if (response.ok) return { name, host, reach: 'reached', clock };
    const because =
      response.status === 401 || response.status === 404 ? 'the token is wrong' : `status ${response.status}`;
    return { name, host, reach: 'refused', because, clock };
  } catch (error) {
    return { name, host, reach: 'silent', because: codeOf(error) };
  }
}

/** Opens a line and closes it again, without a word: on WhatsApp Web another would disturb the bot. */
function knock(name: string, url: string): Promise<Reached> {
  const { protocol, hostname, host, port } = new URL(url);
  const isPlain = protocol === 'ws:';
  return new Promise((resolve) => {
    const options = { host: hostname, port: Number(port) || (isPlain ? 80 : 443), timeout: PATIENCE_MS };
    const line = isPlain ? connect(options) : connectTls({ ...options, servername: hostname });
    const end = (reach: Reached['reach'], because?: string) => {
      line.destroy();
      resolve({ name, host, reach, ...(because === undefined ? {} : { because }) });
    };
    line.once(isPlain ? 'connect' : 'secureConnect', () => end('reached'));
    line.once('timeout', () => end('silent', 'no answer'));
    line.once('error', (error) => end('silent', codeOf(error)));
  });
}

/** Where the bot would answer in this environment. */
export function addressOf({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host;
  return `http://${reachable}:${port}`;
}

/** Which channels the running bot can send on now, as its metrics tell; empty where nobody answers. */
export async function askSending(url: string): Promise<ReadonlyMap<string, boolean>> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const lines = (await response.text()).matchAll(/^asamblea_channel_ready\{channel="([\w-]+)"\} (\d)$/gm);
    return new Map([...lines].map(([, name = '', ready]) => [name, ready === '1']));
  } catch {
    return new Map();
  }
}

/** Undefined where nobody answers. */
export async function askReady(url: string): Promise<ProgramFacts['ready']> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return { ok: response.ok, says: (await response.text()).slice(0, 200) };
  } catch {
    return undefined;
  }
}
