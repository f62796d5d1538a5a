/** Cuts a long text into messages: between paragraphs, else lines, else words, else graphemes. */

import { isVisible } from './plain.ts';

const graphemes = new Intl.Segmenter('es', { granularity: 'grapheme' });

/** Parts of 1 to `limit` UTF-16 units, each with something to see; only what cannot be seen is lost. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = cutOf(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...parts, rest].filter(isVisible);
}

/** The first signs of a text, at most `limit` UTF-16 units with the "…" that stands for the rest. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, wholeSigns(text, limit - 1)).trimEnd()}…`;
}

function cutOf(text: string, limit: number): number {
  for (const separator of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(separator, limit);
    if (at > 0) return at;
  }
  const cut = wholeSigns(text, limit);
  if (cut > 0) return cut;
  // One grapheme longer than a message (a letter under a tower of accents): any cut but through a surrogate pair.
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}

/** The length of the whole graphemes that fit. */
function wholeSigns(text: string, limit: number): number {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return end;
}
