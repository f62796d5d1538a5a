/** The first words with Telegram: who we are, how updates shall come, the menu. */

import type { Api } from 'grammy';
import type { ChannelHost } from '../channel.ts';
import { describe, type Fault, readFault } from './fault.ts';
import { WANTED } from './read-update.ts';
import type { Trouble } from './trouble.ts';
import { MENUS } from './words.ts';

interface ConnectParts {
  api: Api;
  host: ChannelHost;
  webhook: { url: string; secret: string } | undefined;
  trouble: Trouble;
  signal: AbortSignal;
  /** The bot's user name. */
  onName: (name: string) => void;
}

/**
 * Tries once, and rejects for what only the operator can mend. Any other failure raises an alarm and is tried again
 * behind `later`, which resolves when connected or when `signal` aborts, and never rejects.
 */
export async function connect(parts: ConnectParts): Promise<{ later: Promise<void> }> {
  const fault = await attempt(parts);
  if (!fault || parts.signal.aborted) return { later: Promise.resolve() };
  const hopeless = hopelessFor(fault);
  if (hopeless) throw new Error(hopeless);
  return { later: keepTrying(parts, fault) };
}

async function keepTrying(parts: ConnectParts, first: Fault): Promise<void> {
  const { trouble, signal } = parts;
  for (let fault: Fault | undefined = first; fault && !signal.aborted; fault = await attempt(parts)) {
    trouble.tell(
      hopelessFor(fault) ??
        `Telegram cannot be reached (${describe(fault)}); trying again. Check the network and TELEGRAM_API_ROOT.`,
    );
    await trouble.pause(fault.kind === 'refused' ? fault.afterMs : undefined);
  }
  if (!signal.aborted) trouble.over();
}

async function attempt({ api, host, webhook, signal, onName }: ConnectParts): Promise<Fault | undefined> {
  try {
    onName((await api.getMe()).username);
    if (webhook) await api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: WANTED });
    else await api.deleteWebhook();
  } catch (error) {
    return readFault(error);
  }
  try {
    for (const { commands, ...language } of MENUS) await api.setMyCommands(commands, language);
  } catch (error) {
    if (signal.aborted) return undefined;
    const message = `The menu of commands could not be set (${describe(readFault(error))}). All else works.`;
    host.onAlarm({ channel: 'telegram', message });
  }
  return undefined;
}

function hopelessFor(fault: Fault): string | undefined {
  if (fault.kind !== 'refused') return undefined;
  const said = describe(fault);
  if (fault.code === 401 || fault.code === 404)
    return `Telegram does not know this bot (${said}). Check TELEGRAM_BOT_TOKEN (copy it whole from @BotFather) and TELEGRAM_API_ROOT.`;
  if (fault.code === 400)
    return `Telegram does not take the webhook (${said}). PUBLIC_URL must be an https address that the Internet reaches on port 443, 80, 88 or 8443; TELEGRAM_WEBHOOK_SECRET 1 to 256 of A-Z a-z 0-9 _ -.`;
  return undefined;
}
