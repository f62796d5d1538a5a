/** One message of WhatsApp -> what it means to the program. Pure: files are only named here. */

import type { Content, Identifier, Inbound } from '../../conversation/inbound.ts';
import { foldNumber } from '../../conversation/phone.ts';
import type { Message } from './notification.ts';

/** A file that the content waits for; `name` is absent for a photo. */
export interface FileNamed {
  id: string;
  mime: string;
  name?: string;
}

export type Seen =
  /** Not for us, and not to be answered. */
  | { kind: 'nothing' }
  /** WhatsApp says that somebody is known by other names now. */
  | { kind: 'moved'; before: Identifier[]; after: Identifier[] }
  | { kind: 'content'; from: Inbound['from']; content: Content }
  | { kind: 'file'; from: Inbound['from']; file: FileNamed };

/** Larger files are answered as unsupported; the same as on the other channels. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

const NOTHING: Seen = { kind: 'nothing' };
const OTHER: Content = { type: 'unsupported', what: 'other' };

export function readMessage(message: Message): Seen {
  if (message.type === 'system') return readMove(message);
  // What is not in the list gets an answer, so a new kind of message is met with "I cannot take this" and not with silence.
  if (SILENT.includes(message.type) || SILENT.includes(message.unsupported?.type ?? '')) return NOTHING;
  const [first, ...others] = identifiersOf(message);
  if (!first || message.group_id !== undefined) return NOTHING;
  const from: Inbound['from'] = [first, ...others];
  const file = fileOf(message);
  if (file && file.bytes <= MAX_FILE_BYTES) return { kind: 'file', from, file: file.named };
  return { kind: 'content', from, content: contentOf(message) };
}

/**
 * Strongest first. The business-scoped id stays while the number stays, and people with a username may show no number.
 * Of a number the folded form is looked up, and the one that WhatsApp uses is written to.
 */
export function identifiersOf({
  from: number,
  from_user_id: bsuid,
}: Pick<Message, 'from' | 'from_user_id'>): Identifier[] {
  const found: Identifier[] = [];
  if (bsuid !== undefined) found.push({ kind: 'wa_bsuid', value: bsuid });
  if (number !== undefined) found.push({ kind: 'wa_pn', value: foldNumber(number), address: number });
  return found;
}

/** A new number brings a new business-scoped id along. */
function readMove({ from, system }: Message): Seen {
  if (!MOVES.includes(system?.type ?? '')) return NOTHING;
  const before = identifiersOf({ from, from_user_id: system?.previous_user_id });
  const after = identifiersOf({ from: system?.wa_id, from_user_id: system?.user_id });
  return before.length > 0 && after.length > 0 ? { kind: 'moved', before, after } : NOTHING;
}

const MOVES = ['user_changed_number', 'user_changed_user_id'];

function contentOf({ type, text, interactive, button, location, contacts, from }: Message): Content {
  switch (type) {
    case 'text':
      return text ? { type: 'text', text: text.body } : OTHER;
    case 'interactive': {
      const chosen = interactive?.button_reply ?? interactive?.list_reply;
      return chosen ? { type: 'choice', id: chosen.id } : OTHER;
    }
    case 'button':
      return button ? buttonOf(button) : OTHER;
    case 'location':
      return location ? { type: 'location', lat: location.latitude, lng: location.longitude } : OTHER;
    case 'contacts': {
      // Anyone can pass on anyone's card: only the sender's own number proves one.
      const phones = contacts?.flatMap(({ phones = [] }) => phones) ?? [];
      const own = from !== undefined && phones.some(({ wa_id, phone }) => isSame(wa_id ?? phone ?? '', from));
      return own ? { type: 'contact', phone: from } : OTHER;
    }
    case 'audio':
      return { type: 'unsupported', what: 'voice' };
    case 'sticker':
      return { type: 'unsupported', what: 'sticker' };
    default:
      return OTHER;
  }
}

/** A template's button without a payload of ours sends its label as one. */
function buttonOf({ payload, text }: NonNullable<Message['button']>): Content {
  if (payload !== undefined && /^\d+:\d+$/.test(payload)) return { type: 'choice', id: payload };
  const said = text ?? payload;
  return said === undefined ? OTHER : { type: 'text', text: said };
}

const isSame = (a: string, b: string): boolean => foldNumber(a) === foldNumber(b);

function fileOf({ type, image, document }: Message): { named: FileNamed; bytes: number } | undefined {
  const file = type === 'image' ? image : type === 'document' ? document : undefined;
  if (!file) return undefined;
  const { id, filename, file_size: bytes = 0 } = file;
  if (type === 'image') return { named: { id, mime: file.mime_type ?? 'image/jpeg' }, bytes };
  const mime = file.mime_type ?? 'application/octet-stream';
  return { named: { id, mime, name: filename ?? 'archivo' }, bytes };
}

/** What people do without waiting for an answer, and what WhatsApp itself writes. */
const SILENT = ['reaction', 'request_welcome', 'edit', 'revoke'];
