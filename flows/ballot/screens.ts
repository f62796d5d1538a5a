/** What the ballot flow shows in each of its resting states. */

import { type BallotView, type Choice, roundPesos, type Screen, type Text } from '../../src/conversation/flow.ts';
import type { BallotContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `ballot:label.${type}` }, event: { type } });
const yes = (key: string): Choice => ({
  label: { key: `ballot:label.yes.${key}` },
  event: { type: 'yes' },
  means: 'yes',
});
const no: Choice = { label: { key: 'ballot:label.no' }, event: { type: 'no' }, means: 'no' };

const clinicIn = ({ desk }: BallotContext) => desk?.clinic ?? '';

function times({ opens, closes }: BallotView): Text[] {
  if (opens && closes) return [{ key: 'ballot:times', values: { opens, closes } }];
  return opens ? [{ key: 'ballot:opens', values: { opens } }] : [];
}

/** What excludes what, each group once. */
function rivals({ items }: BallotView): Text[] {
  const groups = items
    .filter(({ number, rivals: others }) => others.length > 0 && others.every((other) => number < other))
    .map(({ number, rivals: others }) => [number, ...others]);
  return groups.map((numbers) => ({ key: 'ballot:rivals', values: { numbers: numbers.join(', ') } }));
}

export const screens = {
  desk: (context: BallotContext): Screen => {
    const draft = context.desk?.draft;
    if (!draft) return { text: [{ key: 'ballot:refused.changed' }], choices: [choice('menu')] };
    const money = { clinic: clinicIn(context), year: draft.year, budget: roundPesos(draft.budgetCents) };
    const isEmpty = draft.items.length === 0;
    return {
      text: [
        { key: 'ballot:desk', values: money },
        isEmpty ? { key: 'ballot:empty' } : { key: 'ballot:list', values: { list: draft.list } },
        ...rivals(draft),
        ...times(draft),
        { key: 'ballot:what' },
      ],
      choices: [
        choice('add'),
        ...(isEmpty ? [] : [choice('edit'), choice('terms'), choice('preview')]),
        choice('discard'),
        choice('menu'),
      ],
      unfinished: true,
    };
  },
  preview: (context: BallotContext): Screen => {
    const draft = context.desk?.draft;
    if (!draft) return { text: [{ key: 'ballot:refused.changed' }], choices: [no] };
    const { year, budgetCents, most, proof, invitees, items } = draft;
    return {
      text: [
        { key: 'ballot:preview', values: { clinic: clinicIn(context) } },
        { key: 'ballot:list', values: { list: draft.listInFull } },
        ...rivals(draft),
        { key: 'ballot:money', values: { year, budget: roundPesos(budgetCents) } },
        ...times(draft),
        { key: 'ballot:most', values: { count: Math.min(most, items.length) } },
        { key: `ballot:proof.${proof}`, values: { invitees } },
        { key: 'ballot:frozen' },
        { key: 'ballot:consultation' },
        { key: 'ballot:sure.announce', values: { count: context.desk?.told ?? 0 } },
      ],
      choices: [yes('announce'), { label: { key: 'ballot:label.something' }, event: { type: 'edit' } }, no],
      unfinished: true,
    };
  },
  running: (context: BallotContext): Screen => {
    const vote = context.desk?.current;
    if (!vote) return { text: [{ key: 'ballot:refused.changed' }], choices: [choice('menu')] };
    const { status, list, lot, proof } = vote;
    const voted = context.desk?.voted ?? 0;
    return {
      text: [
        { key: `ballot:running.${status === 'open' ? 'open' : 'announced'}`, values: { clinic: clinicIn(context) } },
        { key: 'ballot:list', values: { list } },
        ...rivals(vote),
        ...times(vote),
        { key: 'ballot:lot', values: { lot: lot.join(', ') } },
        ...(voted > 0 ? [{ key: 'ballot:voted', values: { count: voted } }] : []),
        { key: 'ballot:consultation' },
      ],
      choices: [...(proof === 'day-code' ? [choice('code')] : []), choice('change'), choice('menu')],
    };
  },
  code: (): Screen => ({ text: [{ key: 'ballot:sure.code' }], choices: [yes('code'), no] }),
  change: ({ desk }: BallotContext): Screen => {
    const voted = desk?.voted ?? 0;
    const key = desk?.current?.status === 'open' ? (voted > 0 ? 'changeOpen' : 'changeEmpty') : 'change';
    return { text: [{ key: `ballot:sure.${key}`, values: { count: voted } }], choices: [yes('change'), no] };
  },
  discard: ({ desk }: BallotContext): Screen => ({
    text: [{ key: desk?.draft?.replaces ? 'ballot:sure.discardKnown' : 'ballot:sure.discard' }],
    choices: [yes('discard'), no],
  }),
};
