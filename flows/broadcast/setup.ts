/** What the statechart of notices to many is made of: its context, its services, its guards. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  type Attachment,
  actions,
  type Desk,
  type FlowEvent,
  type NoticePreview,
  type NoticeRead,
  type NoticeView,
  refusal,
  type SegmentName,
  type SendTime,
  services,
} from '../../src/conversation/flow.ts';

export interface BroadcastInput extends Arrival {
  clinicId: number;
}

export interface BroadcastContext extends BroadcastInput {
  desk: Desk | null;
  /** What is to be said, and how long it was as typed. */
  words: string;
  length: number;
  limit: number;
  fileId: number | null;
  fileKind: 'photo' | 'document' | null;
  segment: SegmentName;
  /** Whose supporters are meant. */
  need: Desk['needs'][number] | null;
  /** Not before; null: now. */
  at: number | null;
  again: boolean;
  preview: NoticePreview | null;
  /** One that is open, which is to be stopped or decided on. */
  chosen: { id: number; words: string } | null;
}

export type BroadcastEvent =
  | { type: 'text'; text: string }
  | { type: 'photo'; mime: string; data: string }
  | { type: 'document'; name: string; mime: string; data: string }
  | { type: 'segment'; segment: SegmentName }
  | { type: 'need'; need: Desk['needs'][number] }
  | { type: 'stop' | 'review'; notice: { id: number; words: string } }
  | { type: 'at'; at: number }
  | {
      type:
        | 'write'
        | 'refresh'
        | 'none'
        | 'keep'
        | 'remove'
        | 'send'
        | 'later'
        | 'text-again'
        | 'people'
        | 'drop'
        | 'yes'
        | 'no'
        | 'release'
        | 'refuse'
        | 'menu'
        | 'back';
    };

const output = (event: FlowEvent) => event.output;
const previewed = (event: FlowEvent) => output(event) as NoticePreview;

/** A draft that was sent, or given up. */
const blank = {
  words: '',
  length: 0,
  limit: 0,
  fileId: null,
  fileKind: null,
  segment: 'followers' as const,
  need: null,
  at: null,
  again: false,
  preview: null,
  chosen: null,
};

/** What the context begins with. */
export const begun = (input: BroadcastInput): BroadcastContext => ({ ...input, ...blank, desk: null });

/** A refusal in words. */
export const refused = (event: object) => ({ key: `broadcast:refused.${refusal(event)}` });

export const broadcasts = setup({
  types: {} as { input: BroadcastInput; context: BroadcastContext; events: BroadcastEvent },
  actors: services(
    'noticeDesk',
    'readNotice',
    'keepNoticeFile',
    'discardNoticeFile',
    'previewNotice',
    'readSendTime',
    'sendNotice',
    'stopNotice',
    'heldNotice',
    'releaseNotice',
    'refuseNotice',
  ),
  actions: {
    ...actions,
    keepDesk: assign(({ event }) => ({ ...blank, desk: output(event) as Desk })),
    keepWords: assign(({ event }) => {
      const { text, length, limit } = output(event) as NoticeRead;
      return { words: text, length, limit };
    }),
    keepFile: assign(({ event }) => ({ fileId: (output(event) as { fileId: number }).fileId })),
    dropFile: assign({ fileId: null, fileKind: null }),
    keepHeld: assign(({ context, event }) => ({
      chosen: { id: context.chosen?.id ?? 0, words: (output(event) as { text: string }).text },
    })),
    keepPreview: assign(({ event }) => ({ preview: previewed(event) })),
    choose: assign(({ event }) => ({
      chosen: event.type === 'stop' || event.type === 'review' ? event.notice : null,
    })),
    forget: assign(blank),
  },
  guards: {
    isSupporters: ({ event }) => event.type === 'segment' && event.segment === 'supporters',
    isBare: ({ context: { desk } }) => desk !== null && desk.open.length === 0 && desk.last === null && desk.left > 0,
    fits: ({ event }) => (output(event) as NoticeRead).outcome === 'fits',
    isPhoto: ({ context }) => context.fileKind === 'photo',
    hasChoice: ({ context }) => (context.desk?.segments.length ?? 0) > 1,
    isNobody: ({ event }) => previewed(event).people === 0,
    isAgain: ({ context, event }) => previewed(event).again && !context.again,
    isLate: ({ event }) => refusal(event) === 'notice-late',
    isNow: ({ event }) => (output(event) as SendTime).outcome === 'now',
    isTime: ({ event }) => (output(event) as SendTime).outcome === 'at',
    hasFile: ({ event }) => (output(event) as { file: Attachment | null }).file !== null,
    isTwice: ({ event }) => refusal(event) === 'notice-twice',
  },
});

export type { NoticeView };
