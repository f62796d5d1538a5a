/** What the services about committees, relays and concerns can answer, for walking the machines. */

import type {
  CommitteeFound,
  OpenCode,
  PostHeld,
  PostOption,
  ServiceName,
  Services,
} from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const START = Date.parse('2027-02-20T18:00:00Z');
const ZONE = 'America/Mazatlan';
const CLINIC = 'CMF Loreto';

const posts: PostOption[] = [
  ['Presidenta o presidente', 'president', 'María de los Ángeles Murillo'],
  ['Secretaria técnica o secretario técn', 'secretary', ''],
  ['Tesorera o tesorero', 'treasurer', ''],
  ['Aval ciudadano', 'oversight', 'Juan Pérez'],
  ...['Salud', 'Educación para la Salud', 'Nutrición', 'Saneamiento', 'Transparencia'].map((name) => [
    name,
    'member',
    '',
  ]),
].map(([label = '', role = '', name = ''], index) => ({
  roleId: index + 1,
  role: role as PostOption['role'],
  post: '',
  label,
  name,
}));

const committee: Extract<CommitteeFound, { found: 'committee' }> = {
  found: 'committee',
  clinicId: 7,
  clinic: CLINIC,
  posts: posts.map(({ label, name }) => `• ${label}: ${name}`).join('\n'),
  all: [],
  mine: '',
  name: '',
  onDuty: '',
  appoints: false,
  otherRoles: false,
  facilitated: false,
};
const member = { ...committee, all: posts, mine: '• Tesorera o tesorero' };
const held: PostHeld[] = posts.map((post) => ({ ...post, mayHandOver: post.role !== 'president' }));
const codes: OpenCode[] = posts.map(({ roleId, label }) => ({
  id: roleId,
  label,
  hint: 'Sirve hasta el sábado 20 de febrero',
}));
const qr = { name: 'invitacion.png', mime: 'image/png', data: 'eA==' };
const relay = { number: 12, recipient: 'committee', clinicId: 7 } as const;
const lines = Array.from(
  { length: 10 },
  () => '• sábado 20 de febrero, 11:00 de la mañana: leyó un reporte (UMF).',
).join('\n');

type Mine =
  | 'committee'
  | 'showName'
  | 'putOnDuty'
  | 'myRecord'
  | 'myRecordFile'
  | 'appointments'
  | 'offerPost'
  | 'endPost'
  | 'withdrawOffer'
  | 'myRoles'
  | 'relayReach'
  | 'openRelay'
  | 'writeRelay'
  | 'endRelay'
  | 'blockRelay'
  | 'reportRelay'
  | 'concernEntry'
  | 'fileConcern'
  | 'attachConcernPhoto'
  | 'settleConcernPhoto'
  | 'myConcerns'
  | 'concernsToReview'
  | 'readConcern'
  | 'answerConcern'
  | 'closeConcern';

