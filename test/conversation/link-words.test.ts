/** The words that link two channels, with a code and without. */

import { describe, expect, it } from 'vitest';
import { understandings } from '../world.ts';

const read = (language: string, text: string) => understandings.get(language)?.intent(text);

describe('a wish to link', () => {
  it.each([
    'VINCULAR',
    'vincular mi whatsapp',
    'unir mis cuentas',
    'quiero unir mis cuentas',
    'juntar con mi whatsapp',
    'juntar con mi Telegram',
    'quiero juntar este chat con mi telegram',
    '¿puedo conectar mi whatsapp?',
    'binkular',
  ])('es-MX: %s', (text) => expect(read('es-MX', text)).toEqual({ name: 'link' }));

  it.each([
    'LINK',
    'link my accounts',
    'I want to join my accounts',
    'join with my whatsapp',
    'connect my telegram',
  ])('en: %s', (text) => expect(read('en', text)).toEqual({ name: 'link' }));

  it.each([
    'donde nos vamos a juntar',
    'juntar firmas',
    'a qué hora se juntan',
    'mándeme un whatsapp',
  ])('is not: %s', (text) => expect(read('es-MX', text)?.name).not.toBe('link'));
});

describe('a link code', () => {
  it.each([
    'VINCULAR K7PM X2QZ',
    'vincular k7pmx2qz',
    'Vincular K7PM-X2QZ',
    ' vincular: k7pm  x2qz.',
  ])('es-MX: %s', (text) => {
    expect(read('es-MX', text)).toEqual({ name: 'link', code: 'K7PMX2QZ' });
  });

  it('en', () => expect(read('en', 'link K7PM X2QZ')).toEqual({ name: 'link', code: 'K7PMX2QZ' }));
});
