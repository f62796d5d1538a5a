/** What flows may ask of the result of a vote, for everybody; the second reading is for who looks after the clinic. */

import type { VoteProof } from '../../db/schema/votes.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { fileById } from '../domain/files.ts';
import { Refusal } from '../domain/refusal.ts';
import { mayAt } from '../domain/roles.ts';
import { pabulibOf } from '../domain/votes/exports.ts';
import { votesOfClinic } from '../domain/votes/of-clinic.ts';
import { mayCountPaper } from '../domain/votes/paper.ts';
import { FEWEST_BALLOTS } from '../domain/votes/publication.ts';
import { resultOfVote, type VoteResult } from '../domain/votes/results.ts';
import { secondReading } from '../domain/votes/second-reading.ts';
import { shownDigest } from '../domain/votes/shown-digest.ts';
import type { Attachment } from './reply.ts';
import { pabulibFile, resultChart, resultSheet } from './result-files.ts';
import { missedLine, noteLines, proofNotes, roundPesos, voteLines, winnerLine } from './result-lines.ts';
import type { Call, Premises } from './serve.ts';
import type { Moment, Text } from './text.ts';

/** A closed vote as the chat shows it; lists in words, a line a thing. */
export interface ResultView {
  voteId: number;
  clinic: string;
  year: number;
  /** In the order in which they won; empty where nothing did. `more` are not in it. */
  winners: string;
  more: number;
  /** Why each did not; empty where all did, or where they are too many: `others` are not in it. */
  missed: string;
  others: number;
  /** What else is worth knowing: ties, what won without a vote, people who voted twice. Empty where it stands with the votes of each. */
  notes: string;
  cost: string;
  left: string;
  budget: string;
  proof: VoteProof;
  ballots: { chat: number; proven: number; paper: number | null };
  couldVote: number;
  /** The beginning of the digest of the published file. */
  digest: string;
  /** The published file lists ballots and receipts: there are enough of them. */
  listed: boolean;
  may: { second: boolean; paper: boolean };
}

export type ResultFound =
  | { found: 'no-clinic' }
  /** There never was a vote. */
  | { found: 'nothing'; clinicId: number; clinic: string }
  /** One is announced or open: nothing of it is known before the close. `over`: it is being counted. */
  | {
      found: 'ahead';
      clinicId: number;
      clinic: string;
      stage: 'announced' | 'open' | 'over';
      opensAt: Moment;
      closesAt: Moment;
      /** The result of the vote before. */
      before?: number;
      may: { paper: boolean };
    }
  | { found: 'result'; clinicId: number; result: ResultView };

export type ResultFormat = 'published' | 'xlsx' | 'csv' | 'pb';

export interface SecondReadingView {
  ballots: number;
  withoutPaper: boolean;
  /** A line each; empty where nothing would win. */
  winners: string;
  left: string;
  byResult: number;
  byShares: number;
}

export interface ResultServices {
  /** Of the vote named, else of the clinic's vote: the one that is announced or open, else the last. */
  voteResult(input: { clinicId?: number; voteId?: number }): Promise<ResultFound>;
  /** What each thing got; the first page again after the last. */
  resultVotes(input: { voteId: number; page: number }): Promise<{ lines: string; page: number; isLast: boolean }>;
  resultPicture(input: { voteId: number }): Promise<Attachment>;
  resultFile(input: { voteId: number; format: ResultFormat }): Promise<Attachment>;
  secondReading(input: { voteId: number }): Promise<SecondReadingView>;
}

/** So many lines in one message, with all that stands around them. */
const MOST_LINES = 5;
const PAGE = 4;
/** So many signs of lists and notes fit with the rest in one message. */
const ROOM = 420;

