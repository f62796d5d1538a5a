/** Drawings as PNG with a palette: a fourth of the bytes of one in full colour, for telephones that pay by the megabyte. */

import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1');
/** Of each colour so many leading bits are kept: a drawing and the rims of its letters stay far below 256 colours. */
const BITS = 4;
const MOST_COLOURS = 256;

/** `pixels` are RGBA, opaque, row by row. Throws for a photograph: it has more colours than a palette. */
export function palettePng({ pixels, width, height }: { pixels: Uint8Array; width: number; height: number }): Buffer {
  const palette = new Map<number, number>();
  // Each row begins with the number of its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const colour = (kept(pixels[at]) << (2 * BITS)) | (kept(pixels[at + 1]) << BITS) | kept(pixels[at + 2]);
      let index = palette.get(colour);
      if (index === undefined) {
        index = palette.size;
        if (index === MOST_COLOURS) throw new Error('A drawing has more colours than a palette.');
        palette.set(colour, index);
      }
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const colours = Buffer.from(
    [...palette.keys()].flatMap((colour) => [colour >> (2 * BITS), colour >> BITS, colour].map(restored)),
  );
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, by palette.
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function kept(channel = 0): number {
  return channel >> (8 - BITS);
}

/** White stays white. */
function restored(channel: number): number {
  const most = (1 << BITS) - 1;
  return Math.round(((channel & most) * 255) / most);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
