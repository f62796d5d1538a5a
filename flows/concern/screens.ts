/** What the concern flow asks: what happened, whether to be named, and a photo that hurts nobody. */

import type { Choice, Screen } from '../../src/conversation/flow.ts';
import type { ConcernContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `concern:label.${type}` }, event: { type } });

export const screens = {
  what: ({ entry }: ConcernContext): Screen => ({
    text: [
      ...(entry?.clinic ? [{ key: 'concern:of', values: { clinic: entry.clinic.name } }] : []),
      { key: 'concern:what' },
    ],
    choices: [
      ...(entry?.reviews ? [choice('review')] : []),
      choice('file'),
      choice('ask'),
      ...(entry?.own ? [choice('own')] : []),
      ...(entry?.clinic ? [choice('other')] : []),
      choice('menu'),
    ],
  }),
  write: ({ entry }: ConcernContext): Screen => ({
    text: [{ key: 'concern:write', values: { clinic: entry?.clinic?.name ?? '' } }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  name: (): Screen => ({
    text: [{ key: 'concern:name' }, { key: 'concern:nameMeans' }],
    choices: [
      { ...choice('unnamed'), means: 'no' },
      { ...choice('named'), means: 'yes' },
    ],
    unfinished: true,
    draft: true,
  }),
  writeName: (): Screen => ({
    text: [{ key: 'concern:writeName' }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  confirm: (): Screen => ({
    text: [{ key: 'concern:confirm' }],
    choices: [
      { ...choice('send'), means: 'yes' },
      choice('change'),
      choice('see'),
      { ...choice('cancel'), means: 'no' },
    ],
    unfinished: true,
    draft: true,
  }),
  photo: (): Screen => ({
    text: [{ key: 'concern:photo' }],
    choices: [{ ...choice('no'), means: 'no' }],
    expects: 'photo',
  }),
  check: (): Screen => ({
    text: [{ key: 'concern:check' }],
    choices: [
      { ...choice('clean'), means: 'no' },
      { ...choice('unclean'), means: 'yes' },
    ],
  }),
};
