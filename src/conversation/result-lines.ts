/** The result of a vote in words, a line a thing: what wins, what does not and why, and what each got. */

import type { VoteProof } from '../../db/schema/votes.ts';
import type { ItemResult, MissedItem, Tie, VoteResult } from '../domain/votes/results.ts';
import { pesos } from '../domain/works/money.ts';
import type { Text } from './text.ts';

type Say = (text: Text) => string;

/** A telephone's line or two. */
const LONGEST_TITLE = 36;

/** As people say amounts: without centavos where there are none. */
export function roundPesos(cents: number): string {
  return pesos(cents).replace(/\.00$/, '');
}

export function shortTitle(title: string): string {
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1).trimEnd()}…`;
}

export function winnerLine(item: ItemResult, place: number, say: Say): string {
  const values = { place, title: shortTitle(item.title), cost: roundPesos(item.costCents), count: item.votes };
  return say({ key: 'result:winner', values });
}

export function missedLine(item: MissedItem, { winners }: VoteResult, say: Say): string {
  const votes = say({ key: 'result:got.plain', values: { count: item.votes } });
  const values = { title: shortTitle(item.title), votes, why: say(whyMissed(item, winners)) };
  return say({ key: 'result:missedLine', values });
}

function whyMissed(item: MissedItem, winners: readonly ItemResult[]): Text {
  if (item.because === 'money') return { key: 'result:why.money', values: { missing: roundPesos(item.missingCents) } };
  const rival = winners.find(({ number }) => number === item.rival);
  return { key: 'result:why.rival', values: { rival: shortTitle(rival?.title ?? '') } };
}

/** Ties that decided something, what is in without a single vote, and people who turned out to have voted twice. */
export function noteLines(result: VoteResult, say: Say): string[] {
  const { winners, pairsFound, decidedElse } = result;
  const titles = decidedElse.map(({ title }) => `«${shortTitle(title)}»`).join(', ');
  return [
    ...tieTexts(result).map(say),
    ...(winners.some(({ votes }) => votes === 0) ? [say({ key: 'result:unchosen' })] : []),
    ...(decidedElse.length > 0 ? [say({ key: 'result:decidedElse', values: { titles } })] : []),
    ...(pairsFound > 0 ? [say({ key: 'result:pairs', values: { count: pairsFound } })] : []),
  ];
}

/** Where only cost or lot put the one in and left the other out, and both were chosen by somebody. */
function tieTexts({ ties, winners, missed }: VoteResult): Text[] {
  const won = (wanted: number) => winners.find(({ number }) => number === wanted);
  const lost = (wanted: number) => missed.find(({ number, because }) => number === wanted && because === 'money');
  return ties.flatMap(({ first, second, by }: Tie) => {
    const [winner, loser] = [won(first), lost(second)];
    if (!winner || !loser || winner.votes === 0) return [];
    const values = { first: shortTitle(winner.title), second: shortTitle(loser.title) };
    return [{ key: `result:tie.${by}`, values }];
  });
}

/** What each got, by kind of ballot: the winners in their order, then the rest in theirs. */
export function voteLines(result: VoteResult, say: Say): string[] {
  const { winners, missed } = result;
  return [
    ...winners.map((item, at) => {
      const got = gotLine(item, result, say);
      return say({ key: 'result:voted.won', values: { title: shortTitle(item.title), got, place: at + 1 } });
    }),
    ...missed.map((item) => {
      const values = { title: shortTitle(item.title), got: gotLine(item, result, say) };
      return say({ key: 'result:voted.missed', values: { ...values, why: say(whyMissed(item, winners)) } });
    }),
  ];
}

/** Why it does not say what those with the proof chose, and those without; nothing where it does, or none was asked for. */
export function proofNotes({ proof, winners, missed }: VoteResult, say: Say): string[] {
  const isLeftOut = proof !== 'none' && [...winners, ...missed].some(({ proven }) => proven === null);
  return isLeftOut ? [say({ key: 'result:proof.few' })] : [];
}

function gotLine(item: ItemResult, { proof, ballots }: VoteResult, say: Say): string {
  const { chat, proven, paper, votes } = item;
  const together = say({ key: 'result:got.votes', values: { count: votes } });
  const parts = [
    ...(ballots.paper === null ? [] : [say({ key: 'result:got.chat', values: { chat, paper } })]),
    ...(proof === 'none' || proven === null ? [] : [say(provenText(proof, proven, chat - proven))]),
  ];
  return [together, ...parts].join(' ');
}

/** How many ballots of the chat came with the proof, and how many without; `proof` is not `none`. */
function provenText(proof: VoteProof, proven: number, unproven: number): Text {
  return { key: `result:proof.${proof}`, values: { proven, unproven } };
}
