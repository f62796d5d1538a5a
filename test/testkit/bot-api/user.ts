/** A person at the other end: writes, taps, sends things, and looks at what arrives. */

import type { Message, User as TelegramUser, Update } from 'grammy/types';
import type { Chat, Chats, Sent } from './chats.ts';
import type { Files } from './files.ts';
import type { NewUpdate, Updates } from './updates.ts';

export interface User {
  readonly id: number;
  text(text: string): Update | undefined;
  /** "/name rest". */
  command(name: string, rest?: string): Update | undefined;
  /** Presses the newest button or key whose label is, or ends with, the given words. Answers the id of a button's tap. */
  tap(label: string): string | undefined;
  location(place: { lat: number; lng: number; live?: boolean; venue?: string }): Update | undefined;
  /** Their own card, or one of somebody else. */
  contact(card: { own: boolean; phone?: string }): Update | undefined;
  /** The bytes go to the largest size; `size` is what the server says of it. */
  photo(data: Uint8Array, size?: number): Update | undefined;
  document(name: string, mime: string, data: Uint8Array, size?: number): Update | undefined;
  sticker(): Update | undefined;
  voice(): Update | undefined;
  /** Any other message, by its own fields. */
  send(content: Partial<Message>): Update | undefined;
  block(): void;
  unblock(): void;
  /** Deletes the account. */
  leave(): void;
  messages(): readonly Sent[];
  /** The next message not yet looked at; rejects when none comes within `limitMs` (5 s). */
  next(limitMs?: number): Promise<Sent>;
  /** The labels of the keys in the place of the phone's own keyboard; none when there are none. */
  keys(): string[];
  /** Whether the tapped button still spins. */
  spins(query: string): boolean;
}

export function createUser(
  chat: Chat,
  { chats, files, updates }: { chats: Chats; files: Files; updates: Updates },
): User {
  const from: TelegramUser = { id: chat.id, is_bot: false, first_name: 'Persona' };
  if (chat.language !== undefined) from.language_code = chat.language;
  const room = { id: chat.id, type: 'private', first_name: from.first_name } as const;

  const add = (update: object) => updates.add(update as NewUpdate);
  const send = (content: Partial<Message>) =>
    add({ message: { message_id: chats.nextMessageId(), date: 0, chat: room, from, ...content } });
  const member = (status: 'kicked' | 'member') =>
    add({ my_chat_member: { chat: room, from, date: 0, old_chat_member: {}, new_chat_member: { status } } });

  function tap(label: string): string | undefined {
    const fits = ({ text }: { text: string }) => text === label || text.endsWith(` ${label}`);
    const key = chat.keys?.keyboard?.flat().find(fits);
    for (const message of chat.messages.toReversed()) {
      const button = message.markup?.inline_keyboard?.flat().find(fits);
      if (!button) continue;
      const id = chats.spin();
      const shown = { message_id: message.id, date: 0, chat: room, text: message.text };
      add({ callback_query: { id, from, chat_instance: '1', data: button.callback_data, message: shown } });
      return id;
    }
    if (!key) throw new Error(`there is no button "${label}"`);
    send({ text: key.text });
    return undefined;
  }

  return {
    id: chat.id,
    text: (text) => send({ text }),
    command: (name, rest) => send({ text: rest === undefined ? `/${name}` : `/${name} ${rest}` }),
    tap,
    location({ lat, lng, live, venue }) {
      const location = { latitude: lat, longitude: lng, ...(live ? { live_period: 900 } : {}) };
      return send(venue === undefined ? { location } : { location, venue: { location, title: venue, address: venue } });
    },
    contact: ({ own, phone = '522280000000' }) =>
      send({ contact: { phone_number: phone, first_name: 'Persona', user_id: own ? chat.id : chat.id + 1 } }),
    photo(data, size = data.length) {
      const small = { file_id: files.store('photos', data.subarray(0, 1)), file_unique_id: 's', width: 90, height: 60 };
      const large = { file_id: files.store('photos', data, size), file_unique_id: 'l', width: 900, height: 600 };
      return send({ photo: [small, { ...large, file_size: size }] });
    },
    document(name, mime, data, size = data.length) {
      const id = files.store('documents', data, size);
      return send({
        document: { file_id: id, file_unique_id: id, file_name: name, mime_type: mime, file_size: size },
      });
    },
    sticker: () => send({ sticker: { file_id: 's1', file_unique_id: 's1' } } as Partial<Message>),
    voice: () => send({ voice: { file_id: 'v1', file_unique_id: 'v1', duration: 3 } }),
    send,
    block() {
      chat.state = 'blocked';
      member('kicked');
    },
    unblock() {
      chat.state = 'open';
      member('member');
    },
    leave() {
      chat.state = 'deactivated';
    },
    messages: () => chat.messages,
    next: chat.arrivals.next,
    keys: () => chat.keys?.keyboard?.flat().map(({ text }) => text) ?? [],
    spins: chats.spins,
  };
}
