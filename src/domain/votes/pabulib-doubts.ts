/** What is odd in the ballots of a Pabulib file, and counted all the same. */

import { column, PabulibError, type Table } from './pabulib-sections.ts';

/**
 * Voters who are there more than once: sentences. Throws a `PabulibError` where the second ballot is the first, cell for cell:
 * what stands more often is no name of a voter.
 */
export function repeatedVoters(votes: Table): string[] {
  if (!votes.header.includes('voter_id')) return [];
  const ids = column(votes, 'voter_id').map(({ value }) => value);
  const all = Map.groupBy(votes.rows, (_, at) => ids[at] ?? '');
  const repeated = [...all].filter(([id, rows]) => id !== '' && rows.length > 1);
  for (const [id, [first, again, ...more]] of repeated) {
    if (!first || !again || more.length > 0 || first.cells.join('\n') !== again.cells.join('\n')) continue;
    throw new PabulibError(again.line, `the ballot of voter «${id}» is there twice, first in line ${first.line}.`);
  }
  const [one] = repeated;
  if (!one) return [];
  const [id, rows] = one;
  const lines = rows.slice(0, 2).map(({ line }) => line);
  const others = repeated.length > 1 ? ` Others like that: ${repeated.length - 1}.` : '';
  return [`voter «${id}» is there ${rows.length} times, as in lines ${lines.join(' and ')}: all are counted.${others}`];
}

/** Ballots that name more projects than META allows: sentences. */
export function longBallots(votes: Table, most: number | undefined): string[] {
  const named = (value: string) => new Set(value.split(',').map((id) => id.trim())).size;
  const long = column(votes, 'vote').filter(({ value }) => most !== undefined && named(value) > most);
  if (long.length === 0) return [];
  return [
    `longer than max_length ${most}: ${long.length} ballots, the first in line ${long[0]?.line}: they are counted.`,
  ];
}
