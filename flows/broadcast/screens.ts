/** What the broadcast flow shows in each of its resting states. */

import type { Choice, Screen, SegmentName, Text } from '../../src/conversation/flow.ts';
import { lines, MOST_OPEN } from './lines.ts';
import type { BroadcastContext } from './setup.ts';

const choice = (type: string, label = type): Choice => ({
  label: { key: `broadcast:label.${label}` },
  event: { type },
});
const segmentChoice = (segment: SegmentName): Choice => ({
  label: { key: `broadcast:segment.${segment}` },
  event: { type: 'segment', segment },
});

const places = ['first', 'second', 'third'];

/** In the order in which the text names them. */
function openChoices({ desk }: BroadcastContext): Choice[] {
  const open = desk?.open.slice(0, MOST_OPEN) ?? [];
  return open.map(({ id, status, excerpt }, at) => {
    const type = desk?.releases && status === 'held' ? 'review' : 'stop';
    const which = open.length === 1 ? 'only' : places[at];
    return { label: { key: `broadcast:label.${type}.${which}` }, event: { type, notice: { id, words: excerpt } } };
  });
}

const says = (words: string): Text => ({ key: 'broadcast:words', values: { text: words } });

export const screens = {
  desk: (context: BroadcastContext): Screen => ({
    text: lines.desk(context),
    choices: [
      ...((context.desk?.left ?? 0) > 0 ? [choice('write')] : []),
      ...openChoices(context),
      choice('refresh'),
      choice('menu'),
    ],
  }),
  write: ({ desk, words }: BroadcastContext): Screen => ({
    text: [
      ...(words === '' ? [] : [{ key: 'broadcast:before' }, says(words)]),
      { key: 'broadcast:write', values: { clinic: desk?.clinic ?? '', limit: desk?.longest ?? 0 } },
    ],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  shorten: ({ words, length, limit }: BroadcastContext): Screen => ({
    text: [{ key: 'broadcast:tooLong', values: { length, limit } }, says(words)],
    choices: [choice('text-again'), choice('keep'), choice('drop')],
    unfinished: true,
  }),
  attach: (): Screen => ({
    text: [{ key: 'broadcast:attach' }],
    choices: [choice('none')],
    expects: 'photo',
    unfinished: true,
  }),
  vouch: ({ fileKind }: BroadcastContext): Screen => ({
    text: [{ key: `broadcast:vouch.${fileKind}` }],
    choices: [
      { ...choice('yes', 'vouch'), means: 'yes' },
      { ...choice('no', 'unvouch'), means: 'no' },
    ],
    unfinished: true,
  }),
  choose: ({ desk }: BroadcastContext): Screen => ({
    text: [{ key: 'broadcast:choose' }],
    choices: (desk?.segments ?? []).map(segmentChoice),
    unfinished: true,
  }),
  need: ({ desk }: BroadcastContext): Screen => ({
    text: [{ key: 'broadcast:need' }],
    choices: (desk?.needs ?? []).map((need): Choice => ({ label: need.title, event: { type: 'need', need } })),
    unfinished: true,
  }),
  empty: (context: BroadcastContext): Screen => ({
    text: [{ key: 'broadcast:empty' }, ...lines.leftOut(context)],
    choices: [...((context.desk?.segments.length ?? 0) > 1 ? [choice('people')] : []), choice('drop')],
  }),
  doubt: (): Screen => ({
    text: [{ key: 'broadcast:doubt' }],
    choices: [{ ...choice('yes', 'again'), means: 'yes' }, choice('text-again'), choice('drop')],
    unfinished: true,
  }),
  confirm: (context: BroadcastContext): Screen => ({
    text: lines.preview(context),
    choices: [
      { ...choice('send', context.preview?.pausedUntil ? 'ask' : 'send'), means: 'yes' },
      choice('later'),
      choice('text-again'),
      ...((context.desk?.segments.length ?? 0) > 1 ? [choice('people')] : []),
      { ...choice('drop'), means: 'no' },
    ],
    unfinished: true,
  }),
  time: (): Screen => ({
    text: [{ key: 'broadcast:time' }],
    expects: 'text',
    free: true,
    digits: true,
    unfinished: true,
  }),
  stop: ({ chosen }: BroadcastContext): Screen => ({
    text: [{ key: 'broadcast:stop', values: { text: chosen?.words ?? '' } }],
    choices: [
      { ...choice('yes', 'stopIt'), means: 'yes' },
      { ...choice('no', 'goOn'), means: 'no' },
    ],
  }),
  review: ({ chosen, desk }: BroadcastContext): Screen => ({
    text: [{ key: 'broadcast:review', values: { clinic: desk?.clinic ?? '' } }, says(chosen?.words ?? '')],
    choices: [choice('release'), choice('refuse'), choice('back')],
  }),
  explain: (): Screen => ({ text: [{ key: 'broadcast:explain' }], expects: 'text', free: true }),
};
