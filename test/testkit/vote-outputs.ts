/** What the services of voting can answer, at their longest, for walking the machines. */

import type { VoteFound, VoteView } from '../../src/conversation/flow.ts';
import type { VoteServices } from '../../src/conversation/vote-services.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const timeZone = 'America/Mexico_City';
const opens = { at: Date.parse('2027-02-20T18:00:00Z'), timeZone };
const closes = { at: Date.parse('2027-02-27T18:00:00Z'), timeZone };
const closed = { ...closes, as: 'date' as const };
const clinic = 'UMF Heroica Villa Tezoatlán de Segura y Luna';
const titles = ['Mantenimiento de las instalaciones eléctricas', 'Baumanómetro', 'Rampas', 'Pintura'];
const items = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: 100 + at,
    number: at + 1,
    title: titles[at] ?? `Mobiliario para la sala de espera ${at}`,
    costCents: 12_345_678 + at,
  }));
const vote: VoteView = {
  voteId: 4,
  clinic,
  opens,
  closes,
  most: 2,
  proof: 'none',
  items: items(4),
  rivals: [[1, 3]],
  lot: [3, 1, 4, 2],
  seed: 'ab'.repeat(32),
};
const long: VoteView = {
  ...vote,
  most: 3,
  proof: 'day-code',
  items: items(7),
  lot: items(7).map(({ number }) => number),
};
const open = (facts: Partial<Extract<VoteFound, { found: 'open' }>>): VoteFound => ({
  found: 'open',
  clinicId: 7,
  vote,
  standing: 'may',
  receipt: '',
  moved: false,
  mayCount: false,
  ...facts,
});

export const voteOutputs: {
  [K in keyof VoteServices]: (input: Parameters<VoteServices[K]>[0]) => readonly Awaited<ReturnType<VoteServices[K]>>[];
} = {
  voteFound: () => [
    { found: 'no-clinic' },
    { found: 'none', clinicId: 7, clinic, closed: true, mayCount: false },
    { found: 'none', clinicId: 7, clinic, closed: false, mayCount: false },
    { found: 'announced', clinicId: 7, vote },
    open({}),
    open({ mayCount: true }),
    open({ mayCount: true, standing: 'paper' }),
    { found: 'none', clinicId: 7, clinic, closed: true, mayCount: true },
    open({ vote: long }),
    open({ vote: { ...vote, most: 1, rivals: [] } }),
    open({ standing: 'voted', receipt: 'KXWP 7M3Q' }),
    open({ standing: 'voted', receipt: 'KXWP 7M3Q', moved: true }),
    open({ standing: 'elsewhere' }),
    open({ standing: 'late' }),
    open({ standing: 'paper' }),
  ],
  isDayCode: () => [true, false],
  isProven: () => [true, false],
  findOnBallot: () => [
    { ids: [], unsure: false },
    { ids: [100], unsure: false },
    { ids: [102], unsure: false },
    { ids: [100, 101, 102, 103], unsure: false },
    { ids: [101, 102], unsure: true },
  ],
  beginBallot: () => [undefined],
  castBallot: () => [
    { receipt: 'KXWP 7M3Q', changed: false, proven: false },
    { receipt: 'KXWP 7M3Q', changed: true, proven: true },
  ],
  withdrawBallot: () => [{ withdrawn: true }, { withdrawn: false }],
  checkReceipt: () => [
    { found: 'unreadable' },
    { found: 'none' },
    { found: 'kept', clinic, closes },
    { found: 'counted', clinic, closed, ballots: 123, listed: true },
    { found: 'counted', clinic, closed, ballots: 1, listed: false },
  ],
};

const over = ['vote-not-open', 'vote-closed', 'vote-elsewhere', 'vote-late', 'vote-paper'] as const;

export const voteRefusals: { readonly [K in keyof VoteServices]?: readonly RefusalCode[] } = {
  beginBallot: over,
  castBallot: [...over, 'vote-choices'],
  withdrawBallot: over,
};
