/** Which notices there are, who may get which, and which goes first: the table of `docs/glossary.md` on notices, as data. */

import type { NoticeLevel, OutboxKind } from '../../../db/schema/tables.ts';

export type NoticeKind = Exclude<OutboxKind, 'answer'>;

interface Rule {
  /** At which levels a person gets it: BAJA is `none`. */
  levels: readonly NoticeLevel[];
  /** 1 goes by deadline, 2 after all of those, by age; answers are 0. */
  priority: 1 | 2;
}

export const kinds: Readonly<Record<NoticeKind, Rule>> = {
  change: { levels: ['all', 'changes'], priority: 1 },
  // At 'changes' too: who asked for this one date; the callers choose no others.
  announcement: { levels: ['all', 'changes'], priority: 1 },
  reminder: { levels: ['all'], priority: 1 },
  // What a person wrote is answered, whatever they want to be told unasked.
  correspondence: { levels: ['all', 'changes', 'none'], priority: 1 },
  vote: { levels: ['all'], priority: 1 },
  office: { levels: ['all'], priority: 1 },
  notice: { levels: ['all'], priority: 2 },
  progress: { levels: ['all'], priority: 2 },
};

export const noticeKinds = Object.keys(kinds) as NoticeKind[];

/** What a person gets at this level. */
export function kindsAt(level: NoticeLevel): NoticeKind[] {
  return noticeKinds.filter((kind) => kinds[kind].levels.includes(level));
}
