/** The registry: whom a notice may be meant for, in the order in which it is offered. */

import { maybe, yes } from './answered.ts';
import { followers } from './followers.ts';
import type { Segment } from './segment.ts';
import { silent } from './silent.ts';
import { supporters } from './supporters.ts';
import { unvoted } from './unvoted.ts';

export const segments = { followers, yes, maybe, silent, unvoted, supporters } satisfies Record<string, Segment>;

export type SegmentName = keyof typeof segments;

/** Throws for a name that is none. */
export function segmentOf(name: string): Segment {
  if (!Object.hasOwn(segments, name)) throw new Error(`There is no segment ${name}.`);
  return segments[name as SegmentName];
}
