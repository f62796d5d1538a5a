/** What the services about ballots can answer, for walking the machines. */

import type { BallotServices } from '../../src/conversation/ballot-services.ts';
import type { BallotDesk, BallotView, Services } from '../../src/conversation/flow.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const at = (iso: string) => ({ at: Date.parse(iso), timeZone: 'America/Mazatlan' });
const opens = at('2027-02-20T16:00:00Z');
const closes = at('2027-02-27T01:00:00Z');

/** More than a page of them. */
const items = ['Impermeabilización', 'Pisos', 'Rampas', 'Tinaco', 'Cisterna', 'Puertas', 'Báscula para bebé'].map(
  (title, index) => ({
    id: index + 1,
    number: index + 1,
    title,
    cents: 3_850_000,
    rivals: index < 2 ? [2 - index] : [],
  }),
);
const list = items.map(({ number, title }) => `${number}. ${title}: $38,500`).join('\n');
const draft: BallotView = {
  voteId: 5,
  status: 'draft',
  budgetCents: 40_000_000,
  year: 2027,
  items,
  list,
  listInFull: list,
  most: 3,
  proof: 'none',
  invitees: 0,
  opens,
  closes,
  replaces: false,
  lot: [],
};
const [first] = items;
const one = first ? [{ ...first, rivals: [] }] : [];
const running: BallotView = { ...draft, status: 'announced', lot: [3, 1, 2, 7, 6, 5, 4] };
const desk: BallotDesk = {
  clinic: 'CMF Loreto',
  timeZone: 'America/Mazatlan',
  year: 2027,
  budgetCents: 40_000_000,
  draft,
  current: null,
  voted: 0,
  told: 1234,
};
const drafted = (facts: Partial<BallotView>): BallotDesk => ({ ...desk, draft: { ...draft, ...facts } });
const inForce = (facts: Partial<BallotView>, voted = 0): BallotDesk => ({
  ...desk,
  draft: null,
  current: { ...running, ...facts },
  voted,
});
const offers = items.map(({ title }, index) => ({ needId: index + 1, title, supports: 12 - index }));
const day = { date: '2027-02-20', shown: { key: 'call:day', values: { date: { ...opens, as: 'date' as const } } } };
const other = {
  date: '2027-02-27',
  shown: { key: 'call:day', values: { date: { ...closes, as: 'date' as const } } },
};

export const ballotOutputs: {
  [K in keyof BallotServices]: (input: Parameters<Services[K]>[0]) => readonly Awaited<ReturnType<Services[K]>>[];
} = {
  ballotDesk: () => [
    desk,
    { ...desk, draft: null },
    { ...desk, draft: null, budgetCents: null },
    drafted({ items: [], list: '', opens: null, closes: null }),
    drafted({ items: one }),
    drafted({ opens: null, closes: null }),
    drafted({ closes: null, replaces: true }),
    drafted({ proof: 'invited' }),
    drafted({ proof: 'invited', invitees: 40 }),
    drafted({ proof: 'day-code', replaces: true }),
    { ...desk, budgetCents: 1_000_000 },
    inForce({}),
    inForce({ status: 'open' }, 1),
    inForce({ status: 'open', proof: 'day-code' }, 312),
  ],
  startBallot: () => [draft],
  ballotOffers: () => [
    { offers, ballot: { ...draft, items: [], list: '', opens: null } },
    { offers: [], ballot: { ...draft, items: [], budgetCents: 1_000_000 } },
    { offers: offers.slice(0, 2), ballot: draft },
    { offers: [], ballot: { ...draft, items: one, opens: null } },
    { offers: [], ballot: { ...draft, items: Array.from({ length: 20 }, (_, index) => full(index)) } },
  ],
  addToBallot: () => [{ title: 'Impermeabilización', number: 4 }],
  changeBallotCost: () => [undefined],
  removeFromBallot: () => [undefined],
  excludeOnBallot: () => [undefined],
  allowOnBallot: () => [undefined],
  setBallotMost: () => [undefined],
  setBallotProof: () => [undefined],
  hearBallotTime: () => [
    { draft: {}, at: opens.at },
    { draft: {}, at: opens.at, closesAt: closes.at },
    { draft: { date: '2027-02-20', time: '09:00' } },
    { draft: { date: '2027-02-20' } },
    { draft: { time: '09:00' } },
    { draft: { date: '2027-02-20', either: { morning: '11:00', night: '23:00' } } },
    { draft: {}, trouble: { key: 'call:unclear.day' } },
    { draft: {}, trouble: { key: 'call:trouble.severalDays' }, days: [day, other] },
    { draft: {}, stops: true },
  ],
  setBallotTime: () => [
    { at: opens, closes: false },
    { at: opens, closes: true },
  ],
  inviteToBallot: () => [
    { added: 12, known: 0, unread: 0, total: 40, isTable: true },
    { added: 12, known: 3, unread: 0, total: 40, isTable: true },
    { added: 12, known: 3, unread: 1, total: 40, isTable: true },
    { added: 0, known: 0, unread: 0, total: 0, isTable: true },
    { added: 0, known: 0, unread: 0, total: 0, isTable: false },
  ],
  clearBallotInvitees: () => [undefined],
  announceBallot: () => [
    { opens, closes, lot: '3, 1, 2', code: null },
    { opens, closes, lot: '3, 1, 2', code: '7K3P' },
  ],
  renewBallotCode: () => [{ code: '7K3P' }],
  changeBallot: () => [undefined],
  discardBallot: () => [undefined],
};

function full(index: number) {
  return { id: index + 1, number: index + 1, title: `Cosa ${index + 1}`, cents: 1_000_000, rivals: [] };
}

const draftRefusals = ['not-yours', 'ballot-frozen'] as const;
const costRefusals = [...draftRefusals, 'ballot-over', 'ballot-unknown'] as const;

export const ballotRefusals: Partial<Record<keyof BallotServices, readonly RefusalCode[]>> = {
  ballotDesk: ['not-yours'],
  startBallot: ['not-yours', 'ballot-no-budget', 'ballot-running'],
  ballotOffers: ['not-yours'],
  addToBallot: [...costRefusals, 'ballot-twice', 'ballot-many'],
  changeBallotCost: costRefusals,
  removeFromBallot: [...draftRefusals, 'ballot-unknown'],
  excludeOnBallot: [...draftRefusals, 'ballot-unknown'],
  allowOnBallot: [...draftRefusals, 'ballot-unknown'],
  setBallotMost: draftRefusals,
  setBallotProof: draftRefusals,
  setBallotTime: [...draftRefusals, 'ballot-opens', 'ballot-closes'],
  inviteToBallot: draftRefusals,
  clearBallotInvitees: draftRefusals,
  announceBallot: [
    ...draftRefusals,
    'ballot-running',
    'ballot-few',
    'ballot-no-budget',
    'ballot-over',
    'ballot-opens',
    'ballot-closes',
    'ballot-nobody',
  ],
  renewBallotCode: draftRefusals,
  changeBallot: draftRefusals,
  discardBallot: draftRefusals,
};
