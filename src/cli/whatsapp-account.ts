/** The account on WhatsApp Web and its database, as the commands find them. */

import { existsSync } from 'node:fs';
import { AccountInUse, type AuthStore, openAuthStore } from '../channels/whatsapp-web/auth-store.ts';
import { type Config, loadConfig, type WhatsappWebConfig } from '../config.ts';
import { openVault } from '../data-key.ts';
import type { Vault } from '../domain/people/vault.ts';
import { type Context, onStore } from './command.ts';
import { OperatorError } from './operator-error.ts';

export interface Account extends Context {
  config: Config;
  whatsappWeb: WhatsappWebConfig;
}

/** What `WHATSAPP_WEB=on npm start` uses; who runs the bot does not matter here. */
export function accountConfig(): { config: Config; whatsappWeb: WhatsappWebConfig } {
  const { OPERATOR_NAME: name, OPERATOR_CONTACT: contact } = process.env;
  const operator = { OPERATOR_NAME: name?.trim() || '-', OPERATOR_CONTACT: contact?.trim() || '-' };
  const config = loadConfig({ ...process.env, ...operator, WHATSAPP_WEB: 'on' });
  if (!config.whatsappWeb) throw new Error('WHATSAPP_WEB is on and yet not configured.');
  return { config, whatsappWeb: config.whatsappWeb };
}

/** Where there is no database yet, none is made: `otherwise` is done instead. */
export async function onAccount(
  command: (account: Account) => Promise<number>,
  otherwise?: () => number,
): Promise<void> {
  const found = accountConfig();
  const { databaseUrl } = found.config;
  const isThere = !databaseUrl.startsWith('file:') || existsSync(databaseUrl.slice('file:'.length));
  if (otherwise && !isThere) process.exitCode = otherwise();
  else await onStore(found.config, (context) => command({ ...context, ...found }));
}

export const vaultOf = ({ store, config }: Account): Promise<Vault> =>
  openVault(store, config.databaseUrl, config.dataKey);

/** Throws OperatorError while the bot holds it, and where it cannot be read. */
export async function openAccount(account: Account): Promise<AuthStore> {
  const vault = await vaultOf(account);
  try {
    return openAuthStore(account.whatsappWeb.authFile, vault);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The WhatsApp account cannot be opened.';
    throw new OperatorError(message, { cause: error });
  }
}

export interface Held {
  running: boolean;
  number?: string;
}

/** Who is paired. Makes nothing where nothing is. */
export async function lookAtAccount(account: Account): Promise<Held> {
  if (!existsSync(account.whatsappWeb.authFile)) return { running: false };
  try {
    const store = await openAccount(account);
    const number = store.number();
    store.close();
    return { running: false, number };
  } catch (error) {
    if (error instanceof OperatorError && error.cause instanceof AccountInUse) return { running: true };
    throw error;
  }
}
