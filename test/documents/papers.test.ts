/** The papers as they are printed: what stands on them, on every page, in fonts of their own. */

import { expect, it } from 'vitest';
import { qrImage } from '../../src/conversation/qr.ts';
import { type MinutesPaper, minutesPaper } from '../../src/documents/minutes.ts';
import { posterPaper } from '../../src/documents/poster.ts';
import { attendanceSheet, bothSheets, tallySheet } from '../../src/documents/sheets.ts';
import { pdfText } from '../testkit/pdf-text.ts';
import { localizer } from '../world.ts';

const FOOT = 'Borrador de trabajo. No es un formato oficial.';
const making = {
  language: 'es-MX',
  say: (text: Parameters<typeof localizer.text>[1]) => localizer.text('es-MX', text),
  now: Date.parse('2027-02-20T20:00:00Z'),
};
const meeting = {
  clinic: 'UMF Loreto',
  clues: 'BSIST000113',
  municipality: 'Loreto',
  state: 'Baja California Sur',
  startsAt: Date.parse('2027-02-20T18:00:00Z'),
  timeZone: 'America/Mazatlan',
  date: '2027-02-20',
  time: '11:00',
  place: 'Patio de la clínica',
  demo: false,
};
const minutes: MinutesPaper = {
  ...meeting,
  agenda: 'Elegir al comité y aprobar las obras',
  expected: { people: 12, companions: 5 },
  entered: 9,
  headCount: 31,
  elected: [
    { post: 'Presidenta', how: 'elected', name: 'Ximena Ñúñez Güémez' },
    { post: 'Tesorero', how: 'ratified', name: '' },
  ],
  works: [{ title: 'Impermeabilización', approved: '$38,500.00' }],
  agreements: ['Pintar la sala de espera', 'Comprar un baumanómetro «digital»'],
};

it('the draft holds what is known, and says on every page that it is none of the authorities’', () => {
  const many = Array.from({ length: 80 }, (_, at) => `Acuerdo largo número ${at + 1}: ${'obra '.repeat(20)}`);
  const { pages, embeddedFonts } = pdfText(minutesPaper({ ...minutes, agreements: many }, making));
  expect(pages.length).toBeGreaterThan(2);
  for (const [at, page] of pages.entries()) expect(page).toContain(`${FOOT} · ${at + 1}/${pages.length}`);
  expect(embeddedFonts).toBe(2);

  const [first = '', ...more] = pdfText(minutesPaper(minutes, making)).pages;
  const all = [first, ...more].join('\n');
  for (const text of [
    'Clínica: UMF Loreto (CLUES BSIST000113), Loreto, Baja California Sur',
    'Fecha: sábado 20 de febrero de 2027',
    'Hora: 11:00 (hora de la clínica)',
    'Lugar: Patio de la clínica',
    '17',
    '9',
    '31',
    'Elegir al comité y aprobar las obras',
    'Ximena Ñúñez Güémez',
    'Tesorero',
    '2. Comprar un baumanómetro «digital»',
    'Aval ciudadano',
  ]) {
    expect(all).toContain(text);
  }
  expect(all).not.toContain('DEMOSTRACIÓN');
});

it('what was voted stands by kind of ballot, apart and together, as a consultation', () => {
  const item = { number: 1, title: 'Rampa', cost: '$60,000.00', chat: 14, proven: 9, paper: 23, votes: 37 };
  const vote = {
    proof: 'day-code' as const,
    winners: [item],
    missed: [{ ...item, number: 2, title: 'Techo', chat: 6, proven: 2, paper: 0, votes: 6 }],
    ballots: { chat: 18, proven: 11, paper: 25 },
    money: { budget: '$150,000.00', cost: '$60,000.00', left: '$90,000.00' },
    pairsFound: 1,
    digest: 'ab12',
  };
  const text = (of: typeof vote | undefined) =>
    pdfText(minutesPaper({ ...minutes, vote: of }, making)).pages.join('\n');
  const numbers = (name: string) =>
    text(vote)
      .split(name)[1]
      ?.match(/\d[\d,.$]*/g)
      ?.slice(1, 6);
  expect(numbers('1. Rampa')?.slice(0, 4)).toEqual(['9', '5', '23', '37']);
  for (const said of ['2. Techo', 'Quedan $90,000.00', 'ab12', 'Impermeabilización', '$38,500.00']) {
    expect(text(vote)).toContain(said);
  }
  expect(text(undefined)).not.toContain('2. Techo');
});

