/** Amounts and parts as people type them: read where sure, asked back where not. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAmount, readPercent } from '../../src/domain/works/amounts.ts';
import { centsOfCell, pesos, shareOf } from '../../src/domain/works/money.ts';

describe('an amount', () => {
  it.each([
    ['$12,500', 1_250_000],
    ['12 mil', 1_200_000],
    ['12500.50', 1_250_050],
    ['doce mil quinientos', 1_250_000],
    ['dose mil kinientos pesos', 1_250_000],
    ['12 mil 500', 1_250_000],
    ['12.5 mil', 1_250_000],
    ['12,5 mil', 1_250_000],
    ['12k', 1_200_000],
    ['doce mil y medio', 1_250_000],
    ['fueron como 38 mil pesos con 50 centavos', 3_800_050],
    ['un millon doscientos mil', 120_000_000],
    ['1.2 millones', 120_000_000],
    ['medio millón', 50_000_000],
    ['ciento treinta y cinco mil', 13_500_000],
    ['1.200.000', 120_000_000],
    ['12 500', 1_250_000],
    ['38mil', 3_800_000],
    ['850', 85_000],
    ['$12', 1200],
    ['20 centavos', 20],
    ['twelve thousand five hundred', 1_250_000],
    ['0', 0],
    ["1'200,000", 120_000_000],
    ['1’200,000.50', 120_000_050],
    ["12'500", 1_250_000],
    ['3,450 00/100 M.N.', 345_000],
    ['tres mil cuatrocientos cincuenta pesos 50/100 m.n.', 345_050],
    ['12 con 50 centavos', 1250],
  ])('%s', (text, cents) => expect(readAmount(text)).toEqual({ read: 'amount', cents }));

  it.each([
    ['12', [1200, 1_200_000]],
    ['doce', [1200, 1_200_000]],
    ['12.500', [1_250_000, 1250]],
    ['entre 12,500 y 13,000', [1_250_000, 1_300_000]],
    ['2 mil 3 mil', [200_000, 300_000]],
    ['dos mil treinta y tres mil', [200_000, 3_300_000]],
  ])('%s may mean two', (text, options) => expect(readAmount(text)).toEqual({ read: 'ambiguous', options }));

  it.each(['', 'no sé', 'mucho', '-500', '1, 2, 3 y 4'])('%s is none', (text) => {
    expect(readAmount(text)).toEqual({ read: 'none' });
  });

  it('is not more than any clinic gets', () => expect(readAmount('12 millones')).toEqual({ read: 'too-much' }));

  it('is read as it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 1_000_000_000 }), (cents) => {
        expect(readAmount(pesos(cents))).toEqual({ read: 'amount', cents });
        expect(centsOfCell(pesos(cents))).toBe(cents);
      }),
    );
  });

  it('is read of whatever is typed, without throwing', () => {
    const sign = fc.constantFrom(
      '1',
      '12',
      '500',
      '.',
      ',',
      ' ',
      'mil',
      'y',
      'medio',
      '$',
      'cien',
      'millones',
      'x',
      '-',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
        const read = readAmount(signs.join(''));
        const amounts = read.read === 'amount' ? [read.cents] : read.read === 'ambiguous' ? read.options : [];
        for (const cents of amounts) expect(Number.isInteger(cents) && cents >= 0).toBe(true);
      }),
    );
  });
});

describe('a cell', () => {
  it.each([
    ['1,200,000.50', 120_000_050],
    ['$400000', 40_000_000],
    ['400000.5', 40_000_050],
    [' $ 400,000 ', 40_000_000],
  ])('%s', (cell, cents) => expect(centsOfCell(cell)).toBe(cents));

  it.each(['', '-5', '1.200.000', '12,50', '400 mil', '4e5', '1,2345', 'MXN'])('%s is no amount', (cell) => {
    expect(centsOfCell(cell)).toBeUndefined();
  });
});

describe('a part', () => {
  it.each([
    ['60', 60],
    ['60 %', 60],
    ['sesenta por ciento', 60],
    ['va como al 60', 60],
    ['la mitad', 50],
    ['todo', 100],
    ['140', 140],
    ['-5', -5],
    ['33.5', 33],
    ['99.7', 99],
    ['un cuarto', 25],
    ['tres cuartas partes', 75],
    ['3/4', 75],
    ['la tercera parte', 33],
    ['two thirds', 66],
    ['ya quedó terminada', 100],
  ])('%s', (text, percent) => expect(readPercent(text)).toBe(percent));

  it.each([
    '',
    'casi',
    'entre 50 y 60',
    'no esta terminada',
    'casi todo',
    'todavia no todo',
    'todavía no está terminada',
    'todo menos la pintura',
    'casi 100',
    'le falta 10',
    'falta un cuarto',
    'menos de la mitad',
    'it isn’t done',
  ])('%s is none', (text) => expect(readPercent(text)).toBeUndefined());

  it.each([
    [3_850_000, 55_000_000, 7],
    [1, 55_000_000, 0],
    [54_999_999, 55_000_000, 99],
    [55_000_000, 55_000_000, 100],
    [60_500_000, 55_000_000, 110],
  ])('%i of %i', (cents, total, share) => expect(shareOf(cents, total)).toBe(share));
});
