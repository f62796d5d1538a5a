/** How fast notices go on each channel that is configured: for telling people beforehand how long theirs will take. */

import type { Config } from './config.ts';
import type { Speed } from './domain/notices/estimate.ts';

/** Telegram lets a bot send about 30 a second to different people; some are answers. */
const TELEGRAM_PER_SECOND = 25;
/** Messages on their way at the same time, and how long one is. */
const LANES = 8;
const WAY_MS = 200;

export function speedsOf({ telegram, whatsappWeb, whatsappCloud }: Config): Speed[] {
  const speeds: Speed[] = [];
  if (telegram) speeds.push({ channel: 'telegram', msEach: 1000 / TELEGRAM_PER_SECOND });
  if (whatsappWeb) {
    const [least, most] = whatsappWeb.gapMs;
    speeds.push({ channel: 'whatsapp-web', msEach: (least + most) / 2, perDay: whatsappWeb.perDay });
  }
  if (whatsappCloud) {
    speeds.push({ channel: 'whatsapp-cloud', msEach: Math.max(1000 / whatsappCloud.perSecond, WAY_MS / LANES) });
  }
  return speeds;
}
