/** The environment, read once and checked: a bad value stops the start and names the variable. */

import { z } from 'zod';

/** A message for the operator: what is wrong and what to do. */
export class ConfigError extends Error {}

const onOff = z.enum(['on', 'off'], 'must be on or off').optional();
const url = z.url({ protocol: /^https?$/, error: 'must be a URL, such as https://bot.example.org' });
const wholeNumber = z
  .string()
  .regex(/^\d{1,6}$/, 'must be a whole number')
  .transform(Number);
const secret = z.string().regex(/^[\w-]{1,256}$/, 'must be 1 to 256 letters, digits, _ or -');

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)$/, 'must be file:<path> or postgres://…')
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .pipe(z.number().max(65535, 'must be a port number'))
    .default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: url.optional(),
  DATA_KEY: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OPERATOR_NAME: z.string().trim().min(1, 'must not be empty').optional(),
  OPERATOR_CONTACT: z.string().trim().min(1, 'must not be empty').optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{20,}$/, 'must look like 123456789:AA… as @BotFather gave it')
    .optional(),
  TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: secret.optional(),
  WHATSAPP_WEB: onOff,
  WHATSAPP_WEB_URL: z.url({ protocol: /^wss?$/, error: 'must be a wss: address' }).optional(),
  WHATSAPP_WEB_NUMBER: z
    .string()
    .regex(/^52\d{10,11}$/, 'must be 12 or 13 digits with the country, such as 525512345678')
    .optional(),
  WHATSAPP_WEB_DAILY_CAP: wholeNumber.default(50),
  WHATSAPP_WEB_GAP_MS: wholeNumber.optional(),
  WHATSAPP_CLOUD_PHONE_ID: z
    .string()
    .regex(/^\d{5,20}$/, "must be the phone number id that Meta's app dashboard shows: digits alone")
    .optional(),
  WHATSAPP_CLOUD_TOKEN: z
    .string()
    .regex(/^\S{8,}$/, 'must be a token without spaces')
    .optional(),
  WHATSAPP_CLOUD_APP_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32}$/i, "must be the app secret of Meta's app dashboard: 32 hexadecimal digits")
    .optional(),
  WHATSAPP_CLOUD_VERIFY_TOKEN: z
    .string()
    .regex(/^\S{1,256}$/, 'must be 1 to 256 signs without spaces')
    .optional(),
  WHATSAPP_CLOUD_API_ROOT: url.default('https://graph.facebook.com/v25.0'),
  WHATSAPP_CLOUD_PER_SECOND: z.enum(['80', '1000'], 'must be 80 or 1000').default('80').transform(Number),
  CALLS_NEED_CONFIRMATION: onOff,
  NOTICES_PER_DAY: wholeNumber.default(3),
  SIMULATOR: onOff,
  DEMO: onOff,
});

export interface Config {
  databaseUrl: string;
  port: number;
  host: string;
  publicUrl?: string;
  dataKey?: string;
  logLevel: string;
  operator: { name: string; contact: string };
  telegram?: { token: string; apiRoot: string; webhook?: { url: string; secret: string } };
  whatsappWeb?: WhatsappWebConfig;
  whatsappCloud?: WhatsappCloudConfig;
  /** What a committee calls waits for a facilitator, or for an import of the operator. */
  callsNeedConfirmation: boolean;
  /** Notices to many that a clinic may send in a day, where the operator has not set another number for it. */
  noticesPerDay: number;
  simulator: boolean;
  demo: boolean;
  /** Some channel leads to real people, not to a server on this machine. */
  reachesPeople: boolean;
}

export interface WhatsappCloudConfig {
  phoneId: string;
  token: string;
  appSecret: string;
  verifyToken: string;
  /** With the version of the Graph API. */
  apiRoot: string;
  perSecond: number;
}

export interface WhatsappWebConfig {
  /** Absent: WhatsApp's own. */
  url?: string;
  /** Pair by a code to type on the phone of this number, instead of a QR. */
  pairWith?: string;
  /** The file with what pairing gave. */
  authFile: string;
  /** Most notices in 24 hours. */
  perDay: number;
  /** Milliseconds between two notices, at random from the first to the second. */
  gapMs: readonly [number, number];
}

