/** Paper: a PDF in fonts of its own, laid out from top to bottom and made in one go without waiting for anything. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type PdfDocument from 'pdfkit';

export interface PaperOptions {
  title: string;
  language: string;
  /** Stands at the foot of every page. */
  foot: string;
  /** What the file says of when it was made; the same instant gives the same bytes. */
  now: number;
}

export interface Column {
  title: string;
  /** Its share of the width. */
  share: number;
  bold?: boolean;
}

interface RowLayout {
  widths: readonly number[];
  bold: readonly boolean[];
  least: number;
}

/** Letter, as printers in Mexico have it; in points. */
const MARGIN = { top: 54, bottom: 64, left: 54, right: 54 };
const FOOT = 40;
const PADDING = 4;
const LEAST_SQUARE = 90;
const INK = '#111111';
const LINE = '#777777';
const SIZE = { title: 18, heading: 12.5, text: 10.5, foot: 8.5 };

interface Library {
  Document: typeof PdfDocument;
  /** With every letter that a name in Mexico may have. */
  plain: Buffer;
  bold: Buffer;
}

let library: Library | undefined;

/** 30 MB, which a program that prints nothing need not have; at once, since a unit of work may not wait for a module. */
function ownLibrary(): Library {
  const require = createRequire(import.meta.url);
  library ??= {
    Document: require('pdfkit') as typeof PdfDocument,
    plain: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
    bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
  };
  return library;
}

/** Control characters would print as boxes. */
const printable = (text: string) => text.replaceAll(/[^\P{Cc}\n]/gu, ' ');

export class Paper {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #foot: string;

