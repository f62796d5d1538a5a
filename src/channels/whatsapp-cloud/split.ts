/** Cuts texts to the platform's limits, and leaves out what nobody could see. */

import { splitText, wholeGraphemes } from '../split.ts';
import { isVisible } from './plain.ts';

/** Parts of 1 to `limit` UTF-16 units, each with something to see. */
export function visibleParts(text: string, limit: number): string[] {
  return splitText(text, limit).filter(isVisible);
}

/** The first signs of a text, at most `limit` UTF-16 units with the "…" that stands for the rest. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, wholeGraphemes(text, limit - 1)).trimEnd()}…`;
}
