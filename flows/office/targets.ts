/** The flow behind each word of a role; a word without one is not ready yet. */

import type { RoleWord } from '../../src/conversation/flow.ts';

export const TARGETS: Readonly<Partial<Record<RoleWord, string>>> = {
  call: 'call',
  notice: 'broadcast',
  attendance: 'attendance',
  entry: 'entry',
  ballot: 'ballot',
  'need-review': 'need-review',
  diagnosis: 'diagnosis',
  inform: 'inform',
  minutes: 'minutes',
  poster: 'poster',
  paper: 'paper-count',
};

/** These open without a clinic where the person has several: they are about all of them. */
export const OF_ALL: ReadonlySet<RoleWord> = new Set<RoleWord>(['attendance', 'call']);
