/** What the services of flows can answer, as real as it gets without a database: for walking the machines. */

import type {
  AssemblyFound,
  CallDraft,
  CalledAssembly,
  CallSheet,
  ClinicOption,
  ServiceName,
  Services,
} from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';
import { attendanceOutputs, attendanceRefusals } from './attendance-outputs.ts';
import { ballotOutputs, ballotRefusals } from './ballot-outputs.ts';
import { broadcastOutputs, broadcastRefusals } from './broadcast-outputs.ts';
import { committeeOutputs, committeeRefusals } from './committee-outputs.ts';
import { electionOutputs, electionRefusals } from './election-outputs.ts';
import { needsOutputs, needsRefusals } from './needs-outputs.ts';
import { resultOutputs, resultRefusals } from './result-outputs.ts';
import { voteOutputs, voteRefusals } from './vote-outputs.ts';
import { worksOutputs, worksRefusals } from './works-outputs.ts';

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
    isPending: false,
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
  roles: ['presidenta o presidente del comité (CMF Loreto)'],
  folios: [7],
  relays: [3, 12],
  needs: [{ title: 'Impermeabilización', detail: 'Se gotea el techo del consultorio' }],
  votes: [
    {
      clinic: 'Centro de Salud Emiliano Zapata',
      closesAt: START,
      timeZone: 'America/Mexico_City',
      status: 'voted' as const,
      isOpen: true,
    },
  ],
  answers: [1, 2, 3, 4, 5, 6].map((month) => ({
    clinic: 'Centro de Salud Emiliano Zapata',
    startsAt: START - month * 30 * DAY,
    timeZone: 'America/Mexico_City',
    answer: 'yes' as const,
    companions: month,
  })),
};

/** As many lines as are read back, each as long as one can be. */
const rows = (count: number) => ({
  count,
  list: Array.from({ length: Math.min(count, 8) }, (_, at) => `${at + 1}. ${'obra '.repeat(16)}…`).join('\n'),
});

const minutes = {
  clinic: clinic.name,
  held: { assemblyId: 3, at: START, timeZone: clinic.timeZone },
  others: [{ assemblyId: 2, at: START - 4 * DAY }],
  ahead: { at: START + 30 * DAY, timeZone: clinic.timeZone },
  demo: false,
  agreements: rows(3),
  elected: 3,
  uninvited: 2,
};

const called: CalledAssembly = {
  id: 3,
  revision: 2,
  at: START,
  isPending: true,
  date: '2027-02-20',
  time: '11:00',
  place: assembly.assembly.place,
  agenda: assembly.assembly.agenda,
};
const sheet: CallSheet = {
  clinic,
  confirms: true,
  upcoming: [called, { ...called, id: 4, at: START + 14 * DAY, isPending: false }],
  otherClinic: null,
};
const { date, time, place: calledPlace, agenda } = called;
const draft: CallDraft = { date, time, place: calledPlace, agenda, lat: 26, lng: -111, capacity: 120 };
const dayShown = (at: number) => ({
  key: 'call:day',
  values: { date: { at, timeZone: clinic.timeZone, as: 'date' as const } },
});
const shownDay = dayShown(START);

const fileLoaded = {
  isDone: true,
  texts: [{ key: 'calls:loaded', values: { loaded: 38, same: 0, left: 2, told: 1204 } }],
  report: file('informe-asambleas.csv', 'text/csv'),
};

