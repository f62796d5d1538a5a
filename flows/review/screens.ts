/** What the review flow asks. The reports themselves are said once, and wiped from the outbox. */

import { type Choice, page, type Screen } from '../../src/conversation/flow.ts';
import type { ReviewContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `review:label.${type}` }, event: { type } });

export const screens = {
  list: ({ concerns, page: at }: ReviewContext): Screen => ({
    text: [{ key: 'review:list', values: { count: concerns.length } }],
    choices: [
      ...page(concerns, at, ({ folio, clinic, status }) => ({
        label: { key: 'review:label.folio', values: { folio } },
        hint: { key: `review:of.${status}`, values: { clinic } },
        event: { type: 'concern', folio },
      })),
      choice('menu'),
    ],
  }),
  read: (): Screen => ({
    text: [{ key: 'review:whatNow' }],
    choices: [choice('answer'), choice('close'), choice('list'), choice('menu')],
  }),
  write: ({ folio }: ReviewContext): Screen => ({
    text: [{ key: 'review:write', values: { folio } }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  confirm: ({ folio }: ReviewContext): Screen => ({
    text: [{ key: 'review:confirm', values: { folio } }],
    choices: [{ ...choice('send'), means: 'yes' }, choice('change'), choice('see')],
    unfinished: true,
  }),
  close: ({ folio }: ReviewContext): Screen => ({
    text: [{ key: 'review:close', values: { folio } }],
    choices: [
      { ...choice('yes'), means: 'yes' },
      { ...choice('no'), means: 'no' },
    ],
  }),
};
