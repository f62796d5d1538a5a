/** Loading the directory: the seed, an operator's file, the official table, the programme's list. */

import { expect, it } from 'vitest';
import { seedClinics } from '../../db/seed/clinics.ts';
import { readable } from '../../src/domain/clinics/capitals.ts';
import {
  DIRECTORY_VERSION,
  importClinics,
  markDirectoryChanged,
  storedClinics,
} from '../../src/domain/clinics/import.ts';
import { readOfficialLine, spellingsOf } from '../../src/domain/clinics/official-table.ts';
import { importProgramme } from '../../src/domain/clinics/programme.ts';
import { seedDirectory } from '../../src/domain/clinics/seed.ts';
import { timeZoneOf } from '../../src/domain/clinics/time-zones.ts';
import { describeStores } from '../testkit/stores.ts';
import { clinic, HOUR, ImportWorld, LORETO, TIJUANA } from './import-world.ts';

describeStores('import of clinics', (open) => {
  it('adds, changes and leaves alone by CLUES', async () => {
    const store = await open();
    const rows = [clinic(LORETO), clinic(TIJUANA, { latitude: null, longitude: null })];
    expect(await store.run((tx) => importClinics(tx, rows))).toEqual({ added: 2, changed: 0, unchanged: 0 });
    expect(await store.run((tx) => importClinics(tx, rows))).toEqual({ added: 0, changed: 0, unchanged: 2 });
    const renamed = [clinic(LORETO, { name: 'UMF Loreto Centro' }), clinic('BSIST000021')];
    expect(await store.run((tx) => importClinics(tx, renamed))).toEqual({ added: 1, changed: 1, unchanged: 0 });
    const stored = await store.run(storedClinics);
    expect(stored.get(LORETO)).toEqual(renamed[0]);
    expect(stored.get(TIJUANA)).toEqual(rows[1]);
    expect(await store.run((tx) => importClinics(tx, []))).toEqual({ added: 0, changed: 0, unchanged: 0 });
  });

  it('keeps the hour of an assembly when the time zone of its clinic is put right', async () => {
    const world = await ImportWorld.on(await open());
    await world.load(LORETO, 'ask', { date: '2027-02-20' });
    const [before] = await world.assemblies();
    const row = clinic(LORETO, { timeZone: 'America/Tijuana' });
    expect(await world.store.run((tx) => importClinics(tx, [row]))).toMatchObject({ changed: 1 });
    expect(await world.assemblies()).toEqual([{ ...before, startsAt: (before?.startsAt ?? 0) + HOUR }]);
    expect(await world.load(LORETO, 'ask', { date: '2027-02-20' })).toMatchObject([{ outcome: 'unchanged' }]);
  });

  it('marks the directory with a new version each time', async () => {
    const store = await open();
    for (const version of ['1', '2']) await store.run((tx) => markDirectoryChanged(tx, version));
    expect(await store.run(({ db, tables: { settings } }) => db.select().from(settings))).toEqual([
      { key: DIRECTORY_VERSION, value: '2' },
    ]);
  });

  it('seeds a database without clinics, once', { timeout: 60_000 }, async () => {
    const store = await open();
    const loaded = await Promise.all([seedDirectory(store), seedDirectory(store)]);
    expect(loaded.sort()).toEqual([0, 9696]);
    expect((await store.run(storedClinics)).size).toBe(9696);
  });

  it('loads the programme’s list of a year', async () => {
    const store = await open();
    await store.run((tx) => importClinics(tx, [clinic(LORETO), clinic(TIJUANA)]));
    const lines = [LORETO, TIJUANA, 'XXIST000001'].map((clues) => ({ clues, year: 2027 }));
    const first = await store.run((tx) => importProgramme(tx, lines.slice(0, 1)));
    expect(first).toEqual({ added: 1, unchanged: 0, unknown: new Set() });
    const second = await store.run((tx) => importProgramme(tx, lines));
    expect(second).toEqual({ added: 1, unchanged: 1, unknown: new Set(['XXIST000001']) });
  });
});

it('knows the time zone of every clinic of the seed from its state and municipality', () => {
  const wrong = seedClinics().filter(({ stateCode, municipality, timeZone }) => {
    const capitals = municipality.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
    return timeZoneOf(stateCode, municipality) !== timeZone || timeZoneOf(stateCode, capitals) !== timeZone;
  });
  expect(wrong).toEqual([]);
});

