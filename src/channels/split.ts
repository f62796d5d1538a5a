/** Cuts a long text into messages: between paragraphs, else lines, else words, else graphemes. */

const graphemes = new Intl.Segmenter('es', { granularity: 'grapheme' });

/** Parts of 1 to `limit` UTF-16 units, none blank; only white space at the cuts is lost. Blank text gives no part. */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > limit) {
    const cut = cutOf(rest, limit);
    parts.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

/** How many of the person's own signs a label has. */
export function lengthInGraphemes(text: string): number {
  return [...graphemes.segment(text)].length;
}

function cutOf(text: string, limit: number): number {
  for (const separator of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(separator, limit);
    if (at > 0) return at;
  }
  const cut = wholeGraphemes(text, limit);
  if (cut > 0) return cut;
  // One grapheme longer than a message (a letter under a tower of accents): any cut but through a surrogate pair.
  return /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
}

/** The length of the whole graphemes that fit in so many UTF-16 units. */
export function wholeGraphemes(text: string, limit: number): number {
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return end;
}
