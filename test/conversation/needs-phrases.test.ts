/** What people say that their clinic lacks: understood as that, and found in the catalogue; danger never is. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { looksLikeNewService } from '../../src/domain/needs/new-service.ts';
import { findEntries } from '../../src/domain/works/catalogue.ts';
import { understandings } from '../world.ts';

const es = understandings.get('es-MX');
const en = understandings.get('en');
if (!es || !en) throw new Error('There is no Spanish, or no English.');
/** No code: the catalogue does not have it. */
const phrases = parse(readFileSync(new URL('needs-phrases.csv', import.meta.url)), { columns: true }) as {
  phrase: string;
  code: string;
}[];

/** What is lacking, as the flow is given it; undefined where something else is meant. */
function lacking(phrase: string): string | undefined {
  const intent = es?.globalWord(phrase) ?? es?.intent(phrase);
  return intent?.name === 'needs' ? (intent.text ?? '') : undefined;
}

describe('what people say that is lacking', () => {
  it('is said in many ways', () => expect(phrases.length).toBeGreaterThanOrEqual(60));

  it.each(phrases)('$phrase: $code', ({ phrase, code }) => {
    expect(es.isEmergency(phrase)).toBe(false);
    const text = lacking(phrase);
    expect(text).toBeDefined();
    const found = findEntries(text ?? '').map((entry) => entry.code);
    expect(found.slice(0, 2).join(' ')).toContain(code);
    if (code === '') expect(found).toEqual([]);
  });

  it('is found first, as a rule', () => {
    const meant = phrases.filter(({ code }) => code !== '');
    const others = meant.filter(({ phrase, code }) => findEntries(lacking(phrase) ?? '')[0]?.code !== code);
    expect(others.length / meant.length, others.map(({ phrase }) => phrase).join('\n')).toBeLessThanOrEqual(0.05);
  });
});

describe('what names a thing and asks for none', () => {
  it.each([
    'precio de internet',
    'precio de una silla',
    'precio de la pintura',
    'cotización de la rampa',
    'una cotización de la rampa',
    'factura del techo',
    'recibo de luz',
    'una foto del techo',
    'internet de mi casa',
    'internet va bien',
    'a un lado de la puerta',
    'es para la puerta de atrás',
    'lo vi en la tienda de muebles',
    'me lo dijo el doctor',
    'el techo quedó bien',
    'me gusta la rampa',
    'son dos puertas',
    'si la rampa',
    'estoy de acuerdo con la rampa',
    'no estoy de acuerdo con el techo',
  ])('is no need and nothing else: %s', (phrase) => expect(es.globalWord(phrase) ?? es.intent(phrase)).toBeUndefined());

  it.each([
    ['rampa', 'rampa'],
    ['la rampa', 'rampa'],
    ['sillas de ruedas', 'sillas de ruedas'],
    ['una camilla y una báscula', 'camilla y una báscula'],
    ['otra banca para la sala', 'otra banca para la sala'],
    ['quiero un ventilador para la sala de espera', 'ventilador para la sala de espera'],
    ['apoyo la rampa', 'apoyo la rampa'],
  ])('is one where it is all that is said, or wished for: %s', (phrase, text) => expect(lacking(phrase)).toBe(text));

  it('may be agreed to: that is yes or no, and a choice where one is asked for', () => {
    expect(es.intent('estoy de acuerdo')).toEqual({ name: 'yes' });
    expect(es.intent('no estoy de acuerdo')).toEqual({ name: 'no' });
    expect(es.intent('en qué quedaron los acuerdos')).toEqual({ name: 'result' });
    const labels = ['Techo', 'Rampas'];
    expect(es.picks('estoy de acuerdo con la rampa', labels)).toEqual({ picks: [1], removes: false });
  });

  it.each([
    ['roof quote', undefined],
    ['receipt for chairs', undefined],
    ['I agree with the ramp', undefined],
    ['I agree', 'yes'],
    ["I don't agree", 'no'],
    ['ramp', 'needs'],
    ['what was agreed', 'result'],
  ])('so in English: %s', (phrase, name) => expect(en.intent(phrase)?.name).toBe(name));
});

describe('somebody in danger', () => {
  it.each([
    'necesito una ambulancia',
    'no hay oxígeno y mi papá no respira',
    'se cayó mi mamá en la rampa y no responde',
    'se cayó el plafón y hay un herido',
    'hace falta un doctor, mi hijo convulsiona',
    'me duele mucho el pecho y no hay doctor',
  ])('is never heard as a proposal: %s', (phrase) => expect(es.isEmergency(phrase)).toBe(true));
});

describe('a new service', () => {
  it.each([
    'un laboratorio',
    'rayos X',
    'rayos-x',
    'Quirófano',
    'que haya ultrasonido',
    'un cuarto de hospitalización',
    'otro consultorio',
    'consultorio dental',
    'que venga un pediatra',
    'ambulancia',
    'una sala de partos',
    'terapia física',
  ])('is noticed: %s', (text) => expect(looksLikeNewService(text)).toBe(true));

  it.each([
    'rehabilitar el baño',
    'sillas para el consultorio',
    'pintar el consultorio',
    'instrumental para partos',
    'lugar para estacionar',
    'ventilador',
    'aparato de la presión',
    '',
    'x',
    '\0',
    'x '.repeat(5000),
  ])('is not suspected: %s', (text) => expect(looksLikeNewService(text)).toBe(false));
});

describe('what belongs elsewhere', () => {
  it.each([
    ['quiero cita con el pediatra', 'outofscope'],
    ['ocupo mis resultados de laboratorio', 'outofscope'],
    ['faltan medicinas', 'outofscope'],
    ['ver lo que ha pedido la gente', 'petitions'],
    ['qué han pedido los demás', 'petitions'],
    ['ya no quiero pedir la rampa', 'petitions'],
    ['quitar mi petición', 'petitions'],
    ['revisar las peticiones', 'roles'],
    ['hay peticiones por revisar?', 'roles'],
    ['vamos a hacer el diagnóstico de la clínica', 'roles'],
    ['DIAGNÓSTICO', 'roles'],
    ['cuándo me dan mi diagnóstico', 'outofscope'],
  ])('%s: %s', (phrase, name) => expect((es.globalWord(phrase) ?? es.intent(phrase))?.name).toBe(name));
});
