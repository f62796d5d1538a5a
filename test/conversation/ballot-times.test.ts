/** When a vote opens and closes, as people say it. */

import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { hearTime, type TimeHearing } from '../../src/conversation/ballot-times.ts';

const ZONE = 'America/Mazatlan';
const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).epochMilliseconds;
/** Wednesday. */
const NOW = at('2027-02-10T12:02');
const OPENS = at('2027-02-20T09:00');

const heard = (text: string, more: Partial<TimeHearing> = {}) =>
  hearTime({ text, part: 'opens', draft: {}, now: NOW, timeZone: ZONE, opensAt: null, misses: 0, ...more });
const shown = (instant: number | undefined) =>
  instant === undefined
    ? undefined
    : Temporal.Instant.fromEpochMilliseconds(instant)
        .toZonedDateTimeISO(ZONE)
        .toPlainDateTime()
        .toString()
        .slice(0, 16);

describe('the opening', () => {
  it.each([
    ['sábado 20 de febrero a las 9 de la mañana', '2027-02-20T09:00'],
    ['el 20 de febrero a las 9 am', '2027-02-20T09:00'],
    ['mañana a las 10 de la mañana', '2027-02-11T10:00'],
    ['hoy a las 6 de la tarde', '2027-02-10T18:00'],
    ['ahora', '2027-02-10T12:15'],
    ['Ya mismo', '2027-02-10T12:15'],
    ['ahorita', '2027-02-10T12:15'],
  ])('%s', (text, opens) => expect(shown(heard(text).at)).toBe(opens));

  it.each([
    ['del sábado 20 de febrero a las 9 de la mañana al domingo 21 a las 6 de la tarde', '2027-02-21T18:00'],
    ['abre el sábado 20 de febrero a las 9 am y cierra el domingo 21 de febrero a las 6 pm', '2027-02-21T18:00'],
    ['el sábado 20 de febrero a las 9 de la mañana hasta las 2 de la tarde', '2027-02-20T14:00'],
    ['sábado 20 de febrero, 9 de la mañana, y termina el lunes 22 a mediodía', '2027-02-22T12:00'],
  ])('with the close: %s', (text, closes) => {
    const { at: opens, closesAt } = heard(text);
    expect([shown(opens), shown(closesAt)]).toEqual(['2027-02-20T09:00', closes]);
  });

  it('is asked for piece by piece', () => {
    const day = heard('sábado 20 de febrero');
    expect(day).toEqual({ draft: { date: '2027-02-20' } });
    const hour = heard('a las 9', { draft: day.draft });
    expect(hour.draft.either).toEqual({ morning: '09:00', night: '21:00' });
    expect(shown(heard('9 de la mañana', { draft: day.draft }).at)).toBe('2027-02-20T09:00');
  });

  it('keeps nothing of a sentence with a day that there is not', () => {
    for (const text of ['ayer a las 10', '30 de febrero a las 9', 'no sé']) {
      const { trouble, ...rest } = heard(text, { draft: { date: '2027-02-20' } });
      expect([text, trouble !== undefined, rest]).toEqual([text, true, { draft: { date: '2027-02-20' } }]);
    }
  });
});

describe('the close', () => {
  it('is of the same day where only its hour is said and that is later', () => {
    const closes = (text: string) => heard(text, { part: 'closes', opensAt: OPENS });
    expect(shown(closes('a las 2 de la tarde').at)).toBe('2027-02-20T14:00');
    expect(closes('a las 8 de la mañana')).toEqual({ draft: { time: '08:00' } });
    expect(shown(closes('domingo 21 a las 6 de la tarde').at)).toBe('2027-02-21T18:00');
  });
});
