/** One reply -> the messages that carry it on Telegram. Pure. */

import type { Attachment, Reply } from '../../conversation/reply.ts';
import { splitText } from '../split.ts';
import { keyboardOf, type Markup, NO_KEYS } from './keyboard.ts';
import type { TelegramTexts } from './words.ts';

interface Keyed {
  markup?: Markup;
}

type FilePart = { kind: 'photo' | 'document'; file: Attachment; caption?: string } & Keyed;

export type Part =
  | ({ kind: 'text'; text: string } & Keyed)
  | FilePart
  | ({ kind: 'place'; place: NonNullable<Reply['location']> } & Keyed);

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

/** At least one part, in the order of sending, or why the reply can never be sent. */
export function compose(reply: Reply, texts: TelegramTexts): Part[] | { problem: string } {
  const keyboard = keyboardOf(reply, texts);
  if ('problem' in keyboard) return keyboard;

  const text = textOf(reply);
  const files = filesOf(reply);
  const [first, ...others] = files;
  const captioned = first && text !== '' && text.length <= MAX_CAPTION ? { ...first, caption: text } : undefined;
  const worded: Part[] = captioned
    ? [captioned]
    : splitText(text, MAX_TEXT).map((part) => ({ kind: 'text', text: part }));
  const places: Part[] = reply.location ? [{ kind: 'place', place: reply.location }] : [];
  const parts = [...worded, ...(captioned ? others : files), ...places];

  // The buttons belong to the question: under its last words, not under the map or the file that follow.
  const asking = worded.at(-1) ?? parts.at(-1);
  if (!asking) return { problem: 'the reply is empty' };
  if (keyboard.markup) asking.markup = keyboard.markup;

  // A new question ends the keys of the one before; a notice (which expects nothing) leaves them.
  const shows = keyboard.markup !== undefined && 'keyboard' in keyboard.markup;
  const free = parts.find((part) => part.markup === undefined);
  if (free && reply.expects !== undefined && !shows) free.markup = NO_KEYS;
  return parts;
}

function filesOf({ image, document }: Reply): FilePart[] {
  const files: FilePart[] = [];
  if (image) files.push({ kind: 'photo', file: image });
  if (document) files.push({ kind: 'document', file: document });
  return files;
}

/** A button has no second line, so hints stand in the text under the button's number. */
function textOf({ text, choices = [] }: Reply): string {
  const hints = choices.flatMap(({ label, hint }, index) => (hint ? [`${index + 1}. ${label}: ${hint}`] : []));
  return [text.trim(), hints.join('\n')].filter((part) => part !== '').join('\n\n');
}
