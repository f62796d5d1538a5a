/** A closed vote as a file of Pabulib: the chat's ballots without names, for whoever counts votes of many places. */

import type { Tx } from '../../../db/unit-of-work.ts';
import { dateIn } from '../assemblies/calendar.ts';
import { clinicById } from '../clinics/clinics.ts';
import { countedBallots } from './counted-ballots.ts';
import { scoresOf } from './election.ts';
import { writePabulib } from './pabulib.ts';

/**
 * Counted by the same rule it gives the same result where there was no paper: of that there are no ballots, and a comment in
 * the file says so. Refuses with `unknown-vote` and `few-ballots`.
 */
export async function pabulibOf(tx: Tx, voteId: number): Promise<string> {
  const { result, election } = await countedBallots(tx, voteId);
  const clinic = await clinicById(tx, result.clinicId);
  if (!clinic) throw new Error(`There is no clinic ${result.clinicId}.`);
  const titles = new Map([...result.winners, ...result.missed].map(({ number, title }) => [String(number), title]));
  const won = new Set(result.winners.map(({ number }) => String(number)));
  const votes = scoresOf(election);
  const day = (at: number) => dateIn(at, clinic.timeZone).split('-').reverse().join('.');
  const comments = [
    'The last tie is broken by the order of the projects, drawn by lot before the vote opened.',
    ...(result.ballots.paper === null
      ? []
      : [`Votes on paper (${result.ballots.paper} ballots) decided with these and have no ballots here.`]),
  ];
  return writePabulib({
    meta: {
      description: `La Clínica es Nuestra, ${clinic.name}`,
      country: 'Mexico',
      unit: clinic.name,
      subunit: clinic.clues,
      instance: result.year,
      num_projects: election.items.length,
      num_votes: election.ballots.length,
      budget: pesosOf(result.budgetCents),
      vote_type: 'approval',
      rule: 'greedy',
      date_begin: day(result.openedAt),
      date_end: day(result.closedAt),
      min_length: 1,
      max_length: result.most,
      language: 'es',
      currency: 'MXN',
      comment: comments.map((comment, at) => `#${at + 1}: ${comment}`).join(' '),
    },
    projects: election.items.map(({ id, cost, group }, at) => ({
      id,
      ...(group === undefined ? {} : { group }),
      costCents: Number(cost),
      name: titles.get(id) ?? '',
      votes: Number(votes[at]),
      selected: won.has(id),
    })),
    ballots: election.ballots.map(({ choices }) => choices.map((at) => election.items[at]?.id ?? '')),
  });
}

function pesosOf(cents: number): string {
  return cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2);
}
