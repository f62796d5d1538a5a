/** Messages on their way out, as delivery would hand them to a channel. */

import type { Outgoing } from '../../src/channels/channel.ts';
import type { Identifier } from '../../src/conversation/inbound.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { telegramTexts as textsOf } from '../../src/open-channels.ts';
import { localizer } from '../world.ts';

export function outgoing(reply: Reply, more: Partial<Outgoing> = {}): Outgoing {
  return { key: 'key-of-the-message-0001', reply, language: 'es-MX', notice: false, silentMs: 0, ...more };
}

/** The two arguments of `send` for a Telegram user. */
export function toTelegram(user: string, reply: Reply, more?: Partial<Outgoing>): [Identifier, Outgoing] {
  return [{ kind: 'tg_user', value: user }, outgoing(reply, more)];
}

export const telegramTexts = textsOf(localizer);
