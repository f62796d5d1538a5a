/** What happens at the door, what is said of it, and the questions that decide where it goes on. */

import { setup } from 'xstate';
import {
  type Arrival,
  type Arrived,
  actions,
  type DoorFound,
  type DoorSaid,
  type EntryMarked,
  type FlowEvent,
  type Next,
  refusal,
  services,
  type Text,
} from '../../src/conversation/flow.ts';

export interface EntryInput extends Arrival {
  /** A code that came with the word. */
  code?: string;
  /** The assembly whose door it is, where two are open. */
  assemblyId?: number;
}

export interface EntryContext extends EntryInput {
  door: DoorFound | null;
  /** What was typed, as far as it is understood. */
  said: DoorSaid | null;
  /** How many came in without a code is being asked. */
  isLoose: boolean;
  /** What this person counted last, while it can be corrected. */
  last: { entryId: number; people: number } | null;
  /** In a row. */
  unclear: number;
  /** How it is done has been said. */
  isKnown: boolean;
  next: Next | null;
}

type EntryEvent =
  | { type: 'text'; text: string }
  | { type: 'assembly'; assemblyId: number }
  | { type: 'without' | 'other' | 'menu' | 'back' };

/** Texts in a row that were not understood before the door gives way to the menu. */
const MOST_UNCLEAR = 2;

export const at = ({ clinicId, assemblyId }: EntryContext) => ({ clinicId: clinicId ?? 0, assemblyId });
const marked = (event: FlowEvent) => (event.output as { marked: readonly EntryMarked[] }).marked;
/** What became of the only code; undefined where there were several. */
const outcome = (event: FlowEvent) => (marked(event).length === 1 ? marked(event)[0]?.outcome : undefined);
export const live = ({ arrived }: { arrived: Arrived }) => ({
  key: 'entry:live',
  values: { ...arrived, count: arrived.total },
});
const saysNow = (context: EntryContext, says: DoorSaid['says']) => context.said?.says === says;
export const peopleIn = ({ said }: EntryContext) => (said && 'people' in said ? (said.people ?? 0) : 0);
/** What became of a code. */
export const told = (what: EntryMarked | undefined): Text => {
  if (what === undefined) return { key: 'entry:nothing' };
  if (what.outcome === 'unknown') return { key: 'entry:unknown' };
  if (what.outcome === 'marked') return { key: 'entry:marked', values: { count: what.people } };
  const { people: count, at, timeZone, isOwn } = what;
  return {
    key: isOwn ? 'entry:already.own' : 'entry:already.other',
    values: { count, time: { at, timeZone, as: 'time' } },
  };
};
/** What became of several codes that came in one message. */
export const toldTogether = ({ marked: all, lines }: { marked: readonly EntryMarked[]; lines: string }): Text => {
  const entered = all.map((each) => (each.outcome === 'marked' ? each.people : 0));
  const count = entered.reduce((sum, people) => sum + people, 0);
  return { key: 'entry:together', values: { codes: all.length, count, lines } };
};
/** At the next message it has been dealt with. */
export const settled = { said: null, isLoose: false, unclear: 0 };

export const entrySetup = setup({
  types: {} as { input: EntryInput; context: EntryContext; events: EntryEvent; output: Next },
  actors: services('doorOf', 'readAtDoor', 'markEntries', 'countWithoutCode', 'correctEntry', 'undoEntry'),
  actions,
  guards: {
    isShut: ({ event }) => !((event as FlowEvent).output as DoorFound).open,
    isOneOfSeveral: ({ context, event }) => {
      const door = (event as FlowEvent).output as DoorFound;
      return door.open && door.doors.length > 1 && context.assemblyId === undefined;
    },
    hasCode: ({ context }) => (context.code ?? '') !== '',
    saysCodes: ({ context }) => saysNow(context, 'codes'),
    saysHowManyWithout: ({ context }) =>
      peopleIn(context) > 0 && (context.isLoose || saysNow(context, 'without') || saysNow(context, 'more')),
    saysWithout: ({ context }) => saysNow(context, 'without'),
    corrects: ({ context }) => saysNow(context, 'number') && context.last !== null,
    saysUndo: ({ context }) => saysNow(context, 'undo'),
    saysDone: ({ context }) => saysNow(context, 'done'),
    isLoose: ({ context }) => context.isLoose,
    saysSome: ({ context }) => peopleIn(context) > 0,
    isUnclearAgain: ({ context }) => context.unclear > 0,
    isLost: ({ context }) => context.unclear >= MOST_UNCLEAR,
    areSeveral: ({ event }) => marked(event as FlowEvent).length > 1,
    isNew: ({ event }) => outcome(event as FlowEvent) === 'marked',
    isKnown: ({ event }) => outcome(event as FlowEvent) === 'already',
    isCorrected: ({ event }) => ((event as FlowEvent).output as { corrected: boolean }).corrected,
    isUndone: ({ event }) => ((event as FlowEvent).output as { people?: number }).people !== undefined,
    isClosed: ({ event }) => refusal(event) === 'door-closed',
  },
});
