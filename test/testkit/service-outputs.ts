/** What the services of flows can answer, as real as it gets without a database: for walking the machines. */

import type { AssemblyFound, ClinicOption, ServiceName, Services } from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const START = Date.parse('2027-02-20T18:00:00Z');
const DAY = 86_400_000;

const clinic = {
  id: 7,
  clues: 'BSIST000044',
  name: 'CMF Loreto',
  institution: 'ISSSTE',
  municipality: 'Loreto',
  state: 'Baja California Sur',
  address: 'Calle Salvatierra esquina Independencia s/n, Centro',
  latitude: 26.0117,
  longitude: -111.3478,
  timeZone: 'America/Mazatlan',
};

const assembly: AssemblyFound = {
  found: 'assembly',
  clinic,
  assembly: {
    id: 3,
    clinicId: 7,
    startsAt: START,
    place: 'Auditorio de la Casa de la Cultura, calle Salvatierra, frente a la plaza',
    latitude: 26.012,
    longitude: -111.348,
    agenda: 'elegir al comité y aprobar el proyecto de este año',
    calledBy: 'la Dirección de la clínica y la Subdelegación de Prestaciones',
    note: 'Habrá rampa y sillas. Se puede entrar desde las 10:30.',
    status: 'scheduled',
    demo: false,
    revision: 1,
    enteredAt: START - 30 * DAY,
    updatedAt: START - 20 * DAY,
  },
  begun: false,
};

/** The same with some of its facts other than usual. */
const varied = (facts: Partial<AssemblyFound['assembly']>, more: Partial<AssemblyFound> = {}): AssemblyFound => ({
  ...assembly,
  ...more,
  assembly: { ...assembly.assembly, ...facts },
});

/** More than one page of them. */
const clinics: ClinicOption[] = [
  ['CMF Xalapa', 'Xalapa, Veracruz de Ignacio de la Llave'],
  ['UMF Coatepec', 'Coatepec, Veracruz de Ignacio de la Llave'],
  ['Centro de Salud Emiliano Zapata', 'Emiliano Zapata, Tabasco'],
  ['Colonia Loma Linda', 'Ensenada, Baja California'],
  ['UMF Tezoatlán', 'Heroica Villa Tezoatlán de Segura y Luna, Cuna de la Independencia de Oaxaca, Oaxaca'],
  ['San Juan Quiahije', 'San Juan Quiahije, Oaxaca'],
  ['CMF Aguascalientes', 'Aguascalientes, Aguascalientes'],
  ['Centro de Salud Microregional Yibeljoj', 'Chenalhó, Chiapas'],
  ['UMF Soledad de Graciano Sánchez', 'Soledad de Graciano Sánchez, San Luis Potosí'],
].map(([name = '', where = ''], index) => ({ id: 20 + index, name, where }));
const home: ClinicOption = { id: 7, name: clinic.name, where: 'Loreto, Baja California Sur' };

const states = [
  'Aguascalientes',
  'Baja California',
  'Baja California Sur',
  'Campeche',
  'Chiapas',
  'Chihuahua',
  'Coahuila de Zaragoza',
  'Colima',
];
const places = states.map((name, index) => ({ code: String(index + 1).padStart(2, '0'), name }));
const place = { code: '03', name: 'Baja California Sur' };

const file = (name: string, mime: string) => ({ name, mime, data: Buffer.from('x').toString('base64') });

const data = {
  channels: ['WhatsApp', 'Telegram'],
  since: START - 60 * DAY,
  language: 'es-MX',
  notices: 'all' as const,
  clinic: home.name,
  followed: ['CMF Xalapa', 'Centro de Salud Emiliano Zapata'],
  asked: ['CMF Xalapa'],
  answers: [1, 2, 3, 4, 5, 6].map((month) => ({
    clinic: 'Centro de Salud Emiliano Zapata',
    startsAt: START - month * 30 * DAY,
    timeZone: 'America/Mexico_City',
    answer: 'yes' as const,
    companions: month,
  })),
};

export const serviceOutputs: {
  [K in ServiceName]: (input: Parameters<Services[K]>[0]) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  inquire: ({ text }) => [
    assembly,
    varied({ demo: true, place: '', latitude: null, longitude: null, agenda: '', calledBy: '', note: '' }),
    varied({ latitude: null, longitude: null }, { clinic: { ...clinic, latitude: null, longitude: null } }),
    varied({}, { rsvp: { answer: 'yes', companions: 3, checkInCode: 'K7PM' } }),
    varied({}, { begun: true }),
    varied({ status: 'cancelled' }),
    { found: 'clinic', clinic, lastHeldAt: START - 300 * DAY, programme: 'out' },
    { found: 'clinic', clinic, programme: 'unknown' },
    { found: 'clinic', clinic, programme: 'in' },
    text === undefined ? { found: 'no-clinic' } : { found: 'several', clinics, total: 12 },
  ],
  findClinics: ({ lat }) =>
    lat === undefined
      ? [
          { found: 'one', clinic: home },
          { found: 'several', clinics, total: 12 },
          { found: 'near', clinics: clinics.slice(0, 3) },
          { found: 'state', state: place },
          { found: 'none' },
        ]
      : [{ found: 'several', clinics: clinics.slice(0, 5), total: 5 }, { found: 'abroad' }],
  listStates: () => [places],
  listMunicipalities: () => [places],
  listClinics: () => [clinics],
  findPlaces: () => [[place], places, []],
  recordRsvp: ({ answer, companions = 0 }) => [{ answer, companions, checkInCode: answer === 'no' ? null : 'K7PM' }],
  requestDate: () => [undefined],
  calendarFile: () => [file('asamblea-2027-02-20.ics', 'text/calendar')],
  reportWrongDate: () => [undefined],
  reportMissingClinic: () => [undefined],
  myClinics: () => [{ home, followed: clinics }, { home, followed: [] }, { followed: [] }],
  setHomeClinic: () => [home],
  followClinic: () => [home],
  unfollowClinic: () => [undefined],
  setNotices: () => [undefined],
  noticeLevel: () => ['all', 'changes', 'none'],
  languages: () => [
    [
      { code: 'en', name: 'English' },
      { code: 'es-MX', name: 'Español (México)' },
    ],
  ],
  setLanguage: () => [undefined],
  personalData: () => [data, { ...data, clinic: undefined, followed: [], answers: [] }],
  personalDataFile: () => [file('mis-datos.txt', 'text/plain')],
  deletePerson: () => [undefined],
  issueLinkCode: () => [{ code: 'K7PM X2QZ', minutes: 10 }],
  redeemLinkCode: () => [
    { outcome: 'found', proposal: 4 },
    { outcome: 'own' },
    { outcome: 'wrong', left: 2 },
    { outcome: 'paused', minutes: 57 },
  ],
  previewLink: () => [{ hereOn: 'Telegram', here: `• ${home.name}`, thereOn: 'WhatsApp', there: `• ${home.name}` }],
  linkPeople: () => [undefined],
  declineLink: () => [undefined],
  postponeLinks: () => [undefined],
};

/** With what a service can refuse; any of the rest with this. */
export const refusals: { readonly [K in ServiceName]?: readonly RefusalCode[] } & { any: readonly RefusalCode[] } = {
  recordRsvp: ['assembly-changed', 'assembly-cancelled', 'assembly-past'],
  previewLink: ['link-gone'],
  linkPeople: ['link-gone'],
  any: ['unknown-clinic'],
};
