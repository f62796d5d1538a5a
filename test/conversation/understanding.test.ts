/** What people type is understood: phrases with slips, sentences in danger and near-misses, labels, numbers, odd input. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createUnderstanding,
  type Intent,
  type Vocabulary,
} from '../../src/conversation/understanding/understanding.ts';

const here = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const read = (language: string) =>
  createUnderstanding(JSON.parse(here(`../../locales/${language}/understanding.json`)) as Vocabulary);
const es = read('es-MX');
const en = read('en');
const rows = (file: string) => parse(here(file), { columns: true }) as Record<string, string>[];
const means = (language: typeof es, text: string) => language.globalWord(text) ?? language.intent(text);

/** "about=when;clinic=xalapa", of an intent that was understood. */
function slots(intent: Intent | undefined): Record<string, string> {
  const { name: _, ...others } = intent ?? { name: '' };
  return Object.fromEntries(Object.entries(others).map(([slot, value]) => [slot, String(value)]));
}

function expected(list: string): Record<string, string> {
  return Object.fromEntries(
    list
      .split(';')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [slot = '', value = ''] = pair.split('=');
        return [slot, value];
      }),
  );
}

describe.each([
  ['es-MX', es, 500],
  ['en', en, 120],
] as const)('phrases in %s', (language, understanding, least) => {
  const phrases = rows(`phrases.${language}.csv`);
  const wrong = phrases.filter(({ phrase = '', intent = '', slots: wanted = '' }) => {
    const got = means(understanding, phrase);
    if ((got?.name ?? '') !== intent) return true;
    const { text, ...rest } = slots(got);
    const { text: wantedText, ...wantedRest } = expected(wanted);
    return (
      (wantedText !== undefined && text !== wantedText) ||
      JSON.stringify(sorted(rest)) !== JSON.stringify(sorted(wantedRest))
    );
  });

  it('are many', () => expect(phrases.length).toBeGreaterThanOrEqual(least));
  it('mean what they say, slots included', () => {
    expect(wrong.length / phrases.length, wrong.map(({ phrase }) => phrase).join('\n')).toBeLessThanOrEqual(0.03);
  });
  it('are no emergencies', () => {
    expect(phrases.map(({ phrase = '' }) => phrase).filter((phrase) => understanding.isEmergency(phrase))).toEqual([]);
  });
});

function sorted(record: Record<string, string>): [string, string][] {
  return Object.entries(record).sort(([a], [b]) => a.localeCompare(b));
}

describe.each([
  ['es-MX', es, 150],
  ['en', en, 70],
] as const)('emergencies in %s', (language, understanding, least) => {
  const lines = rows(`emergencies.${language}.csv`);
  const isSeen = ({ phrase = '' }: Record<string, string>) => understanding.isEmergency(phrase);
  it('are many, half of them near-misses', () => {
    expect(lines.length).toBeGreaterThanOrEqual(least);
    const share = lines.filter(({ emergency }) => emergency === 'no').length / lines.length;
    expect(share).toBeGreaterThan(0.4);
  });
  it('are never missed', () => {
    const missed = lines.filter((line) => line.emergency === 'yes' && !isSeen(line));
    expect(missed.map(({ phrase }) => phrase)).toEqual([]);
  });
  it('are not seen where there is none', () => {
    const seen = lines.filter((line) => line.emergency === 'no' && isSeen(line));
    expect(seen.map(({ phrase }) => phrase)).toEqual([]);
  });
});

it('an emergency is found at the end of a long message', () => {
  expect(
    es.isEmergency(`${'quiero saber de la asamblea de mi clinica '.repeat(90)} le duele el pecho a mi esposo`),
  ).toBe(true);
});

describe('printed words', () => {
  it.each([
    ['MENÚ', 'menu'],
    ['atras.', 'back'],
    ['Ya no avisos', 'notices.off'],
    ['¡BAJA!', 'notices.off'],
    ['alto', 'notices.off'],
    ['solo cambios', 'notices.changes'],
    ['SI AVISOS', 'notices.on'],
    ['alta', 'notices.on'],
    ['mis datos', 'mydata'],
    ['informes', 'programme'],
    ['asanblea', 'assembly'],
    ['sí voy', 'rsvp'],
    ['peticionez', 'petitions'],
    ['boleta', 'roles'],
  ])('%s', (text, name) => expect(es.globalWord(text)?.name).toBe(name));
  it.each([
    'vaja',
    'bajas',
    'altas',
    'salto',
    'baja california',
    'la barda es muy alta',
    'solo canbios',
  ])('not %s', (text) => expect(es.globalWord(text)).toBeUndefined());
  it('yield to a question for a place', () => {
    expect(es.globalWord('BAJA', true)).toBeUndefined();
    expect(es.intent('baja')).toBeUndefined();
    expect(es.globalWord('MENÚ', true)).toEqual({ name: 'menu' });
  });
  it('carry a code', () => {
    expect(es.globalWord('entrada AB12-CD')).toEqual({ name: 'roles', word: 'entry', code: 'AB12CD' });
    expect(es.globalWord('revisar voto k7m2')).toEqual({ name: 'vote', check: 'K7M2' });
    expect(en.globalWord('unsubscribe')).toEqual({ name: 'notices.off' });
  });
});