  constructor({ title, language, foot, now }: PaperOptions) {
    const { Document, plain, bold } = ownLibrary();
    this.#foot = foot;
    this.#pdf = new Document({
      size: 'LETTER',
      margins: MARGIN,
      bufferPages: true,
      lang: language,
      // Without this pdfkit reads a font of its own.
      font: plain as unknown as string,
      info: { Title: title, Producer: 'Asamblea', Creator: 'Asamblea', CreationDate: new Date(now) },
    });
    this.#pdf.registerFont('plain', plain);
    this.#pdf.registerFont('bold', bold);
  }

  get #left(): number {
    return this.#pdf.page.margins.left;
  }

  get #width(): number {
    const { width, margins } = this.#pdf.page;
    return width - margins.left - margins.right;
  }

  get #room(): number {
    return this.#pdf.page.height - this.#pdf.page.margins.bottom - this.#pdf.y;
  }

  /** Begins a new page unless so much height is left on this one. */
  #need(height: number): void {
    if (this.#room < height) this.#pdf.addPage();
  }

  #write(text: string, font: 'plain' | 'bold', size: number, align: 'left' | 'center' = 'left'): void {
    this.#pdf.font(font).fontSize(size).fillColor(INK);
    this.#pdf.text(printable(text), this.#left, this.#pdf.y, { width: this.#width, align });
  }

  title(text: string): this {
    this.#write(text, 'bold', SIZE.title);
    this.#pdf.moveDown(0.4);
    return this;
  }

  /** Keeps some of what follows on the same page. */
  heading(text: string): this {
    this.#need(80);
    this.#pdf.moveDown(0.6);
    this.#write(text, 'bold', SIZE.heading);
    this.#pdf.moveDown(0.25);
    return this;
  }

  text(text: string): this {
    this.#write(text, 'plain', SIZE.text);
    this.#pdf.moveDown(0.3);
    return this;
  }

  /** In the middle of the line, in letters to be read from afar. */
  large(text: string, size: number, font: 'plain' | 'bold' = 'bold'): this {
    this.#write(text, font, size, 'center');
    this.#pdf.moveDown(0.35);
    return this;
  }

  /** A square picture in the middle of the line; smaller rather than on another page, as long as a camera can read it. */
  square(png: Buffer, most: number): this {
    this.#need(LEAST_SQUARE + PADDING);
    const size = Math.min(most, this.#room - PADDING);
    this.#pdf.image(png, this.#left + (this.#width - size) / 2, this.#pdf.y, { width: size });
    this.#pdf.y += size + PADDING;
    return this;
  }

  /** Lines to write on by hand. */
  blanks(lines: number): this {
    for (let line = 0; line < lines; line++) {
      this.#need(24);
      this.#pdf.y += 22;
      this.#rule(this.#left, this.#left + this.#width);
    }
    this.#pdf.y += 8;
    return this;
  }

  #rule(from: number, to: number): void {
    const { y } = this.#pdf;
    this.#pdf.lineWidth(0.7).strokeColor(LINE).moveTo(from, y).lineTo(to, y).stroke();
  }

  /** Places to sign, two beside each other, with who signs under the line. */
  signatures(who: readonly string[]): this {
    const gap = 30;
    const width = (this.#width - gap) / 2;
    for (let at = 0; at < who.length; at += 2) {
      this.#need(76);
      this.#pdf.y += 46;
      const top = this.#pdf.y;
      for (const [column, label] of who.slice(at, at + 2).entries()) {
        const left = this.#left + column * (width + gap);
        this.#pdf.y = top;
        this.#rule(left, left + width);
        this.#pdf.font('plain').fontSize(SIZE.foot + 0.5);
        this.#pdf.text(printable(label), left, top + PADDING, { width, align: 'center' });
      }
      this.#pdf.y = top + 26;
    }
    return this;
  }

  /** A grid; its titles stand again on each page. `height` is a row's least. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[], height = 22): this {
    const whole = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (share / whole) * this.#width);
    const titled = columns.some(({ title }) => title !== '');
    const titles = columns.map(({ title }) => title);
    const isBold = columns.map(({ bold = false }) => bold);
    const head = () => titled && this.#row(titles, { widths, bold: titles.map(() => true), least: 20 });
    this.#need(height * 2);
    head();
    for (const cells of rows) {
      // Most rows are lines to write on.
      const isEmpty = cells.every((cell) => cell === '');
      const tall = isEmpty ? height : Math.max(height, this.#tallest(cells, widths));
      if (this.#room < tall) {
        this.#pdf.addPage();
        head();
      }
      this.#row(cells, { widths, bold: isBold, least: tall });
    }
    this.#pdf.y += 8;
    return this;
  }

  #tallest(cells: readonly string[], widths: readonly number[]): number {
    // Bold is the wider one.
    this.#pdf.font('bold').fontSize(SIZE.text);
    const line = this.#pdf.currentLineHeight(true);
    const heights = cells.map((cell, at) => {
      const width = (widths[at] ?? 0) - 2 * PADDING;
      // No letter is wider than it is high: what is so short needs no measuring.
      return cell.length * SIZE.text < width ? line : this.#pdf.heightOfString(printable(cell), { width });
    });
    return Math.max(...heights) + 2 * PADDING;
  }

  #row(cells: readonly string[], { widths, bold, least }: RowLayout): void {
    const top = this.#pdf.y;
    let left = this.#left;
    for (const [at, cell] of cells.entries()) {
      const width = widths[at] ?? 0;
      this.#pdf.lineWidth(0.7).strokeColor(LINE).rect(left, top, width, least).stroke();
      if (cell !== '') {
        this.#pdf
          .font(bold[at] ? 'bold' : 'plain')
          .fontSize(SIZE.text)
          .fillColor(INK);
        this.#pdf.text(printable(cell), left + PADDING, top + PADDING, { width: width - 2 * PADDING });
      }
      left += width;
    }
    this.#pdf.y = top + least;
  }

  /** What follows stands on a page of its own. */
  newPage(): this {
    this.#pdf.addPage();
    return this;
  }

  /** The file. Nothing can be added after it. */
  finish(): Buffer {
    const { start, count } = this.#pdf.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.#pdf.switchToPage(page);
      // Below the margin pdfkit would begin a page.
      this.#pdf.page.margins.bottom = 0;
      this.#pdf.font('plain').fontSize(SIZE.foot).fillColor(INK);
      const { height } = this.#pdf.page;
      const number = count > 1 ? ` · ${page + 1}/${count}` : '';
      this.#pdf.text(`${printable(this.#foot)}${number}`, this.#left, height - FOOT, {
        width: this.#width,
        align: 'center',
      });
    }
    this.#pdf.end();
    // A stream by its type, but all of it is there when `end` returns.
    const pieces: Buffer[] = [];
    for (let piece = this.#pdf.read(); piece !== null; piece = this.#pdf.read()) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }
}
