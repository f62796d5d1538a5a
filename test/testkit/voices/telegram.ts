/** People on Telegram: real grammY, by long polling, against the Bot API of the tests. */

import { createTelegram } from '../../../src/channels/telegram/telegram.ts';
import type { Content } from '../../../src/conversation/inbound.ts';
import { type BotApi, startBotApi } from '../bot-api/bot-api.ts';
import type { Sent } from '../bot-api/chats.ts';
import type { User } from '../bot-api/user.ts';
import { telegramTexts } from '../outgoing.ts';
import { fileLine, IMAGE, mapLine, textLines } from './lines.ts';
import { Reception, type Voice } from './voice.ts';

const token = '7000:test-token_of-the-bot-AAAAAAAAAA';

export async function openTelegram(): Promise<Voice> {
  const api = await startBotApi({ token });
  const channel = createTelegram({ token, texts: telegramTexts, apiRoot: api.root });
  const reception = new Reception();
  await channel.start(reception.host);
  const users = new Map<string, User>();
  const userOf = (name: string) => {
    const user = users.get(name) ?? api.user(501 + users.size);
    users.set(name, user);
    return user;
  };
  return {
    channel,
    hasButtons: true,
    showsNotices: true,
    reception,
    async say(name, content, id) {
      const again = reception.repeats(name, id);
      return await reception.turnOf(again ? api.duplicateUpdate() : utter(api, userOf(name), content));
    },
    seen: async (name) => userOf(name).messages().flatMap(linesOf),
    async close() {
      await channel.stop();
      await api.close();
    },
  };
}

function utter(api: BotApi, user: User, content: Content): unknown {
  switch (content.type) {
    case 'text':
      return user.text(content.text);
    case 'choice':
      return tap(api, user, content.id);
    case 'location':
      return user.location(content);
    case 'photo':
      return user.photo(content.data);
    case 'document':
      return user.document(content.name, content.mime, content.data);
    case 'contact':
      return user.contact({ own: true, phone: content.phone });
    case 'start':
      return user.command('start', content.code);
    default:
      return content.what === 'voice' ? user.voice() : content.what === 'sticker' ? user.sticker() : user.send({});
  }
}

/** The button under the newest question, or the key in its place; what is not there stands under a message of before. */
function tap(api: BotApi, user: User, data: string): void {
  const newest = user.messages().findLast(({ markup }) => markup?.inline_keyboard);
  const button = newest?.markup?.inline_keyboard?.flat().find((one) => one.callback_data === data);
  if (button) {
    user.tap(button.text);
    return;
  }
  const [, ...keys] = user.keys();
  const key = newest && keys[Number(data.split(':')[1])];
  if (key !== undefined && user.messages().at(-1)?.markup?.keyboard) {
    user.text(key);
    return;
  }
  const from = { id: user.id, is_bot: false, first_name: 'Persona' };
  const chat = { id: user.id, type: 'private', first_name: 'Persona' };
  const message = { message_id: 1, date: 0, chat };
  api.push({ callback_query: { id: `old ${data}`, from, chat_instance: '1', data, message } });
}

function linesOf({ method, text, file, place, markup }: Sent): string[] {
  const buttons = [...(markup?.inline_keyboard ?? []), ...(markup?.keyboard ?? [])].flat();
  return [
    ...textLines(text),
    ...(place ? [mapLine(place)] : []),
    ...(file ? [method === 'sendPhoto' ? IMAGE : fileLine(file.name)] : []),
    ...buttons.map((button) => button.text),
  ];
}
