/** The lines of the desk and of the preview: numbers in plain words, and none that says nothing. */

import type { NoticePreview, NoticeView, Text } from '../../src/conversation/flow.ts';
import type { BroadcastContext } from './setup.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** More open notices than these do not fit beside the rest. */
export const MOST_OPEN = 3;

/** A line for each number that is not nothing. */
function counted(keyOf: (what: string) => string, counts: Readonly<Record<string, number>>): Text[] {
  return Object.entries(counts)
    .filter(([, people]) => people > 0)
    .map(([what, people]) => ({ key: keyOf(what), values: { people } }));
}

/** How long it takes, as one says it. */
function takes(ms: number): Text {
  if (ms < MINUTE_MS) return { key: 'broadcast:takes.moment' };
  if (ms < 100 * MINUTE_MS) return { key: 'broadcast:takes.minutes', values: { number: Math.ceil(ms / MINUTE_MS) } };
  if (ms < 20 * HOUR_MS) return { key: 'broadcast:takes.hours', values: { number: Math.ceil(ms / HOUR_MS) } };
  return { key: 'broadcast:takes.days', values: { number: Math.ceil(ms / DAY_MS) + 1 } };
}

/** Several lines in one paragraph. */
const joined = (all: readonly Text[]): Text[] =>
  all.reduce<Text[]>(
    (sum, line) => (sum[0] ? [{ key: 'broadcast:line', values: { first: sum[0], next: line } }] : [line]),
    [],
  );

function openLines({ desk }: BroadcastContext, { status, isResting, excerpt, goesAt, counts }: NoticeView): Text[] {
  const when = { at: goesAt, timeZone: desk?.timeZone ?? 'UTC' };
  const { sent, waiting } = counts;
  const values = { text: excerpt, sent, waiting, when };
  return [{ key: isResting ? 'broadcast:resting' : `broadcast:state.${status}`, values }];
}

function lastLines({ status, excerpt, counts }: NoticeView): Text[] {
  if (status === 'refused') return [{ key: 'broadcast:last.refused', values: { text: excerpt } }];
  const { sent, delivered, read, unreachable, rejected, expired, stopped, optedOut, noWay } = counts;
  return joined([
    { key: `broadcast:last.${status}`, values: { text: excerpt, sent } },
    ...counted((what) => `broadcast:report.${what}`, {
      delivered,
      read,
      unreachable,
      rejected,
      expired,
      stopped,
      optedOut,
      noWay,
    }),
  ]);
}

function leftOut({ preview }: BroadcastContext): Text[] {
  const { optedOut = 0, unreachable = 0 } = preview ?? {};
  return joined(counted((what) => `broadcast:leftOut.${what}`, { optedOut, unreachable }));
}

/** What is to be known of when it goes out: that somebody must approve it first, that it is night, or the hour. */
function condition({ pausedUntil, isNight, beginsAt, timeZone }: NoticePreview, at: number | null): Text[] {
  if (pausedUntil !== null) {
    return [{ key: 'broadcast:paused', values: { date: { at: pausedUntil, timeZone, as: 'date' } } }];
  }
  const when = { at: beginsAt, timeZone };
  if (isNight) return [{ key: 'broadcast:night', values: { when } }];
  return at === null ? [] : [{ key: 'broadcast:at', values: { when } }];
}

function preview(context: BroadcastContext): Text[] {
  const { preview: seen, segment, need, words, fileKind, at } = context;
  if (!seen) return [];
  const { channels, people } = seen;
  const firstDay = channels.reduce((sum, channel) => sum + channel.firstDay, 0);
  const late = channels.reduce((sum, channel) => sum + channel.late, 0);
  return [
    { key: 'broadcast:readBack', values: { text: words } },
    ...joined([
      {
        key: 'broadcast:to',
        values: { segment: { key: `broadcast:whom.${segment}`, values: { need: need?.title ?? '' } }, people },
      },
      ...channels.map(({ channel, people: there, takesMs }) => ({
        key: 'broadcast:by',
        values: { channel: { key: `privacy:channel.${channel}` }, people: there, takes: takes(takesMs) },
      })),
      ...counted((what) => `broadcast:reach.${what}`, { later: Math.max(0, people - firstDay - late), late }),
      ...(fileKind === null ? [] : [{ key: `broadcast:with.${fileKind}` }]),
    ]),
    ...leftOut(context),
    ...condition(seen, at),
    { key: 'broadcast:confirm' },
  ];
}

function desk(context: BroadcastContext): Text[] {
  const { desk: seen } = context;
  if (!seen) return [];
  const { clinic, left, limit, open, last } = seen;
  return [
    ...open.slice(0, MOST_OPEN).flatMap((notice) => openLines(context, notice)),
    ...(last ? lastLines(last) : []),
    left > 0
      ? { key: 'broadcast:desk', values: { clinic, left } }
      : { key: 'broadcast:deskFull', values: { clinic, limit } },
  ];
}

export const lines = { desk, preview, leftOut };
