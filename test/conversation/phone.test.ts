/** Numbers in one form, however a platform writes them. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { foldNumber } from '../../src/conversation/phone.ts';

it.each([
  ['5215512345678', '525512345678'],
  ['525512345678', '525512345678'],
  ['+52 1 55 1234 5678', '525512345678'],
  ['+52 (55) 1234-5678', '525512345678'],
  ['521551234567', '521551234567'],
  ['52155123456789', '52155123456789'],
  ['15550783881', '15550783881'],
  ['15212345678901', '15212345678901'],
  ['', ''],
])('%s is %s', (raw, folded) => {
  expect(foldNumber(raw)).toBe(folded);
});

it('is the same whichever of the two forms a Mexican number comes in', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{10}$/), (ten) => {
      expect(foldNumber(`521${ten}`)).toBe(`52${ten}`);
      expect(foldNumber(`52${ten}`)).toBe(`52${ten}`);
    }),
  );
});

it('changes nothing the second time, and leaves digits alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+ -()521') }), (raw) => {
      const folded = foldNumber(raw);
      expect(folded).toMatch(/^\d*$/);
      expect(foldNumber(folded)).toBe(folded);
    }),
  );
});
