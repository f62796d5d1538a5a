/** What the committee flow shows: posts to everybody, names of who agreed, and to members what is theirs. */

import { type Choice, page, type Screen } from '../../src/conversation/flow.ts';
import type { CommitteeContext } from './machine.ts';

const choice = (type: string): Choice => ({ label: { key: `committee:label.${type}` }, event: { type } });

export const screens = {
  committee: ({ committee, office }: CommitteeContext): Screen => {
    const {
      clinic = '',
      posts = '',
      mine = '',
      appoints = false,
      facilitated = false,
      otherRoles = false,
    } = committee ?? {};
    const isTheirs = mine !== '';
    return {
      text: [
        posts === ''
          ? { key: 'committee:none', values: { clinic } }
          : { key: 'committee:who', values: { clinic, posts } },
      ],
      choices: [
        ...(posts !== '' ? [choice('talk')] : facilitated ? [choice('facilitator')] : []),
        ...(isTheirs ? [choice('mine')] : appoints ? [choice('appointments')] : []),
        ...(otherRoles ? [choice('roles')] : []),
        // Who held a post reads here who ended it.
        ...(office && !isTheirs ? [choice('record')] : []),
        choice('report'),
        choice('other'),
        choice('menu'),
      ],
    };
  },
  mine: ({ committee }: CommitteeContext): Screen => {
    const { clinic = '', mine = '', name = '', onDuty = '', appoints = false } = committee ?? {};
    return {
      text: [
        { key: 'committee:mine', values: { clinic, mine } },
        name === '' ? { key: 'committee:nameHidden' } : { key: 'committee:nameIs', values: { name } },
        onDuty === '' ? { key: 'committee:dutyDefault' } : { key: 'committee:dutyIs', values: { post: onDuty } },
      ],
      choices: [
        choice(name === '' ? 'name' : 'unname'),
        choice('who-answers'),
        ...(appoints ? [choice('appointments')] : []),
        choice('record'),
        choice('back'),
      ],
    };
  },
  name: (): Screen => ({
    text: [{ key: 'committee:name' }],
    choices: [choice('back')],
    expects: 'text',
    free: true,
  }),
  named: ({ name }: CommitteeContext): Screen => ({
    text: [{ key: 'committee:named', values: { name } }],
    choices: [
      { label: { key: 'committee:label.yes' }, event: { type: 'yes' }, means: 'yes' },
      { label: { key: 'committee:label.no' }, event: { type: 'no' }, means: 'no' },
    ],
  }),
  duty: ({ committee, page: at }: CommitteeContext): Screen => ({
    text: [{ key: 'committee:duty' }],
    choices: [
      ...page(committee?.all ?? [], at, ({ label, name, roleId }) => ({
        label,
        ...(name === '' ? {} : { hint: name }),
        event: { type: 'duty', roleId },
      })),
      { label: { key: 'committee:label.default' }, event: { type: 'duty' } },
    ],
  }),
  record: (): Screen => ({ text: [{ key: 'committee:whatNow' }], choices: [choice('file'), choice('back')] }),
};
