/** The clinic search on the whole directory: misspelt phrases, ambiguity, nonsense, keys, places. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ClinicIndex,
  type ClinicMatch,
  type ClinicSearchResult,
  type SearchableClinic,
} from '../../src/domain/clinics/search-index.ts';

const here = (path: string) => new URL(path, import.meta.url);
const readRows = (path: string): Record<string, string>[] => parse(readFileSync(here(path)), { columns: true });
const degrees = (text: string | undefined) => (text ? Number(text) : null);

const clinics = ['issste', 'imss-bienestar']
  .flatMap((institution) => readRows(`../../db/seed/clinics-${institution}.csv`))
  .map(
    (row, at): SearchableClinic => ({
      id: at + 1,
      clues: row.clues ?? '',
      name: row.name ?? '',
      institution: row.institution ?? '',
      type: row.type ?? '',
      state: row.state ?? '',
      stateCode: row.state_code ?? '',
      municipality: row.municipality ?? '',
      municipalityCode: row.municipality_code ?? '',
      locality: row.locality ?? '',
      latitude: degrees(row.latitude),
      longitude: degrees(row.longitude),
    }),
  );
const index = new ClinicIndex(clinics);
const phrases = readRows('./clinic-phrases.csv').map(({ phrase = '', clues = '' }) => ({ phrase, clues }));

const best = (text: string): ClinicMatch | undefined => index.search(text).matches[0];
const first = (text: string) => best(text)?.clinic;
const nothing: ClinicSearchResult = { verdict: 'none', matches: [], total: 0 };
const verdict = (text: string): ClinicSearchResult['verdict'] => index.search(text).verdict;

describe('misspelt phrases', () => {
  const places = phrases.map(({ phrase, clues }) => ({
    phrase,
    at: index.search(phrase).matches.findIndex(({ clinic }) => clinic.clues === clues),
  }));

  it('are many', () => {
    expect(phrases.length).toBeGreaterThanOrEqual(400);
  });

  it('find their clinic first in 95 % and among three in 99 %', () => {
    const found = (most: number) => places.filter(({ at }) => at >= 0 && at < most).length / places.length;
    const missed = places.filter(({ at }) => at !== 0);
    expect(found(1), JSON.stringify(missed, null, 1)).toBeGreaterThanOrEqual(0.95);
    expect(found(3), JSON.stringify(missed, null, 1)).toBeGreaterThanOrEqual(0.99);
  });

  it('are never answered with confidence by another clinic', () => {
    const wrong = phrases.filter(({ phrase, clues }) => {
      const result = index.search(phrase);
      return result.verdict === 'one' && result.matches[0]?.clinic.clues !== clues;
    });
    expect(wrong).toEqual([]);
  });
});

describe('what people write', () => {
  it.each([
    ['umfloreto baja california sur', 'BSIST000113'],
    ['U.M.F. Loreto, B.C.S.', 'BSIST000113'],
    ['unidad de medicina familiar loreto zacatecas', 'ZSIST000090'],
    ['la clinica del issste en villaflores', 'CSIST000263'],
    ['cmct numero diecisiete', 'DFIST000225'],
    ['cmct # 17', 'DFIST000225'],
    ['isste playa del carmen', 'QRIST000101'],
    ['mi clínica es la cmf cd. acuña', 'CLIST000012'],
    ['👋 hola, busco la UMF de Pichucalco por favor', 'CSIST000176'],
  ])('%s', (text, clues) => {
    expect(first(text)?.clues).toBe(clues);
    expect(verdict(text)).toBe('one');
  });

  it('knows both ways to count: "Guadalajara # 2" is not # 3', () => {
    expect(first('cmf guadalajara dos')?.name).toBe('CMF Guadalajara # 2');
    expect(first('cmf guadalajara no. 3')?.name).toBe('CMF Guadalajara # 3');
  });
});

describe('ambiguity', () => {
  it('asks back where a name stands in many places', () => {
    const { verdict, total, matches } = index.search('emiliano zapata');
    expect(verdict).toBe('several');
    expect(total).toBeGreaterThan(20);
    expect(matches).toHaveLength(5);
    expect(matches.every(({ clinic }) => clinic.name.endsWith('Emiliano Zapata'))).toBe(true);
  });

  it('offers both UMF Loreto, and nothing of another institution before them', () => {
    const { verdict, total, matches } = index.search('UMF loreto');
    expect({ verdict, total }).toEqual({ verdict: 'several', total: 2 });
    expect(matches.slice(0, 2).map(({ clinic }) => clinic.stateCode)).toEqual(['03', '32']);
  });

  it('puts a clinic open to all before those inside ministries', () => {
    const { verdict, matches } = index.search('la familiar de Xalapa');
    expect(verdict).toBe('several');
    expect(matches[0]?.clinic.type).toBe('Consultorio de Atención Familiar');
    expect(matches[0]?.clinic.municipality).toBe('Xalapa');
  });

  it('does not pass off another institution as the one asked for', () => {
    const { verdict, matches } = index.search('la clinica del isste en cordova');
    expect(verdict).toBe('near');
    expect(matches[0]?.clinic.municipality).toBe('Córdoba');
  });

  it('does not choose for a place alone', () => {
    expect(verdict('soy de oaxaca')).toBe('several');
    expect(verdict('issste medellin de bravo')).toBe('near');
  });

  it('narrows to the state or municipality chosen before', () => {
    const inState = index.search('emiliano zapata', { stateCode: '27', limit: 50 });
    expect(inState.matches.every(({ clinic }) => clinic.stateCode === '27')).toBe(true);
    const inTown = index.search('zapata', { stateCode: '27', municipalityCode: '007' });
    expect(inTown.matches[0]?.clinic.clues).toBe('TCIST000092');
    expect(index.search('UMF Loreto', { stateCode: '20' }).verdict).not.toBe('one');
  });
});

describe('what is no clinic', () => {
  it.each([
    ...[
      '',
      ' ',
      'hola',
      'si',
      'no',
      'asdfgh',
      '2',
      '123456',
      '🙏👍',
      'gracias',
      'xxxxx',
      '\u0000\u0007',
      'مرحبا بالعالم',
    ],
    ...['cuando van a pintar la clinica', 'tengo una duda', 'quiero votar', 'como va la obra', 'me duele el pecho'],
    ...[
      'hace falta un baumanometro',
      'si voy con mi esposa',
      'a que hora es la asamblea',
      'no me acuerdo de nada y ya',
    ],
  ])('none: %j', (text) => {
    expect(index.search(text)).toEqual(nothing);
  });

  it.each([
    'va a haber progreso en la obra',
    'hay esperanza',
    'esta cerca del mercado',
    'gracias a dios',
    'no me acuerdo de nada',
    'el rio se desbordo',
    'vivo en puebla',
  ])('never one: %s', (text) => {
    expect(verdict(text)).not.toBe('one');
  });

  it('reads only the beginning of a long text', () => {
    expect(verdict('z'.repeat(65_536))).toBe('none');
    expect(verdict(`${'la clinica '.repeat(6_000)}umf loreto zacatecas`)).toBe('none');
    expect(verdict('sanjuandelosmontes'.repeat(4_000))).not.toBe('one');
  });

  it('never throws, and keeps its promises', () => {
    const words = fc.constantFrom(
      'umf',
      'san',
      'loreto',
      'de',
      'isste',
      'vz ist',
      '000',
      'juárez',
      '#',
      'í',
      '(',
      '\u202e',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(words).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 9 }), (typed, limit) => {
        const { verdict, matches, total } = index.search(typed, { limit });
        expect(matches.length).toBeLessThanOrEqual(limit);
        expect(matches.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
        if (verdict === 'several') expect(total).toBeGreaterThan(1);
        if (verdict === 'none') expect(matches).toEqual([]);
        index.byClues(typed);
        index.findState(typed);
        index.findMunicipality('20', typed);
      }),
      { numRuns: 300 },
    );
  });
});

describe('CLUES', () => {
  it.each([
    'VZIST000255',
    'vzist000255',
    'VZ IST-000 255',
    'VZISTOOO255',
    'VZ1ST000255',
    'mi clues es vzist000255',
    'vzist255',
  ])('%s', (text) => {
    expect(index.byClues(text)?.name).toBe('UMF Tantoyuca');
    expect(index.search(text)).toMatchObject({ verdict: 'one', total: 1, matches: [{ score: 1 }] });
  });

  it('knows only those of the directory', () => {
    expect(index.byClues('VZIST999999')).toBeUndefined();
    expect(index.byClues('la clinica del issste 17')).toBeUndefined();
  });
});

describe('places', () => {
  it('finds the nearest, nearest first', () => {
    const found = index.nearest(26.0118, -111.3478, 3);
    expect(found[0]?.clinic.municipality).toBe('Loreto');
    expect(found[0]?.km).toBeLessThan(5);
    expect(found.map(({ km }) => km)).toEqual(found.map(({ km }) => km).sort((a, b) => a - b));
    expect(new ClinicIndex([]).nearest(0, 0)).toEqual([]);
  });

  it('lists states and municipalities by name, with all clinics counted', () => {
    const states = index.states();
    expect(states).toHaveLength(32);
    expect(states[0]?.name).toBe('Aguascalientes');
    expect(states.reduce((sum, { clinics: count }) => sum + count, 0)).toBe(clinics.length);
    const inState = index.municipalities('03');
    expect(inState.map(({ name }) => name)).toEqual(['Comondú', 'La Paz', 'Loreto', 'Los Cabos', 'Mulegé']);
    for (const { code, clinics: count } of inState) expect(index.clinicsOf('03', code)).toHaveLength(count);
    expect(index.municipalities('99')).toEqual([]);
  });

  it.each([
    ['edomex', '15'],
    ['estado de mexico', '15'],
    ['méxico', '15'],
    ['cdmx', '09'],
    ['df', '09'],
    ['ciudad de mejico', '09'],
    ['nuebo leon', '19'],
    ['veracruz', '30'],
    ['soy de veracrus', '30'],
    ['baja', '02'],
    ['baja california sur', '03'],
    ['slp', '24'],
    ['michoacan', '16'],
    ['mich.', '16'],
    ['oajaca', '20'],
    ['q roo', '23'],
    ['quintanarro', '23'],
    ['guanajato', '11'],
  ])('state: %s', (text, code) => {
    expect(index.findState(text)?.code).toBe(code);
  });

  it.each(['hola', 'asdfgh', '', '🙏'])('no state: %j', (text) => {
    expect(index.findState(text)).toBeUndefined();
  });

  it.each([
    ['30', 'cordova', 'Córdoba'],
    ['30', 'jalapa', 'Xalapa'],
    ['07', 'tuxtla', 'Tuxtla Gutiérrez'],
    ['07', 'san cristobal', 'San Cristóbal de las Casas'],
    ['23', 'cancun', 'Benito Juárez'],
    ['23', 'playa del carmen', 'Playa del Carmen'],
    ['05', 'ciudad acuña', 'Acuña'],
    ['08', 'juares', 'Juárez'],
    ['26', 'obregon', 'Cajeme'],
    ['09', 'gustavo madero', 'Gustavo A. Madero'],
    ['27', 'villahermosa', 'Centro'],
  ])('municipality of %s: %s', (state, text, name) => {
    expect(index.findMunicipality(state, text)[0]?.name).toBe(name);
  });
});
