/** A link as a picture that a phone's camera reads. */

import { crc32, deflateSync } from 'node:zlib';
import QRCode from 'qrcode';
import type { Attachment } from './reply.ts';

const SCALE = 8;
/** Light modules around it, as readers ask for (ISO/IEC 18004, 9.1). */
const QUIET = 4;
const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/** A PNG, black on white; made at once, as all that happens inside a unit of work must be. */
export function qrImage(text: string, name: string): Attachment {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * QUIET) * SCALE;
  const isDark = (x: number, y: number) => {
    const [column, row] = [Math.floor(x / SCALE) - QUIET, Math.floor(y / SCALE) - QUIET];
    const inside = column >= 0 && row >= 0 && column < modules.size && row < modules.size;
    return inside && modules.get(row, column) !== 0;
  };
  const bytes = Math.ceil(side / 8);
  // Each line begins with its filter, which is none; a bit of 1 is white.
  const pixels = Buffer.alloc((bytes + 1) * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (isDark(x, y)) continue;
      const at = y * (bytes + 1) + 1 + (x >> 3);
      pixels[at] = (pixels[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit a pixel, shades of grey.
  header.set([1, 0, 0, 0, 0], 8);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))];
  return { name: `${name}.png`, mime: 'image/png', data: Buffer.concat([SIGNATURE, ...parts]).toString('base64') };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
