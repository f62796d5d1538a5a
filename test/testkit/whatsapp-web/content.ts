/** The messages that a phone can send, for `MockUser.send`. */

import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import type { MediaFields } from './media.ts';

type Message = proto.IMessage;

const { ProtocolMessage } = proto.Message;

export function emptyHistory(): Message {
  const syncType = proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP;
  const history = proto.HistorySync.encode({ syncType, conversations: [] }).finish();
  return {
    protocolMessage: {
      type: ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType,
        chunkOrder: 1,
        progress: 100,
        initialHistBootstrapInlinePayload: deflateSync(history),
      },
    },
  };
}

/** A text with a link or a quotation has this form; the plain form is `sendText`. */
export const extendedText = (text: string): Message => ({ extendedTextMessage: { text } });

export const location = (lat: number, lng: number, name?: string): Message => ({
  locationMessage: { degreesLatitude: lat, degreesLongitude: lng, ...(name === undefined ? {} : { name }) },
});

export const liveLocation = (lat: number, lng: number): Message => ({
  liveLocationMessage: { degreesLatitude: lat, degreesLongitude: lng, sequenceNumber: 1 },
});

/** `file` is what `server.media.put` answered; without it the bytes are nowhere to be had. */
export const image = (caption?: string, file: MediaFields = nowhere()): Message => ({
  imageMessage: { mimetype: 'image/jpeg', caption, ...file },
});

export const voice = (): Message => ({
  audioMessage: { mimetype: 'audio/ogg; codecs=opus', seconds: 3, ptt: true, ...nowhere() },
});

export const sticker = (): Message => ({ stickerMessage: { mimetype: 'image/webp', ...nowhere() } });

export const document = (fileName: string, mimetype: string, file: MediaFields = nowhere()): Message => ({
  documentMessage: { mimetype, fileName, ...file },
});

/** A card as phones write it; `waid` is the number of an account. */
export const contactCard = (displayName: string, phone: string): Message => ({
  contactMessage: {
    displayName,
    vcard: `BEGIN:VCARD\nVERSION:3.0\nFN:${displayName}\nTEL;type=CELL;waid=${phone}:+${phone}\nEND:VCARD`,
  },
});

export const reaction = (key: proto.IMessageKey, text: string): Message => ({ reactionMessage: { key, text } });

/** Changes one's own message of before. */
export const edit = (key: proto.IMessageKey, text: string): Message => ({
  protocolMessage: { key, type: ProtocolMessage.Type.MESSAGE_EDIT, editedMessage: { conversation: text } },
});

/** Deletes one's own message of before for everybody. */
export const revoke = (key: proto.IMessageKey): Message => ({
  protocolMessage: { key, type: ProtocolMessage.Type.REVOKE },
});

/** The fields of a file that no host has. */
function nowhere(): MediaFields {
  const directPath = '/v/none.enc';
  return {
    mediaKey: randomBytes(32),
    fileSha256: randomBytes(32),
    fileEncSha256: randomBytes(32),
    fileLength: 1_000,
    directPath,
    url: `https://127.0.0.1:9${directPath}`,
  };
}
