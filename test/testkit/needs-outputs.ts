/** What the services about needs can answer, for walking the machines. */

import type { NeedFound, NeedShown, Proposed, ServiceName, Services } from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const clinic = { id: 7, name: 'CMF Loreto' };
const need = (title: string, more: Partial<NeedFound> = {}): NeedFound => ({
  code: title.toLowerCase(),
  needId: null,
  title,
  kind: 'equipo',
  supports: 0,
  isNoted: false,
  isMine: false,
  ...more,
});
const all: NeedFound[] = [
  need('Baumanómetro'),
  need('Impermeabilización', { needId: 1, supports: 1, kind: 'obra' }),
  need('Estuche de diagnóstico', { needId: 2, supports: 12, isNoted: true }),
  need('Ambulancia', { code: null, needId: 3, supports: 1_200, isMine: true }),
  need('Tinaco', { needId: 4, isNoted: true, kind: 'obra' }),
  need('Refrigerador para medicamentos', { needId: 5, supports: 1, isMine: true }),
  need('Mesa de exploración universal', { needId: 6, supports: 3, isMine: true, isNoted: true }),
  need('Lámpara de exploración', { needId: 8, supports: 1, isNoted: true }),
  need('Electrocardiógrafo digital portátil'),
];
const listed = all.filter(({ needId }) => needId !== null);
const photo = { name: 'foto.jpg', mime: 'image/jpeg', data: 'eA==' };
const title = 'Lugar para las sillas de ruedas';

const proposed: Proposed = {
  ...{ needId: 3, title: 'Tinaco', supports: 1, isNewService: false, isReviewed: true },
  outcome: 'proposed',
};
const waits: Proposed = { ...proposed, title, outcome: 'waits' };
const shown: NeedShown = {
  ...{ id: 9, title, kind: 'obra', isNewService: false, supports: 1, details: [], photos: 0 },
};

type Mine =
  | 'needPlace'
  | 'isNeedDecided'
  | 'findNeeds'
  | 'needsOfKind'
  | 'proposeNeed'
  | 'addNeedDetail'
  | 'keepNeedPhoto'
  | 'showNeedPhoto'
  | 'petitions'
  | 'supportNeed'
  | 'withdrawSupport'
  | 'needsToReview'
  | 'readNeed'
  | 'acceptNeed'
  | 'mergeNeed'
  | 'declineNeed'
  | 'diagnosisOf'
  | 'usualNeeds'
  | 'noteNeed'
  | 'removeNote';

export const needsOutputs: {
  [K in Mine]: (input: Parameters<Services[K]>[0]) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  needPlace: () => [{ clinic }, {}],
  findNeeds: () => [
    ...all.slice(0, 5).map((one) => ({ found: [one], isNewService: false, isOnlyName: true })),
    { found: all.slice(0, 5), isNewService: false, isOnlyName: true },
    { found: all.slice(0, 2), isNewService: true, isOnlyName: false },
    { found: [], isNewService: false, isOnlyName: false },
    { found: [], isNewService: true, isOnlyName: false },
  ],
  isNeedDecided: () => [false, true],
  needsOfKind: () => [all],
  proposeNeed: () => [
    proposed,
    { ...proposed, outcome: 'supported', supports: 13 },
    { ...proposed, outcome: 'already', supports: 2 },
    waits,
    { ...waits, isNewService: true },
    { ...waits, isReviewed: false },
  ],
  addNeedDetail: () => [undefined],
  keepNeedPhoto: () => [31],
  showNeedPhoto: () => [undefined],
  petitions: () => [
    { clinic, needs: listed, waiting: [], wasDecided: false, isCommittee: false },
    { clinic, needs: listed, waiting: [title, title, title, title], wasDecided: false, isCommittee: true },
    { clinic, needs: listed.slice(0, 1), waiting: [], wasDecided: false, isCommittee: true },
    { clinic, needs: [], waiting: [title], wasDecided: false, isCommittee: false },
    { clinic, needs: [], waiting: [title], wasDecided: true, isCommittee: false },
    { needs: [], waiting: [], wasDecided: false, isCommittee: false },
  ],
  supportNeed: () => [
    { title: 'Tinaco', supports: 1 },
    { title: 'Tinaco', supports: 13 },
  ],
  withdrawSupport: () => [
    { title: 'Tinaco', supports: 0 },
    { title: 'Tinaco', supports: 1 },
  ],
  needsToReview: () => [
    [...'123456789'].map((digit) => ({ ...shown, id: Number(digit), title: `${digit}: sillas de ruedas` })),
    [{ ...shown, isNewService: true }],
    [],
  ],
  readNeed: () => [
    shown,
    { ...shown, isNewService: true, supports: 13, details: ['Es en la entrada', 'Se cae la gente'], photos: 2, photo },
    { ...shown, photos: 1, photo },
  ],
  acceptNeed: () => [undefined],
  mergeNeed: () => [{ title: 'Rampas' }],
  declineNeed: () => [undefined],
  diagnosisOf: () => {
    const noted = all.map((each, at) => ({
      needId: at,
      title: each.title,
      code: each.code,
      areas: [],
      waits: at === 0,
    }));
    return [
      [
        { area: 'consulting', noted: noted.slice(0, 9) },
        { area: 'waiting', noted: noted.slice(0, 1) },
        { area: 'other', noted: [] },
      ],
    ];
  },
  usualNeeds: () => [all.slice(0, 5), []],
  noteNeed: () => [
    { title: 'Tinaco', waits: false, isNewService: false },
    { title: 'Laboratorio', waits: true, isNewService: true },
    { title: 'Lugar para bicicletas', waits: true, isNewService: false },
  ],
  removeNote: () => [{ title: 'Tinaco' }],
};

export const needsRefusals: { readonly [K in ServiceName]?: readonly RefusalCode[] } = {
  proposeNeed: ['needs-full', 'not-yours', 'unknown-need', 'text-long', 'text-empty'],
  addNeedDetail: ['unknown-need', 'text-empty', 'text-long', 'details-full'],
  keepNeedPhoto: ['unknown-need'],
  showNeedPhoto: ['unknown-need', 'unknown-photo'],
  supportNeed: ['unknown-need', 'not-yours'],
  withdrawSupport: ['unknown-need'],
  needsToReview: ['not-yours'],
  readNeed: ['not-yours', 'unknown-need'],
  acceptNeed: ['not-yours', 'need-settled', 'unknown-need', 'text-empty', 'text-long'],
  mergeNeed: ['not-yours', 'need-settled', 'unknown-need'],
  declineNeed: ['not-yours', 'need-settled', 'unknown-need', 'text-empty', 'text-long'],
  diagnosisOf: ['not-yours'],
  usualNeeds: ['not-yours'],
  noteNeed: ['not-yours', 'unknown-need', 'text-empty', 'text-long'],
  removeNote: ['not-yours', 'unknown-need'],
};
