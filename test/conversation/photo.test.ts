/** What of a photo is taken in: its pixels. */

import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { Inbound } from '../../src/conversation/inbound.ts';
import { createDarkroom } from '../../src/conversation/photo.ts';
import { takePhoto } from '../testkit/photos.ts';
import { senderOf } from '../testkit/senders.ts';

const develop = (inbound: Inbound) => createDarkroom()(inbound, 'rosa');
const message = (data: Uint8Array): Inbound => ({
  ...senderOf('rosa'),
  messageId: 'm1',
  content: { type: 'photo', mime: 'image/png', data },
});

it('is turned upright, and holds neither the place nor the telephone', async () => {
  const taken = await takePhoto();
  expect((await sharp(taken).metadata()).exif?.includes('Telefono')).toBe(true);
  const { content } = await develop(message(taken));
  if (content.type !== 'photo') throw new Error('It is no photo any more.');
  expect(content.mime).toBe('image/jpeg');
  const kept = await sharp(content.data).metadata();
  expect(kept).toMatchObject({ format: 'jpeg', width: 30, height: 40 });
  expect([kept.exif, kept.xmp, kept.iptc, kept.orientation]).toEqual([undefined, undefined, undefined, undefined]);
});

it('is made small enough to be kept', async () => {
  const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  const { content } = await develop(message(large));
  if (content.type !== 'photo') throw new Error('It is no photo any more.');
  expect(await sharp(content.data).metadata()).toMatchObject({ width: 1600, height: 1200 });
});

it('keeps no bytes where it is no picture', async () => {
  const { content } = await develop(message(new Uint8Array([255, 216, 1, 2, 3])));
  expect(content).toEqual({ type: 'photo', mime: 'image/png', data: new Uint8Array() });
});

it('is not overtaken by what its sender wrote after it; everybody else waits for nothing', async () => {
  const darkroom = createDarkroom();
  const text: Inbound = { ...message(new Uint8Array()), messageId: 'm2', content: { type: 'text', text: 'listo' } };
  const order: string[] = [];
  const photo = Promise.resolve(darkroom(message(await takePhoto()), 'rosa')).then(() => order.push('photo'));
  const after = darkroom(text, 'rosa');
  expect(after).toBeInstanceOf(Promise);
  expect(darkroom(text, 'luis')).toBe(text);
  await Promise.all([photo, Promise.resolve(after).then(() => order.push('text'))]);
  expect(order).toEqual(['photo', 'text']);
  expect(darkroom(text, 'rosa')).toBe(text);
});
