/** What the decision flow asks. */

import { type Choice, page, roundPesos, type Screen, type WonOption } from '../../src/conversation/flow.ts';
import { type CatalogueOption, type DecisionContext, WON_PER_PAGE } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `decision:label.${type}` }, event: { type } });
const kinds = ['obra', 'equipo', 'mobiliario'] as const;
/** With one's own words and the way back, still eight. */
const MOST = 6;

const optionChoice = (option: CatalogueOption): Choice => ({ label: option.name, event: { type: 'option', option } });

const line = ({ title, cents }: WonOption) => `• ${title}: ${roundPesos(cents)}`;
/** With "all of it", something else and the end, and "see more", eight. */
const MOST_WON = 5;

export const screens = {
  offer: ({ won, again, page: at }: DecisionContext): Screen => {
    const per = won.length > MOST_WON ? WON_PER_PAGE : MOST_WON;
    return {
      text: [{ key: again ? 'decision:offerMore' : 'decision:offer' }],
      choices: [
        ...won
          .slice(at * per, (at + 1) * per)
          .map(
            (each): Choice => ({ label: each.title, hint: roundPesos(each.cents), event: { type: 'won', won: each } }),
          ),
        ...(won.length > per ? [{ label: { key: 'conversation:more' }, event: { type: 'more' } }] : []),
        ...(won.length > 1 ? [choice('all')] : []),
        choice('other'),
        { ...choice('done'), means: 'no' as const },
      ],
      expects: 'text',
      sentences: true,
      unfinished: true,
    };
  },
  weigh: ({ taken }: DecisionContext): Screen => ({
    text: [{ key: 'decision:weigh', values: { list: taken.map(line).join('\n') } }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
    unfinished: true,
  }),
  ask: ({ again }: DecisionContext): Screen => ({
    text: [{ key: again ? 'decision:askMore' : 'decision:ask' }],
    choices: [
      ...kinds.map((kind) => ({ label: { key: `decision:list.${kind}` }, event: { type: 'list', kind } })),
      { ...choice('done'), means: 'no' },
    ],
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
  choose: ({ options, page: at, title }: DecisionContext): Screen => ({
    text: [{ key: title === '' ? 'decision:chooseOf' : 'decision:choose', values: { title } }],
    choices: [
      ...(title === '' ? page(options, at, optionChoice) : options.slice(0, MOST).map(optionChoice)),
      choice(title === '' ? 'back' : 'own'),
    ],
    unfinished: true,
  }),
  kind: ({ title }: DecisionContext): Screen => ({
    text: [{ key: 'decision:kind', values: { title } }],
    choices: [
      ...kinds.map((kind) => ({ label: { key: `decision:kind_.${kind}` }, event: { type: 'kind', kind } })),
      choice('back'),
    ],
    unfinished: true,
  }),
  confirm: ({ chosen, title, approvedCents }: DecisionContext): Screen => {
    const what = chosen?.name ?? title;
    return {
      text: [
        approvedCents === null
          ? { key: 'decision:confirm', values: { title: what } }
          : { key: 'decision:confirmMoney', values: { title: what, amount: roundPesos(approvedCents) } },
      ],
      choices: [
        { ...choice('yes'), means: 'yes' },
        ...(approvedCents === null ? [choice('money')] : []),
        { ...choice('no'), means: 'no' },
      ],
      unfinished: true,
    };
  },
  amount: (): Screen => ({
    text: [{ key: 'decision:amount' }],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
  which: ({ amounts }: DecisionContext): Screen => ({
    text: [{ key: 'decision:which' }],
    choices: [
      ...amounts.map((cents) => ({ label: roundPesos(cents), event: { type: 'amount', cents } })),
      choice('none'),
    ],
    unfinished: true,
  }),
};
