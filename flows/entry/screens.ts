/** What the entry flow asks. No numbered choices while codes are typed: a number is how many people came in. */

import type { Screen } from '../../src/conversation/flow.ts';
import type { EntryContext } from './setup.ts';

const label = (key: string) => ({ key: `entry:label.${key}` });
const ownWords = ['undo', 'without', 'done'].map((word) => ({ key: `entry:word.${word}` }));
const whenOf = (door: EntryContext['door'], at: number) => ({ at, timeZone: door?.timeZone ?? 'UTC' });

export const screens = {
  door: ({ door, last, isKnown }: EntryContext): Screen => ({
    text: last
      ? [{ key: 'entry:next', values: { count: last.people } }]
      : [isKnown ? { key: 'entry:on' } : { key: 'entry:first', values: { clinic: door?.clinic ?? '' } }],
    expects: 'text',
    free: true,
    digits: true,
    codes: true,
    ownWords,
  }),
  /** Two assemblies of the clinic are near enough that people may be counted at either. */
  which: ({ door }: EntryContext): Screen => ({
    text: [{ key: 'entry:which' }],
    choices: [
      ...(door?.open ? door.doors : []).map(({ assemblyId, startsAt }) => ({
        label: { key: 'entry:label.assembly', values: { date: { ...whenOf(door, startsAt), as: 'date' as const } } },
        hint: { key: 'entry:label.hour', values: { time: { ...whenOf(door, startsAt), as: 'time' as const } } },
        event: { type: 'assembly', assemblyId },
      })),
      { label: label('menu'), event: { type: 'back' } },
    ],
  }),
  loose: (): Screen => ({
    text: [{ key: 'entry:askLoose' }],
    expects: 'text',
    free: true,
    digits: true,
    codes: true,
    ownWords,
  }),
  unknown: (): Screen => ({
    text: [{ key: 'entry:unknown' }],
    choices: [
      { label: label('without'), event: { type: 'without' }, means: 'yes' },
      { label: label('other'), event: { type: 'other' }, means: 'no' },
    ],
    expects: 'text',
    sentences: true,
    codes: true,
    ownWords,
  }),
  shut: ({ door }: EntryContext): Screen => {
    const clinic = door?.clinic ?? '';
    const opens = door && !door.open ? door.opensAt : undefined;
    return {
      text: [
        opens === undefined || !door || door.open
          ? { key: 'entry:shut', values: { clinic } }
          : { key: 'entry:early', values: { clinic, opens: { at: opens, timeZone: door.timeZone } } },
      ],
      choices: [{ label: label('menu'), event: { type: 'menu' } }],
    };
  },
};
