/** What the vote flow shows. Every screen of a vote says that it is a consultation and that the assembly decides. */

import { type Choice, roundPesos, type Screen, type Text, type VoteView } from '../../src/conversation/flow.ts';
import type { VoteContext } from './setup.ts';

/** More do not fit among the options: they are listed, and their numbers typed. */
const MOST_OPTIONS = 6;

/** A longer one is cut by some channels; in full it is read back. */
const LONGEST_LABEL = 40;

const choice = (type: string): Choice => ({ label: { key: `vote:label.${type}` }, event: { type } });
/** "Voto por la rampa", "el aparato de la presión": about what is on the ballot. */
const STAYS = ['vote', 'needs', 'rsvp'] as const;
const CONSULT: Text = { key: 'vote:consult' };

const listed = ({ items }: VoteView) =>
  items.map(({ number, title, costCents }) => `${number}) ${title} — ${roundPesos(costCents)}`);
const names = ({ items }: VoteView, ids: readonly number[]) =>
  items
    .filter(({ id }) => ids.includes(id))
    .map(({ title }) => `• ${title}`)
    .join('\n');
const rivalTexts = ({ rivals }: VoteView): Text[] =>
  rivals.map((numbers) => ({ key: 'vote:rivals', values: { numbers: numbers.join(', ') } }));

/** The list as options, or as lines where it is long. */
function options(vote: VoteView, actions: readonly Choice[]): Pick<Screen, 'choices' | 'expects' | 'ownWords'> {
  const ownWords = [{ key: 'vote:doneWords' }];
  if (vote.items.length > MOST_OPTIONS) return { expects: 'text', ownWords };
  const items = vote.items.map(({ id, title, costCents }) => ({
    label: title.length > LONGEST_LABEL ? `${title.slice(0, LONGEST_LABEL - 1)}…` : title,
    hint: roundPesos(costCents),
    event: { type: 'pick', id },
  }));
  return { choices: [...items, ...actions], expects: 'text', ownWords };
}

const lines = (vote: VoteView): Text[] =>
  vote.items.length > MOST_OPTIONS ? [{ key: 'vote:lines', values: { lines: listed(vote).join('\n') } }] : [];

const titles = ({ items }: VoteView) => items.map(({ title }) => title);

function asked(vote: VoteView): Screen {
  const { clinic, closes, most } = vote;
  return {
    text: [
      { key: 'vote:choose', values: { clinic, closes, count: most } },
      ...lines(vote),
      ...rivalTexts(vote),
      { key: 'vote:how', values: { count: most } },
      CONSULT,
    ],
    ...options(vote, [choice('cancel')]),
    several: titles(vote),
    stays: STAYS,
    codes: vote.proof === 'day-code',
  };
}

export const screens = {
  none: ({ clinic, closed }: VoteContext): Screen => ({
    text: [{ key: 'vote:none', values: { clinic } }, { key: closed ? 'vote:noneClosed' : 'vote:noneYet' }],
    choices: [...(closed ? [choice('result')] : []), choice('propose'), choice('petitions'), choice('menu')],
  }),
  announced: ({ vote }: VoteContext): Screen => ({
    text: vote
      ? [
          { key: 'vote:announced', values: { clinic: vote.clinic, opens: vote.opens, closes: vote.closes } },
          { key: 'vote:lines', values: { lines: listed(vote).join('\n') } },
          ...rivalTexts(vote),
          { key: 'vote:lot', values: { order: vote.lot.join(', ') } },
          { key: 'vote:lotHow' },
          CONSULT,
        ]
      : [],
    // No options: their numbers would be taken for those of the ballot.
    several: vote ? titles(vote) : [],
    ownWords: [{ key: 'vote:lotWords' }],
    expects: 'text',
  }),
  barred: ({ vote, barred }: VoteContext): Screen => ({
    text: [{ key: `vote:barred.${barred ?? 'late'}`, values: { clinic: vote?.clinic ?? '' } }, CONSULT],
    choices: [choice('menu')],
  }),
  code: ({ vote }: VoteContext): Screen => ({
    text: [{ key: 'vote:code' }, CONSULT],
    choices: [choice('noCode')],
    expects: 'text',
    codes: true,
    several: vote ? titles(vote) : [],
    stays: STAYS,
  }),
  choose: ({ vote, chosen }: VoteContext): Screen => {
    if (!vote) return { text: [] };
    if (chosen.length === 0) return asked(vote);
    const left = vote.most - chosen.length;
    return {
      text: [
        { key: 'vote:soFar', values: { names: names(vote, chosen) } },
        ...lines(vote),
        left > 0 ? { key: 'vote:more', values: { count: left } } : { key: 'vote:full' },
        { key: 'vote:undo' },
        CONSULT,
      ],
      ...options(vote, [choice('done'), choice('cancel')]),
      several: titles(vote),
      stays: STAYS,
      secret: true,
      unfinished: true,
    };
  },
  confirm: ({ vote, chosen }: VoteContext): Screen => {
    if (!vote) return { text: [] };
    const left = vote.most - chosen.length;
    return {
      text: [
        { key: 'vote:confirm', values: { names: names(vote, chosen) } },
        ...(left > 0 ? [{ key: 'vote:confirmMore', values: { count: left } }] : []),
        CONSULT,
      ],
      choices: [{ ...choice('confirm'), means: 'yes' }, { ...choice('more'), means: 'no' }, choice('cancel')],
      expects: 'text',
      ownWords: [{ key: 'vote:doneWords' }],
      several: titles(vote),
      stays: STAYS,
      secret: true,
      unfinished: true,
    };
  },
  voted: (): Screen => ({
    text: [{ key: 'vote:voted' }, CONSULT],
    choices: [choice('change'), choice('paper'), choice('withdraw'), choice('menu')],
    stays: ['vote'],
  }),
  whosePaper: (): Screen => ({
    text: [{ key: 'vote:whosePaper' }, CONSULT],
    choices: [choice('count'), choice('own')],
  }),
  confirmPaper: ({ vote }: VoteContext): Screen => ({
    text: [{ key: 'vote:confirmPaper', values: { clinic: vote?.clinic ?? '' } }, CONSULT],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
  }),
  confirmWithdrawal: ({ vote, moved }: VoteContext): Screen => ({
    text: [
      moved
        ? { key: 'vote:confirmWithdrawalThere', values: { clinic: vote?.clinic ?? '' } }
        : { key: 'vote:confirmWithdrawal', values: { closes: vote?.closes ?? '' } },
      CONSULT,
    ],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
    stays: ['vote'],
  }),
  receipt: (): Screen => ({
    text: [{ key: 'vote:askReceipt' }, CONSULT],
    choices: [choice('menu')],
    expects: 'text',
    codes: true,
    // "No sé": which code it is.
    stays: ['rsvp'],
  }),
  checked: ({ counted }: VoteContext): Screen => ({
    text: [CONSULT],
    choices: [choice(counted ? 'result' : 'vote'), choice('again'), choice('menu')],
  }),
  over: (): Screen => ({
    text: [{ key: 'vote:over' }, CONSULT],
    choices: [choice('vote'), choice('result'), choice('menu')],
  }),
};
