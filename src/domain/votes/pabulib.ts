/** Votes as Pabulib's files hold them: three sections of semicolons, read from a text and written to one. */

import { stringify } from 'csv-stringify/sync';
import type { Ballot, Election, Item } from './election.ts';
import { longBallots, repeatedVoters } from './pabulib-doubts.ts';
import { column, PabulibError, sectionsOf, type Table } from './pabulib-sections.ts';

export const VOTE_TYPES = ['approval', 'choose-1', 'cumulative', 'scoring', 'ordinal'] as const;
/** `docs/voting.md` says what each counts. */
export type VoteType = (typeof VOTE_TYPES)[number];

export interface PabulibFile {
  election: Election;
  voteType: VoteType;
  /** Decimal places of the amounts: what the costs were multiplied by. */
  places: number;
  /** Ballots that name nothing: they are no votes, and none of the election's. */
  emptyBallots: number;
  /** What is odd in the file and counted all the same: sentences. */
  doubts: string[];
}

/** Throws a `PabulibError` for the first thing that is wrong: nothing is left out in silence. */
export function readPabulib(text: string): PabulibFile {
  const { META, PROJECTS, VOTES } = sectionsOf(text);
  const meta = metaOf(META);
  const voteType = voteTypeOf(meta('vote_type'));
  const budget = meta('budget');
  const amounts = [budget.value, ...column(PROJECTS, 'cost').map(({ value }) => value)];
  const places = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const items = itemsOf(PROJECTS, places);
  const longest = numberIn(meta('max_length'), 'max_length');
  const most = longest ?? items.length;
  const otherwise = voteType === 'scoring' ? numberIn(meta('default_score'), 'default_score') : undefined;
  const ballots = ballotsOf(VOTES, { items, type: voteType, most, otherwise: BigInt(otherwise ?? 0) });
  return {
    election: { budget: amountIn(budget, places, 'budget'), items, ballots, unit: 10n ** BigInt(places) },
    voteType,
    places,
    emptyBallots: VOTES.rows.length - ballots.length,
    doubts: [
      ...doubtIn(meta('num_projects').value, PROJECTS.rows.length, 'projects'),
      ...doubtIn(meta('num_votes').value, VOTES.rows.length, 'votes'),
      ...repeatedVoters(VOTES),
      ...longBallots(VOTES, longest),
    ],
  };
}

interface Cell {
  line: number;
  value: string;
}

/** What META says of a key: empty, at the line of the section, where it says nothing. A value may hold semicolons. */
function metaOf({ header, line, rows }: Table): (key: string) => Cell {
  if (header.join(';') !== 'key;value') throw new PabulibError(line + 1, 'META begins with key;value.');
  return (key) => {
    const [row, again] = rows.filter(({ cells }) => cells[0] === key);
    if (again) throw new PabulibError(again.line, `${key} is there twice.`);
    return { line: row?.line ?? line, value: row?.cells.slice(1).join(';') ?? '' };
  };
}

function voteTypeOf({ line, value }: Cell): VoteType {
  const type = value === 'choose-one' ? 'choose-1' : VOTE_TYPES.find((each) => each === value);
  if (!type) throw new PabulibError(line, `vote_type «${value}» is not counted here: ${VOTE_TYPES.join(', ')}.`);
  return type;
}

function numberIn({ line, value }: Cell, key: string): number | undefined {
  if (value === '') return undefined;
  if (!/^\d{1,15}$/.test(value)) throw new PabulibError(line, `${key} «${value}» is no whole number.`);
  return Number(value);
}

function amountIn({ line, value }: Cell, places: number, what: string): bigint {
  if (value === '') throw new PabulibError(line, `there is no ${what}.`);
  if (!/^\d+(\.\d+)?$/.test(value)) throw new PabulibError(line, `the ${what} «${value}» is no amount.`);
  const [whole = '', rest = ''] = value.split('.');
  return BigInt(whole + rest.padEnd(places, '0'));
}

function doubtIn(told: string, found: number, what: string): string[] {
  return told === '' || Number(told) === found ? [] : [`META tells of ${told} ${what}, ${found} are there.`];
}

/** The projects of one `exclusive_group`, a column that this program adds, exclude each other. */
function itemsOf(table: Table, places: number): Item[] {
  const costs = column(table, 'cost');
  const groups = table.header.includes('exclusive_group') ? column(table, 'exclusive_group') : [];
  const seen = new Set<string>();
  return column(table, 'project_id').map(({ line, value: id }, at) => {
    if (id === '') throw new PabulibError(line, 'a project has no id.');
    if (seen.has(id)) throw new PabulibError(line, `project «${id}» is there twice.`);
    seen.add(id);
    const cost = amountIn(costs[at] ?? { line, value: '' }, places, 'cost');
    if (cost === 0n) throw new PabulibError(line, `project «${id}» costs nothing.`);
    const group = groups[at]?.value ?? '';
    return group === '' ? { id, cost } : { id, cost, group };
  });
}

