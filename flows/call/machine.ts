/**
 * Calling an assembly: piece by piece or in one sentence, read back, then told; and changing, cancelling, confirming it.
 * Longer than other machines, since all five share their questions, the read-back and the refusals.
 */

import { assign, setup } from 'xstate';
import {
  actions,
  type CallAim,
  type CallDraft,
  type CalledAssembly,
  type CallHeard,
  type CallPart,
  type CallSheet,
  type FlowEvent,
  type Next,
  refusal,
  services,
} from '../../src/conversation/flow.ts';
import {
  askedOf,
  type CallContext,
  type CallInput,
  deedOf,
  draftOf,
  oneLine,
  over,
  receipt,
  refused,
  wanted,
  without,
} from './sheet.ts';

type CallEvent =
  | { type: 'text'; text: string }
  | { type: 'day'; date: string }
  | { type: 'hour'; time: string }
  | { type: 'location'; lat: number; lng: number }
  | { type: 'assembly'; assembly: CalledAssembly }
  | { type: 'aim'; aim: CallAim }
  | { type: 'part'; part: CallPart }
  | { type: 'skip' | 'new' | 'move' | 'yes' | 'no' | 'edit' | 'many' | 'menu' | 'back' };

const heard = (event: FlowEvent) => event.output as CallHeard;
const begun = { aim: 'call' as const, assembly: null, part: null };
const NO_REASON = /^\W*(?:no|nada|ninguno|sin motivo|no decir por qu[eé]|no reason)\W*$/iu;
const isPlaced = ({ date, time, either, place }: CallDraft) => Boolean(date ?? time ?? either ?? place);

