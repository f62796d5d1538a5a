/** One reply -> the messages that carry it on WhatsApp: one wherever the limits allow. Pure. */

import type { Reply } from '../../conversation/reply.ts';
import { plain } from '../whatsapp-markup.ts';
import { type Upload, uploadsOf } from './files.ts';
import { type Menu, menusOf, numbersOf, type Row } from './menu.ts';
import { isVisible, sound } from './plain.ts';
import { visibleParts } from './split.ts';

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'buttons'; text: string; buttons: Row[]; header?: Upload }
  | { kind: 'list'; text: string; rows: Row[] }
  /** A text with a button that opens the phone's map. */
  | { kind: 'ask-place'; text: string }
  | { kind: 'file'; file: Upload; caption?: string }
  | { kind: 'place'; place: NonNullable<Reply['location']> };

const MAX_TEXT = 4096;
/** Of a caption, and of the text above buttons or above the request for a place. */
const MAX_SHORT_TEXT = 1024;

/** At least one part, in the order of sending, or why the reply can never be sent. What asks comes last. */
export function compose(reply: Reply): Part[] | { problem: string } {
  const { location } = reply;
  const files = uploadsOf(reply);
  if ('problem' in files) return files;
  if (location && !isPlace(location)) return { problem: 'the place is not on the earth' };
  const places: Part[] = location ? [{ kind: 'place', place: location }] : [];

  const worded = wordedOf(reply);
  const last = worded.at(-1);
  if (last && last.kind !== 'text') {
    const headed = last.kind === 'buttons' && files.length === 1;
    const others = headed ? [] : files;
    const asking = headed ? { ...last, header: files[0] } : last;
    return [...worded.slice(0, -1), ...others.map(alone), ...places, asking];
  }

  const [first, ...others] = files;
  const captioned = first && last && worded.length === 1 && last.text.length <= MAX_SHORT_TEXT;
  const parts: Part[] = captioned
    ? [{ kind: 'file', file: first, caption: last.text }, ...others.map(alone), ...places]
    : [...worded, ...files.map(alone), ...places];
  return parts.length > 0 ? parts : { problem: 'the reply is empty' };
}

const alone = (file: Upload): Part => ({ kind: 'file', file });

const isPlace = ({ lat, lng }: { lat: number; lng: number }): boolean => Math.abs(lat) <= 90 && Math.abs(lng) <= 180;

/** Texts, and behind them the message that offers the choices or asks for a place. */
function wordedOf({ text: given, choices = [], expects }: Reply): Part[] {
  const text = sound(given).trim();
  const pieces = (words: string) => visibleParts([text, words].filter(isVisible).join('\n\n'), MAX_TEXT);
  if (expects === 'location') {
    // With choices too: the button for the place is worth more than theirs, and their numbers can be typed.
    const all = pieces(numbersOf(choices));
    return ending(splitLast(all), (last) => ({ kind: 'ask-place', text: last }));
  }
  if (choices.length === 0) return texts(pieces(''));
  for (const menu of menusOf(choices)) {
    const all = pieces(menu.words);
    const last = all.at(-1);
    if (menu.kind === 'numbers') return texts(all);
    // A text stands above every button, and above a few there is less room for it.
    if (!last || !isVisible(text) || (menu.kind === 'buttons' && last.length > MAX_SHORT_TEXT)) continue;
    return ending(all, (asked) => asking(menu, asked));
  }
  return [];
}

function asking(menu: Exclude<Menu, { kind: 'numbers' }>, text: string): Part {
  return menu.kind === 'buttons'
    ? { kind: 'buttons', text, buttons: menu.buttons }
    : { kind: 'list', text, rows: menu.rows };
}

// Made plain after the cuts, because a cut may bring a sign to the beginning of a line.
const texts = (pieces: readonly string[]): { kind: 'text'; text: string }[] =>
  pieces.map((text) => ({ kind: 'text', text: plain(text) }));

function ending(pieces: readonly string[], last: (text: string) => Part): Part[] {
  const asked = pieces.at(-1);
  return asked === undefined ? [] : [...texts(pieces.slice(0, -1)), last(plain(asked))];
}

/** The last piece cut again where it is too long to ask with. */
function splitLast(pieces: readonly string[]): string[] {
  return [...pieces.slice(0, -1), ...visibleParts(pieces.at(-1) ?? '', MAX_SHORT_TEXT)];
}
