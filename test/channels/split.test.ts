/** Cutting texts: for any text, nothing but white space at the cuts is lost and no sign is broken. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthInGraphemes, splitText } from '../../src/channels/split.ts';

test.each<[string, string[]]>([
  ['', []],
  [' \n ', []],
  ['corto', ['corto']],
  ['uno dos\n\ntres cuatro', ['uno dos', 'tres', 'cuatro']],
  ['uno dos\ntres', ['uno dos', 'tres']],
  ['unodostrescuatro', ['unodostres', 'cuatro']],
  ['👩‍⚕️👩‍⚕️👩‍⚕️', ['👩‍⚕️👩‍⚕️', '👩‍⚕️']],
])('%j in tens', (text, parts) => {
  expect(splitText(text, 10)).toEqual(parts);
});

test('any text', () => {
  const signs = fc.constantFrom('a', 'ñ', ' ', '\n', '\n\n', '👩‍⚕️', 'e\u0301', '\u200B', '🇲🇽', 'ع', 'palabra');
  fc.assert(
    fc.property(fc.string({ unit: signs, maxLength: 300 }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
      const parts = splitText(text, limit);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(limit);
        expect(part.trim()).not.toBe('');
        expect(part.isWellFormed()).toBe(true);
      }
      const bare = (piece: string) => piece.replaceAll(/\s/g, '');
      expect(bare(parts.join(''))).toBe(bare(text));
    }),
  );
});

test('a cut never goes through a grapheme that fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-composite', maxLength: 200 }), (text) => {
      const parts = splitText(text.replaceAll(/\s/g, ''), 64);
      const whole = lengthInGraphemes(parts.join(''));
      expect(parts.reduce((sum, part) => sum + lengthInGraphemes(part), 0)).toBe(whole);
    }),
  );
});
