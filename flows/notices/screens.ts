/** What the notices flow shows: the level in force, and the others. */

import type { Screen } from '../../src/conversation/flow.ts';
import type { Level } from './machine.ts';

const levels: readonly Level[] = ['all', 'changes', 'none'];

export const screens = {
  level: ({ now }: { now: Level }): Screen => ({
    text: [{ key: `notices:now.${now}` }],
    choices: [
      ...levels
        .filter((level) => level !== now)
        .map((level) => ({ label: { key: `notices:label.${level}` }, event: { type: 'level', level } })),
      { label: { key: 'notices:label.menu' }, event: { type: 'menu' } },
    ],
  }),
};