export const machine = setup({
  types: {} as { input: CallInput; context: CallContext; events: CallEvent; output: Next },
  actors: services('callSheet', 'hearCall', 'previewCall', 'doCall'),
  actions: {
    ...actions,
    hear: assign(({ context, event }) => {
      const { draft, trouble, days } = heard(event);
      return { draft, days, part: trouble ? context.part : null, misses: trouble && context.misses === 0 ? 1 : 0 };
    }),
    startNew: assign({ ...begun, draft: ({ context }) => context.draft }),
    takeFirst: assign({ assembly: ({ context }) => context.sheet?.upcoming[0] ?? null }),
    layOver: assign(({ context: { assembly, draft } }) =>
      assembly ? { aim: 'change' as const, draft: over(assembly, draft), part: null } : {},
    ),
  },
  guards: {
    hasNoClinic: ({ context }) => context.clinicId === undefined,
    isToBeSettled: ({ context }) => context.assemblyId !== undefined,
    hasSaid: ({ context }) => (context.text ?? '') !== '',
    hasUpcoming: ({ context }) => (context.sheet?.upcoming.length ?? 0) > 0,
    namesOther: ({ event }) => (event as FlowEvent & { output: CallSheet }).output.otherClinic !== null,
    hasOne: ({ context }) => context.sheet?.upcoming.length === 1,
    mayConfirm: ({ context }) => context.sheet?.confirms === true,
    isGone: ({ context }) => context.assembly === null,
    isTrouble: ({ event }) => heard(event).trouble !== undefined,
    stops: ({ event }) => heard(event).stops === true,
    isAimless: ({ context }) => context.aim === null,
    isAimlessBesideOthers: ({ context }) => context.aim === null && (context.sheet?.upcoming.length ?? 0) > 0,
    wantsChange: ({ event }) => event.type === 'aim' && event.aim === 'change',
    wantsConfirm: ({ event }) => event.type === 'aim' && event.aim === 'confirm',
    skips: ({ event }) => heard(event).skips === true,
    givesNoReason: ({ event }) => event.type === 'text' && NO_REASON.test(event.text),
    saysNothing: ({ context }) => !isPlaced(context.draft),
    lacks: ({ context }) => wanted(context) !== undefined,
    changes: ({ context }) => context.aim === 'change',
    isOfTime: ({ event }) =>
      ['call-past', 'call-too-far', 'call-no-such-hour', 'call-same-day'].includes(refusal(event)),
  },
}).createMachine({
  id: 'call',
  context: ({ input }) => ({
    ...input,
    sheet: null,
    aim: null,
    assembly: null,
    draft: {},
    part: null,
    days: undefined,
    misses: 0,
    preview: null,
    reason: '',
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'opening',
  states: {
    opening: { always: [{ guard: 'hasNoClinic', target: 'toMany' }, { target: 'loading' }] },
    loading: {
      invoke: {
        src: 'callSheet',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0, text: context.text }),
        onDone: [
          {
            guard: 'namesOther',
            target: 'leaving',
            actions: {
              type: 'say',
              params: ({ event: { output } }) => ({
                key: 'call:elsewhere',
                values: { named: output.otherClinic ?? '', clinic: output.clinic.name },
              }),
            },
          },
          { target: 'opened', actions: assign({ sheet: ({ event }) => event.output }) },
        ],
        onError: { target: 'leaving', actions: { type: 'say', params: { key: 'call:refused.not-yours' } } },
      },
    },
    opened: {
      always: [
        {
          guard: 'isToBeSettled',
          target: 'found',
          actions: assign({
            assembly: ({ context: { sheet, assemblyId } }) =>
              sheet?.upcoming.find(({ id }) => id === assemblyId) ?? null,
          }),
        },
        { guard: 'hasSaid', target: 'reading' },
        { guard: 'hasOne', target: 'deciding', actions: 'takeFirst' },
        { guard: 'hasUpcoming', target: 'choosing' },
        { guard: 'mayConfirm', target: 'choosing' },
        { target: 'asking', actions: 'startNew' },
      ],
    },
    found: {
      always: [
        { guard: 'isGone', target: 'choosing', actions: { type: 'say', params: { key: 'call:refused.call-settled' } } },
        { target: 'deciding' },
      ],
    },
    /** What is there, and what to do with it. */
    choosing: {
      meta: { screen: 'choose' },
      on: {
        assembly: { target: 'deciding', actions: assign({ assembly: ({ event }) => event.assembly }) },
        new: { target: 'asking', actions: 'startNew' },
        many: 'toMany',
        menu: 'leaving',
        back: 'leaving',
        text: 'reading',
      },
    },
    deciding: {
      meta: { screen: 'decide' },
      on: {
        aim: [
          {
            guard: 'wantsChange',
            target: 'editing',
            actions: assign(({ context: { assembly }, event }) => ({
              aim: event.aim,
              draft: assembly ? draftOf(assembly) : {},
            })),
          },
          {
            guard: 'wantsConfirm',
            target: 'previewing',
            actions: assign({ aim: ({ event }) => event.aim }),
          },
          { target: 'explaining', actions: assign({ aim: ({ event }) => event.aim }) },
        ],
        new: { target: 'asking', actions: 'startNew' },
        many: 'toMany',
        text: 'reading',
        menu: 'leaving',
        back: [{ guard: 'hasOne', target: 'leaving' }, { target: 'choosing' }],
      },
    },
    reading: {
      invoke: {
        src: 'hearCall',
        input: ({ context, event }) => ({
          clinicId: context.clinicId ?? 0,
          text: event.type === 'text' ? event.text : (context.text ?? ''),
          asked: event.type === 'text' ? askedOf(context) : undefined,
          draft: context.draft,
          misses: context.misses,
        }),
        onDone: [
          { guard: 'skips', target: 'skipping' },
          { guard: 'stops', target: 'leaving', actions: { type: 'say', params: { key: 'call:dropped' } } },
          {
            guard: 'isTrouble',
            target: 'heard',
            actions: [
              'hear',
              { type: 'say', params: ({ event }) => event.output.trouble ?? { key: 'call:unclear.day' } },
            ],
          },
          { target: 'heard', actions: 'hear' },
        ],
        onError: { target: 'leaving', actions: { type: 'say', params: { key: 'call:refused.changed' } } },
      },
    },
    heard: {
      always: [
        { guard: 'isAimlessBesideOthers', target: 'aiming' },
        { guard: 'isAimless', target: 'asking', actions: 'startNew' },
        { guard: 'lacks', target: 'asking' },
        { target: 'previewing' },
      ],
    },
    /** There is an assembly already: does this one take its place? */
    aiming: {
      always: [
        { guard: 'saysNothing', target: 'choosing' },
        { target: 'aimed', actions: 'takeFirst' },
      ],
    },
    aimed: {
      meta: { screen: 'aim' },
      on: {
        assembly: {
          target: 'heard',
          actions: [assign({ assembly: ({ event }) => event.assembly }), 'layOver'],
        },
        new: { target: 'asking', actions: 'startNew' },
        menu: { target: 'leaving', actions: { type: 'say', params: { key: 'call:dropped' } } },
      },
    },
    asking: {
      always: [{ guard: 'lacks', target: 'asked' }, { target: 'previewing' }],
    },
    asked: {
      meta: { screen: 'ask' },
      on: {
        text: 'reading',
        day: {
          target: 'heard',
          actions: assign(({ context, event }) => ({
            draft: { ...context.draft, date: event.date },
            days: undefined,
            part: null,
          })),
        },
        hour: {
          target: 'heard',
          actions: assign(({ context: { draft }, event }) => {
            const { either: _, ...kept } = draft;
            return { draft: { ...kept, time: event.time }, part: null };
          }),
        },
        location: {
          target: 'heard',
          actions: assign(({ context, event }) => ({
            draft: { ...context.draft, lat: event.lat, lng: event.lng },
            part: null,
          })),
        },
        skip: 'skipping',
        back: { target: 'leaving', actions: { type: 'say', params: { key: 'call:dropped' } } },
      },
    },
    skipping: {
      always: {
        target: 'heard',
        actions: assign({ draft: ({ context }) => without(context), part: null, misses: 0 }),
      },
    },
    explaining: {
      meta: { screen: 'explain' },
      on: {
        text: [
          { guard: 'givesNoReason', target: 'previewing', actions: assign({ reason: '' }) },
          { target: 'previewing', actions: assign({ reason: ({ event }) => oneLine(event.text) }) },
        ],
        skip: { target: 'previewing', actions: assign({ reason: '' }) },
        back: 'deciding',
      },
    },
    previewing: {
      invoke: {
        src: 'previewCall',
        input: ({ context }) => deedOf(context),
        onDone: { target: 'confirming', actions: assign({ preview: ({ event }) => event.output }) },
        onError: [
          {
            guard: 'isOfTime',
            target: 'asking',
            actions: [
              { type: 'say', params: ({ event }) => refused(refusal(event)) },
              assign(({ context }) => ({ draft: { ...context.draft, date: undefined }, part: null })),
            ],
          },
          { target: 'leaving', actions: { type: 'say', params: ({ event }) => refused(refusal(event)) } },
        ],
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        yes: 'doing',
        edit: 'editing',
        text: 'reading',
        no: { target: 'leaving', actions: { type: 'say', params: { key: 'call:dropped' } } },
        back: { target: 'leaving', actions: { type: 'say', params: { key: 'call:dropped' } } },
      },
    },
    editing: {
      meta: { screen: 'edit' },
      on: {
        part: { target: 'asked', actions: assign({ part: ({ event }) => event.part, misses: 0 }) },
        text: 'reading',
        back: [{ guard: 'changes', target: 'deciding' }, { target: 'previewing' }],
      },
    },
    doing: {
      invoke: {
        src: 'doCall',
        input: ({ context }) => deedOf(context),
        onDone: {
          target: 'leaving',
          actions: { type: 'say', params: ({ context, event }) => receipt(context, event.output) },
        },
        onError: [
          {
            guard: 'isOfTime',
            target: 'asking',
            actions: [
              { type: 'say', params: ({ event }) => refused(refusal(event)) },
              assign(({ context }) => ({ draft: { ...context.draft, date: undefined }, part: null })),
            ],
          },
          { target: 'leaving', actions: { type: 'say', params: ({ event }) => refused(refusal(event)) } },
        ],
      },
    },
    toMany: {
      always: {
        target: 'leaving',
        actions: assign({ next: ({ context }) => ({ flow: 'calls', input: { text: context.text } }) }),
      },
    },
    leaving: { type: 'final' },
  },
});
