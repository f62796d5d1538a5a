/** The environment, read once and checked: a bad value stops the start and names the variable. */

import { z } from 'zod';

/** A message for the operator: what is wrong and what to do. */
export class ConfigError extends Error {}

const onOff = z.enum(['on', 'off'], 'must be on or off').optional();
const url = z.url({ protocol: /^https?$/, error: 'must be a URL, such as https://bot.example.org' });
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
  simulator: boolean;
  demo: boolean;
}

/** Throws ConfigError, which lists every bad variable at once. An empty variable counts as absent. */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'));
  }
  const read = parsed.data;
  const channelled = read.TELEGRAM_BOT_TOKEN !== undefined;
  const demo = (read.DEMO ?? (channelled ? 'off' : 'on')) === 'on';
  const simulator = (read.SIMULATOR ?? (channelled ? 'off' : 'on')) === 'on';
  const databaseUrl = read.DATABASE_URL ?? (demo ? 'file:data/demo.db' : 'file:data/asamblea.db');
  if (channelled) refuseUnnamed(read);
  if (!databaseUrl.startsWith('file:') && read.DATA_KEY === undefined) {
    throw new ConfigError('DATA_KEY is needed with PostgreSQL. Make one with: openssl rand -hex 32');
  }
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
    telegram: telegramOf(read),
    simulator,
    demo,
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

/** Whether a URL leads to this machine only. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
