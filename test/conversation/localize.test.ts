/** Dates as the clinic's clocks show them, in both languages; values go in as they are, whatever they look like. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLocalizer } from '../../src/conversation/localize.ts';
import type { TextValue } from '../../src/conversation/text.ts';
import { startOf } from '../../src/domain/assemblies/calendar.ts';
import { zones } from '../testkit/town.ts';
import { localizer } from '../world.ts';

/** The words for a moment alone, out of a sentence that holds little else. */
function shown(language: string, at: number, timeZone: string): string {
  const sentence = (note: TextValue) => localizer.text(language, { key: 'assembly:note', values: { note } });
  const [before = '', after = ''] = sentence('|').split('|');
  const text = sentence({ at, timeZone });
  return text.slice(before.length, text.length - after.length);
}

describe.each(zones)('in %s', (timeZone) => {
  it.each([
    ['2027-02-20', 'sábado 20 de febrero, 11:00 de la mañana', 'Saturday, February 20, 11:00 in the morning'],
    ['2027-07-10', 'sábado 10 de julio, 11:00 de la mañana', 'Saturday, July 10, 11:00 in the morning'],
  ])('11:00 on %s is 11:00 there', (date, spanish, english) => {
    const at = startOf(date, '11:00', timeZone);
    expect(shown('es-MX', at, timeZone)).toBe(spanish);
    expect(shown('en', at, timeZone)).toBe(english);
  });
});

it.each([
  ['00:00', '12:00 de la madrugada', '12:00 at night (a.m.)'],
  ['00:30', '12:30 de la madrugada', '12:30 at night (a.m.)'],
  ['04:59', '4:59 de la madrugada', '4:59 at night (a.m.)'],
  ['05:00', '5:00 de la mañana', '5:00 in the morning'],
  ['11:59', '11:59 de la mañana', '11:59 in the morning'],
  ['12:00', '12:00 del día', '12:00 noon hour (p.m.)'],
  ['13:00', '1:00 de la tarde', '1:00 in the afternoon'],
  ['18:59', '6:59 de la tarde', '6:59 in the afternoon'],
  ['19:00', '7:00 de la noche', '7:00 in the evening'],
  ['23:59', '11:59 de la noche', '11:59 in the evening'],
])('%s is said in words that fit the part of the day', (time, spanish, english) => {
  const at = startOf('2027-02-20', time, 'America/Tijuana');
  expect(shown('es-MX', at, 'America/Tijuana')).toBe(`sábado 20 de febrero, ${spanish}`);
  expect(shown('en', at, 'America/Tijuana')).toBe(`Saturday, February 20, ${english}`);
});

it('puts values in as they are, also those that look like syntax', () => {
  const syntax = fc.constantFrom(
    '{{x}}',
    '{{place}}',
    '$t(menu:ask)',
    '$t(',
    '\u0024{a}',
    '&lt;',
    '<b>',
    '%s',
    '\\',
    '$&',
    '$1',
  );
  const value = fc.array(fc.oneof(syntax, fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constant('clinic')), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(value, fc.constantFrom(...localizer.languages), (parts, language) => {
      const odd = parts.join(' ');
      const said = localizer.text(language, { key: 'clinic:mine', values: { clinic: 'UMF Loreto', where: odd } });
      expect(said).toContain('UMF Loreto');
      expect(said).toContain(odd);
      expect(localizer.text(language, { key: 'assembly:map', values: { place: odd, clinic: '' } })).toContain(odd);
    }),
    { numRuns: 300, seed: 7 },
  );
});

it('names who runs the bot, whatever they are called', () => {
  const odd = { name: 'Comité $t(menu:ask) {{contact}} {{clinic}}', contact: '55 $1 {{operator}}' };
  for (const language of localizer.languages) {
    const help = createLocalizer(odd).text(language, { key: 'menu:human' });
    expect(help).toContain(odd.name);
    expect(help).toContain(odd.contact);
    const notice = createLocalizer(odd).text(language, { key: 'notice:from', values: { clinic: 'UMF Loreto' } });
    expect(notice).toContain(odd.name);
    expect(notice).toContain('UMF Loreto');
  }
});

it('keeps syntax in a value that stands beside a date and a nested text', () => {
  const when = { at: startOf('2027-02-20', '11:00', 'America/Tijuana'), timeZone: 'America/Tijuana' };
  const values = { clinic: '$t(menu:ask) {{when}}', when, where: '{{clinic}}', place: { key: 'notice:placePending' } };
  const told = localizer.text('es-MX', { key: 'notice:moved', values });
  for (const part of [values.clinic, values.where, 'sábado 20 de febrero, 11:00 de la mañana'])
    expect(told).toContain(part);
  expect(told).toContain(localizer.text('es-MX', values.place));
});

it('speaks the default language to who has one that is gone, and throws for a text that is missing', () => {
  expect(localizer.text('nah', { key: 'menu:ask' })).toBe(localizer.text('es-MX', { key: 'menu:ask' }));
  expect(() => localizer.text('es-MX', { key: 'menu:nothing' })).toThrow('No text menu:nothing');
  expect(() => localizer.text('en', { key: 'menu:nothing', values: { a: 1 } })).toThrow('No text menu:nothing');
  expect(localizer.text('en', 'UMF {{x}}')).toBe('UMF {{x}}');
});
