/** What the review of needs asks. What people wrote is said once, and wiped from the outbox. */

import { type Choice, page, type Screen } from '../../src/conversation/flow.ts';
import type { ReviewContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `need-review:label.${type}` }, event: { type } });
/** With the two choices below them, still eight. */
const MOST = 6;

export const screens = {
  list: ({ waiting, page: at }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:list', values: { count: waiting.length } }],
    choices: [
      ...page(waiting, at, (need) => ({
        label: need.title,
        hint: {
          key: need.isNewService ? 'need-review:hintNewService' : 'need-review:hint',
          values: { number: need.supports },
        },
        event: { type: 'need', need },
      })),
      choice('done'),
    ],
  }),
  rule: ({ photos }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:rule' }],
    choices: [
      choice('accept'),
      choice('rename'),
      choice('merge'),
      choice('decline'),
      ...(photos > 1 ? [choice('photo')] : []),
      choice('list'),
    ],
  }),
  rename: ({ title }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:rename', values: { title } }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  accept: ({ title, newTitle }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:accept', values: { title: newTitle === '' ? title : newTitle } }],
    choices: [{ ...choice('yes'), means: 'yes' }, choice('change'), { ...choice('no'), means: 'no' }],
    unfinished: true,
    draft: true,
  }),
  others: ({ options, title }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:others', values: { title } }],
    choices: [
      ...options.slice(0, MOST).map((into) => ({ label: into.title, event: { type: 'into', into } })),
      { label: { key: 'need-review:label.otherWords' }, event: { type: 'change' } },
      choice('back'),
    ],
    unfinished: true,
    draft: true,
  }),
  other: ({ title }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:other', values: { title } }],
    choices: [choice('back')],
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
  join: ({ title, into }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:join', values: { title, other: into?.title ?? '' } }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
    unfinished: true,
    draft: true,
  }),
  reason: ({ title }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:reason', values: { title } }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  decline: ({ title, reason }: ReviewContext): Screen => ({
    text: [{ key: 'need-review:decline', values: { title, reason } }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { label: { key: 'need-review:label.otherReason' }, event: { type: 'change' } },
      { ...choice('no'), means: 'no' },
    ],
    unfinished: true,
    draft: true,
  }),
};
