/** A part of a reply, and a template, as the body of POST /{phone number id}/messages. */

import type { Identifier } from '../../conversation/inbound.ts';
import type { Template } from '../channel.ts';
import { plain } from '../whatsapp-markup.ts';
import type { Part } from './compose.ts';
import type { Upload } from './files.ts';
import { isVisible, oneLine } from './plain.ts';
import { shorten } from './split.ts';

/** The few words that this adapter says itself. */
export interface WhatsappCloudTexts {
  /** On the button that opens a list; at most 20 characters. */
  options: string;
}

/** `ids` holds the media id of each file of the part. */
export function bodyOf(part: Part, texts: WhatsappCloudTexts, ids: ReadonlyMap<Upload, string>): object {
  switch (part.kind) {
    case 'text':
      // A preview would cost data that many pay for by the megabyte.
      return { type: 'text', text: { body: part.text, preview_url: false } };
    case 'buttons': {
      const buttons = part.buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }));
      const header = part.header && { type: part.header.as, [part.header.as]: mediaOf(part.header, ids) };
      return interactive({ type: 'button', header, body: { text: part.text }, action: { buttons } });
    }
    case 'list': {
      const action = { button: texts.options, sections: [{ rows: part.rows }] };
      return interactive({ type: 'list', body: { text: part.text }, action });
    }
    case 'ask-place': {
      const action = { name: 'send_location' };
      return interactive({ type: 'location_request_message', body: { text: part.text }, action });
    }
    case 'file':
      return { type: part.file.as, [part.file.as]: { ...mediaOf(part.file, ids), caption: part.caption } };
    case 'place': {
      const { lat, lng, title, address } = part.place;
      const [name, street] = [oneLine(title ?? ''), oneLine(address ?? '')];
      // An address without a name is not shown.
      const named = isVisible(name) ? name : street;
      const location = { latitude: lat, longitude: lng, name: named || undefined, address: street || undefined };
      return { type: 'location', location };
    }
  }
}

/** A template may have 1,024 characters, with its own words and all its values: each has so many, the last one what is left. */
const LONGEST_VALUE = 200;
const LONGEST_VALUES = 800;

export function templateBody({ name, language, values }: Template): object {
  let left = LONGEST_VALUES;
  const parameters = Object.entries(values).map(([gap, value], at, all) => {
    const most = at === all.length - 1 ? Math.max(LONGEST_VALUE, left) : LONGEST_VALUE;
    const text = plain(shorten(oneLine(value), most));
    left -= text.length;
    // A gap without words makes the whole request invalid.
    return { type: 'text', parameter_name: gap, text: isVisible(text) ? text : '—' };
  });
  const components = parameters.length > 0 ? [{ type: 'body', parameters }] : [];
  return { type: 'template', template: { name, language: { code: language }, components } };
}

/** The field that names the person; undefined if the address is none of WhatsApp's. */
export function addresseeOf({ kind, value, address = value }: Identifier): object | undefined {
  if (kind === 'wa_pn' && /^\d{5,20}$/.test(address)) return { to: address };
  if (kind === 'wa_bsuid' && /^[A-Z]{2}\.\S{1,200}$/.test(address)) return { recipient: address };
  return undefined;
}

const interactive = (content: object) => ({ type: 'interactive', interactive: content });

function mediaOf(file: Upload, ids: ReadonlyMap<Upload, string>) {
  const id = ids.get(file);
  return file.as === 'image' ? { id } : { id, filename: file.name };
}