export function resultServices({ localizer }: Premises, call: Call): ResultServices {
  const { tx, now, personId } = call;
  const say = (text: Text) => localizer.text(call.language, text);

  async function clinicOf(clinicId: number) {
    const clinic = await clinicById(tx, clinicId);
    if (!clinic) throw new Refusal('unknown-clinic');
    return clinic;
  }

  async function closedVote(voteId: number): Promise<VoteResult> {
    const result = await resultOfVote(tx, voteId);
    if (!result) throw new Refusal('unknown-vote');
    return result;
  }

  async function viewOf(result: VoteResult): Promise<ResultView> {
    const { voteId, clinicId, year, proof, ballots, couldVote, digest } = result;
    const { winners, missed, more, others, notes } = toldOf(result, say);
    const second = await mayAt(tx, { personId, action: 'vote.second-reading', clinicId, now });
    const listed = ballots.chat >= FEWEST_BALLOTS;
    return {
      voteId,
      clinic: (await clinicOf(clinicId)).name,
      year,
      winners: winners.join('\n'),
      more,
      missed: missed.join('\n'),
      others,
      notes: notes.join('\n'),
      cost: roundPesos(result.costCents),
      left: roundPesos(result.leftCents),
      budget: roundPesos(result.budgetCents),
      proof,
      ballots,
      couldVote,
      digest: shownDigest(digest),
      listed,
      may: {
        second: second !== undefined && listed,
        paper: await mayCountPaper(tx, { personId, clinicId, voteId, now }),
      },
    };
  }

  return {
    async voteResult({ clinicId = call.home, voteId }) {
      if (voteId !== undefined) {
        const result = await closedVote(voteId);
        return { found: 'result', clinicId: result.clinicId, result: await viewOf(result) };
      }
      const clinic = clinicId === undefined ? undefined : await clinicById(tx, clinicId);
      if (!clinic) return { found: 'no-clinic' };
      const of = { clinicId: clinic.id, clinic: clinic.name };
      const { current, closed } = await votesOfClinic(tx, clinic.id);
      if (current) {
        const moment = (at: number): Moment => ({ at, timeZone: clinic.timeZone });
        const { status, opensAt, closesAt } = current;
        return {
          found: 'ahead',
          ...of,
          stage: closesAt <= now ? 'over' : status,
          opensAt: moment(opensAt),
          closesAt: moment(closesAt),
          ...(closed === undefined ? {} : { before: closed }),
          may: { paper: await mayCountPaper(tx, { personId, clinicId: clinic.id, voteId: current.voteId, now }) },
        };
      }
      if (closed === undefined) return { found: 'nothing', ...of };
      return { found: 'result', clinicId: clinic.id, result: await viewOf(await closedVote(closed)) };
    },
    async resultVotes({ voteId, page }) {
      const result = await closedVote(voteId);
      const lines = [...voteLines(result, say), ...(toldOf(result, say).apart ? noteLines(result, say) : [])];
      const at = page * PAGE < lines.length ? page : 0;
      const shown = lines.slice(at * PAGE, (at + 1) * PAGE);
      const isLast = (at + 1) * PAGE >= lines.length;
      if (isLast) shown.push(...proofNotes(result, say));
      return { lines: shown.join('\n'), page: at, isLast };
    },
    async resultPicture({ voteId }) {
      const result = await closedVote(voteId);
      return resultChart(result, { say, clinic: (await clinicOf(result.clinicId)).name });
    },
    async resultFile({ voteId, format }) {
      const result = await closedVote(voteId);
      if (format === 'pb') return pabulibFile(result, await pabulibOf(tx, voteId), say);
      if (format !== 'published') return resultSheet(result, format, say);
      const file = await fileById(tx, result.fileId);
      if (!file) throw new Error(`The published file of vote ${voteId} is gone.`);
      return file;
    },
    async secondReading({ voteId }) {
      const { winners, without, leftCents, ...reading } = await secondReading(tx, { personId, voteId, now });
      return {
        ...reading,
        winners: winners.map((item, at) => winnerLine({ ...item, votes: item.chat }, at + 1, say)).join('\n'),
        left: roundPesos(leftCents),
        byResult: without.byResult,
        byShares: without.byShares,
      };
    },
  };
}

/** What stands in the first message: all of it where there is room, else of each kind what matters most. */
function toldOf(result: VoteResult, say: (text: Text) => string) {
  const { ballots } = result;
  const hasVotes = ballots.chat + (ballots.paper ?? 0) > 0;
  if (!hasVotes) return { winners: [], more: 0, missed: [], others: 0, notes: [], apart: false };
  const shown = result.winners.slice(0, MOST_LINES);
  const isShort = shown.length + result.missed.length <= MOST_LINES;
  const winners = shown.map((item, at) => winnerLine(item, at + 1, say));
  const missed = isShort ? result.missed.map((item) => missedLine(item, result, say)) : [];
  const notes = noteLines(result, say);
  const apart = [...winners, ...missed, ...notes].join('\n').length > ROOM;
  return {
    winners,
    more: result.winners.length - shown.length,
    missed,
    others: isShort ? 0 : result.missed.length,
    notes: apart ? [] : notes,
    apart,
  };
}