it('of few with a proof, or few without, stands how many they were, and nothing of what they chose', () => {
  const item = { number: 1, title: 'Rampa', cost: '$60,000.00', chat: 24, proven: null, paper: 3, votes: 27 };
  const vote = {
    proof: 'day-code' as const,
    winners: [item],
    missed: [],
    ballots: { chat: 25, proven: 1, paper: 3 },
    money: { budget: '$150,000.00', cost: '$60,000.00', left: '$90,000.00' },
    pairsFound: 0,
    digest: 'ab12',
  };
  const text = pdfText(minutesPaper({ ...minutes, vote }, making)).pages.join('\n');
  const numbers = text.split('1. Rampa')[1]?.match(/\d[\d,.$]*/g);
  expect(numbers?.slice(1, 4)).toEqual(['24', '3', '27']);
  expect(text).toContain('con código o en la lista: 1. Sin eso: 24.');
});

it('the same instant gives the same bytes, and nothing is waited for', () => {
  const pdf = minutesPaper(minutes, making);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.toString('latin1').trimEnd()).toMatch(/%%EOF$/);
  expect(minutesPaper(minutes, making).equals(pdf)).toBe(true);
  expect(minutesPaper(minutes, { ...making, now: making.now + 60_000 }).equals(pdf)).toBe(false);
});

it('leaves lines where nothing was taken down, and says that a demonstration is one', () => {
  const empty = minutesPaper({ ...minutes, demo: true, agenda: '', elected: [], agreements: [] }, making);
  const text = pdfText(empty).pages.join('\n');
  expect(text).toContain('DEMOSTRACIÓN: esta asamblea es inventada.');
  expect(text).toContain('Acuerdos');
  expect(text).not.toContain('undefined');
});

it('the attendance sheet has every code in order, who comes with it, and lines for the others', () => {
  const codes = ['K7P2', 'A2B3', 'Z9Z9'].map((code, at) => ({ code, people: at + 1 }));
  const text = pdfText(attendanceSheet(meeting, codes, making)).pages.join('\n');
  expect(text.match(/☐ .*/g)).toEqual(['☐ A2B3 (2)', '☐ K7P2', '☐ Z9Z9 (3)']);
  expect(text).toContain('Todas las personas pueden entrar, con código o sin él.');
  expect(text.match(/^\d+$/gm)).toHaveLength(40);
  expect(text).toContain(FOOT);
  expect(pdfText(attendanceSheet(meeting, [], making)).pages.join('\n')).toContain('Todavía nadie tiene código.');
});

it('800 codes take no more than fifteen sheets of paper', () => {
  const codes = Array.from({ length: 800 }, (_, at) => ({ code: at.toString(36).padStart(4, '0'), people: 1 }));
  const { pages } = pdfText(attendanceSheet(meeting, codes, making));
  expect(pages.join('\n').match(/☐ .*/g)).toHaveLength(800);
  expect(pages.length).toBeLessThanOrEqual(15);
});

it('the tally sheet counts hands; both sheets fit in one file', () => {
  const tally = pdfText(tallySheet(meeting, making)).pages.join('\n');
  for (const title of ['A favor', 'En contra', 'Abstención', 'Contó', 'Revisó']) expect(tally).toContain(title);
  const both = pdfText(bothSheets(meeting, [], making)).pages.join('\n');
  expect(both).toContain('Hoja de asistencia');
  expect(both).toContain('Hoja para contar votos a mano alzada');
});

it('the poster fits on one page, says where the bot is found, and that a committee’s call is not confirmed yet', () => {
  const code = Buffer.from(qrImage('https://t.me/AsambleaBot?start=BSIST000113', 'x').data, 'base64');
  const found = { address: 't.me/AsambleaBot', code };
  const place = 'Auditorio de la Casa de la Cultura, calle Salvatierra esquina con Independencia, frente a la plaza';
  const clinic = 'UMF Heroica Villa Tezoatlán de Segura y Luna';
  const agenda = 'elegir al comité y aprobar el proyecto de este año';
  const { pages } = pdfText(posterPaper({ ...meeting, clinic, place, agenda, isPending: true, found }, making));
  expect(pages).toHaveLength(1);
  const words = (pages[0] ?? '').replaceAll('\n', ' ').replaceAll(/ +/g, ' ');
  for (const text of [
    'sábado 20 de febrero, 11:00 de la mañana',
    'Por confirmar',
    't.me/AsambleaBot',
    clinic,
    `Se va a decidir: ${agenda}`,
    'ajeno a todo partido',
  ]) {
    expect(words).toContain(text);
  }
  const plain = pdfText(posterPaper({ ...meeting, agenda: '', isPending: false }, making)).pages.join('\n');
  expect(plain).not.toMatch(/decidir|confirmar|cámara|t\.me|Borrador/);
});
