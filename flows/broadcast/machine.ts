/** Notices to many: written, previewed, confirmed, watched, stopped; in an electoral pause let go by a facilitator. */

import { assign } from 'xstate';
import type { Attachment, SendTime } from '../../src/conversation/flow.ts';
import { type BroadcastContext, begun, broadcasts, refused } from './setup.ts';

const composed = ({ clinicId, segment, need, words, at }: BroadcastContext) => ({
  clinicId,
  segment,
  ...(need === null ? {} : { needId: need.id }),
  text: words,
  ...(at === null ? {} : { at }),
});

/** What goes along with a notice, for who decides on it. */
const shown = (file: Attachment | null) => ({
  key: 'broadcast:attached',
  ...(file === null ? {} : file.mime.startsWith('image/') ? { image: file } : { document: file }),
});

export const machine = broadcasts.createMachine({
  id: 'broadcast',
  context: ({ input }) => begun(input),
  initial: 'opening',
  states: {
    opening: {
      invoke: {
        src: 'noticeDesk',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: { target: 'opened', actions: 'keepDesk' },
        onError: { target: 'leaving', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    opened: { always: [{ guard: 'isBare', target: 'writing' }, { target: 'desk' }] },
    desk: {
      meta: { screen: 'desk' },
      on: {
        write: 'writing',
        stop: { target: 'stopping', actions: 'choose' },
        review: { target: 'looking', actions: 'choose' },
        refresh: 'opening',
        menu: 'leaving',
        back: 'leaving',
      },
    },
    writing: {
      meta: { screen: 'write' },
      on: { text: 'reading', back: 'leaving' },
    },
    reading: {
      invoke: {
        src: 'readNotice',
        input: ({ event }) => ({ text: event.type === 'text' ? event.text : '' }),
        onDone: [
          { guard: 'fits', target: 'attaching', actions: 'keepWords' },
          { target: 'shortening', actions: 'keepWords' },
        ],
        onError: 'writing',
      },
    },
    shortening: {
      meta: { screen: 'shorten' },
      on: { keep: 'attaching', 'text-again': 'writing', drop: 'dropping', back: 'writing' },
    },
    attaching: {
      meta: { screen: 'attach' },
      on: {
        none: { target: 'meaning', actions: 'dropFile' },
        photo: { target: 'keepingPhoto', actions: assign({ fileKind: 'photo' }) },
        document: { target: 'keepingDocument', actions: assign({ fileKind: 'document' }) },
        back: 'writing',
      },
    },
    keepingPhoto: {
      invoke: {
        src: 'keepNoticeFile',
        input: ({ context, event }) => ({
          clinicId: context.clinicId,
          name: 'foto.jpg',
          mime: event.type === 'photo' ? event.mime : '',
          data: event.type === 'photo' ? event.data : '',
        }),
        onDone: { target: 'vouching', actions: 'keepFile' },
        onError: { target: 'attaching', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    keepingDocument: {
      invoke: {
        src: 'keepNoticeFile',
        input: ({ context, event }) => ({
          clinicId: context.clinicId,
          name: event.type === 'document' ? event.name : '',
          mime: event.type === 'document' ? event.mime : '',
          data: event.type === 'document' ? event.data : '',
        }),
        onDone: { target: 'vouching', actions: 'keepFile' },
        onError: { target: 'attaching', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    vouching: {
      meta: { screen: 'vouch' },
      on: {
        yes: 'meaning',
        no: 'discarding',
        back: 'discarding',
      },
    },
    discarding: {
      invoke: {
        src: 'discardNoticeFile',
        input: ({ context }) => ({ fileId: context.fileId }),
        onDone: { target: 'attaching', actions: 'dropFile' },
        onError: { target: 'attaching', actions: 'dropFile' },
      },
    },
    meaning: { always: [{ guard: 'hasChoice', target: 'choosing' }, { target: 'previewing' }] },
    choosing: {
      meta: { screen: 'choose' },
      on: {
        segment: [
          { guard: 'isSupporters', target: 'naming', actions: assign({ segment: 'supporters' }) },
          { target: 'previewing', actions: assign({ segment: ({ event }) => event.segment, need: null }) },
        ],
        back: 'attaching',
      },
    },
    naming: {
      meta: { screen: 'need' },
      on: {
        need: { target: 'previewing', actions: assign({ need: ({ event }) => event.need }) },
        back: 'choosing',
      },
    },
    previewing: {
      invoke: {
        src: 'previewNotice',
        input: ({ context }) => composed(context),
        onDone: [
          { guard: 'isNobody', target: 'emptying', actions: 'keepPreview' },
          { guard: 'isAgain', target: 'doubting', actions: 'keepPreview' },
          { target: 'confirming', actions: 'keepPreview' },
        ],
        onError: [
          {
            guard: 'isLate',
            target: 'timing',
            actions: [assign({ at: null, preview: null }), { type: 'say', params: ({ event }) => refused(event) }],
          },
          { target: 'opening', actions: { type: 'say', params: ({ event }) => refused(event) } },
        ],
      },
    },
    emptying: {
      meta: { screen: 'empty' },
      on: { people: 'choosing', drop: 'dropping', back: 'choosing' },
    },
    doubting: {
      meta: { screen: 'doubt' },
      on: {
        yes: { target: 'confirming', actions: assign({ again: true }) },
        'text-again': 'writing',
        drop: 'dropping',
        back: 'writing',
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        send: 'sending',
        later: 'timing',
        'text-again': 'writing',
        people: 'choosing',
        drop: 'dropping',
        back: 'choosing',
      },
    },
    timing: {
      meta: { screen: 'time' },
      on: {
        text: 'readingTime',
        back: 'meaning',
      },
    },
    readingTime: {
      invoke: {
        src: 'readSendTime',
        input: ({ context, event }) => ({
          text: event.type === 'text' ? event.text : '',
          timeZone: context.desk?.timeZone ?? '',
        }),
        onDone: [
          { guard: 'isNow', target: 'previewing', actions: assign({ at: null }) },
          {
            guard: 'isTime',
            target: 'previewing',
            actions: assign({ at: ({ event }) => (event.output as Extract<SendTime, { outcome: 'at' }>).at }),
          },
          {
            target: 'timing',
            actions: {
              type: 'say',
              params: ({ event }) => ({ key: `broadcast:notTime.${event.output.outcome}` }),
            },
          },
        ],
        onError: 'timing',
      },
    },
    sending: {
      invoke: {
        src: 'sendNotice',
        input: ({ context }) => ({
          ...composed(context),
          ...(context.fileId === null ? {} : { fileId: context.fileId }),
          again: context.again,
        }),
        onDone: {
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context, event }) => ({
              key: `broadcast:sent.${event.output.status}`,
              values: {
                people: context.preview?.people ?? 0,
                when: { at: context.preview?.beginsAt ?? 0, timeZone: context.desk?.timeZone ?? 'UTC' },
              },
            }),
          },
        },
        onError: [
          { guard: 'isTwice', target: 'doubting' },
          { target: 'opening', actions: { type: 'say', params: ({ event }) => refused(event) } },
        ],
      },
    },
    dropping: {
      always: { target: 'leaving', actions: ['forget', { type: 'say', params: { key: 'broadcast:dropped' } }] },
    },
    stopping: { meta: { screen: 'stop' }, on: { yes: 'ending', no: 'opening', back: 'opening' } },
    ending: {
      invoke: {
        src: 'stopNotice',
        input: ({ context }) => ({ id: context.chosen?.id ?? 0 }),
        onDone: { target: 'opening', actions: { type: 'say', params: { key: 'broadcast:stopped' } } },
        onError: { target: 'opening', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    looking: {
      invoke: {
        src: 'heldNotice',
        input: ({ context }) => ({ id: context.chosen?.id ?? 0 }),
        onDone: [
          {
            guard: 'hasFile',
            target: 'reviewing',
            actions: ['keepHeld', { type: 'say', params: ({ event }) => shown(event.output.file) }],
          },
          { target: 'reviewing', actions: 'keepHeld' },
        ],
        onError: { target: 'opening', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    reviewing: {
      meta: { screen: 'review' },
      on: { release: 'releasing', refuse: 'explaining', back: 'opening' },
    },
    releasing: {
      invoke: {
        src: 'releaseNotice',
        input: ({ context }) => ({ id: context.chosen?.id ?? 0 }),
        onDone: { target: 'opening', actions: { type: 'say', params: { key: 'broadcast:released' } } },
        onError: { target: 'opening', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    explaining: { meta: { screen: 'explain' }, on: { text: 'refusing', back: 'reviewing' } },
    refusing: {
      invoke: {
        src: 'refuseNotice',
        input: ({ context, event }) => ({
          id: context.chosen?.id ?? 0,
          reason: event.type === 'text' ? event.text : '',
        }),
        onDone: { target: 'opening', actions: { type: 'say', params: { key: 'broadcast:refusedIt' } } },
        onError: { target: 'opening', actions: { type: 'say', params: ({ event }) => refused(event) } },
      },
    },
    leaving: { type: 'final' },
  },
});
