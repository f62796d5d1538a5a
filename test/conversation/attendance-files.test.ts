/** Pictures and tables of counts: small, whole, and nothing in them is run as a formula. */

import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { barChart, MOST_BARS } from '../../src/conversation/chart.ts';
import { type SheetFormat, sheetFile } from '../../src/conversation/spreadsheet.ts';

const bytes = ({ data }: { data: string }) => Buffer.from(data, 'base64');

describe('a bar chart', () => {
  const bars = Array.from({ length: 60 }, (_, at) => ({
    label: `Centro de Salud Microregional «Yibeljoj» <nº ${at}> & Ñandú`,
    value: at * 3,
    beside: at,
    figure: `${at * 3} sí · ${at} tal vez`,
  }));

  it('is a PNG below 60 kB, however many bars are given', async () => {
    const chart = barChart({ name: 'cuantos-van', title: '¿Cuántos van?', note: 'Verde: sí.', bars });
    expect(chart).toMatchObject({ name: 'cuantos-van.png', mime: 'image/png' });
    expect(bytes(chart).length).toBeLessThan(60_000);
    const few = await sharp(bytes(barChart({ name: 'x', title: 'x', bars: bars.slice(0, 1) }))).metadata();
    const all = await sharp(bytes(chart)).metadata();
    const most = await sharp(bytes(barChart({ name: 'x', title: 'x', bars: bars.slice(0, MOST_BARS) }))).metadata();
    expect(all).toMatchObject({ format: 'png', width: 640, height: most.height });
    expect(few.height).toBeLessThan(200);
  });

  it('draws the longest bar across, half of it half across, and nothing for nobody', async () => {
    const row = { label: 'a', figure: '' };
    const chart = barChart({
      name: 'x',
      title: '',
      bars: [
        { ...row, value: 10 },
        { ...row, value: 5 },
        { ...row, value: 0 },
      ],
    });
    const { data, info } = await sharp(bytes(chart)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const dark = (y: number) => {
      let count = 0;
      for (let x = 0; x < info.width; x++) if ((data[(y * info.width + x) * 3] ?? 255) < 0x30) count += 1;
      return count;
    };
    const rows = [0, 1, 2].map((at) => dark(78 + at * 50 + 16));
    expect(rows).toEqual([600, 300, 0]);
  });

  it('is drawn for nobody at all', () => {
    expect(bytes(barChart({ name: 'x', title: 'x', bars: [] })).length).toBeGreaterThan(100);
  });
});

describe('a sheet', () => {
  const sheet = {
    name: 'cuantos-van-2027-02-10',
    columns: ['Clínica', 'Se esperan', 'Caben'],
    rows: [
      ['=HYPERLINK("x")', 3, null],
      ['+52 & <Ñ> "uno"', 0, 30],
      ['-1', 12, 1],
      ['@x', 1, 1],
    ],
  } as const;
  const made = (format: SheetFormat) => sheetFile(sheet, format);

  it('as CSV is UTF-8 with its mark, and makes texts harmless that begin like a formula', () => {
    const csv = made('csv');
    expect(csv).toMatchObject({ name: 'cuantos-van-2027-02-10.csv', mime: 'text/csv' });
    expect(bytes(csv).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(parse(bytes(csv), { bom: true })).toEqual([
      ['Clínica', 'Se esperan', 'Caben'],
      ['\'=HYPERLINK("x")', '3', ''],
      ['\'+52 & <Ñ> "uno"', '0', '30'],
      ["'-1", '12', '1'],
      ["'@x", '1', '1'],
    ]);
  });

  it('as XLSX is a zip whose every text is a text and whose every number is a number', () => {
    const xlsx = made('xlsx');
    expect(xlsx.name).toBe('cuantos-van-2027-02-10.xlsx');
    const files = unzipped(bytes(xlsx));
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    const xml = files.get('xl/worksheets/sheet1.xml') ?? '';
    const cells = [...xml.matchAll(/<c(?: t="(\w+)")?(?: s="1")?>(?:<v>|<is><t[^>]*>)([^<]*)/g)];
    expect(cells.map(([, type = 'number', text]) => `${type} ${text}`).slice(3, 8)).toEqual([
      'inlineStr =HYPERLINK(&quot;x&quot;)',
      'number 3',
      'inlineStr +52 &amp; &lt;Ñ&gt; &quot;uno&quot;',
      'number 0',
      'number 30',
    ]);
    expect(xml).not.toContain('<f>');
  });
});

/** By the index at the end of the file, as a spreadsheet reads it. */
function unzipped(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const length = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + length);
    const packed = zip.readUInt32LE(at + 20);
    const body = zip.readUInt32LE(at + 42) + 30 + length;
    const content = inflateRawSync(zip.subarray(body, body + packed));
    expect(content.length).toBe(zip.readUInt32LE(at + 24));
    files.set(name, content.toString('utf8'));
    at += 46 + length;
  }
  return files;
}
