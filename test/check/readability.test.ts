/** The Spanish texts are easy to read; and what measures that counts right. */

import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/index.ts';
import { inflesz, syllables, wordsOf } from './readability.ts';
import { textsOf } from './texts.ts';

/** Without the words that people type: nobody reads those. */
const texts = [...textsOf('es-MX')].filter(([key]) => !key.includes(':word.'));

/** What stands in a placeholder's place for measuring. */
const examples: Record<string, string> = {
  when: 'sábado 20 de febrero, 11:00 de la mañana',
  entered: 'lunes 1 de febrero',
  date: 'sábado 20 de febrero',
  clinic: 'UMF Loreto',
  where: 'Loreto',
  place: 'Casa de la Cultura',
  agenda: 'elegir al comité',
  calledBy: 'la clínica',
  operator: 'Comité de Loreto',
  contact: '613 135 0000',
  state: 'Sonora',
  address: 'calle Juárez',
  answer: 'sí va',
};

function filledIn(text: string): string {
  return text.replace(/\{\{(.*?)\}\}/g, (_, name: string) => examples[name] ?? 'dos');
}

describe('an elderly person', () => {
  it.each(flows.map(({ name }) => name))('reads %s very easily', (namespace) => {
    const all = texts.filter(([key]) => key.startsWith(`${namespace}:`)).map(([, text]) => filledIn(text));
    expect(inflesz(all.join('\n'))).toBeGreaterThanOrEqual(80);
  });

  it('stumbles over no single text', () => {
    const hard = texts
      .map(([key, text]) => ({ key, text: filledIn(text) }))
      .filter(({ text }) => wordsOf(text).length >= 6 && inflesz(text) < 65);
    expect(hard.map(({ key, text }) => `${key} ${inflesz(text).toFixed(0)}: ${text}`)).toEqual([]);
  });
});

describe('the syllables of a word', () => {
  it.each([
    [1, 'sol y muy ley buey voy yo bien guion que IMSS CURP'],
    [
      2,
      'mayo ciudad aire peine causa deuda viudo país día baúl leer caos quiere guerra agua ahí búho hielo huevo limpiáis',
    ],
    [2, 'construí prohibir también ISSSTE WhatsApp 911 11:00'],
    [3, 'cuidado reúne podríais huíamos oía oeste teatro poeta guitarra pingüino antiguo ahora bahía Paraguay'],
    [3, 'jesuita chiita clínica comité COSABI'],
    [4, 'caíamos aéreo asamblea averigüe lingüística ubicación municipio'],
    [6, 'derechohabientes'],
  ])('%i: %s', (count, words) => {
    expect(words.split(' ').filter((word) => syllables(word) !== count)).toEqual([]);
  });
});

describe('INFLESZ', () => {
  it('is Szigriszt-Pazos’ formula', () => {
    expect(inflesz('Aquí está el mapa. ¿Quiere verlo otra vez?')).toBeCloseTo(206.835 - (62.3 * 14) / 8 - 4, 6);
  });

  it('takes the point of an hour for no end', () => {
    expect(inflesz('Es a las 11.30 en punto.')).toBeCloseTo(206.835 - (62.3 * 8) / 6 - 6, 6);
  });
});
