/**
 * A picture of horizontal bars, for a telephone: each name above its bar. Drawn at once and without waiting, as a service
 * must within a unit of work; the library that makes the picture is loaded with the first one.
 */

import { createRequire } from 'node:module';
import { palettePng } from './palette-png.ts';
import type { Attachment } from './reply.ts';
import { xmlText } from './xml-text.ts';

export interface Bar {
  label: string;
  /** What the dark part of the bar stands for. */
  value: number;
  /** What the light part behind it stands for. */
  beside?: number;
  /** The numbers in words, at the end of the line above the bar. */
  figure: string;
}

export interface Chart {
  /** Without its ending. */
  name: string;
  title: string;
  /** Under the title: what is dark and what is light. */
  note?: string;
  bars: readonly Bar[];
}

/** More bars than these are not read on a telephone. */
export const MOST_BARS = 20;

const WIDTH = 640;
const MARGIN = 20;
const HEAD = 78;
const ROW = 50;
const TALL = 18;
const FONT = 'DejaVu Sans';
const ink = { text: '#222222', dark: '#1b6e53', light: '#a9d5c4', ground: '#eeeeee' };
/** About so many letters of the small size fit beside the figure. */
const LETTERS = 60;

const library = createRequire(import.meta.url);

/** A PNG of the first `MOST_BARS` bars, in the order given; some 20 kB. */
export function barChart(chart: Chart): Attachment {
  const { Resvg } = library('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const fonts = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
    library.resolve(`dejavu-fonts-ttf/ttf/${file}`),
  );
  const picture = new Resvg(drawing(chart), {
    font: { fontFiles: fonts, loadSystemFonts: false, defaultFontFamily: FONT },
    background: '#ffffff',
  });
  return {
    name: `${chart.name}.png`,
    mime: 'image/png',
    data: palettePng(picture.render()).toString('base64'),
  };
}

function drawing({ title, note = '', bars }: Chart): string {
  const shown = bars.slice(0, MOST_BARS);
  const longest = Math.max(1, ...shown.map(({ value, beside = 0 }) => value + beside));
  const across = WIDTH - 2 * MARGIN;
  const rows = shown.map(({ label, value, beside = 0, figure }, at) => {
    const top = HEAD + at * ROW;
    const length = (people: number) => Math.round((Math.max(0, people) / longest) * across);
    return [
      words(MARGIN, top, 15, shortened(label, LETTERS - figure.length)),
      words(WIDTH - MARGIN, top, 15, figure, 'text-anchor="end" font-weight="bold"'),
      bar(top + 7, across, ink.ground),
      bar(top + 7, length(value + beside), ink.light),
      bar(top + 7, length(value), ink.dark),
    ].join('');
  });
  const height = HEAD + shown.length * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="${FONT}" fill="${ink.text}">`,
    words(MARGIN, 30, 20, shortened(title, 46), 'font-weight="bold"'),
    words(MARGIN, 52, 13, note),
    ...rows,
    '</svg>',
  ].join('');
}

function words(x: number, y: number, size: number, text: string, more = ''): string {
  return `<text x="${x}" y="${y}" font-size="${size}" ${more}>${xmlText(text)}</text>`;
}

function bar(y: number, width: number, fill: string): string {
  return width === 0 ? '' : `<rect x="${MARGIN}" y="${y}" width="${width}" height="${TALL}" rx="3" fill="${fill}"/>`;
}

function shortened(text: string, letters: number): string {
  return text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`;
}
