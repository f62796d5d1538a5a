/** `verify-vote`: recounts a published vote from its file alone; no database, no network. */

import { LEAST_DIGEST, verify } from '../domain/votes/verification.ts';
import { OperatorError } from './operator-error.ts';
import { readText } from './text.ts';

/** Prints what it found; throws where the file is not what it was. */
export function verifyVote(file: string, { digest, json }: { digest?: string; json?: boolean }): void {
  const told = digest?.replace(/[\s-]/g, '').toLowerCase();
  if (told !== undefined && (told.length < LEAST_DIGEST || !/^[0-9a-f]{1,64}$/.test(told))) {
    throw new OperatorError(
      `A digest has 64 figures, 0 to 9 and a to f; --digest takes the first ${LEAST_DIGEST} or more.`,
    );
  }
  const verdict = verify(readText(file), told);
  if (json) console.log(JSON.stringify(verdict));
  if (!verdict.sound) throw new OperatorError(`${file}, line ${verdict.line}: ${verdict.why}.`);
  if (json) return;
  const { ballots, listed, winners, names } = verdict;
  console.log(`Sound: ${ballots} ballots in the chat, ${listed ? 'recounted one by one' : 'too few to be listed'}.`);
  if (winners.length === 0) console.log('Nothing wins.');
  for (const [at, winner] of winners.entries()) console.log(`${at + 1}. ${winner}: ${names[at]}`);
  console.log(`Digest ${verdict.digest}`);
  if (told === undefined) console.log('Compare the digest with the one that was told: --digest does it.');
}