interface Reading {
  items: readonly Item[];
  type: VoteType;
  /** How many places a ranking may have: place k of at most m counts m − k + 1. */
  most: number;
  /** What a scoring ballot gives to those that it does not name. */
  otherwise: bigint;
}

function ballotsOf(table: Table, reading: Reading): Ballot[] {
  const { items, type } = reading;
  const places = new Map(items.map(({ id }, at) => [id, at]));
  const points = type === 'cumulative' || type === 'scoring' ? column(table, 'points') : undefined;
  return column(table, 'vote').flatMap(({ line, value }, at) => {
    if (value === '') return [];
    const choices = value.split(',').map((id) => {
      const place = places.get(id.trim());
      if (place === undefined) throw new PabulibError(line, `there is no project «${id.trim()}».`);
      return place;
    });
    return [ballotOf({ line, choices, points: points?.[at]?.value ?? '' }, reading)];
  });
}

function ballotOf(
  { line, choices, points }: { line: number; choices: readonly number[]; points: string },
  { items, type, most, otherwise }: Reading,
): Ballot {
  const once = [...new Set(choices)];
  if (type === 'approval') return { choices: once };
  if (type === 'choose-1') {
    if (once.length > 1) throw new PabulibError(line, 'more than one project is chosen.');
    return { choices: once };
  }
  if (once.length < choices.length) throw new PabulibError(line, 'one project is named twice.');
  if (type === 'ordinal') {
    if (choices.length > most) throw new PabulibError(line, `more than ${most} projects are ranked.`);
    return { choices, points: choices.map((_, place) => BigInt(most - place)) };
  }
  const given = pointsOf(points, { line, choices: choices.length, type });
  if (otherwise === 0n) return { choices, points: given };
  const others = [...items.keys()].filter((place) => !choices.includes(place));
  return { choices: [...choices, ...others], points: [...given, ...others.map(() => otherwise)] };
}

/** Whole numbers, in scoring also below 0. */
function pointsOf(text: string, { line, choices, type }: { line: number; choices: number; type: VoteType }): bigint[] {
  const points = text.split(',').map((each) => each.trim());
  const form = type === 'scoring' ? /^-?\d+$/ : /^\d+$/;
  if (points.length !== choices || !points.every((each) => form.test(each))) {
    throw new PabulibError(line, `the points «${text}» do not go with the projects: whole numbers, one for each.`);
  }
  return points.map(BigInt);
}

/** An amount in the units of a file, as the file writes it. */
export function shownAmount(amount: bigint, places: number): string {
  if (places === 0) return String(amount);
  const digits = String(amount < 0n ? -amount : amount).padStart(places + 1, '0');
  const shown = `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return `${amount < 0n ? '-' : ''}${shown.replace(/\.?0+$/, '')}`;
}

export interface PabulibProject {
  /** Without a comma. */
  id: string;
  costCents: number;
  name: string;
  votes: number;
  selected: boolean;
  /** Of one group one wins at most. */
  group?: string;
}

/**
 * The same form, of an approval vote; amounts in centavos. The order of the projects decides last. What `readPabulib` reads
 * of it is the vote that was written, as long as `meta` has `vote_type` and `budget`.
 */
export function writePabulib(input: {
  meta: Readonly<Record<string, string | number>>;
  projects: readonly PabulibProject[];
  /** Ids of what each ballot chose, in an order that tells nothing. */
  ballots: readonly (readonly string[])[];
}): string {
  const { meta, projects, ballots } = input;
  const grouped = projects.some(({ group }) => group !== undefined);
  return [
    'META\n',
    table([['key', 'value'], ...Object.entries(meta)]),
    'PROJECTS\n',
    table([
      ['project_id', 'cost', 'votes', 'name', 'selected', ...(grouped ? ['exclusive_group'] : [])],
      ...projects.map(({ id, costCents, votes, name, selected, group = '' }) => [
        ...[id, shownAmount(BigInt(costCents), 2), votes, name, selected ? 1 : 0],
        ...(grouped ? [group] : []),
      ]),
    ]),
    'VOTES\n',
    table([['voter_id', 'vote'], ...ballots.map((choices, at) => [at + 1, choices.join(',')])]),
  ].join('');
}

function table(rows: readonly (readonly (string | number)[])[]): string {
  return stringify([...rows], { delimiter: ';' });
}
