/** The channels that the configuration asks for, not started yet. */

import type { Channel } from './channels/channel.ts';
import { createSimulator } from './channels/simulator/simulator.ts';
import { createTelegram, type Telegram } from './channels/telegram/telegram.ts';
import type { Config } from './config.ts';
import type { Localizer } from './conversation/localize.ts';

export interface OpenChannels {
  all: Channel[];
  telegram?: Telegram;
}

export function openChannels(config: Config, localizer: Localizer): OpenChannels {
  const telegram = config.telegram && createTelegram({ ...config.telegram, texts: telegramTexts(localizer) });
  const simulator = config.simulator ? createSimulator() : undefined;
  return { all: [simulator, telegram].filter((channel) => channel !== undefined), telegram };
}

export function telegramTexts(localizer: Localizer) {
  return (language: string) => {
    const say = (name: string) => localizer.text(language, { key: `telegram:${name}` });
    return { shareLocation: say('shareLocation'), shareContact: say('shareContact'), placeholder: say('placeholder') };
  };
}
