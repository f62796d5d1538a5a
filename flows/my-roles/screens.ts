/** What the flow of one's own roles shows. */

import { page, type Screen } from '../../src/conversation/flow.ts';
import type { MyRolesContext } from './machine.ts';

const label = (key: string) => ({ key: `my-roles:label.${key}` });

export const screens = {
  list: ({ roles, page: at }: MyRolesContext): Screen => ({
    text: [{ key: 'my-roles:list' }],
    choices: [
      ...page(roles, at, (role) => ({ label: role.label, hint: role.where, event: { type: 'role', role } })),
      { label: label('menu'), event: { type: 'menu' } },
    ],
  }),
  confirm: ({ chosen }: MyRolesContext): Screen => ({
    text: [{ key: 'my-roles:confirm', values: { role: chosen?.label ?? '', where: chosen?.where ?? '' } }],
    choices: [
      { label: label('yes'), event: { type: 'yes' }, means: 'yes' },
      { label: label('no'), event: { type: 'no' }, means: 'no' },
    ],
  }),
};