describe('choices', () => {
  const labels = ['Sí, voy', 'No voy', 'Todavía no sé'];
  it.each([
    ['2', 1],
    ['2.', 1],
    ['2)', 1],
    [' 3 ', 2],
    ['2️⃣', 1],
    ['dos', 1],
    ['la segunda', 1],
    ['opcion 2', 1],
    ['el 2 por favor', 1],
    ['la ultima', 2],
    ['si', 0],
    ['simon', 0],
    ['no gracias', 1],
    ['nel', 1],
    ['todavia no se', 2],
    ['9', 'out-of-range'],
    ['0', 'out-of-range'],
    ['no se', 2],
    ['que dia es', undefined],
    ['', undefined],
    ['-1', undefined],
    [' - 2', undefined],
    ['\u22122', undefined],
    ['-9', undefined],
    ['la -1', undefined],
    ['opcion - 2', 1],
  ])('%s', (text, index) => expect(es.choice(text, labels)).toBe(index));
  it('takes a label in part or with slips when only one fits', () => {
    const clinics = ['UMF Loreto', 'CMF Xalapa', 'Clínica Hospital Córdoba'];
    expect(es.choice('la de loreto', clinics)).toBe(0);
    expect(es.choice('jalapa', clinics)).toBe(1);
    expect(es.choice('cordova', clinics)).toBe(2);
    expect(es.choice('la umf de tepic', clinics)).toBeUndefined();
    expect(es.choice('xalapa', ['CMF Xalapa', 'UMF Xalapa'])).toBeUndefined();
  });
  it.each([
    ['tres', 3],
    ['somos 4', 4],
    ['ninguno', 0],
    ['voy solo', 0],
    ['treinta y cinco', 35],
    ['con mi esposa', 1],
    ['mis dos hijos y mi mamá', 3],
    ['mi esposa, mi hija y 2 más', 4],
    ['media docena', 6],
    ['un par de vecinas', 2],
    ['con mis papás', 2],
    ['mis hijos y mi mamá', undefined],
    ['con 2 o 3 personas', undefined],
    ['con 12 personas', 12],
    ['2 o 3', undefined],
    ['quien sabe', undefined],
  ])('count %s', (text, number) => expect(es.count(text)).toBe(number));
});

describe('who comes along', () => {
  it.each([
    ['con mi esposa', 1],
    ['también va mi hermana', 1],
    ['sola', 0],
    ['2 más', 2],
    ['somos 4', 3],
    ['con 12 personas', 12],
    ['2', undefined],
    ['ya no va mi esposa', undefined],
    ['llego a las 5', undefined],
    ['con quién va mi esposa', undefined],
  ])('%s', (text, number) => expect(es.companions(text)).toBe(number));
  it.each([
    ['voy con 10 personas', undefined],
    ['voy con 12 personas y mi mamá', undefined],
    ['voy con 9 personas', 9],
    ['somos 10, ahí estaremos', 9],
  ])('%s, of those who can be noted', (text, companions) =>
    expect(es.intent(text)).toEqual({
      name: 'rsvp',
      answer: 'yes',
      ...(companions === undefined ? {} : { companions }),
    }));
  it.each([
    ['my two sons and my mother', 3],
    ['just me', 0],
    ['half a dozen', undefined],
    ['a couple of friends', 2],
  ])('%s', (text, number) => expect(en.companions(text)).toBe(number));
});

describe('a sentence in one language', () => {
  it.each([
    ['es-MX', es, en],
    ['en', en, es],
  ] as const)('of %s is more familiar there', (language, own, other) => {
    const lines = [...rows(`phrases.${language}.csv`), ...rows(`emergencies.${language}.csv`)];
    const stranger = lines.filter(({ phrase = '' }) => other.familiar(phrase) > own.familiar(phrase));
    expect(stranger.length / lines.length, stranger.map(({ phrase }) => phrase).join('\n')).toBeLessThan(0.01);
  });
});

describe('odd input', () => {
  it('never throws and returns quickly', () => {
    const odd = [
      '',
      ' ',
      '\u0000\u0007',
      '\u202e\u202dhola\u202c',
      '😀'.repeat(500),
      'a'.repeat(65_536),
      'le duele '.repeat(8_000),
      '1'.repeat(65_536),
      'ñ\u0301\u200b'.repeat(3_000),
    ];
    const start = performance.now();
    for (const text of odd) {
      for (const language of [es, en]) {
        language.isEmergency(text);
        language.globalWord(text);
        language.intent(text);
        language.choice(text, ['Sí', 'No', text]);
        language.count(text);
        language.companions(text);
        language.familiar(text);
      }
    }
    expect(performance.now() - start).toBeLessThan(2_000);
  });
  it('holds for any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        es.isEmergency(text);
        means(es, text);
        es.choice(text, ['Uno', 'Dos']);
        es.count(text);
      }),
    );
  });
});
