/** What people may do to the bot, drawn at random: for tests that must hold from any state. */

import fc from 'fast-check';
import type { Content } from '../../src/conversation/inbound.ts';
import type { Reply } from '../../src/conversation/reply.ts';

/** Words of no clinic and no intent: found anywhere but in an answer, somebody's message was kept. */
export const sentinels = ['zarzaparrillo', 'ornitorrinco', 'quetzalcoyote'];

const words = [
  'hola',
  'asamblea',
  'sí',
  'no',
  'tal vez',
  'sí voy',
  'no voy',
  'sí voy con mi esposo',
  'ya no podré ir',
  'mi clínica',
  'programa',
  '¿qué es la cosabi?',
  'BAJA',
  'ALTA',
  'solo cambios',
  'privacidad',
  'mis datos',
  'borrar mis datos',
  'idioma',
  'vincular',
  'vincular 2222 2222',
  'english',
  'español',
  'atrás',
  'ayuda',
  'umf loreto',
  'umf tijuana',
  'umf',
  'xalapa veracruz',
  'chihuahua',
  'mi clínica no está',
  'seguir a la umf izamal',
  'fecha mal',
  'gracias',
  'adiós',
  'necesito una cita',
  'quiero votar',
  'hace falta un baumanómetro',
  '0',
  '2',
  '9',
  '10',
  'dos',
  'la primera',
  'when is the assembly?',
  'I will come',
  '???',
  '👍',
  '😀😀',
  'x',
  '  ',
  '\u200b',
  '\u202eojo',
  "'; drop table people; --",
  '{{clinic}}',
  '$t(menu:ask)',
  '<b>a</b>',
]; // prettier-ignore

export type Move =
  | { do: 'write'; text: string }
  | { do: 'number' | 'label' | 'tap'; at: number }
  | { do: 'stale'; id: string }
  | { do: 'send'; content: Content };

const at = fc.nat(9);
const sentence = fc
  .array(fc.constantFrom(...sentinels, 'clínica', 'la', 'de', 'mi', 'quiero', 'Tijuana', 'no'), {
    minLength: 1,
    maxLength: 6,
  })
  .map((said) => said.join(' '));

export const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('number' as const), at }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('label' as const), at }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('tap' as const), at }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), text: fc.constantFrom(...words) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('write' as const), text: sentence }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('write' as const), text: fc.string({ unit: 'binary', maxLength: 40 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('stale' as const),
        id: fc.constantFrom('0:0', '99:1', 'x', ':', '1', '-1:0', '1:99'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('send' as const),
        content: fc.constantFrom<Content>(
          { type: 'location', lat: 20.01, lng: -100.01 },
          { type: 'location', lat: 48.8, lng: 2.3 },
          { type: 'unsupported', what: 'sticker' },
          { type: 'unsupported', what: 'voice' },
          { type: 'photo', mime: 'image/jpeg', data: new Uint8Array([1]) },
          { type: 'document', name: 'a.pdf', mime: 'application/pdf', data: new Uint8Array([1]) },
          { type: 'contact', phone: '+525512345678' },
          { type: 'start', code: '' },
          { type: 'start', code: 'TEST000001' },
          { type: 'start', code: 'NOSUCHCODE' },
        ),
      }),
    },
  ),
  { minLength: 1, maxLength: 14 },
); // prettier-ignore

/** The message that a move is, given the last question. */
export function contentOf(move: Move, last: Reply | undefined): Content {
  const choices = last?.choices ?? [];
  switch (move.do) {
    case 'write':
      return { type: 'text', text: move.text };
    case 'number':
      return { type: 'text', text: String(move.at + 1) };
    case 'label':
      return { type: 'text', text: choices[move.at % (choices.length || 1)]?.label ?? 'hola' };
    case 'tap':
      return { type: 'choice', id: choices[move.at % (choices.length || 1)]?.id ?? '0:0' };
    case 'stale':
      return { type: 'choice', id: move.id };
    case 'send':
      return move.content;
  }
}
