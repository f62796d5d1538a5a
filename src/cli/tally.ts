/** `tally`: counts a vote in Pabulib's format with the code that counts a clinic's vote. */

import { equalShares } from '../domain/votes/equal-shares.ts';
import { greedy } from '../domain/votes/greedy.ts';
import { type PabulibFile, readPabulib, shownAmount } from '../domain/votes/pabulib.ts';
import { PabulibError } from '../domain/votes/pabulib-sections.ts';
import { OperatorError } from './operator-error.ts';
import { readText } from './text.ts';

export const RULES = ['greedy', 'equal-shares'] as const;
type Rule = (typeof RULES)[number];

/** Prints the winners in the order in which they won; what is doubtful in the file goes to stderr. */
export function tallyFile(file: string, { rule, json }: { rule: Rule; json?: boolean }): void {
  const { election, places, voteType, emptyBallots, doubts } = read(file);
  if (rule === 'equal-shares' && voteType !== 'approval' && voteType !== 'choose-1') {
    throw new OperatorError(`Equal shares counts approval and choose-1 ballots; those of ${file} are ${voteType}.`);
  }
  for (const doubt of doubts) console.error(`${file}: ${doubt}`);
  if (emptyBallots > 0) console.error(`${file}: ${emptyBallots} ballots name nothing and are no votes.`);
  const { winners, cost, left } = rule === 'greedy' ? greedy(election) : equalShares(election);
  const ids = winners.map((at) => election.items[at]?.id ?? '');
  const amount = (units: bigint) => shownAmount(units, places);
  if (json) {
    // Amounts as they are: doubles would round long ones.
    console.log(`{"rule":"${rule}","winners":${JSON.stringify(ids)},"cost":${amount(cost)},"left":${amount(left)}}`);
    return;
  }
  for (const [at, id] of ids.entries()) console.log(`${at + 1}. ${id}`);
  if (ids.length === 0) console.log('Nothing wins.');
  console.log(`Cost ${amount(cost)}, left ${amount(left)}.`);
}

function read(file: string): PabulibFile {
  const text = readText(file);
  try {
    return readPabulib(text);
  } catch (error) {
    if (error instanceof PabulibError) throw new OperatorError(`${file}, line ${error.line}: ${error.message}`);
    throw error;
  }
}
