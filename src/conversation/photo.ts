/** Photos as they come in: made small, upright, and without what a camera writes into them, the place above all. */

import type { Inbound } from './inbound.ts';

/** Enough to read a receipt; a few hundred kilobytes at most. */
const LONGEST_SIDE = 1600;
const QUALITY = 75;
/** More pixels than a telephone takes are no photo. */
const MOST_PIXELS = 80_000_000;

/** Gives each message with its photo made anew; of one sender none overtakes a photo that came before it. */
export type Darkroom = (inbound: Inbound, sender: string) => Inbound | Promise<Inbound>;

/** Messages without a photo pass through at once, unless one of their sender's is being made. */
export function createDarkroom(): Darkroom {
  const underWay = new Map<string, Promise<Inbound>>();
  return (inbound, sender) => {
    const before = underWay.get(sender);
    if (inbound.content.type !== 'photo' && !before) return inbound;
    const done = (before ?? Promise.resolve()).then(() => withoutTraces(inbound));
    underWay.set(sender, done);
    return done.finally(() => {
      if (underWay.get(sender) === done) underWay.delete(sender);
    });
  };
}

/**
 * The message with its photo made anew from the pixels alone. What cannot be read as a picture keeps no bytes: it is
 * answered, and used for nothing. Before the unit of work, which waits for nothing but the database.
 */
async function withoutTraces(inbound: Inbound): Promise<Inbound> {
  if (inbound.content.type !== 'photo') return inbound;
  // Loaded for the first photo: most messages are none.
  const { default: sharp } = await import('sharp');
  try {
    const data = await sharp(inbound.content.data, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer();
    return { ...inbound, content: { type: 'photo', mime: 'image/jpeg', data } };
  } catch {
    return { ...inbound, content: { ...inbound.content, data: new Uint8Array() } };
  }
}