export const serviceOutputs: {
  [K in ServiceName]: (input: Parameters<Services[K]>[0]) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  inquire: ({ text }) => [
    assembly,
    varied({ demo: true, place: '', latitude: null, longitude: null, agenda: '', calledBy: '', note: '' }),
    varied(
      { latitude: null, longitude: null, isPending: true },
      { clinic: { ...clinic, latitude: null, longitude: null } },
    ),
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
  callSheet: () => [
    sheet,
    { ...sheet, confirms: false, upcoming: [] },
    { ...sheet, upcoming: [] },
    { ...sheet, upcoming: [called] },
    { ...sheet, otherClinic: 'CMF Xalapa' },
  ],
  hearCall: () => [
    { draft: {} },
    { draft: { date: '2027-02-20', either: { morning: '11:00', night: '23:00' } } },
    { draft },
    { draft: {}, trouble: { key: 'call:unclear.day' } },
    {
      draft: {},
      trouble: { key: 'call:trouble.otherWeekday', values: { date: shownDay } },
      days: [
        { date: '2027-02-20', shown: shownDay },
        { date: '2027-02-21', shown: dayShown(START + DAY) },
      ],
    },
    { draft: {}, stops: true },
    { draft: {}, skips: true },
  ],
  previewCall: () => [
    { at: START, told: 1204, year: 2027, waits: true },
    { at: START, told: 0, year: null, waits: false },
  ],
  doCall: () => [
    { assemblyId: 3, told: 1204, isPending: true },
    { assemblyId: 3, told: 1, isPending: false },
  ],
  callDesk: () => [
    {
      pending: 2,
      states: places,
      running: { changed: 31, told: 1204 },
      hasFile: true,
      saysSomething: false,
      named: null,
    },
    { pending: 0, states: [place], running: null, hasFile: false, saysSomething: false, named: null },
    { pending: 0, states: [place], running: null, hasFile: false, saysSomething: true, named: null },
    { pending: 0, states: [place], running: null, hasFile: false, saysSomething: true, named: 7 },
  ],
  pendingCalls: () => [
    clinics.map(({ id, name }) => ({
      assemblyId: id,
      clinicId: id,
      clinic: name,
      municipality: 'Loreto',
      startsAt: START,
      timeZone: clinic.timeZone,
    })),
    [],
  ],
  hearDays: () => [
    { days: { from: '2027-02-18', to: '2027-02-22', shown: shownDay } },
    { trouble: { key: 'calls:unclear.days' } },
    { isAll: true },
  ],
  previewMany: () => [
    { assemblies: 41, people: 12_040 },
    { assemblies: 0, people: 0 },
  ],
  startMany: () => [undefined],
  takeCallFile: () => [
    {
      is: 'read',
      fileId: 5,
      good: 38,
      wrong: 2,
      upcoming: 3,
      shown: [3, 17].map((line) => ({
        key: 'calls:line',
        values: { line, fault: { key: 'calls:fault.unknown-clues', values: { value: 'VZIMS999999' } } },
      })),
    },
    { is: 'read', fileId: 5, good: 0, wrong: 2, upcoming: 0, shown: [] },
    { is: 'unreadable', text: { key: 'calls:unreadable.spreadsheet' } },
  ],
  loadCallFile: () => [fileLoaded],
  callFileReport: () => [fileLoaded],
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
  ...ballotOutputs,
  ...broadcastOutputs,
  ...committeeOutputs,
  redeemInvitation: () => [
    { outcome: 'granted', role: 'president', post: '', clinic: home },
    { outcome: 'granted', role: 'member', post: 'Vocal de Educación para la Salud', clinic: home },
    { outcome: 'granted', role: 'facilitator', post: '', state: 'Veracruz de Ignacio de la Llave' },
    { outcome: 'held', role: 'president', post: '', clinic: home },
    { outcome: 'held', role: 'facilitator', post: '', state: 'Veracruz de Ignacio de la Llave' },
    { outcome: 'wrong', left: 3 },
    { outcome: 'paused', minutes: 42 },
  ],
  officeEntry: ({ word }) => [
    {
      found: 'one',
      clinic: home,
      words: ['call', 'notice', 'attendance', 'entry', 'need-review', 'diagnosis', 'inform', 'minutes', 'poster'],
      watches: true,
    },
    { found: 'several', clinics, total: 12, words: ['attendance', 'call', 'notice'] },
    { found: 'several', clinics: [], total: 0, words: ['attendance', 'call'] },
    { found: 'elsewhere', clinics: [], total: 0, words: ['attendance'] },
    { found: 'elsewhere', clinics, total: 1, words: [] },
    word === undefined ? { found: 'none' } : { found: 'not-allowed' },
  ],
  openMinutes: () => [
    minutes,
    { ...minutes, held: undefined, others: [], agreements: rows(0), elected: 0, uninvited: 0 },
    { ...minutes, demo: true, ahead: undefined, agreements: rows(0), elected: 0, uninvited: 0 },
  ],
  minutesFile: () => [file('acta-BSIST000044-2027-02-20.pdf', 'application/pdf')],
  addAgreement: () => [rows(9)],
  removeAgreement: () => [rows(8), rows(0)],
  ...electionOutputs,
  posterFile: () => [file('poster-BSIST000044-2027-02-20.pdf', 'application/pdf')],
  sheetFile: () => [file('asistencia-BSIST000044-2027-02-20.pdf', 'application/pdf')],
  ...attendanceOutputs,
  ...worksOutputs,
  ...needsOutputs,
  ...resultOutputs,
  ...voteOutputs,
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
  posterFile: ['not-yours', 'unknown-assembly'],
  openMinutes: ['not-yours', 'unknown-assembly'],
  minutesFile: ['not-yours', 'assembly-ahead'],
  addAgreement: ['not-yours', 'text-long', 'text-empty', 'minutes-full'],
  previewCall: ['call-past', 'assembly-changed'],
  doCall: ['call-same-day', 'assembly-changed'],
  ...attendanceRefusals,
  ...worksRefusals,
  ...needsRefusals,
  ...resultRefusals,
  ...voteRefusals,
  ...ballotRefusals,
  ...broadcastRefusals,
  ...committeeRefusals,
  ...electionRefusals,
  any: ['unknown-clinic'],
};
