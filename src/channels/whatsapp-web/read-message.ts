/** One message of WhatsApp Web, in the words of the port. */

import { normalizeMessageContent, type proto, type WAMessage } from '@whiskeysockets/baileys';
import type { Content, Identifier } from '../../conversation/inbound.ts';
import { foldNumber } from '../../conversation/phone.ts';

/** A file of the message, still at WhatsApp. */
export interface Attached {
  type: 'photo' | 'document';
  name: string;
  mime: string;
  /** As the sender says. */
  bytes: number;
}

/**
 * Undefined for what has no effect: our own messages, those that could not be decrypted, reactions, edits, deletions and
 * what phones tell each other.
 */
export function readMessage(message: WAMessage, from: readonly Identifier[]): Content | Attached | undefined {
  // `0` is the stub type of an ordinary message.
  if (message.key.fromMe || message.messageStubType) return undefined;
  if (message.message?.editedMessage) return undefined;
  const content = normalizeMessageContent(message.message);
  return content && readContent(content, from);
}

/** Silent: nobody expects an answer to them. */
const SILENT = [
  'protocolMessage',
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'keepInChatMessage',
  'pinInChatMessage',
  'editedMessage',
  'secretEncryptedMessage',
  'placeholderMessage',
  'albumMessage',
] as const;

function readContent(content: proto.IMessage, from: readonly Identifier[]): Content | Attached | undefined {
  if (SILENT.some((kind) => content[kind])) return undefined;
  const text = content.conversation || content.extendedTextMessage?.text;
  if (text) return { type: 'text', text };
  const place = content.locationMessage ?? content.liveLocationMessage;
  if (place) return readPlace(place);
  const photo = content.imageMessage;
  if (photo) {
    return { type: 'photo', name: '', mime: photo.mimetype ?? 'image/jpeg', bytes: Number(photo.fileLength ?? 0) };
  }
  const file = content.documentMessage;
  if (file) {
    const mime = file.mimetype ?? 'application/octet-stream';
    return { type: 'document', name: file.fileName ?? 'documento', mime, bytes: Number(file.fileLength ?? 0) };
  }
  if (content.contactMessage) return readContact(content.contactMessage, from);
  if (content.audioMessage) return { type: 'unsupported', what: 'voice' };
  if (content.stickerMessage || content.lottieStickerMessage) return { type: 'unsupported', what: 'sticker' };
  return Object.keys(content).some((kind) => !CARRIED.has(kind)) ? { type: 'unsupported', what: 'other' } : undefined;
}

/** Comes along with a message, and alone says nothing. */
const CARRIED: ReadonlySet<string> = new Set(['senderKeyDistributionMessage', 'messageContextInfo', 'conversation']);

function readPlace({ degreesLatitude: lat, degreesLongitude: lng }: proto.Message.ILocationMessage): Content {
  if (typeof lat !== 'number' || typeof lng !== 'number') return { type: 'unsupported', what: 'other' };
  return { type: 'location', lat, lng };
}

/** Anybody's card can be sent: only the sender's own number says something about them. */
function readContact({ vcard }: proto.Message.IContactMessage, from: readonly Identifier[]): Content {
  const phone = /waid=(\d+)/.exec(vcard ?? '')?.[1];
  const own = from.find(({ kind }) => kind === 'wa_pn')?.value;
  return phone !== undefined && foldNumber(phone) === own
    ? { type: 'contact', phone }
    : { type: 'unsupported', what: 'other' };
}