/** Throws ConfigError, which lists every bad variable at once. An empty variable counts as absent. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'));
  }
  const read = parsed.data;
  const whatsappCloud = whatsappCloudOf(read);
  const channelled = read.TELEGRAM_BOT_TOKEN !== undefined || read.WHATSAPP_WEB === 'on' || whatsappCloud !== undefined;
  const demo = (read.DEMO ?? (channelled ? 'off' : 'on')) === 'on';
  const simulator = (read.SIMULATOR ?? (channelled ? 'off' : 'on')) === 'on';
  const databaseUrl = read.DATABASE_URL ?? (demo ? 'file:data/demo.db' : 'file:data/asamblea.db');
  if (channelled) refuseUnnamed(read);
  if (!databaseUrl.startsWith('file:') && read.DATA_KEY === undefined) {
    throw new ConfigError('DATA_KEY is needed with PostgreSQL. Make one with: openssl rand -hex 32');
  }
  const telegram = telegramOf(read);
  const whatsappWeb = whatsappWebOf(read, databaseUrl);
  return {
    databaseUrl,
    port: read.PORT,
    host: read.HOST,
    publicUrl: read.PUBLIC_URL,
    dataKey: read.DATA_KEY,
    logLevel: read.LOG_LEVEL,
    operator: {
      name: read.OPERATOR_NAME ?? 'Asamblea (demostración)',
      contact: read.OPERATOR_CONTACT ?? 'sin contacto en la demostración',
    },
    telegram,
    whatsappWeb,
    whatsappCloud,
    callsNeedConfirmation: read.CALLS_NEED_CONFIRMATION !== 'off',
    noticesPerDay: read.NOTICES_PER_DAY,
    simulator,
    demo,
    reachesPeople:
      (telegram !== undefined && !isLoopback(telegram.apiRoot)) ||
      (whatsappCloud !== undefined && !isLoopback(whatsappCloud.apiRoot)) ||
      (whatsappWeb !== undefined && (whatsappWeb.url === undefined || !isLoopback(whatsappWeb.url))),
  };
}

type Environment = z.infer<typeof environment>;

/** People must know who runs a bot that they can really write to, and whom to call. */
function refuseUnnamed(read: Environment): void {
  const missing = (['OPERATOR_NAME', 'OPERATOR_CONTACT'] as const).filter((name) => read[name] === undefined);
  if (missing.length > 0) {
    throw new ConfigError(
      `${missing.join(' and ')} must be set with a real channel: who runs the bot, and whom to call.`,
    );
  }
}

function telegramOf(read: Environment): Config['telegram'] {
  if (read.TELEGRAM_BOT_TOKEN === undefined) {
    if (read.TELEGRAM_WEBHOOK_SECRET === undefined) return undefined;
    throw new ConfigError('TELEGRAM_WEBHOOK_SECRET is of no use without TELEGRAM_BOT_TOKEN: set both, or neither.');
  }
  const channel = { token: read.TELEGRAM_BOT_TOKEN, apiRoot: read.TELEGRAM_API_ROOT };
  if (read.TELEGRAM_WEBHOOK_SECRET === undefined) return channel;
  if (read.PUBLIC_URL === undefined) {
    throw new ConfigError('PUBLIC_URL must be set with TELEGRAM_WEBHOOK_SECRET: Telegram sends its updates there.');
  }
  const webhook = { url: new URL('/telegram/webhook', read.PUBLIC_URL).href, secret: read.TELEGRAM_WEBHOOK_SECRET };
  return { ...channel, webhook };
}

/** Nobody knows WhatsApp's limits; people who keep to such a pace are seldom banned. */
const GAP_MS = [8_000, 20_000] as const;

function whatsappWebOf(read: Environment, databaseUrl: string): Config['whatsappWeb'] {
  if (read.WHATSAPP_WEB !== 'on') return undefined;
  const { WHATSAPP_WEB_URL: url, WHATSAPP_WEB_GAP_MS: gap } = read;
  const isLocal = url !== undefined && isLoopback(url);
  // TLS is all that protects the line against a false server.
  if (url?.startsWith('ws:') && !isLocal) {
    throw new ConfigError('WHATSAPP_WEB_URL may begin with ws: on this machine only; use wss:.');
  }
  if (gap !== undefined && !isLocal) {
    throw new ConfigError('WHATSAPP_WEB_GAP_MS is for tests on this machine only: haste brings bans.');
  }
  const beside = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : 'data/asamblea';
  return {
    url,
    pairWith: read.WHATSAPP_WEB_NUMBER,
    authFile: `${beside}.whatsapp-web`,
    perDay: read.WHATSAPP_WEB_DAILY_CAP,
    gapMs: gap === undefined ? GAP_MS : [gap, gap],
  };
}

function whatsappCloudOf(read: Environment): Config['whatsappCloud'] {
  const needed = {
    WHATSAPP_CLOUD_PHONE_ID: read.WHATSAPP_CLOUD_PHONE_ID,
    WHATSAPP_CLOUD_TOKEN: read.WHATSAPP_CLOUD_TOKEN,
    WHATSAPP_CLOUD_APP_SECRET: read.WHATSAPP_CLOUD_APP_SECRET,
    WHATSAPP_CLOUD_VERIFY_TOKEN: read.WHATSAPP_CLOUD_VERIFY_TOKEN,
  };
  const names = Object.entries(needed);
  const lacking = names.filter(([, value]) => value === undefined).map(([name]) => name);
  if (lacking.length === names.length) return undefined;
  if (lacking.length > 0) {
    throw new ConfigError(`${lacking.join(' and ')} must be set too: WhatsApp's Cloud API needs all four, or none.`);
  }
  const apiRoot = read.WHATSAPP_CLOUD_API_ROOT;
  // The token goes with every request.
  if (apiRoot.startsWith('http:') && !isLoopback(apiRoot)) {
    throw new ConfigError('WHATSAPP_CLOUD_API_ROOT may begin with http: on this machine only; use https:.');
  }
  return {
    phoneId: needed.WHATSAPP_CLOUD_PHONE_ID ?? '',
    token: needed.WHATSAPP_CLOUD_TOKEN ?? '',
    appSecret: needed.WHATSAPP_CLOUD_APP_SECRET ?? '',
    verifyToken: needed.WHATSAPP_CLOUD_VERIFY_TOKEN ?? '',
    apiRoot,
    perSecond: read.WHATSAPP_CLOUD_PER_SECOND,
  };
}

/** Whether a URL leads to this machine only. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
