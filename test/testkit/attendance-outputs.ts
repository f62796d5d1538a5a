/** What the services of counting can answer: who is expected, who came in. */

import type {
  ClinicCount,
  CountRow,
  EntryMarked,
  ScopeCount,
  ServiceName,
  Services,
} from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const START = Date.parse('2027-02-20T18:00:00Z');

type Counting =
  | 'countWithin'
  | 'countClinic'
  | 'listCounts'
  | 'countPicture'
  | 'countFile'
  | 'readHeadCount'
  | 'recordHeadCount'
  | 'inviteHelper'
  | 'endHelp'
  | 'doorOf'
  | 'readAtDoor'
  | 'markEntries'
  | 'countWithoutCode'
  | 'correctEntry'
  | 'undoEntry';

const timeZone = 'America/Mazatlan';
const place = {
  id: 7,
  clues: 'BSIST000044',
  name: 'Centro de Salud Microregional Yibeljoj',
  municipality: 'San Bartolomé Yucuañe',
  municipalityCode: '001',
  state: 'Oaxaca',
  stateCode: '20',
  timeZone,
};
const turnout = {
  ...{ assemblyId: 3, startsAt: START, date: '2027-02-20', time: '11:00', place: 'Patio', demo: false, capacity: 30 },
  ...{ yes: 20, companions: 18, maybe: 5, no: 3, expected: 38, change: 4, begun: false },
};
const everything = { door: true, headCount: true, helper: true, endHelp: true };
const clinic: ClinicCount = { ...place, turnout, may: everything };

const whole: ScopeCount = {
  ...{ clinics: 424, dated: 301, undated: 123, expected: 5120, change: 33, maybe: 801, no: 402 },
  demo: true,
  came: 3,
};
const few: ScopeCount = { clinics: 3, dated: 2, undated: 1, expected: 1, change: -1, maybe: 0, no: 0, demo: false };
const part = { name: 'Veracruz de Ignacio de la Llave', stateCode: '30' };

const rows: CountRow[] = Array.from({ length: 7 }, (_, at) => ({
  ...{ id: 20 + at, name: `Centro de Salud Microregional número ${at + 1}`, where: place.municipality },
  ...{ timeZone, expected: at, startsAt: START },
}));
const arrived = { total: 45, withCode: 40, withoutCode: 5 };
const file = (name: string, mime: string) => ({ name, mime, data: Buffer.from('x').toString('base64') });

const markedOnes: readonly EntryMarked[] = [
  { outcome: 'marked', entryId: 12, people: 3, code: 'K7PM' },
  { outcome: 'already', people: 3, at: START, timeZone, isOwn: true, code: 'V4XP' },
  { outcome: 'already', people: 1, at: START, timeZone, isOwn: false, code: 'YZ6A' },
  { outcome: 'unknown', code: 'X2QZ' },
];

export const attendanceOutputs: {
  [K in Counting]: (input: Parameters<Services[K]>[0]) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  countWithin: ({ isName }) => [
    { found: 'one', clinicId: 7 },
    { found: 'several', count: whole },
    { found: 'several', count: { ...few, part } },
    { found: 'several', count: { ...few, dated: 0, undated: 3 } },
    { found: 'none' },
    ...(isName ? [{ found: 'elsewhere' as const }] : []),
  ],
  countClinic: () => [
    clinic,
    { ...clinic, turnout: { ...turnout, capacity: 300, change: -1, demo: true }, may: { ...everything, door: false } },
    { ...clinic, turnout: { ...turnout, begun: true, came: { withCode: 40, withoutCode: 5, headCount: 30 } } },
    { ...clinic, turnout: { ...turnout, begun: true, came: { withCode: 0, withoutCode: 0, headCount: 1 } } },
    { ...clinic, turnout: undefined, may: { door: false, headCount: false, helper: false, endHelp: false } },
  ],
  listCounts: ({ list }) => [
    { rows: rows.map((row) => (list === 'few' ? row : { ...row, startsAt: undefined })), total: 24, page: 1 },
    { rows: rows.slice(0, 1), total: 1, page: 0 },
  ],
  countPicture: () => [file('cuantos-van.png', 'image/png')],
  countFile: ({ format }) => [file(`cuantos-van.${format}`, 'text/csv')],
  readHeadCount: () => [{ people: 35 }, {}],
  recordHeadCount: () => [undefined],
  inviteHelper: () => [{ code: 'K7PM X2QZ', until: START + 12 * 3_600_000, timeZone }],
  endHelp: () => [undefined],
  doorOf: () => [
    { open: true, clinic: place.name, arrived, timeZone, assemblyId: 3, doors: [{ assemblyId: 3, startsAt: START }] },
    {
      ...{ open: true as const, clinic: place.name, arrived, timeZone, assemblyId: 3 },
      doors: [
        { assemblyId: 3, startsAt: START },
        { assemblyId: 2, startsAt: START - 4 * 86_400_000 },
      ],
    },
    { open: false, clinic: place.name, timeZone, opensAt: START - 3 * 3_600_000 },
    { open: false, clinic: place.name, timeZone },
  ],
  readAtDoor: () => [
    { says: 'codes', codes: ['K7PM'] },
    { says: 'more', people: 2 },
    { says: 'some', people: 2 },
    { says: 'number', people: 4 },
    { says: 'without' },
    { says: 'without', people: 2 },
    { says: 'undo' },
    { says: 'done' },
    { says: 'nothing' },
  ],
  markEntries: () => [
    ...markedOnes.map((one) => ({ marked: [one], lines: 'K7PM: 3', arrived })),
    { marked: [...markedOnes], lines: 'K7PM: 3\nV4XP: 3\nYZ6A: 1\nX2QZ: 0', arrived },
  ],
  countWithoutCode: () => [{ entryId: 13, arrived }],
  correctEntry: () => [
    { corrected: true, arrived },
    { corrected: false, arrived },
  ],
  undoEntry: () => [{ people: 3, arrived }, { arrived }],
};

export const attendanceRefusals: { readonly [K in ServiceName]?: readonly RefusalCode[] } = {
  inviteHelper: ['not-yours', 'door-closed'],
  endHelp: ['not-yours'],
  recordHeadCount: ['not-yours', 'door-closed'],
  markEntries: ['not-yours', 'door-closed'],
  countWithoutCode: ['not-yours', 'door-closed'],
  correctEntry: ['not-yours', 'door-closed'],
  undoEntry: ['not-yours', 'door-closed'],
};
