/** The sections of the minutes on what people voted on and what the assembly made of it. */

import type { Making } from './meeting.ts';
import type { Column, Paper } from './paper.ts';

interface VotedItem {
  number: number;
  title: string;
  /** As it is written. */
  cost: string;
  chat: number;
  /** Null where it is not told: so few have the proof, or have none. */
  proven: number | null;
  paper: number;
  votes: number;
}

export interface Voted {
  /** What the vote asked for as a proof that a voter belongs there. */
  proof: 'none' | 'day-code' | 'invited';
  /** What fits in the money, in the order in which it won, and the rest. */
  winners: readonly VotedItem[];
  missed: readonly VotedItem[];
  /** How many people voted; on paper null where nothing was counted. */
  ballots: { chat: number; proven: number; paper: number | null };
  /** Of the year, of what won, and what is left, as they are written. */
  money: { budget: string; cost: string; left: string };
  pairsFound: number;
  digest: string;
}

export interface DecidedWork {
  title: string;
  /** As it is written; empty where none was said. */
  approved: string;
}

/** Each kind of ballot apart, and all of them together. */
export function votedSection(paper: Paper, vote: Voted, say: Making['say']): void {
  const { proof, winners, missed, ballots, pairsFound } = vote;
  const asked = proof !== 'none';
  const isApart = asked && [...winners, ...missed].every((item) => item.proven !== null);
  const title = (name: string) => say({ key: `paper:minutes.voted.${name}` });
  const numbers = ['proven', 'unproven', 'chat', 'paper', 'votes'].filter((name) => {
    if (name === 'proven' || name === 'unproven') return isApart;
    return name !== 'chat' || !isApart;
  });
  const columns: Column[] = [
    { title: title('item'), share: 8 },
    ...numbers.map((name) => ({ title: title(name), share: 3, bold: name === 'votes' })),
  ];
  const cells = ({ number, title: name, cost, ...item }: VotedItem, won: boolean) => [
    `${number}. ${name} (${cost})${won ? ` · ${title('won')}` : ''}`,
    ...numbers.map((each) => `${countOf(item, each)}`),
  ];
  paper.heading(say({ key: 'paper:minutes.voted.title' }));
  paper.text(say({ key: 'paper:minutes.voted.consultation' }));
  const people = { chat: ballots.chat, proven: ballots.proven, paper: ballots.paper ?? 0 };
  paper.table(columns, [
    ...winners.map((item) => cells(item, true)),
    ...missed.map((item) => cells(item, false)),
    [title('people'), ...numbers.map((each) => `${countOf({ ...people, votes: people.chat + people.paper }, each)}`)],
  ]);
  if (asked && !isApart) {
    const values = { proven: ballots.proven, unproven: ballots.chat - ballots.proven };
    paper.text(say({ key: 'paper:minutes.voted.proof', values }));
  }
  paper.text(say({ key: 'paper:minutes.voted.money', values: vote.money }));
  if (pairsFound > 0) paper.text(say({ key: 'paper:minutes.voted.pairs', values: { count: pairsFound } }));
  paper.text(say({ key: 'paper:minutes.voted.digest', values: { digest: vote.digest } }));
}

function countOf(item: Pick<VotedItem, 'chat' | 'proven' | 'paper' | 'votes'>, name: string): number {
  if (name === 'proven') return item.proven ?? 0;
  if (name === 'unproven') return item.chat - (item.proven ?? 0);
  return item[name as 'chat' | 'paper' | 'votes'];
}

export function decidedSection(paper: Paper, works: readonly DecidedWork[], say: Making['say']): void {
  paper.heading(say({ key: 'paper:minutes.decided.title' }));
  paper.table(
    [
      { title: say({ key: 'paper:minutes.decided.work' }), share: 7 },
      { title: say({ key: 'paper:minutes.decided.amount' }), share: 3 },
    ],
    works.map(({ title, approved }) => [title, approved]),
  );
}
