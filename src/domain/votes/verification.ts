/** Recounts a published vote from its file alone, and names the line where it is not what it was. */

import type { Election } from './election.ts';
import { greedy } from './greedy.ts';
import { drawLot } from './lot.ts';
import {
  FEWEST_BALLOTS,
  isProofShown,
  type PublishedBallot,
  type PublishedItem,
  type PublishedResult,
  type PublishedTotals,
} from './publication.ts';
import { type Broken, broken, type Line, type Read, readLines } from './published-lines.ts';

interface Recount {
  ballots: number;
  listed: boolean;
  winners: string[];
  /** Of the winners, in their order. */
  names: string[];
}

export type Verdict = ({ sound: true; digest: string } & Recount) | Broken;

/** The shortest part of a digest that is taken for it: another file that begins so cannot be made. */
export const LEAST_DIGEST = 32;

/**
 * `told` is the digest that was announced, or its beginning, where it is known: without it a file that was written anew
 * from its first line on is not found out.
 */
export function verify(text: string, told?: string): Verdict {
  const read = readLines(text);
  if ('sound' in read) return read;
  const count = recount(read);
  if ('sound' in count) return count;
  if (told !== undefined && (told.length < LEAST_DIGEST || !read.digest.startsWith(told.toLowerCase()))) {
    return broken(read.lines.length, `the file ends in another digest than the one that was told: ${read.digest}`);
  }
  return { sound: true, digest: read.digest, ...count };
}

function recount({ lines }: Read): Recount | Broken {
  const of = <K extends Line['kind']>(kind: K) =>
    lines.flatMap(({ at, line }) => (line.kind === kind ? [{ at, line: line as Extract<Line, { kind: K }> }] : []));
  const [vote] = of('vote');
  const [totals] = of('totals');
  const [result] = of('result');
  if (!vote || !totals || !result) return broken(lines.length, 'the file is not whole');
  const items = of('item');
  const ballots = of('ballot');
  const receipts = of('receipt');
  const place = new Map(items.map(({ line }, index) => [line.item, index]));
  const twice =
    repeated(items.map(({ at, line }) => ({ at, id: line.item }))) ??
    repeated(receipts.map(({ at, line }) => ({ at, id: line.receipt })));
  if (twice !== undefined) return broken(twice, 'this one is there twice');
  const lot = drawLot(
    vote.line.seed,
    items.map(({ line }) => Number(line.item)),
  );
  const misplaced = items.find(({ line }, index) => line.item !== String(lot[index]));
  if (misplaced) return broken(misplaced.at, 'the lot, drawn with this seed, put it elsewhere');

  const isMarked = isProofShown(totals.line);
  const [chat, proven] = [items.map(() => 0), items.map(() => 0)];
  for (const { at, line } of ballots) {
    const fault = faultOf(line, place, vote.line.most);
    if (fault) return broken(at, fault);
    const misMarked = faultInProof(line.proven, isMarked);
    if (misMarked) return broken(at, misMarked);
    for (const id of line.ballot) {
      const index = place.get(id) ?? 0;
      chat[index] = (chat[index] ?? 0) + 1;
      if (line.proven) proven[index] = (proven[index] ?? 0) + 1;
    }
  }
  const provenBallots = ballots.filter(({ line }) => line.proven).length;
  const found = { ballots: ballots.length, receipts: receipts.length, provenBallots, chat, proven };
  const fault =
    faultInCounts(
      totals.line,
      items.map(({ line }) => line.paper),
    ) ?? faultInTotals(totals.line, found);
  if (fault) return broken(totals.at, fault);
  const expected = resultOf(
    vote.line.budgetCents,
    items.map(({ line }) => line),
    totals.line,
  );
  const { kind: _, ...told } = result.line;
  if (JSON.stringify(told) !== JSON.stringify(expected)) {
    return broken(result.at, `the count gives another result: ${expected.winners.join(', ') || 'nothing wins'}`);
  }
  const winners = [...expected.winners];
  const names = winners.map((id) => items[place.get(id) ?? -1]?.line.name ?? '');
  return { ballots: totals.line.ballots, listed: ballots.length > 0, winners, names };
}

