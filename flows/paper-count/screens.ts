/** What the paper-count flow asks: one number at a time, or all in a row. */

import type { Choice, Screen, Text } from '../../src/conversation/flow.ts';
import type { PaperCountContext } from './machine.ts';

const CONSULT: Text = { key: 'paper-count:consult' };

const choice = (type: string): Choice => ({ label: { key: `paper-count:label.${type}` }, event: { type } });

/** So many signs for the whole list: with many things on the ballot each has fewer. */
const LIST = 700;
const FIGURE = 8;

function listed(rows: readonly { title: string; votes: number | null }[]): string {
  const longest = Math.max(12, Math.floor(LIST / Math.max(1, rows.length)) - FIGURE);
  const named = (title: string) => (title.length <= longest ? title : `${title.slice(0, longest - 1).trimEnd()}…`);
  return rows.map(({ title, votes }) => `• ${named(title)}: ${votes ?? 0}`).join('\n');
}

export const screens = {
  which: ({ sheet }: PaperCountContext): Screen => ({
    text: [{ key: 'paper-count:which', values: { clinic: sheet?.clinic ?? '' } }, CONSULT],
    choices: (sheet?.countable ?? []).map(({ voteId, closed }) => ({
      label:
        closed === null ? { key: 'paper-count:label.open' } : { key: 'paper-count:label.closed', values: { closed } },
      event: { type: 'vote', voteId },
    })),
  }),
  counted: ({ sheet }: PaperCountContext): Screen => ({
    text: [
      {
        key: 'paper-count:counted',
        values: { clinic: sheet?.clinic ?? '', count: sheet?.before ?? 0, lines: listed(sheet?.items ?? []) },
      },
      { key: 'paper-count:changeIt' },
      CONSULT,
    ],
    choices: [
      { ...choice('change'), means: 'yes' },
      { ...choice('menu'), means: 'no' },
    ],
  }),
  people: ({ sheet }: PaperCountContext): Screen => ({
    text: [
      { key: 'paper-count:of', values: { clinic: sheet?.clinic ?? '' } },
      { key: sheet?.before === null ? 'paper-count:people' : 'paper-count:peopleAgain' },
      CONSULT,
    ],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
  item: ({ sheet, votes }: PaperCountContext): Screen => {
    const items = sheet?.items ?? [];
    const values = { number: votes.length + 1, of: items.length, title: items[votes.length]?.title ?? '' };
    return {
      text: [
        { key: 'paper-count:item', values },
        ...(votes.length === 0 && items.length > 1 ? [{ key: 'paper-count:allAtOnce' }] : []),
        CONSULT,
      ],
      expects: 'text',
      free: true,
      digits: true,
      unfinished: true,
    };
  },
  doubt: ({ ballots }: PaperCountContext): Screen => ({
    text: [{ key: 'paper-count:doubt', values: { count: ballots } }, CONSULT],
    choices: [
      { ...choice('sure'), means: 'yes' },
      { ...choice('again'), means: 'no' },
    ],
    unfinished: true,
  }),
  confirm: ({ sheet, ballots, votes }: PaperCountContext): Screen => ({
    text:
      ballots === 0
        ? [{ key: 'paper-count:confirmNone' }, CONSULT]
        : [
            {
              key: 'paper-count:confirm',
              values: {
                count: ballots,
                lines: listed((sheet?.items ?? []).map(({ title }, at) => ({ title, votes: votes[at] ?? 0 }))),
              },
            },
            { key: sheet?.closed ? 'paper-count:willPublish' : 'paper-count:willAdd' },
            CONSULT,
          ],
    choices: [{ ...choice('yes'), means: 'yes' }, choice('again'), { ...choice('no'), means: 'no' }],
    expects: 'text',
    figures: true,
    unfinished: true,
  }),
};
