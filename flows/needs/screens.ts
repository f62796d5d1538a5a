/** What the needs flow asks. */

import { type Choice, type NeedFound, page, type Screen, type Text } from '../../src/conversation/flow.ts';
import type { NeedsContext } from './setup.ts';

const choice = (type: string): Choice => ({ label: { key: `needs:label.${type}` }, event: { type } });
const kinds = ['obra', 'equipo', 'mobiliario'] as const;
/** Where it is, and since when, sounds like these: "donde se forma la gente", "cuando llueve", "ya lo reportamos". */
const WHERE = ['needs', 'assembly', 'clinic', 'report'] as const;
/** With one's own words and the way back, still eight. */
const MOST = 6;

const optionChoice = (option: NeedFound): Choice => ({
  label: option.title,
  ...hintOf(option),
  event: { type: 'option', option },
});

function hintOf({ supports, isMine, isNoted }: NeedFound): Pick<Choice, 'hint'> {
  if (isMine) return { hint: { key: 'needs:hint.mine', values: { count: supports } } };
  if (supports > 0) return { hint: { key: 'needs:hint.asked', values: { count: supports } } };
  return isNoted ? { hint: { key: 'needs:hint.noted' } } : {};
}

export const screens = {
  ask: ({ again, clinic }: NeedsContext): Screen => ({
    text: [{ key: again ? 'needs:askMore' : 'needs:ask', values: { clinic } }],
    choices: [
      ...kinds.map((kind) => ({ label: { key: `needs:list.${kind}` }, event: { type: 'list', kind } })),
      choice('own'),
      choice('petitions'),
      { ...choice('done'), means: 'no' },
    ],
    expects: 'text',
  }),
  choose: ({ options }: NeedsContext): Screen => ({
    text: [{ key: 'needs:choose' }],
    choices: [...options.slice(0, MOST).map(optionChoice), choice('own'), { ...choice('back'), means: 'no' }],
    unfinished: true,
  }),
  list: ({ options, page: at }: NeedsContext): Screen => ({
    text: [{ key: 'needs:chooseOf' }],
    choices: [...page(options, at, optionChoice), choice('own')],
  }),
  write: (): Screen => ({
    text: [{ key: 'needs:write' }],
    choices: [{ ...choice('return'), event: { type: 'back' } }],
    expects: 'text',
    stays: WHERE,
    unfinished: true,
  }),
  kind: ({ title, isNewService }: NeedsContext): Screen => ({
    text: [{ key: isNewService ? 'needs:kindNewService' : 'needs:kind', values: { title } }],
    choices: [
      ...kinds.map((kind) => ({ label: { key: `needs:kind_.${kind}` }, event: { type: 'kind', kind } })),
      choice('back'),
    ],
    unfinished: true,
  }),
  confirm: ({ chosen, title, clinic }: NeedsContext): Screen => ({
    text: [confirmation(chosen, title, clinic)],
    choices: [
      { ...choice(chosen && isKnown(chosen) ? 'join' : 'yes'), event: { type: 'yes' }, means: 'yes' },
      // What they typed can be asked for as they typed it.
      ...(chosen && isOther(title, chosen) ? [{ ...choice('asTyped'), event: { type: 'own' } }] : []),
      { ...choice('no'), means: 'no' },
    ],
    unfinished: true,
  }),
  decided: ({ chosen }: NeedsContext): Screen => ({
    text: [{ key: 'needs:decided', values: { title: chosen?.title ?? '' } }],
    choices: [
      { ...choice('anyway'), event: { type: 'yes' }, means: 'yes' },
      { ...choice('notNow'), event: { type: 'no' }, means: 'no' },
    ],
    unfinished: true,
  }),
  tell: ({ hasDetail, hasPhoto }: NeedsContext): Screen => ({
    text: [{ key: hasDetail ? 'needs:tellPhoto' : hasPhoto ? 'needs:tellDetail' : 'needs:tell' }],
    choices: [{ ...choice('skip'), means: 'no' }],
    expects: 'text',
    stays: [...WHERE, 'outofscope'],
  }),
  check: (): Screen => ({
    text: [{ key: 'needs:check' }],
    choices: [
      { ...choice('clean'), means: 'no' },
      { ...choice('unclean'), means: 'yes' },
    ],
  }),
};

const isOther = (typed: string, { title }: NeedFound) => typed !== '' && typed.toLowerCase() !== title.toLowerCase();
const isKnown = ({ supports, isNoted }: NeedFound) => supports > 0 || isNoted;

function confirmation(chosen: NeedFound | null, own: string, clinic: string): Text {
  if (!chosen) return { key: 'needs:confirmOwn', values: { title: own } };
  const { title, supports: count } = chosen;
  if (count > 0) return { key: 'needs:confirmAsked', values: { title, count, clinic } };
  return { key: chosen.isNoted ? 'needs:confirmNoted' : 'needs:confirm', values: { title, clinic } };
}