export const committeeOutputs: {
  [K in Mine]: (input: Parameters<Services[K]>[0]) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  committee: () => [
    committee,
    { ...committee, posts: '' },
    { ...committee, posts: '', facilitated: true },
    { ...committee, appoints: true, otherRoles: true },
    member,
    { ...member, name: 'María', onDuty: 'Aval ciudadano', appoints: true, otherRoles: true },
    { found: 'no-clinic' },
  ],
  showName: () => [undefined],
  putOnDuty: () => [undefined],
  myRecord: () => [{ lines }, { lines: '' }],
  myRecordFile: () => [{ name: 'mi-registro.txt', mime: 'text/plain', data: 'eA==' }],
  appointments: () => [
    { clinic: CLINIC, offers: ['secretary', 'treasurer', 'oversight', 'member'], held, codes },
    { clinic: CLINIC, offers: ['president'], held: [], codes: codes.slice(0, 1) },
    {
      clinic: CLINIC,
      offers: ['treasurer'],
      held: held.map((each) => ({ ...each, role: 'treasurer', mayHandOver: true })),
      codes: [],
    },
    { clinic: CLINIC, offers: [], held: held.slice(0, 1).map((each) => ({ ...each, mayHandOver: false })), codes: [] },
  ],
  offerPost: () => [
    { code: 'K7PM X2QZ', links: '', days: 7 },
    {
      code: 'K7PM X2QZ',
      links: 'https://t.me/bot?start=K7PMX2QZ\nhttps://wa.me/526131350000?text=K7PMX2QZ',
      image: qr,
      days: 7,
    },
  ],
  endPost: () => [undefined],
  withdrawOffer: () => [undefined],
  myRoles: () => [posts.map(({ roleId, label }) => ({ roleId, label, where: CLINIC })), []],
  relayReach: ({ recipient }) => [
    { found: 'one', clinicId: 7, clinic: CLINIC, facilitator: false },
    { found: 'nobody', clinicId: 7, clinic: CLINIC, facilitator: recipient === 'committee' },
    { found: 'nobody', clinicId: 7, clinic: CLINIC, facilitator: false },
    { found: 'blocked', clinicId: 7, clinic: CLINIC, facilitator: false },
    { found: 'no-clinic' },
  ],
  openRelay: () => [{ ...relay, side: 'person' }],
  writeRelay: () => [
    { ...relay, side: 'person' },
    { ...relay, side: 'member' },
  ],
  endRelay: () => [{ ...relay, side: 'person' }],
  blockRelay: () => [{ ...relay, side: 'person' }],
  reportRelay: () => [{ ...relay, side: 'member' }],
  concernEntry: () => [
    { clinic: { id: 7, name: CLINIC }, own: true, reviews: true },
    { clinic: { id: 7, name: CLINIC }, own: false, reviews: false },
    { own: false, reviews: false },
  ],
  fileConcern: () => [
    { folio: 7, readers: ['oversight', 'facilitator'] },
    { folio: 7, readers: ['oversight'] },
    { folio: 7, readers: ['facilitator'] },
    { folio: 7, readers: [] },
  ],
  attachConcernPhoto: () => [undefined],
  settleConcernPhoto: () => [undefined],
  myConcerns: () => [{ lines: `• Folio 7, ${CLINIC}, sábado 20 de febrero: lo están viendo.` }],
  concernsToReview: () => [
    [...'123456789'].map((digit) => ({ folio: Number(digit), clinic: CLINIC, status: 'open' as const })),
    [{ folio: 7, clinic: CLINIC, status: 'answered' }],
    [],
  ],
  readConcern: () => [
    { folio: 7, clinic: CLINIC, createdAt: START, timeZone: ZONE, text: 'El cemento no es', name: '', answer: '' },
    { folio: 7, clinic: CLINIC, createdAt: START, timeZone: ZONE, text: 'No', name: 'Ana', answer: 'Sí', photo: qr },
  ],
  answerConcern: () => [{ reached: true }, { reached: false }],
  closeConcern: () => [undefined],
};

export const committeeRefusals: { readonly [K in ServiceName]?: readonly RefusalCode[] } = {
  showName: ['not-yours', 'text-long'],
  putOnDuty: ['not-yours'],
  offerPost: ['not-yours', 'text-long', 'post-gone'],
  endPost: ['not-yours', 'post-gone'],
  withdrawOffer: ['not-yours', 'code-gone'],
  openRelay: ['text-long', 'too-many', 'relay-nobody', 'relay-blocked', 'unknown-clinic'],
  writeRelay: [
    ...(['relay-unknown', 'relay-which', 'relay-over', 'too-many', 'text-empty', 'text-long'] as const),
    ...(['not-yours', 'relay-nobody', 'relay-blocked'] as const),
  ],
  endRelay: ['relay-unknown', 'relay-which', 'relay-over'],
  blockRelay: ['relay-unknown', 'relay-which'],
  reportRelay: ['relay-unknown', 'relay-which'],
  fileConcern: ['text-empty', 'text-long', 'too-many', 'unknown-clinic'],
  attachConcernPhoto: ['unknown-concern', 'concern-closed'],
  settleConcernPhoto: ['unknown-concern', 'concern-closed'],
  readConcern: ['unknown-concern', 'concern-closed', 'not-yours'],
  answerConcern: ['unknown-concern', 'concern-closed', 'not-yours'],
  closeConcern: ['unknown-concern', 'concern-closed', 'not-yours'],
};
