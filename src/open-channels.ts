/** The channels that the configuration asks for, not started yet. */

import type { Channel } from './channels/channel.ts';
import { createSimulator } from './channels/simulator/simulator.ts';
import { createTelegram, type Telegram } from './channels/telegram/telegram.ts';
import { createWhatsappCloud, type WhatsappCloud } from './channels/whatsapp-cloud/whatsapp-cloud.ts';
import { type Config, ConfigError, type WhatsappWebConfig } from './config.ts';
import type { Localizer } from './conversation/localize.ts';
import type { Vault } from './domain/people/vault.ts';

export interface OpenChannels {
  all: Channel[];
  telegram?: Telegram;
  whatsappCloud?: WhatsappCloud;
}

interface Parts {
  localizer: Localizer;
  vault: Vault;
}

/** Throws ConfigError where another process holds what a channel needs. */
export async function openChannels(config: Config, { localizer, vault }: Parts): Promise<OpenChannels> {
  const telegram = config.telegram && createTelegram({ ...config.telegram, texts: telegramTexts(localizer) });
  const whatsappCloud =
    config.whatsappCloud && createWhatsappCloud({ ...config.whatsappCloud, texts: whatsappCloudTexts(localizer) });
  const all = [
    config.simulator ? createSimulator() : undefined,
    telegram,
    config.whatsappWeb && (await openWhatsappWeb(config.whatsappWeb, vault)),
    whatsappCloud,
  ];
  return { all: all.filter((channel) => channel !== undefined), telegram, whatsappCloud };
}

async function openWhatsappWeb(config: WhatsappWebConfig, vault: Vault): Promise<Channel> {
  try {
    // Its library takes 50 MB, which a program without this channel need not have.
    const whatsappWeb = await import('./channels/whatsapp-web/open.ts');
    return whatsappWeb.openWhatsappWeb(config, vault);
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : `${config.authFile} cannot be opened.`);
  }
}

export function telegramTexts(localizer: Localizer) {
  return (language: string) => {
    const say = (name: string) => localizer.text(language, { key: `telegram:${name}` });
    return { shareLocation: say('shareLocation'), shareContact: say('shareContact'), placeholder: say('placeholder') };
  };
}

export function whatsappCloudTexts(localizer: Localizer) {
  return (language: string) => ({ options: localizer.text(language, { key: 'whatsapp:options' }) });
}
