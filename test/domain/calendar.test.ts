/** The clinic's own clock: what was entered, days before it, and the hours in which no notice wakes anybody. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterQuietHours, dateIn, daysBefore, startOf } from '../../src/domain/assemblies/calendar.ts';
import { timeZoneOf } from '../../src/domain/clinics/time-zones.ts';
import { HOUR, zones } from '../testkit/town.ts';

const at = (instant: string) => Date.parse(instant);
/** What a clock on the wall shows, by the runtime's own data. */
const wall = (instant: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(instant);

describe('an entered hour', () => {
  it.each([
    ['America/Tijuana', '2027-02-20', '2027-02-20T19:00:00Z', '2027-07-10', '2027-07-10T18:00:00Z'],
    ['America/Ciudad_Juarez', '2027-02-20', '2027-02-20T18:00:00Z', '2027-07-10', '2027-07-10T17:00:00Z'],
    ['America/Ojinaga', '2027-02-20', '2027-02-20T17:00:00Z', '2027-07-10', '2027-07-10T16:00:00Z'],
    ['America/Matamoros', '2027-02-20', '2027-02-20T17:00:00Z', '2027-07-10', '2027-07-10T16:00:00Z'],
    ['America/Mexico_City', '2027-02-20', '2027-02-20T17:00:00Z', '2027-07-10', '2027-07-10T17:00:00Z'],
    ['America/Chihuahua', '2027-02-20', '2027-02-20T17:00:00Z', '2027-07-10', '2027-07-10T17:00:00Z'],
    ['America/Mazatlan', '2027-02-20', '2027-02-20T18:00:00Z', '2027-07-10', '2027-07-10T18:00:00Z'],
    ['America/Hermosillo', '2027-02-20', '2027-02-20T18:00:00Z', '2027-07-10', '2027-07-10T18:00:00Z'],
    ['America/Cancun', '2027-02-20', '2027-02-20T16:00:00Z', '2027-07-10', '2027-07-10T16:00:00Z'],
  ])('11:00 in %s is that of its clocks, in winter and in summer', (zone, winter, winterAt, summer, summerAt) => {
    expect(startOf(winter, '11:00', zone)).toBe(at(winterAt));
    expect(startOf(summer, '11:00', zone)).toBe(at(summerAt));
  });

  it('fault 24: comes back as it was entered, on any day, in every zone', () => {
    const day = fc.date({ min: new Date('2026-01-01'), max: new Date('2031-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...zones), day, fc.integer({ min: 4, max: 23 }), (zone, date, hour) => {
        const local = date.toISOString().slice(0, 10);
        const time = `${String(hour).padStart(2, '0')}:30`;
        expect(wall(startOf(local, time, zone), zone)).toBe(`${local} ${time}`);
        expect(dateIn(startOf(local, time, zone), zone)).toBe(local);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it.each([
    ['2027-02-30', '11:00'],
    ['2027-13-01', '11:00'],
    ['27-02-20', '11:00'],
    ['20/02/2027', '11:00'],
    ['2027-02-20', '25:00'],
    ['2027-02-20', '11:60'],
    ['2027-02-20', '9:00'],
    ['2027-02-20', '11'],
    ['', ''],
  ])('%s %s is refused', (date, time) => {
    expect(() => startOf(date, time, 'America/Tijuana')).toThrow(RangeError);
  });

  it('is refused in a zone that does not exist', () => {
    expect(() => startOf('2027-02-20', '11:00', 'America/Xalapa')).toThrow(RangeError);
  });
});

it('fault 24: counts days by the clock on the wall, also over a change of the clocks', () => {
  // Tijuana goes forward on 14 March 2027, at 2:00.
  const start = startOf('2027-03-18', '11:00', 'America/Tijuana');
  expect(wall(daysBefore(start, 7, 'America/Tijuana'), 'America/Tijuana')).toBe('2027-03-11 11:00');
  expect(start - daysBefore(start, 7, 'America/Tijuana')).toBe(7 * 24 * HOUR - HOUR);
  const fixed = startOf('2027-03-18', '11:00', 'America/Mexico_City');
  expect(fixed - daysBefore(fixed, 7, 'America/Mexico_City')).toBe(7 * 24 * HOUR);
});

describe('quiet hours', () => {
  it.each([
    ['2027-02-10 07:59', '2027-02-10 08:00'],
    ['2027-02-10 08:00', '2027-02-10 08:00'],
    ['2027-02-10 19:59', '2027-02-10 19:59'],
    ['2027-02-10 20:00', '2027-02-11 08:00'],
    ['2027-02-10 23:59', '2027-02-11 08:00'],
    ['2027-02-11 00:00', '2027-02-11 08:00'],
    // The night in which the clocks of Tijuana go forward has 23 hours.
    ['2027-03-13 21:00', '2027-03-14 08:00'],
    ['2027-11-06 21:00', '2027-11-07 08:00'],
  ])('at %s in Tijuana a notice goes out at %s', (written, sent) => {
    const [date = '', time = ''] = written.split(' ');
    expect(wall(afterQuietHours(startOf(date, time, 'America/Tijuana'), 'America/Tijuana'), 'America/Tijuana')).toBe(
      sent,
    );
  });

  it('never send at night, never go back, and wait twelve hours and a change of clocks at most', () => {
    const range = { min: at('2026-01-01T00:00:00Z'), max: at('2031-01-01T00:00:00Z') };
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer(range), (zone, instant) => {
        const sent = afterQuietHours(instant, zone);
        const hour = Number(wall(sent, zone).slice(11, 13));
        expect(hour).toBeGreaterThanOrEqual(8);
        expect(hour).toBeLessThan(20);
        expect(sent).toBeGreaterThanOrEqual(instant);
        expect(sent - instant).toBeLessThanOrEqual(13 * HOUR);
        expect(afterQuietHours(sent, zone)).toBe(sent);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});

it('knows the zone of a town on the border however its name is written', () => {
  expect(timeZoneOf('08', 'JUAREZ')).toBe('America/Ciudad_Juarez');
  expect(timeZoneOf('08', 'Delicias')).toBe('America/Chihuahua');
  expect(timeZoneOf('28', 'río  bravo')).toBe('America/Matamoros');
  expect(timeZoneOf('28', 'Tampico')).toBe('America/Monterrey');
  expect(timeZoneOf('18', 'BAHÍA DE BANDERAS')).toBe('America/Bahia_Banderas');
  expect(timeZoneOf('30', 'Xalapa')).toBe('America/Mexico_City');
});
