/** The methods of the Bot API that this fake knows, with the limits of the real one. */

import type { Args } from './body.ts';
import type { Chat, Chats, Sent } from './chats.ts';
import type { Files } from './files.ts';
import { checkMarkup } from './markup.ts';
import { bad } from './refusal.ts';
import type { Updates } from './updates.ts';

export interface World {
  me: { id: number; is_bot: true; first_name: string; username: string };
  chats: Chats;
  files: Files;
  updates: Updates;
  /** By language code; '' for everyone else. */
  menus: Map<string, { command: string; description: string }[]>;
}

type Method = (args: Args, world: World, onGone: (gone: () => void) => void) => unknown;

/** By lower-case name, as the real server ignores case. */
export const METHODS: Readonly<Record<string, Method>> = {
  getme: (_, { me }) => me,

  getupdates(args, { updates }, onGone) {
    updates.allow(kindsIn(args));
    const [offset, limit, timeout] = [args.number('offset') ?? 0, args.number('limit') ?? 100, args.number('timeout')];
    return updates.poll({ offset, limit: Math.min(Math.max(limit, 1), 100), timeout: timeout ?? 0 }, onGone);
  },
  setwebhook(args, { updates }) {
    updates.allow(kindsIn(args));
    updates.setWebhook(args.text('url') ?? '', args.text('secret_token'));
    return true;
  },
  deletewebhook(_, { updates }) {
    updates.deleteWebhook();
    return true;
  },
  getwebhookinfo: (_, { updates }) => updates.info(),

  sendmessage: (args, world) => show(args, world, 'sendMessage', { text: checkText(args.text('text')) }),
  sendphoto: (args, world) => show(args, world, 'sendPhoto', fileIn(args, 'photo')),
  senddocument: (args, world) => show(args, world, 'sendDocument', fileIn(args, 'document')),
  sendlocation: (args, world) => show(args, world, 'sendLocation', { text: '', place: placeIn(args) }),
  sendvenue(args, world) {
    const [title, address] = [args.text('title'), args.text('address')];
    if (!title) throw bad('title must be non-empty');
    if (!address) throw bad('address must be non-empty');
    return show(args, world, 'sendVenue', { text: '', place: { ...placeIn(args), title, address } });
  },
  editmessagetext(args, world) {
    const { chat, message } = toEdit(args, world);
    message.text = checkText(args.text('text'));
    message.markup = checkMarkup(args.json('reply_markup'));
    return resultOf(chat, message, world);
  },
  editmessagereplymarkup(args, world) {
    const { chat, message } = toEdit(args, world);
    message.markup = checkMarkup(args.json('reply_markup'));
    return resultOf(chat, message, world);
  },

  answercallbackquery(args, { chats }) {
    chats.settle(args.text('callback_query_id'));
    return true;
  },
  setmycommands(args, { menus }) {
    const commands = args.json('commands') as { command: string; description: string }[];
    if (commands.some(({ command }) => !/^[a-z0-9_]{1,32}$/.test(command))) throw bad('BOT_COMMAND_INVALID');
    if (commands.some(({ description }) => description === '' || description.length > 256))
      throw bad('BOT_COMMAND_DESCRIPTION_INVALID');
    menus.set(args.text('language_code') ?? '', commands);
    return true;
  },
  getfile: (args, { files }) => files.describe(args.text('file_id')),
};

function kindsIn(args: Args): string[] | undefined {
  const kinds = args.json('allowed_updates');
  return Array.isArray(kinds) ? kinds.map(String) : undefined;
}

function checkText(text: string | undefined): string {
  if (text === undefined || text.trim() === '') throw bad('message text is empty');
  if (text.length > 4096) throw bad('message is too long');
  return text;
}

function fileIn(args: Args, key: string): Pick<Sent, 'text' | 'file'> {
  const caption = args.text('caption') ?? '';
  if (caption.length > 1024) throw bad('message caption is too long');
  const file = args.upload(key);
  if (!file) throw bad(`there is no ${key} in the request`);
  if (file.data.length === 0) throw bad('file must be non-empty');
  return { text: caption, file };
}

function placeIn(args: Args): { lat: number; lng: number } {
  const [lat, lng] = [args.number('latitude'), args.number('longitude')];
  if (lat === undefined) throw bad('latitude is empty');
  if (lng === undefined) throw bad('longitude is empty');
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) throw bad('wrong location specified');
  return { lat, lng };
}

function show(args: Args, world: World, method: string, content: Omit<Sent, 'id' | 'method'>) {
  const markup = checkMarkup(args.json('reply_markup'));
  const chat = world.chats.reach(args.text('chat_id'));
  const message: Sent = { id: world.chats.nextMessageId(), method, ...content, ...(markup ? { markup } : {}) };
  world.chats.show(chat, message);
  return resultOf(chat, message, world);
}

function toEdit(args: Args, world: World) {
  const chat = world.chats.reach(args.text('chat_id'));
  const message = chat.messages.find(({ id }) => id === args.number('message_id'));
  if (!message) throw bad('message to edit not found');
  return { chat, message };
}

function resultOf(chat: Chat, { id, text }: Sent, { me }: World) {
  return { message_id: id, date: 0, chat: { id: chat.id, type: 'private' }, from: me, ...(text ? { text } : {}) };
}