/** The line at which something is there for the second time. */
function repeated(all: readonly { at: number; id: string }[]): number | undefined {
  const seen = new Set<string>();
  return all.find(({ id }) => seen.size === seen.add(id).size)?.at;
}

function faultOf(
  { ballot }: Pick<PublishedBallot, 'ballot'>,
  place: ReadonlyMap<string, number>,
  most: number,
): string | undefined {
  if (ballot.length === 0 || ballot.length > most) return `a ballot chooses one to ${most}`;
  if (new Set(ballot).size < ballot.length) return 'a ballot chooses one thing twice';
  const unknown = ballot.find((id) => !place.has(id));
  return unknown === undefined ? undefined : `${unknown} is not on the list`;
}

/** What cannot be, whatever was voted. */
function faultInCounts(totals: PublishedTotals, paper: readonly number[]) {
  const { ballots, receipts, paperBallots, provenBallots, chat, proven } = totals;
  if (ballots !== receipts) return 'there are not as many receipts as ballots';
  if (provenBallots > ballots) return 'there are more proven ballots than ballots';
  if (chat.length !== paper.length) return 'there is not one number for each item';
  if (chat.some((votes) => votes > ballots)) return 'something has more votes than there are ballots';
  const unproven = ballots - provenBallots;
  const misMarked = faultInProof(proven, isProofShown(totals));
  if (misMarked) return misMarked;
  if (proven && proven.length !== paper.length) return 'there is not one number for each item';
  if (proven?.some((votes, at) => votes > (chat[at] ?? 0))) return 'something has more proven votes than votes';
  if (proven?.some((votes, at) => votes > provenBallots || (chat[at] ?? 0) - votes > unproven)) {
    return 'something has more proven votes, or others, than there are such ballots';
  }
  if (paper.some((votes) => votes > paperBallots)) return 'something has more votes on paper than there are ballots';
  return undefined;
}

/** What says which ballots are proven, and what those chose, has to be there, or has to be left out. */
function faultInProof(told: unknown, isShown: boolean): string | undefined {
  if (isShown) return told === undefined ? 'it does not say what is proven' : undefined;
  return told === undefined ? undefined : 'it says what is proven where there are too few, with the proof or without';
}

function faultInTotals(
  told: PublishedTotals,
  found: Omit<Required<PublishedTotals>, 'paperBallots'>,
): string | undefined {
  const least = told.ballots < FEWEST_BALLOTS ? 0 : told.ballots;
  if (found.ballots !== least) return `${found.ballots} ballots are listed, not ${least}`;
  if (found.receipts !== least) return `${found.receipts} receipts are listed, not ${least}`;
  if (least === 0) return undefined;
  if (told.chat.join() !== found.chat.join()) return `the ballots add up to ${found.chat.join(', ')}`;
  if (!told.proven) return undefined;
  if (told.provenBallots !== found.provenBallots) return `${found.provenBallots} proven ballots are listed`;
  if (told.proven.join() !== found.proven.join()) return `the proven ballots add up to ${found.proven.join(', ')}`;
  return undefined;
}

/** What wins, by the chat and the paper together; the items are in the order of the lot. */
export function resultOf(
  budgetCents: number,
  items: readonly PublishedItem[],
  totals: Pick<PublishedTotals, 'chat'>,
): PublishedResult {
  const votes = items.map(({ paper }, at) => BigInt(paper + (totals.chat[at] ?? 0)));
  const election: Election = {
    budget: BigInt(budgetCents),
    items: items.map(({ item, costCents, group }) => ({ id: item, cost: BigInt(costCents), group })),
    ballots: [{ choices: [...items.keys()], points: votes }],
    unit: 100n,
  };
  const { winners, cost, left, missed } = greedy(election);
  const id = (at: number) => items[at]?.item ?? '';
  return {
    winners: winners.map(id),
    costCents: Number(cost),
    leftCents: Number(left),
    missed: missed.map((each) =>
      each.because === 'money'
        ? { item: id(each.item), because: 'money', missingCents: Number(each.missing) }
        : { item: id(each.item), because: 'rival', rival: id(each.rival) },
    ),
  };
}
