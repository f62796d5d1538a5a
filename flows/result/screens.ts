/** What the result flow shows: what was voted for and never by whom, and that the assembly decides. */

import type { Choice, ResultFormat, ResultFound, Screen, Text } from '../../src/conversation/flow.ts';
import type { ResultContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `result:label.${type}` }, event: { type } });
const file = (format: ResultFormat): Choice => ({
  label: { key: `result:label.${format}` },
  event: { type: 'file', format },
});

type Closed = Extract<ResultFound, { found: 'result' }>['result'];
const closed = ({ found }: ResultContext): Closed | undefined => (found?.found === 'result' ? found.result : undefined);

/** A list where there are enough ballots for one, else the totals. */
const published = (view: Closed | undefined): Choice => ({
  ...file('published'),
  label: { key: `result:label.${view?.listed ? 'published' : 'totals'}` },
});
const votersOf = ({ ballots: { chat, paper } }: Closed) => chat + (paper ?? 0);

function turnout({ ballots, couldVote, proof }: Closed): Text[] {
  const { chat, proven, paper } = ballots;
  return [
    { key: 'result:turnout', values: { count: chat, could: couldVote } },
    ...(proof === 'none' || chat === 0
      ? []
      : [{ key: `result:proof.${proof}`, values: { proven, unproven: chat - proven } }]),
    ...(paper === null ? [] : [{ key: 'result:paper', values: { paper, all: chat + paper } }]),
  ];
}

function outcomeText(view: Closed): Text[] {
  const { clinic, year, winners, more, missed, others, notes, cost, left, budget } = view;
  if (votersOf(view) === 0) return [{ key: 'result:noVotes', values: { clinic, year } }];
  return [
    { key: 'result:title', values: { clinic, year } },
    winners === '' ? { key: 'result:noWinners' } : { key: 'result:winners', values: { lines: winners } },
    ...(more > 0 ? [{ key: 'result:more', values: { count: more } }] : []),
    { key: 'result:sum', values: { cost, left, budget } },
    ...(missed === '' ? [] : [{ key: 'result:missed', values: { lines: missed } }]),
    ...(others > 0 ? [{ key: 'result:others', values: { count: others } }] : []),
    ...(notes === '' ? [] : [{ key: 'result:notes', values: { lines: notes } }]),
    ...turnout(view),
  ];
}

export const screens = {
  nothing: ({ found }: ResultContext): Screen => ({
    text: [{ key: 'result:nothing', values: { clinic: found?.found === 'nothing' ? found.clinic : '' } }],
    choices: [choice('petitions'), choice('progress'), choice('menu')],
  }),
  ahead: ({ found }: ResultContext): Screen => {
    const ahead = found?.found === 'ahead' ? found : undefined;
    const stage = ahead?.stage ?? 'announced';
    const values = { clinic: ahead?.clinic ?? '', opens: ahead?.opensAt ?? '', closes: ahead?.closesAt ?? '' };
    return {
      text: [{ key: `result:ahead.${stage}`, values }, { key: 'result:assemblyDecides' }],
      choices: [
        ...(stage === 'over' ? [] : [choice('vote')]),
        ...(ahead?.may.paper ? [choice('paper')] : []),
        ...(ahead?.before === undefined ? [] : [choice('before')]),
        choice('menu'),
      ],
    };
  },
  result: (context: ResultContext): Screen => {
    const view = closed(context);
    return {
      text: view && !context.told ? outcomeText(view) : [{ key: 'result:again' }],
      choices: [
        ...(view && votersOf(view) > 0 ? [choice('votes'), choice('picture')] : []),
        choice('check'),
        ...(view && votersOf(view) > 0 ? [choice('files')] : []),
        ...(view?.may.second ? [choice('second')] : []),
        ...(view?.may.paper ? [choice('paper')] : []),
        choice('menu'),
      ],
    };
  },
  votes: ({ lines, isLast }: ResultContext): Screen => ({
    text: [{ key: 'result:votes', values: { lines } }, { key: 'result:assemblyDecides' }],
    choices: [...(isLast ? [] : [{ label: { key: 'conversation:more' }, event: { type: 'more' } }]), choice('back')],
  }),
  check: (context: ResultContext): Screen => {
    const view = closed(context);
    return {
      text: [
        { key: 'result:checkOwn' },
        ...(view?.listed ? [] : [{ key: 'result:few' }]),
        { key: view?.listed ? 'result:checkAll' : 'result:checkTotals', values: { digest: view?.digest ?? '' } },
      ],
      choices: [published(view), choice('back')],
    };
  },
  files: (context: ResultContext): Screen => ({
    text: [{ key: 'result:file.ask' }],
    choices: [
      file('xlsx'),
      file('csv'),
      ...(closed(context)?.listed ? [file('pb')] : []),
      published(closed(context)),
      choice('back'),
    ],
  }),
  second: ({ reading }: ResultContext): Screen => {
    const { ballots = 0, withoutPaper = false, winners = '', left = '', byResult = 0, byShares = 0 } = reading ?? {};
    return {
      text: [
        { key: 'result:second.what', values: { count: ballots } },
        ...(withoutPaper ? [{ key: 'result:second.noPaper' }] : []),
        winners === ''
          ? { key: 'result:second.noWinners' }
          : { key: 'result:second.winners', values: { lines: winners, left } },
        { key: 'result:second.without', values: { byResult, byShares } },
        { key: 'result:assemblyDecides' },
      ],
      choices: [choice('back')],
    };
  },
};
