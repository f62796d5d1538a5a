/** What the services about works can answer, for walking the machines. */

import type { Services, WorkView } from '../../src/conversation/flow.ts';
import type { WorksServices } from '../../src/conversation/works-services.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const at = { at: Date.parse('2027-02-20T18:00:00Z'), timeZone: 'America/Mazatlan', as: 'date' as const };

const work: WorkView = {
  id: 1,
  title: 'Impermeabilización',
  kind: 'obra',
  status: 'obra_en_proceso',
  percent: 60,
  due: at,
};
const thing: WorkView = { ...work, id: 2, title: 'Electrocardiógrafo digital portátil', kind: 'equipo' };
/** More than one page of them. */
const works = [
  'Pisos',
  'Plafones',
  'Rampas',
  'Tinaco',
  'Cisterna',
  'Puertas',
  'Bancas tándem',
  'Báscula para bebé',
].map((title, index): WorkView => ({ ...work, id: 10 + index, title, status: 'obra_terminada', percent: 100 }));
const spent = { cents: 3_850_000, share: 7 };
const options = [
  'Mesa Mayo',
  'Mesa Pasteur',
  'Botiquín',
  'Escritorio',
  'Extintor',
  'Archiveros',
  'Botes de campana',
  'Termo',
].map((name, index) => ({ code: `m${index}`, name }));
const image = { name: 'foto.jpg', mime: 'image/jpeg', data: Buffer.from('x').toString('base64') };
const lines = Array.from({ length: 8 }, (_, index) => ({ id: index, cents: 1_250_000 + index, at, supplier: '' }));

export const worksOutputs: {
  [K in keyof WorksServices | 'wonItems' | 'decideItems']: (
    input: Parameters<Services[K]>[0],
  ) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  wonItems: () => [
    Array.from({ length: 6 }, (_, at) => ({
      itemId: at,
      title: `Impermeabilización de la sala ${at}`,
      cents: 12_345_600,
    })),
    [],
  ],
  decideItems: () => [{ titles: ['Impermeabilización', 'Rampa'] }],
  worksToInform: () => [
    { clinic: 'CMF Loreto', works: [work, thing], may: { decide: true, report: true } },
    { clinic: 'CMF Loreto', works: [work], may: { decide: false, report: true } },
    { clinic: 'CMF Loreto', works: [thing], may: { decide: true, report: false } },
    { clinic: 'CMF Loreto', works, may: { decide: true, report: true } },
    { clinic: 'CMF Loreto', works: [], may: { decide: true, report: false } },
    { clinic: 'CMF Loreto', works: [], may: { decide: false, report: true } },
  ],
  findInCatalogue: () => [options.slice(0, 2), []],
  listCatalogue: () => [options],
  readAmount: () => [
    { read: 'amount', cents: 1_250_000 },
    { read: 'amount', cents: 0 },
    { read: 'ambiguous', options: [1200, 1_200_000] },
    { read: 'too-much' },
    { read: 'none' },
  ],
  readPercent: () => [60, 100, 140, null],
  readDay: () => [
    { is: 'day', date: '2027-02-20', shown: at },
    { is: 'past' },
    { is: 'none' },
    { is: 'not-yet' },
    { is: 'unclear' },
  ],
  decideWork: () => [work],
  withdrawWork: () => [undefined],
  reportWork: () => [work],
  keepPhoto: () => [5],
  discardPhoto: () => [undefined],
  overrunOf: () => [
    null,
    { over: 'work', limitCents: 1_000_000, year: 2027, spentCents: 1_250_000 },
    { over: 'clinic', limitCents: 40_000_000, year: 2027, spentCents: 40_250_000 },
  ],
  enterSpending: () => [{ spentCents: 2_500_000 }],
  spendingsOf: () => [lines, [{ id: 1, cents: 1_250_000, at, supplier: 'Ferretería La Paloma' }], []],
  correctSpending: () => [{ spentCents: 2_500_000 }],
  recordQuote: () => [undefined],
  datesTaken: () => [
    { milestones: [], deadlines: [] },
    {
      milestones: [
        { code: 'tarjeta_entregada', date: at },
        { code: 'recurso_depositado', date: at },
      ],
      deadlines: [
        { kind: 'spending', date: at },
        { kind: 'accounts', date: at },
      ],
    },
  ],
  recordMilestone: () => [undefined],
  setDeadline: () => [undefined],
  setDueDate: () => [undefined],
  progressOf: ({ clinicId }) => {
    const of = { clinicId: 7, clinic: 'CMF Loreto' };
    return [
      ...(['home', 'follows', 'not', 'off'] as const).map((hearing) => ({ found: 'nothing' as const, ...of, hearing })),
      { found: 'works', ...of, year: 2027, works: [work, { ...thing, spent }], spent, hearing: 'not' },
      { found: 'works', ...of, year: 2027, works: [work], spent: { cents: 100 }, hearing: 'home' },
      { found: 'works', ...of, year: 2027, works, hearing: 'not' },
      {
        found: 'works',
        ...of,
        year: 2027,
        works: [work, { ...thing, title: 'Pisos (2026)' }],
        before: { year: 2026, count: 1, finished: 0 },
        hearing: 'home',
      },
      ...(clinicId === undefined ? [{ found: 'no-clinic' as const }] : []),
    ];
  },
  workDetail: () => [
    { work, watches: false },
    { work: { ...work, status: 'obra_terminada', spent }, photo: { id: 3, at, image }, watches: false },
    {
      work: { ...work, status: 'obra_terminada', spent: { cents: 100 } },
      photo: { id: 3, at, image },
      receipts: { lines: 3, withReceipt: 2 },
      quotes: Array.from({ length: 7 }, (_, index) => ({ supplier: 'Pinturas del Norte', cents: 1_250_000 + index })),
      watches: true,
    },
  ],
  takeDownPhoto: () => [undefined],
};

export const worksRefusals: { readonly [K in keyof WorksServices]?: readonly RefusalCode[] } = {
  worksToInform: ['not-yours'],
  withdrawWork: ['work-begun', 'not-yours'],
  decideWork: ['not-yours', 'text-long'],
  reportWork: ['not-yours', 'unknown-photo'],
  enterSpending: ['over-amount', 'not-yours', 'unknown-photo'],
  recordQuote: ['not-yours', 'unknown-photo'],
  overrunOf: ['not-yours'],
  correctSpending: ['not-yours'],
};
