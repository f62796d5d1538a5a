/** One update of Telegram -> what it means to the program. Pure: files are only named here. */

import type { CallbackQuery, ChatMemberUpdated, Message, Update } from 'grammy/types';
import type { Content, Inbound } from '../../conversation/inbound.ts';

type Who = Inbound['from'][0];

/** A file that the content waits for; `name` is absent for a photo. */
export interface FileNamed {
  id: string;
  mime: string;
  name?: string;
}

export type Seen =
  /** Not for us, and not to be answered: groups, bots, edits, service messages. */
  | { kind: 'nothing' }
  | { kind: 'reach'; who: Who; reachable: boolean }
  | { kind: 'content'; who: Who; content: Content }
  | { kind: 'file'; who: Who; file: FileNamed };

/** The updates that are asked for; of `edited_message` nothing is wanted. */
export const WANTED = ['message', 'callback_query', 'my_chat_member'] as const;

/** Larger files are answered as unsupported. Telegram lets bots fetch up to 20 MB. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

const NOTHING: Seen = { kind: 'nothing' };
const OTHER: Content = { type: 'unsupported', what: 'other' };

export function readUpdate(update: Update): Seen {
  if (update.message) return readMessage(update.message);
  if (update.callback_query) return readTap(update.callback_query);
  if (update.my_chat_member) return readMembership(update.my_chat_member);
  return NOTHING;
}

/** Whose update it is, to keep one person's in order; undefined where that does not matter. */
export function senderOf(update: Update): number | undefined {
  return (update.message ?? update.callback_query ?? update.my_chat_member)?.from?.id;
}

function readMessage(message: Message): Seen {
  const { chat, from } = message;
  if (chat.type !== 'private' || !from || from.is_bot) return NOTHING;
  if (SERVICE.some((key) => key in message)) return NOTHING;
  const who = identify(from.id);
  const file = fileOf(message);
  if (file && file.bytes <= MAX_FILE_BYTES) return { kind: 'file', who, file: file.named };
  return { kind: 'content', who, content: contentOf(message) };
}

function readTap(query: CallbackQuery): Seen {
  if (query.message?.chat.type !== 'private' || query.from.is_bot) return NOTHING;
  const content: Content = query.data === undefined ? OTHER : { type: 'choice', id: query.data };
  return { kind: 'content', who: identify(query.from.id), content };
}

function readMembership({ chat, from, new_chat_member: now }: ChatMemberUpdated): Seen {
  if (chat.type !== 'private') return NOTHING;
  if (now.status !== 'kicked' && now.status !== 'member') return NOTHING;
  return { kind: 'reach', who: identify(from.id), reachable: now.status === 'member' };
}

// Telegram's ids have at most 52 significant bits, so a number holds them exactly.
const identify = (id: number): Who => ({ kind: 'tg_user', value: String(id) });

function contentOf(message: Message): Content {
  if (message.text !== undefined) return textOf(message.text);
  // A venue carries its place as a location too; a live location is its first point, the later ones are edits.
  if (message.location) return { type: 'location', lat: message.location.latitude, lng: message.location.longitude };
  if (message.contact) {
    // Anyone can pass on anyone's card: only the sender's own proves a number.
    const own = message.contact.user_id === message.from?.id;
    return own ? { type: 'contact', phone: message.contact.phone_number } : OTHER;
  }
  if (message.voice || message.audio || message.video_note) return { type: 'unsupported', what: 'voice' };
  if (message.sticker) return { type: 'unsupported', what: 'sticker' };
  return OTHER;
}

const COMMAND = /^\/([\p{L}\p{N}_]+)(?:@\w+)?(?:\s+(.*))?$/su;

function textOf(text: string): Content {
  const [, command, rest = ''] = COMMAND.exec(text) ?? [];
  if (command === undefined) return { type: 'text', text };
  if (command.toLowerCase() === 'start') return { type: 'start', code: rest.trim() };
  return { type: 'text', text: `${command.replaceAll('_', ' ')} ${rest}`.trim() };
}

function fileOf(message: Message): { named: FileNamed; bytes: number } | undefined {
  const photo = message.photo?.toSorted((a, b) => b.width * b.height - a.width * a.height)[0];
  if (photo) return { named: { id: photo.file_id, mime: 'image/jpeg' }, bytes: photo.file_size ?? 0 };
  // A moving picture comes as a document too.
  const document = message.animation ? undefined : message.document;
  if (!document) return undefined;
  const mime = document.mime_type ?? 'application/octet-stream';
  const named = { id: document.file_id, mime, name: document.file_name ?? 'archivo' };
  return { named, bytes: document.file_size ?? 0 };
}

// What Telegram itself writes into a private chat. What is not in this list gets an answer, so a new kind of
// message is met with "I cannot take this" and not with silence.
const SERVICE = [
  'pinned_message',
  'message_auto_delete_timer_changed',
  'write_access_allowed',
  'connected_website',
  'proximity_alert_triggered',
  'chat_background_set',
  'users_shared',
  'chat_shared',
  'gift',
  'unique_gift',
  'successful_payment',
  'refunded_payment',
] as const;
