/** Several things of a list, named or taken back in one message. */

import { describe, expect, it } from 'vitest';
import { understandings } from '../world.ts';

const labels = ['Impermeabilización', 'Baumanómetro', 'Sillas y mesas', 'Barda perimetral', 'Rampa de acceso'];
const english = ['Roof', 'Blood pressure gauge', 'Chairs and tables', 'Fence', 'Ramp'];

const chosen: [string, number[]][] = [
  ['1 y 3', [1, 3]],
  ['1,3', [1, 3]],
  ['1 3', [1, 3]],
  ['1y3', [1, 3]],
  ['1-3', [1, 3]],
  ['1, 2 y 3', [1, 2, 3]],
  ['la 1 y la 1', [1]],
  ['uno y tres', [1, 3]],
  ['la primera y la tercera', [1, 3]],
  ['los números 1 y 2', [1, 2]],
  ['opción 1 y opción 2', [1, 2]],
  ['quiero votar por el 1 y el 2', [1, 2]],
  ['baumanometro y rampa', [2, 5]],
  ['balmanometro i la ranpa', [2, 5]],
  ['la rampa, la barda', [5, 4]],
  ['sillas y mesas', [3]],
  ['también la rampa', [5]],
  ['agregue la 4', [4]],
];
const removed: [string, number[]][] = [
  ['quitar 3', [3]],
  ['quitar el 3', [3]],
  ['quita el baumanómetro', [2]],
  ['quiero quitar la rampa', [5]],
  ['ya no la barda', [4]],
  ['sin la 2', [2]],
  ['no quiero la barda', [4]],
  ['quitar 1 y 3', [1, 3]],
  ['la barda no', [4]],
  ['ya no, quita la barda', [4]],
  ['el baumanómetro ya no', [2]],
  ['mejor no la rampa', [5]],
];

describe('in Spanish', () => {
  const understanding = understandings.get('es-MX');
  const picks = (text: string) => understanding?.picks(text, labels);

  it.each(chosen)('«%s» chooses', (text, numbers) => {
    expect(picks(text)).toEqual({ picks: numbers.map((number) => number - 1), removes: false });
  });
  it.each(removed)('«%s» takes back', (text, numbers) => {
    expect(picks(text)).toEqual({ picks: numbers.map((number) => number - 1), removes: true });
  });
  it.each(['1 y 9', '0', '7', 'quitar 8', 'la rampa y la 6'])('«%s» is not on the list', (text) => {
    expect(picks(text)).toBe('out-of-range');
  });
  it.each([
    'hola',
    'y',
    'quitar',
    '1 y un elevador',
    '¿hasta cuándo se puede votar?',
    'sí voy',
    '',
    'la rampa no sirve y me duele el pecho',
    'mejor la rampa',
    'la barda no, la rampa',
    '1 '.repeat(400),
  ])('«%s» names nothing, or not only things of the list', (text) => expect(picks(text)).toBeUndefined());
});

it('reads English too', () => {
  const understanding = understandings.get('en');
  expect(understanding?.picks('1 and 3', english)).toEqual({ picks: [0, 2], removes: false });
  expect(understanding?.picks('the roof and the ramp', english)).toEqual({ picks: [0, 4], removes: false });
  expect(understanding?.picks('remove the fence', english)).toEqual({ picks: [3], removes: true });
});