it.each([
  ['UMF PABELLÓN DE ARTEAGA', 'UMF Pabellón de Arteaga'],
  ['LA PAZ', 'La Paz'],
  ['CALLE 5 DE MAYO S/N, COLONIA JUAN XXIII', 'Calle 5 de Mayo S/N, Colonia Juan XXIII'],
  ['CENTRO DE SALUD (EL  ROSARIO)', 'Centro de Salud (El Rosario)'],
  ['Ya está bien', 'Ya está bien'],
])('writes %s readably', (capitals, written) => {
  expect(readable(capitals)).toBe(written);
});

const official = {
  clues: 'CHIST000999',
  clave_de_la_institucion: 'IST',
  clave_de_la_entidad: '8',
  entidad: 'CHIHUAHUA',
  clave_del_municipio: '37',
  municipio: 'JUAREZ',
  localidad: 'JUAREZ',
  nombre_de_la_unidad: 'UMF ANAPRA',
  nombre_de_tipologia: 'UNIDAD DE MEDICINA FAMILIAR',
  nivel_atencion: 'PRIMER NIVEL',
  estatus_de_operacion: 'EN OPERACION',
  tipo_de_vialidad: 'CALLE',
  vialidad: 'RANCHO ANAPRA',
  numero_exterior: 'SIN NUMERO',
  numero_interior: '',
  tipo_de_asentamiento: 'COLONIA',
  asentamiento: 'COLONIA PUERTO DE ANAPRA',
  codigo_postal: '32107',
  latitud: '31.77',
  longitud: '-106.56',
};
const none = spellingsOf(new Map());

it('reads a line of the official table', () => {
  expect(readOfficialLine(official, none)).toEqual({
    clinic: {
      clues: 'CHIST000999',
      name: 'UMF Anapra',
      institution: 'ISSSTE',
      type: 'Unidad de Medicina Familiar',
      state: 'Chihuahua',
      stateCode: '08',
      municipality: 'Juarez',
      municipalityCode: '037',
      locality: 'Juarez',
      streetAddress: 'Calle Rancho Anapra S/N, Colonia Puerto de Anapra',
      postalCode: '32107',
      latitude: 31.77,
      longitude: -106.56,
      consultingRooms: null,
      timeZone: 'America/Ciudad_Juarez',
    },
  });
});

it('keeps what the directory writes better and what the table does not say', () => {
  const stored = clinic('CHIST000999', {
    name: 'UMF Anápra',
    municipality: 'Juárez',
    streetAddress: 'Calle Rancho Anapra 5',
    postalCode: '32107',
    consultingRooms: 3,
  });
  const spellings = spellingsOf(new Map([[stored.clues, stored]]));
  const silent = { ...official, vialidad: '', codigo_postal: '99999', latitud: '', longitud: '' };
  expect(readOfficialLine(silent, spellings)).toMatchObject({
    clinic: {
      name: 'UMF Anápra',
      municipality: 'Juárez',
      streetAddress: 'Calle Rancho Anapra 5',
      postalCode: '32107',
      latitude: stored.latitude,
      consultingRooms: 3,
    },
  });
});

it.each([
  { clave_de_la_institucion: 'SSA' },
  { nivel_atencion: 'SEGUNDO NIVEL' },
  { estatus_de_operacion: 'FUERA DE OPERACION' },
  { nombre_de_tipologia: 'UNIDAD MÓVIL TIPO 2' },
  { clave_de_la_institucion: 'IMB', nombre_de_tipologia: 'UNEME CAPA' },
])('leaves out of the official table %j', (cells) => {
  expect(readOfficialLine({ ...official, ...cells }, none)).toEqual({ leftOut: true });
});

it('names the official table’s own columns when a line is wrong', () => {
  expect(readOfficialLine({ ...official, latitud: '3.1', clave_de_la_entidad: '' }, none)).toEqual({
    faults: [
      { column: 'CLAVE DE LA ENTIDAD', reason: 'must be 01 to 32', value: '' },
      { column: 'LATITUD', reason: 'must be a number from 14 to 33', value: '3.1' },
    ],
  });
});
