/** A reply as messages of WhatsApp Web. There are no buttons: what can be chosen is numbered, and the number is typed. */

import type { AnyMessageContent } from '@whiskeysockets/baileys';
import type { Attachment, Reply } from '../../conversation/reply.ts';
import { plain } from '../whatsapp-markup.ts';

/** At least one message, in this order; nothing of the reply is left out. The question comes last, nearest to the keys. */
export function compose(reply: Reply): [AnyMessageContent, ...AnyMessageContent[]] {
  const parts: AnyMessageContent[] = [];
  const { location, image, document } = reply;
  if (location) {
    const { lat, lng, title, address } = location;
    parts.push({ location: { degreesLatitude: lat, degreesLongitude: lng, name: title, address } });
  }
  if (document) parts.push({ document: bytes(document), mimetype: document.mime, fileName: document.name });
  const text = textOf(reply);
  if (image) parts.push({ image: bytes(image), mimetype: image.mime, ...(text === '' ? {} : { caption: text }) });
  else if (text !== '' || parts.length === 0) parts.push({ text });
  return parts as [AnyMessageContent, ...AnyMessageContent[]];
}

function textOf({ text, choices = [] }: Reply): string {
  const lines = choices.map(({ label, hint }, at) => `${at + 1}. ${label}${hint ? ` — ${hint}` : ''}`);
  return plain([text, lines.join('\n')].filter((part) => part !== '').join('\n\n'));
}

const bytes = ({ data }: Attachment): Buffer => Buffer.from(data, 'base64');
