/** The result of a vote as a picture and as a table. */

import type { ItemResult, VoteResult } from '../domain/votes/results.ts';
import { barChart, MOST_BARS } from './chart.ts';
import type { Attachment } from './reply.ts';
import { type Cell, type SheetFormat, sheetFile } from './spreadsheet.ts';
import type { Text } from './text.ts';

type Say = (text: Text) => string;

interface Told {
  say: Say;
  clinic: string;
}

const columns = [
  ...['number', 'title', 'cost', 'votes', 'chat', 'proven', 'unproven', 'paper', 'place', 'missing', 'rival'],
] as const;

/** The most voted first: dark what came by the chat, light the paper. */
export function resultChart(result: VoteResult, { say, clinic }: Told): Attachment {
  const { winners, missed, ballots, year } = result;
  const places = new Map(winners.map(({ number }, at) => [number, at + 1]));
  const items = [...winners, ...missed].sort((a, b) => b.votes - a.votes);
  return barChart({
    name: nameOf(result, say),
    title: say({ key: 'result:chart.title', values: { clinic, year } }),
    note: say({ key: ballots.paper === null ? 'result:chart.note' : 'result:chart.notePaper' }),
    bars: items.slice(0, MOST_BARS).map(({ number, title, chat, paper, votes }) => ({
      label: places.has(number) ? `✓ ${title}` : title,
      value: chat,
      beside: paper,
      figure: say({ key: 'result:got.plain', values: { count: votes } }),
    })),
  });
}

/** A row a thing on the ballot, in the order of the result, and at the end how many ballots there were. */
export function resultSheet(result: VoteResult, format: SheetFormat, say: Say): Attachment {
  const { winners, missed, ballots } = result;
  const paper = ballots.paper ?? 0;
  const unproven = ballots.chat - ballots.proven;
  const rows: Cell[][] = [
    ...winners.map((item, at) => [...counts(item), at + 1, null, null]),
    ...missed.map((item) => [
      ...counts(item),
      null,
      item.because === 'money' ? item.missingCents / 100 : null,
      item.because === 'rival' ? item.rival : null,
    ]),
    [
      ...[null, say({ key: 'result:column.ballots' }), null],
      ...[ballots.chat + paper, ballots.chat, ballots.proven, unproven, paper],
      ...[null, null, null],
    ],
  ];
  const sheet = {
    name: nameOf(result, say),
    columns: columns.map((column) => say({ key: `result:column.${column}` })),
    rows,
  };
  return sheetFile(sheet, format);
}

export function pabulibFile(result: VoteResult, text: string, say: Say): Attachment {
  const data = Buffer.from(text, 'utf8').toString('base64');
  return { name: `${nameOf(result, say)}.pb`, mime: 'text/plain', data };
}

function counts({ number, title, costCents, votes, chat, proven, paper }: ItemResult): Cell[] {
  return [number, title, costCents / 100, votes, chat, proven, proven === null ? null : chat - proven, paper];
}

function nameOf({ year, voteId }: VoteResult, say: Say): string {
  return `${say({ key: 'result:file.name' })}-${year}-${voteId}`;
}
