/** Days, hours and places as people write them: a table of phrases, read on Wednesday 10 February 2027. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { hear } from '../../src/conversation/call-draft.ts';
import { dayTyped } from '../../src/conversation/day-typed.ts';
import { readDays } from '../../src/conversation/when/days.ts';
import { type DayRead, type HourRead, readPlace, readWhen } from '../../src/conversation/when/when.ts';

const today = '2027-02-10';
const file = new URL('when.csv', import.meta.url);
const rows = parse(readFileSync(file), { columns: true }) as Record<
  'phrase' | 'asked' | 'day' | 'hour' | 'place',
  string
>[];

function dayOf(day: DayRead | undefined): string {
  if (day === undefined || day.is === 'day') return day?.date ?? '';
  if (day.is === 'unclear') return [day.is, ...day.dates].join(' ');
  return day.is === 'other-weekday' ? `${day.is} ${day.instead}` : day.is;
}

function hourOf(hour: HourRead | undefined): string {
  switch (hour?.is) {
    case 'hour':
      return hour.time;
    case 'either':
      return `${hour.morning}|${hour.night}`;
    case 'part':
      return `part ${hour.part}`;
    default:
      return hour?.is ?? '';
  }
}

it.each(rows)('$phrase', ({ phrase, asked, day, hour, place }) => {
  const said = readWhen({ text: phrase, today, asked: asked === '' ? undefined : (asked as 'day' | 'hour') });
  expect({ day: dayOf(said.day), hour: hourOf(said.hour), place: said.place ?? '' }).toEqual({ day, hour, place });
});

describe('the rest of a sentence', () => {
  it.each([
    ['sábado 20 a las 11 am en el patio para elegir al comité', { place: 'El patio', agenda: 'elegir al comité' }],
    ['para elegir al comité en el patio', { place: 'El patio', agenda: 'elegir al comité' }],
    ['el sábado, cupo para 80 personas', { capacity: 80 }],
    ['caben ciento veinte', {}],
    ['para 60 personas', { capacity: 60 }],
  ])('%s', (text, expected) => {
    const { place, agenda, capacity } = readWhen({ text, today });
    expect({ place, agenda, capacity }).toEqual({
      place: undefined,
      agenda: undefined,
      capacity: undefined,
      ...expected,
    });
  });

  it('takes a place that was asked for as it is', () => {
    expect(readPlace('va a ser en la casa de la cultura, calle 5 de mayo 20')).toBe(
      'La casa de la cultura, calle 5 de mayo 20',
    );
  });
});

describe('several days', () => {
  it.each([
    ['del 18 al 22 de febrero', '2027-02-18', '2027-02-22'],
    ['desde el 27 de febrero hasta el 2 de marzo', '2027-02-27', '2027-03-02'],
    ['20 de febrero', '2027-02-20', '2027-02-20'],
    ['mañana', '2027-02-11', '2027-02-11'],
    ['todas las del 9 de diciembre', '2027-12-09', '2027-12-09'],
    ['18-22 de febrero', '2027-02-18', '2027-02-22'],
    ['20/2 - 22/2', '2027-02-20', '2027-02-22'],
    ['18-22', '2027-02-18', '2027-02-22'],
    ['del 18 al 22', '2027-02-18', '2027-02-22'],
    ['18 y 19 de febrero', '2027-02-18', '2027-02-19'],
    ['18, 19 y 20 de febrero', '2027-02-18', '2027-02-20'],
    ['el jueves 18 y el viernes 19', '2027-02-18', '2027-02-19'],
    ['del lunes al viernes', '2027-02-15', '2027-02-19'],
    ['de sábado a lunes', '2027-02-13', '2027-02-15'],
    ['sabado y domingo', '2027-02-13', '2027-02-14'],
    ['sábado y domingo 21', '2027-02-20', '2027-02-21'],
    ['hoy y mañana', '2027-02-10', '2027-02-11'],
    ['de hoy al viernes', '2027-02-10', '2027-02-12'],
    ['del 28 al 3 de marzo', '2027-02-28', '2027-03-03'],
    ['30 de diciembre al 2 de enero', '2027-12-30', '2028-01-02'],
    ['entre el 18 y el 22 de febrero', '2027-02-18', '2027-02-22'],
    ['del sábado 20 al lunes 22 de febrero', '2027-02-20', '2027-02-22'],
    ['el 20', '2027-02-20', '2027-02-20'],
    ['las del sábado 20 de febrero a las 10 am', '2027-02-20', '2027-02-20'],
  ])('%s', (text, from, to) => {
    expect(readDays(text, today)).toEqual({ is: 'days', from, to });
  });

  it.each([
    '20 y 27 de febrero',
    'del 22 al 18 de febrero',
    'el 20 o el 27',
    '18, 20 y 22 de febrero',
    'del miércoles al viernes',
    '5-8',
    'todas menos las del 20 de febrero',
    'desde el 20 de febrero',
    'hasta el 20 de febrero',
    'a partir del 20 de febrero',
    'las del 20 pásenlas al 27',
    '18 22 de febrero',
    'del 18 al 22 y el 27 de febrero',
  ])('asks rather than takes one of them: %s', (text) => {
    expect(readDays(text, today)?.is).toBe('unclear');
  });

  it.each(['todas', 'todas las de febrero', 'mmm'])('names no day: %s', (text) => {
    expect(readDays(text, today)).toBeUndefined();
  });
});

describe('a day that has been', () => {
  it.each([
    ['31', '2027-03-15', '2027-01-31'],
    ['30', '2027-02-10', '2027-01-30'],
    ['el 5', '2027-02-10', '2027-02-05'],
    ['29 de febrero', '2027-03-15', '2024-02-29'],
    ['20 de diciembre', '2027-02-10', '2026-12-20'],
  ])('%s, told on %s', (text, on, date) => {
    expect(dayTyped({ text, today: on, past: true })).toEqual({ is: 'day', date });
  });

  it('is asked for again where two were said', () => {
    expect(dayTyped({ text: 'el 5 o el 6', today, past: true })).toEqual({ is: 'unclear' });
  });
});

describe('a call piece by piece', () => {
  const now = Date.parse('2027-02-10T19:00:00Z');
  const say = (draft: object, text: string, asked?: 'day' | 'hour' | 'place' | 'anything') =>
    hear({ text, asked, draft, now, timeZone: 'America/Mazatlan', misses: 0 });

  it('keeps what was known and settles the half of the day', () => {
    const begun = say({}, 'sábado 20 de febrero a las 11').draft;
    expect(begun).toEqual({ date: '2027-02-20', either: { morning: '11:00', night: '23:00' } });
    expect(say(begun, 'en la noche', 'hour').draft).toEqual({ date: '2027-02-20', time: '23:00' });
  });

  it('forgets the day that cannot be, and says why', () => {
    const { draft, trouble } = say({ date: '2027-02-20', time: '11:00' }, 'mejor el 30 de febrero', 'anything');
    expect(draft).toEqual({ time: '11:00' });
    expect(trouble?.key).toBe('call:trouble.noSuchDay');
  });

  it('asks which of two days, and which hour', () => {
    const { draft, trouble, days } = say({ date: '2027-02-20', time: '11:00' }, 'el 20 o el 27', 'anything');
    expect(draft).toEqual({ time: '11:00' });
    expect([trouble?.key, days?.map(({ date }) => date)]).toEqual([
      'call:trouble.severalDays',
      ['2027-02-20', '2027-02-27'],
    ]);
    const later = say({ date: '2027-02-20', time: '11:00' }, 'una hora más tarde', 'anything');
    expect([later.draft, later.trouble?.key]).toEqual([{ date: '2027-02-20' }, 'call:trouble.severalHours']);
  });

  it('asks another way the second time', () => {
    const once = hear({ text: 'mmm', asked: 'day', draft: {}, now, timeZone: 'UTC', misses: 0 });
    const twice = hear({ text: 'mmm', asked: 'day', draft: {}, now, timeZone: 'UTC', misses: 1 });
    expect([once.trouble?.key, twice.trouble?.key]).toEqual(['call:unclear.day', 'call:unclear.dayAgain']);
  });
});
