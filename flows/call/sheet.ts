/** What the call flow knows at any moment, and what it has to ask for next. */

import type {
  Arrival,
  CallAim,
  CallDeed,
  CallDraft,
  CalledAssembly,
  CallHeard,
  CallPart,
  CallPreview,
  CallSheet,
  Next,
  Text,
} from '../../src/conversation/flow.ts';

export interface CallInput extends Arrival {
  /** The sentence that called for it. */
  text?: string;
  /** An assembly that waits to be confirmed. */
  assemblyId?: number;
}

export interface CallContext extends CallInput {
  sheet: CallSheet | null;
  aim: CallAim | null;
  assembly: CalledAssembly | null;
  draft: CallDraft;
  /** The one thing that is being put in or changed; null: whatever is missing. */
  part: CallPart | null;
  /** The days among which the person is asked to choose. */
  days: CallHeard['days'];
  /** 1 after an answer that was not understood, and 0 after the next. */
  misses: number;
  preview: CallPreview | null;
  reason: string;
  next: Next | null;
}

/** What to ask for now; undefined when the call can be read back. */
export function wanted({ aim, part, draft }: CallContext): CallPart | undefined {
  if (part) return part;
  if (draft.date === undefined) return 'day';
  if (draft.time === undefined) return 'hour';
  if (aim === 'change') return undefined;
  if (draft.place === undefined) return 'place';
  if (draft.agenda === undefined) return 'agenda';
  return undefined;
}

/** What a sentence that is typed now may be about. */
export function askedOf(context: CallContext): CallPart | 'anything' {
  return context.aim === null ? 'anything' : (wanted(context) ?? 'anything');
}

/** A reason as it is told: in one line, without the full stop that follows it there. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 200).replace(/\.$/, '');
}

/** Without the thing that was asked for: it is not asked for again. */
export function without(context: CallContext): CallDraft {
  const part = wanted(context);
  return part === 'place' || part === 'agenda' ? { ...context.draft, [part]: '' } : context.draft;
}

/** The call as the services take it. */
export function deedOf({ aim, clinicId, draft, assembly, reason }: CallContext): CallDeed {
  return {
    aim: aim ?? 'call',
    clinicId: clinicId ?? 0,
    draft: assembly && draft.date === undefined ? assembly : draft,
    assembly: assembly && { id: assembly.id, revision: assembly.revision },
    reason,
  };
}

/** What an assembly says, to begin a change of it with. */
export function draftOf({ date, time, place, lat, lng, agenda, capacity }: CalledAssembly): CallDraft {
  return { date, time, place, lat, lng, agenda, capacity };
}

/** The draft with what was said of a call laid over what the assembly says. */
export function over(assembly: CalledAssembly, said: CallDraft): CallDraft {
  const begun: CallDraft = { ...draftOf(assembly), ...said };
  if (said.either) delete begun.time;
  // The map of one place is not that of another.
  if (said.place && said.lat === undefined && said.place !== assembly.place) {
    delete begun.lat;
    delete begun.lng;
  }
  return begun;
}

/** That it was done, and how many people are told. */
export function receipt(context: CallContext, { told, isPending }: { told: number; isPending: boolean }): Text {
  const { sheet, aim, preview } = context;
  const when = { at: preview?.at ?? 0, timeZone: sheet?.clinic.timeZone ?? 'UTC' };
  const what = isPending && (aim === 'call' || aim === 'change') ? `${aim}Waits` : (aim ?? 'call');
  return {
    key: `call:done.${what}`,
    values: { clinic: sheet?.clinic.name ?? '', when, told: toldText(told) },
  };
}

/** How many people are told. */
export function toldText(told: number): Text {
  return told === 0 ? { key: 'call:toldNobody' } : { key: 'call:told', values: { count: told } };
}

/** What is told of a refusal; the rest is told as something that changed meanwhile. */
export function refused(code: string): Text {
  const known = ['not-yours', 'call-past', 'call-too-far', 'call-no-such-hour', 'call-same-day', 'call-settled'];
  return { key: `call:refused.${known.includes(code) ? code : 'changed'}` };
}
