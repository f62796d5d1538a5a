/** RESPONDER 12 and its like: understood however they are typed, with the text behind them as it was typed. */

import { describe, expect, it } from 'vitest';
import { understandings } from '../world.ts';

const es = understandings.get('es-MX');
const en = understandings.get('en');
const answer = (number: number | undefined, text: string) => ({
  name: 'relay',
  word: 'answer',
  ...(number === undefined ? {} : { number }),
  text,
});

describe('an answer', () => {
  it.each([
    ['RESPONDER 12 Sí, el lunes.', 12, 'Sí, el lunes.'],
    ['responder 12: sí', 12, 'sí'],
    ['Responder 12', 12, ''],
    ['responder a la 12 a las 11:30', 12, 'a las 11:30'],
    ['«Responder» la conversación número 12 - hola', 12, 'hola'],
    ['RESPONDER 12\nDos renglones.\n\nY otro.', 12, 'Dos renglones.\n\nY otro.'],
    ['respoder 12 se me fue una letra', 12, 'se me fue una letra'],
    ['contesta 7 no voy', 7, 'no voy'],
    ['RESPONDER no voy', undefined, 'no voy'],
    ['responder 11:30 está bien', undefined, '11:30 está bien'],
    [`responder 3 ${'largo '.repeat(900)}fin`, 3, `${'largo '.repeat(900)}fin`],
  ])('%s', (typed, number, text) => expect(es?.globalWord(typed)).toEqual(answer(number, text)));
  it('in English', () => expect(en?.globalWord('Reply to 12: on Monday')).toEqual(answer(12, 'on Monday')));
});

describe('the other words', () => {
  it.each([
    ['TERMINAR 12', { name: 'relay', word: 'end', number: 12 }],
    ['terminar la conversación 12.', { name: 'relay', word: 'end', number: 12 }],
    ['terminar', { name: 'relay', word: 'end' }],
    ['bloquear 12', { name: 'relay', word: 'block', number: 12 }],
    ['Reportar 12', { name: 'relay', word: 'report', number: 12 }],
  ])('%s', (typed, meant) => expect(es?.globalWord(typed)).toEqual(meant));

  it.each([
    'reportar',
    'reportar aviso',
    'reportar 2 obras mal hechas',
    'terminar la barda',
    'contestar la encuesta',
    '12',
    'quiero responder 12 preguntas',
  ])('are not meant by %s', (typed) => expect(es?.globalWord(typed)?.name).not.toBe('relay'));
});
