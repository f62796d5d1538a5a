/** Reads the text back from a PDF of the project: its streams inflated, its glyphs mapped to what they stand for. */

import { inflateSync } from 'node:zlib';

export interface PdfText {
  pages: string[];
  /** Every font stands in the file itself. */
  embeddedFonts: number;
}

/** Pages in their order, a line of text for each piece that was written. */
export function pdfText(pdf: Buffer): PdfText {
  const source = pdf.toString('latin1');
  const objects = new Map<string, { dict: string; stream: string }>();
  for (const [, id = '', body = ''] of source.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [dict = '', ...rest] = body.split(/stream\r?\n/);
    objects.set(id, { dict, stream: rest.length > 0 ? inflated(rest.join('stream\n'), dict) : '' });
  }
  const named = (dict: string, name: string) => new RegExp(`/${name} (\\d+) 0 R`).exec(dict)?.[1] ?? '';
  const fonts = new Map<string, Map<string, string>>();
  for (const { dict } of objects.values()) {
    for (const [, name = '', id = ''] of dict.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      fonts.set(name, glyphs(objects.get(named(objects.get(id)?.dict ?? '', 'ToUnicode'))?.stream ?? ''));
    }
  }
  const pages = [...objects.values()]
    .filter(({ dict }) => /\/Type \/Page\b/.test(dict))
    .map(({ dict }) => shown(objects.get(named(dict, 'Contents'))?.stream ?? '', fonts));
  return { pages, embeddedFonts: [...source.matchAll(/\/FontFile2 /g)].length };
}

function inflated(stream: string, dict: string): string {
  const bytes = Buffer.from(stream.slice(0, stream.lastIndexOf('\nendstream')), 'latin1');
  return (dict.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
}

/** From the four digits of a glyph to its letters. */
function glyphs(cmap: string): Map<string, string> {
  const found = new Map<string, string>();
  const letters = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, from = '', to = '', list = ''] of cmap.matchAll(/<(\w{4})> <(\w{4})> \[([^\]]*)\]/g)) {
    const values = [...list.matchAll(/<([\w ]*)>/g)].map(([, hex = '']) => letters(hex.replaceAll(' ', '')));
    for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code++) {
      found.set(code.toString(16).padStart(4, '0'), values[code - Number.parseInt(from, 16)] ?? '');
    }
  }
  return found;
}

function shown(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const lines: string[] = [];
  let font = new Map<string, string>() as ReadonlyMap<string, string>;
  for (const [, name, pieces] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? font;
    if (pieces === undefined) continue;
    const codes = [...pieces.matchAll(/<(\w+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    lines.push(codes.map((code) => font.get(code) ?? '').join(''));
  }
  return lines.join('\n');
}
