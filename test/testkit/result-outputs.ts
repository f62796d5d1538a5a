/** What the services of a vote's result and of paper counts can answer, at their longest. */

import type { PaperView, ResultFound, ResultView, SecondReadingView } from '../../src/conversation/flow.ts';
import type { PaperCountServices } from '../../src/conversation/paper-count-services.ts';
import type { ResultServices } from '../../src/conversation/result-services.ts';
import type { RefusalCode } from '../../src/domain/refusal.ts';

const OPENS = Date.parse('2027-02-20T18:00:00Z');
const timeZone = 'America/Mexico_City';
const clinic = 'UMF Heroica Villa Tezoatlán de Segura y Luna';
const of = { clinicId: 7, clinic };
const title = 'Mantenimiento de las instalaciones …';
const won = (place: number) => `${place}.º ${title}: 12,345 votos, cuesta $1,200,000.50`;
const lost = `• ${title}: ya entró «${title}», y las dos no se pueden`;

const result: ResultView = {
  voteId: 4,
  clinic,
  year: 2027,
  winners: [1, 2, 3].map(won).join('\n'),
  more: 0,
  missed: [lost, lost].join('\n'),
  others: 0,
  notes: '',
  cost: '$1,150,000.25',
  left: '$49,999.75',
  budget: '$1,200,000',
  proof: 'day-code',
  ballots: { chat: 1234, proven: 345, paper: 678 },
  couldVote: 4321,
  digest: '5f2c 90d1 a7b3 44e0 768a ff2b 3357 77d8',
  listed: true,
  may: { second: true, paper: true },
};

const found = (more: Partial<ResultView>): ResultFound => ({
  found: 'result',
  clinicId: 7,
  result: { ...result, ...more },
});

const ahead = (stage: 'announced' | 'open' | 'over', more: { before?: number; paper?: boolean } = {}): ResultFound => ({
  found: 'ahead',
  ...of,
  stage,
  opensAt: { at: OPENS, timeZone },
  closesAt: { at: OPENS + 7 * 86_400_000, timeZone },
  ...(more.before === undefined ? {} : { before: more.before }),
  may: { paper: more.paper ?? false },
});

const empty = { winners: '', missed: '', ballots: { chat: 0, proven: 0, paper: null }, listed: false };
const results: ResultFound[] = [
  found({}),
  found({ winners: [1, 2, 3, 4, 5].map(won).join('\n'), more: 25, missed: '', others: 12 }),
  found({
    winners: [1, 2, 3].map(won).join('\n'),
    missed: '',
    notes: `• Hubo empate de «${title}» con «${title}», que cuestan igual. Pasó por el sorteo de antes de votar.`,
  }),
  found({ proof: 'invited', may: { second: false, paper: false }, listed: false }),
  found({ winners: '', missed: [lost].join('\n'), ballots: { chat: 1, proven: 0, paper: null }, proof: 'none' }),
  found(empty),
  ahead('announced'),
  ahead('open', { before: 3, paper: true }),
  ahead('over', { paper: true }),
  { found: 'nothing', ...of },
  { found: 'no-clinic' },
];

const reading: SecondReadingView = {
  ballots: 1234,
  withoutPaper: true,
  winners: [1, 2, 3, 4, 5].map(won).join('\n'),
  left: '$49,999.75',
  byResult: 234,
  byShares: 12,
};

const items = (votes: number | null) => Array.from({ length: 3 }, () => ({ title: title.repeat(2), votes }));
const sheet: PaperView = {
  voteId: 4,
  clinic,
  most: 3,
  closed: true,
  before: null,
  items: items(null),
  countable: [{ voteId: 4, closed: null }],
};

const file = (name: string, mime: string) => ({ name, mime, data: '' });

export const resultOutputs: {
  readonly [K in keyof (ResultServices & PaperCountServices)]: () => Awaited<
    ReturnType<(ResultServices & PaperCountServices)[K]>
  >[];
} = {
  voteResult: () => results,
  resultVotes: () => {
    const got = `${title}: 12,345 votos. Por el chat 10,000, en papel 2,345. Con la clave de la asamblea: 345. Sin clave: 9,655.`;
    const line = `• ${got} No entró: no alcanzó el dinero, faltaron $38,000.50.`;
    return [
      { lines: Array.from({ length: 4 }, () => line).join('\n'), page: 0, isLast: false },
      { lines: line, page: 1, isLast: true },
    ];
  },
  resultPicture: () => [file('consulta-2027-4.png', 'image/png')],
  resultFile: () => [file('consulta-2027-4.xlsx', 'application/octet-stream')],
  secondReading: () => [reading, { ...reading, withoutPaper: false, winners: '' }],
  paperSheet: () => [
    sheet,
    { ...sheet, countable: [...sheet.countable, { voteId: 3, closed: { at: OPENS, timeZone, as: 'date' } }] },
    { ...sheet, closed: false, most: 2 },
    { ...sheet, before: 1234, items: items(345) },
    { ...sheet, items: items(null).slice(0, 1) },
  ],
  readCounts: () => [
    { numbers: [120] },
    { numbers: [130] },
    { numbers: [0] },
    { numbers: [] },
    { numbers: items(1).map(() => 60) },
  ],
  countPaper: () => [{ changed: true }, { changed: false }],
};

export const resultRefusals: {
  readonly [K in keyof (ResultServices & PaperCountServices)]?: readonly RefusalCode[];
} = {
  voteResult: ['unknown-vote', 'unknown-clinic'],
  resultFile: ['unknown-vote', 'few-ballots'],
  secondReading: ['not-yours', 'few-ballots'],
  paperSheet: ['not-yours', 'paper-none'],
  countPaper: ['not-yours', 'paper-none', 'paper-number', 'paper-over', 'paper-sum'],
};
