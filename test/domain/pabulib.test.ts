/** Files of Pabulib: every kind of ballot, what is wrong at its line, and what is written is read again as it was. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { greedy } from '../../src/domain/votes/greedy.ts';
import { readPabulib, shownAmount, writePabulib } from '../../src/domain/votes/pabulib.ts';

interface Parts {
  meta?: readonly string[];
  projects?: readonly string[];
  votes?: readonly string[];
}

const META = ['META', 'key;value', 'budget;100', 'vote_type;approval'];
const PROJECTS = ['PROJECTS', 'project_id;cost;name', 'a;60;Techo', 'b;50;"Rampa; con ""barandal"""', 'c;40;Silla'];
const VOTES = ['VOTES', 'voter_id;vote', '1;a,b', '2;b', '3;c'];

const fileOf = ({ meta = META, projects = PROJECTS, votes = VOTES }: Parts = {}, end = '\n') =>
  [...meta, ...projects, ...votes].map((line) => line + end).join('');
const typed = (type: string, ...more: string[]) => [...META.slice(0, 3), `vote_type;${type}`, ...more];
const votesOf = (header: string, ...rows: string[]) => ['VOTES', header, ...rows];

function scores(text: string): Record<string, number> {
  const { election } = readPabulib(text);
  return Object.fromEntries(greedy(election).scores.map((score, at) => [election.items[at]?.id, Number(score)]));
}

describe('a file', () => {
  it.each([
    ['LF', fileOf()],
    ['CRLF', fileOf({}, '\r\n')],
    ['CR', fileOf({}, '\r')],
    ['a byte order mark', `\ufeff${fileOf({}, '\r\n')}`],
    ['ends of both kinds', fileOf({ meta: META.map((line) => `${line}\r`) })],
    ['empty lines', fileOf({ votes: ['', ...VOTES, '', ''] })],
    ['no end of the last line', fileOf().trimEnd()],
    ['empty cells after each line', fileOf({}, ';;\n')],
    ['its sections in another order', fileOf({ meta: VOTES, projects: META, votes: PROJECTS })],
    ['spaces around ids', fileOf({ votes: votesOf('voter_id;vote', '1; a , b ', '2;b', '3;c') })],
    ['what is chosen twice', fileOf({ votes: votesOf('voter_id;vote', '1;a,b,a', '2;b', '3;c') })],
    ['other columns in another order', fileOf({ votes: votesOf('age;vote;voter_id', '3;"a,b";1', ';b;2', ';c') })],
  ])('with %s is read', (_, text) => {
    const { election } = readPabulib(text);
    expect(election).toMatchObject({ budget: 100n, unit: 1n });
    expect(election.items.map(({ id, cost }) => [id, cost])).toEqual([
      ['a', 60n],
      ['b', 50n],
      ['c', 40n],
    ]);
    expect(election.ballots.map(({ choices }) => choices)).toEqual([[0, 1], [1], [2]]);
  });

  it('with decimals is counted in whole units of the smallest of them', () => {
    const { election, places } = readPabulib(
      fileOf({
        meta: ['META', 'key;value', 'budget;100.5', 'vote_type;approval'],
        projects: [...PROJECTS, 'd;0.25;x'],
      }),
    );
    expect(election).toMatchObject({ budget: 10050n, unit: 100n });
    expect(election.items.map(({ cost }) => cost)).toEqual([6000n, 5000n, 4000n, 25n]);
    expect([10050n, 6000n, 25n, 0n, -150n].map((amount) => shownAmount(amount, places))).toEqual([
      '100.5',
      '60',
      '0.25',
      '0',
      '-1.5',
    ]);
  });

  it('tells how many ballots are empty, and counts none of them', () => {
    const { election, emptyBallots } = readPabulib(fileOf({ votes: [...VOTES, '4;', '5', '6;""'] }));
    expect(emptyBallots).toBe(3);
    expect(election.ballots).toHaveLength(3);
  });

  it('tells where it holds another number of projects or votes than it says', () => {
    const { doubts } = readPabulib(fileOf({ meta: [...META, 'num_projects;4', 'num_votes;3'] }));
    expect(doubts).toEqual(['META tells of 4 projects, 3 are there.']);
  });

  it('tells who votes more than once and which ballots are longer than allowed, and counts them', () => {
    const twice = readPabulib(fileOf({ votes: [...VOTES, '2;a', '3;b', ';c', ';c'] }));
    expect(twice.election.ballots).toHaveLength(7);
    expect(twice.doubts).toEqual([
      'voter «2» is there 2 times, as in lines 13 and 15: all are counted. Others like that: 1.',
    ]);
    // No names of voters.
    const nameless = readPabulib(fileOf({ votes: ['VOTES', 'voter_id;vote', '0;a', '0;a', '0;a'] }));
    expect(nameless.doubts).toEqual(['voter «0» is there 3 times, as in lines 12 and 13: all are counted.']);
    expect(readPabulib(fileOf({ votes: ['VOTES', 'vote', '"a"', '"a"'] })).doubts).toEqual([]);
    const long = readPabulib(fileOf({ meta: [...META, 'max_length;1'], votes: [...VOTES, '4;a,a', '5;b,c'] }));
    expect(long.election.ballots).toHaveLength(5);
    expect(long.doubts).toEqual(['longer than max_length 1: 2 ballots, the first in line 13: they are counted.']);
  });

  it('without votes is one in which nothing wins', () => {
    const { election } = readPabulib(fileOf({ votes: VOTES.slice(0, 2) }));
    expect(greedy(election)).toMatchObject({ winners: [], cost: 0n, left: 100n });
  });
});

describe('ballots', () => {
  it('of choose-1 count one each, under either name', () => {
    const votes = votesOf('voter_id;vote', '1;a', '2;b', '3;b');
    expect(scores(fileOf({ meta: typed('choose-1'), votes }))).toEqual({ a: 1, b: 2, c: 0 });
    expect(scores(fileOf({ meta: typed('choose-one'), votes }))).toEqual({ a: 1, b: 2, c: 0 });
  });

  it('of points count what they give', () => {
    const votes = votesOf('voter_id;points;vote', '1;3,7;a,b', '2;10;c');
    expect(scores(fileOf({ meta: typed('cumulative'), votes }))).toEqual({ a: 3, b: 7, c: 10 });
    expect(scores(fileOf({ meta: typed('scoring'), votes }))).toEqual({ a: 3, b: 7, c: 10 });
  });

  it('of scores may take away, and give something to what they do not name', () => {
    const votes = votesOf('voter_id;points;vote', '1;-3,7;a,b', '2;10;c');
    expect(scores(fileOf({ meta: typed('scoring', 'default_score;2'), votes }))).toEqual({ a: -1, b: 9, c: 12 });
  });

  it('of a ranking count m − k + 1 for place k of at most m', () => {
    const votes = votesOf('voter_id;vote', '1;c,a', '2;b,c,a', '3;a');
    expect(scores(fileOf({ meta: typed('ordinal'), votes }))).toEqual({ a: 6, b: 3, c: 5 });
    const four = votesOf('voter_id;vote', '1;c,a', '2;b,c', '3;a');
    expect(scores(fileOf({ meta: typed('ordinal', 'max_length;2'), votes: four }))).toEqual({ a: 3, b: 2, c: 3 });
  });
});

const VOTE = ['VOTES', 'voter_id;vote'];
const POINTS = ['VOTES', 'voter_id;vote;points'];

describe('of a file that is not right the line is named', () => {
  it.each<[string, Parts, number, RegExp]>([
    ['no META', { meta: [] }, 10, /no section META/],
    ['no PROJECTS', { projects: [] }, 9, /no section PROJECTS/],
    ['no VOTES', { votes: [] }, 9, /no section VOTES/],
    ['a section twice', { votes: [...VOTES, ...VOTES] }, 15, /VOTES is there twice/],
    ['something before the first section', { meta: ['budget;100', ...META] }, 1, /a section is to come first/],
    ['META without its header', { meta: ['META', 'budget;100'] }, 2, /key;value/],
    ['no budget', { meta: ['META', 'key;value', 'vote_type;approval'] }, 1, /no budget/],
    ['two budgets', { meta: [...META, 'budget;200'] }, 5, /budget is there twice/],
    ['a budget with letters', { meta: [...META.slice(0, 2), 'budget;mucho', META[3] ?? ''] }, 3, /budget «mucho»/],
    ['a budget with a comma', { meta: [...META.slice(0, 2), 'budget;100,50', META[3] ?? ''] }, 3, /budget «100,50»/],
    ['a budget with a semicolon', { meta: [...META.slice(0, 2), 'budget;1;5', META[3] ?? ''] }, 3, /budget «1;5»/],
    ['no kind of ballot', { meta: META.slice(0, 3) }, 1, /vote_type «»/],
    ['an unknown kind of ballot', { meta: typed('knapsack') }, 4, /vote_type «knapsack».*approval, choose-1/],
    ['a max_length in letters', { meta: typed('ordinal', 'max_length;tres') }, 5, /max_length «tres»/],
    ['no column of costs', { projects: ['PROJECTS', 'project_id;name', 'a;x'] }, 6, /no column cost/],
    ['no column of ballots', { votes: ['VOTES', 'voter_id', '1'] }, 11, /no column vote/],
    ['a column twice', { projects: ['PROJECTS', 'project_id;cost;cost', 'a;1;2'] }, 6, /column cost is there twice/],
    ['more cells than columns', { projects: [...PROJECTS, 'd;5;Park; y más'] }, 10, /more cells than the 3/],
    ['choices between semicolons', { votes: [...VOTES, '4;a;b'] }, 15, /more cells than the 2/],
    ['a project twice', { projects: [...PROJECTS, 'a;5;Otra vez'] }, 10, /«a» is there twice/],
    ['a project without an id', { projects: [...PROJECTS, ';5;x'] }, 10, /no id/],
    ['a negative cost', { projects: [...PROJECTS, 'd;-5;x'] }, 10, /cost «-5» is no amount/],
    ['a cost of nothing', { projects: [...PROJECTS, 'd;0.00;x'] }, 10, /«d» costs nothing/],
    ['a cost that is missing', { projects: [...PROJECTS, 'd'] }, 10, /no cost/],
    ['a cost with an exponent', { projects: [...PROJECTS, 'd;1e3;x'] }, 10, /«1e3» is no amount/],
    ['an unknown project in a ballot', { votes: [...VOTES, '4;a,z'] }, 15, /no project «z»/],
    ['a ballot that ends with a comma', { votes: [...VOTES, '4;a,'] }, 15, /no project «»/],
    ['two chosen of one', { meta: typed('choose-1'), votes: [...VOTE, '1;a', '2;a,b'] }, 13, /more than one/],
    ['a ranking with one twice', { meta: typed('ordinal'), votes: [...VOTE, '1;a,b,a'] }, 12, /named twice/],
    ['too long a ranking', { meta: typed('ordinal', 'max_length;1'), votes: [...VOTE, '1;a,b'] }, 13, /more than 1/],
    ['fewer points than projects', { meta: typed('cumulative'), votes: [...POINTS, '1;a,b;3'] }, 12, /points «3»/],
    ['points below 0', { meta: typed('cumulative'), votes: [...POINTS, '1;a;-3'] }, 12, /points «-3»/],
    ['no column of points', { meta: typed('cumulative') }, 11, /no column points/],
    ['points for one twice', { meta: typed('scoring'), votes: [...POINTS, '1;a,a;1,2'] }, 12, /named twice/],
    ['a ballot twice', { votes: [...VOTES, '2;b'] }, 15, /voter «2» is there twice, first in line 13/],
    ['an open quotation mark', { projects: [...PROJECTS, 'd;5;"Parque'] }, 10, /never closed/],
    ['a letter of another coding', { projects: [...PROJECTS, 'd;5;Ba\ufffdo'] }, 10, /UTF-8/],
  ])('%s', (_, parts, line, why) => {
    for (const end of ['\n', '\r\n']) {
      expect(() => readPabulib(fileOf(parts, end))).toThrow(
        expect.objectContaining({ name: 'PabulibError', line, message: expect.stringMatching(why) }),
      );
    }
  });

  it('past a name of several lines', () => {
    const projects = [...PROJECTS.slice(0, 2), 'a;60;"Techo', 'y muros"', 'b;50;x', 'c;-1;x'];
    expect(() => readPabulib(fileOf({ projects }, '\r\n'))).toThrow(expect.objectContaining({ line: 10 }));
  });

  it('of a text that is none', () => {
    expect(() => readPabulib('')).toThrow(expect.objectContaining({ line: 1 }));
    expect(() => readPabulib('<html>\n</html>')).toThrow(expect.objectContaining({ line: 1 }));
  });
});

describe('what is written', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ñ', ' ', ';', '"', ',', '\n', '\r', '#') });
  const votes = fc.record({
    costs: fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 5 }),
    names: fc.array(text, { minLength: 5, maxLength: 5 }),
    groups: fc.array(fc.constantFrom(undefined, 'entrada', 'patio'), { minLength: 5, maxLength: 5 }),
    ballots: fc.array(fc.subarray([0, 1, 2, 3, 4], { minLength: 1 })),
    budgetCents: fc.integer({ min: 0, max: 1e9 }),
    comment: text,
  });

  it('is read as it was', () => {
    fc.assert(
      fc.property(votes, ({ costs, names, groups, ballots, budgetCents, comment }) => {
        const projects = costs.map((costCents, at) => ({
          id: String(at + 1),
          ...{ costCents, name: names[at] ?? '', votes: 0, selected: false, group: groups[at] },
        }));
        const chosen = ballots
          .map((choices) => choices.filter((at) => at < costs.length))
          .filter((choices) => choices.length > 0);
        const file = writePabulib({
          meta: { comment, budget: shownAmount(BigInt(budgetCents), 2), vote_type: 'approval' },
          projects,
          ballots: chosen.map((choices) => choices.map((at) => String(at + 1))),
        });
        const { election, places } = readPabulib(file);
        const scale = 10n ** BigInt(2 - places);
        expect(election.budget * scale).toBe(BigInt(budgetCents));
        expect(election.ballots.map(({ choices }) => choices)).toEqual(chosen);
        expect(election.items).toEqual(
          projects.map(({ id, costCents, group }) => ({
            id,
            cost: BigInt(costCents) / scale,
            ...(group === undefined ? {} : { group }),
          })),
        );
      }),
    );
  });
});
