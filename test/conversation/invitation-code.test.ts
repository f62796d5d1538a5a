/** An invitation as it is handed on: links to where the bot has a name, and a picture that holds the first of them. */

import QRCode from 'qrcode';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { qrImage } from '../../src/conversation/qr.ts';
import { DEEDS, MADE, recordLines } from '../../src/conversation/record-lines.ts';
import { deepLinks } from '../../src/domain/deep-links.ts';
import { type RunningAccount, setRunningAccounts } from '../../src/domain/notices/running.ts';
import { describeStores } from '../testkit/stores.ts';
import { localizer } from '../world.ts';

const LINK = 'https://t.me/loreto_bot?start=K7PMX2QZ';

describeStores('the links', (open) => {
  it('are those of the channels on which the bot has a name', async () => {
    const store = await open();
    const links = (accounts: RunningAccount[]) =>
      store.run(async (tx) => {
        await setRunningAccounts(tx, accounts);
        return await deepLinks(tx, 'K7PMX2QZ');
      });
    expect(await store.run((tx) => deepLinks(tx, 'K7PMX2QZ'))).toEqual([]);
    expect(
      await links([
        { channel: 'telegram', account: '123', name: 'loreto_bot' },
        { channel: 'whatsapp-web', account: '526131350000' },
        { channel: 'simulator', account: 'simulator' },
      ]),
    ).toEqual([LINK, 'https://wa.me/526131350000?text=K7PMX2QZ']);
    expect(await store.run((tx) => deepLinks(tx, 'K7PMX2QZ', 'whatsapp-web'))).toHaveLength(2);
    expect((await store.run((tx) => deepLinks(tx, 'K7PMX2QZ', 'whatsapp-web')))[0]).toMatch('wa.me');
    const nameless = [
      { channel: 'telegram', account: '123' },
      { channel: 'whatsapp-web', account: '' },
      { channel: 'whatsapp-cloud', account: '99' },
    ];
    expect(await links(nameless)).toEqual([]);
  });
});

it('the picture shows every module of the code, and white around it', async () => {
  const { mime, data } = qrImage(LINK, 'invitacion');
  const { data: pixels, info } = await sharp(Buffer.from(data, 'base64'))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { modules } = QRCode.create(LINK, { errorCorrectionLevel: 'M' });
  expect([mime, info.width, info.height]).toEqual(['image/png', (modules.size + 8) * 8, (modules.size + 8) * 8]);
  const isDark = (column: number, row: number) =>
    (pixels[((row + 4) * 8 + 4) * info.width * info.channels + ((column + 4) * 8 + 4) * info.channels] ?? 0) < 128;
  for (let row = -4; row < modules.size + 4; row++) {
    for (let column = -4; column < modules.size + 4; column++) {
      const inside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      expect(isDark(column, row)).toBe(inside && modules.get(row, column) !== 0);
    }
  }
});

describe('the record', () => {
  const record = [...DEEDS, 'something.new'].flatMap((action) =>
    [true, false].map((own) => ({
      at: Date.parse('2027-02-10T19:00:00Z'),
      role: 'president' as const,
      action,
      clinic: own ? 'UMF Loreto' : null,
      timeZone: own ? 'America/Mazatlan' : null,
      own,
      details: {},
    })),
  );
  it.each(localizer.languages)('has words for every deed in %s', (language) => {
    const lines = recordLines(record, (text) => localizer.text(language, text));
    expect(lines).toHaveLength(record.length);
    expect(lines[0]).toContain('UMF Loreto');
  });

  it.each(localizer.languages)('tells in %s what was made, each by its own words', (language) => {
    const made = ['draft', ...MADE].map((what) => ({
      ...{ at: 0, role: 'president' as const, action: 'minutes.make', clinic: null, timeZone: null, own: true },
      details: { what },
    }));
    const lines = recordLines(made, (text) => localizer.text(language, text));
    expect(new Set(lines).size).toBe(made.length);
  });
});
