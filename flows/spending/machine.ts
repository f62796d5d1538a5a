/** A spending, the correction of one, or a quote: how much, why, from whom; read back, and then it stands in the ledger. */

import { assign } from 'xstate';
import { pesos } from '../../src/conversation/flow.ts';
import { said, spendingSetup, typed } from './setup.ts';

const photoGone = {
  guard: 'photoGone',
  target: 'confirming',
  actions: ['dropPhoto', said('photoGone')],
} as const;

export const machine = spendingSetup.createMachine({
  id: 'spending',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    work: input.work ?? null,
    purpose: input.purpose ?? 'spend',
    cents: 0,
    options: [],
    supplier: '',
    reason: '',
    overrun: null,
    fileId: null,
    lines: [],
    page: 0,
    line: null,
  }),
  output: ({ context: { clinicId } }) => ({ flow: 'inform', input: { clinicId } }),
  initial: 'opening',
  states: {
    opening: {
      always: [{ guard: 'corrects', target: 'listing' }, { guard: 'quotes', target: 'supplier' }, { target: 'amount' }],
    },
    listing: {
      invoke: {
        src: 'spendingsOf',
        input: ({ context }) => ({ workId: context.work?.id ?? 0 }),
        onDone: [
          { guard: 'hasLines', target: 'line', actions: assign({ lines: ({ event }) => event.output, page: 0 }) },
          { target: 'leaving', actions: said('noLines') },
        ],
        onError: 'notYours',
      },
    },
    line: {
      meta: { screen: 'line' },
      on: {
        line: { target: 'amount', actions: assign({ line: ({ event }) => event.line, lines: [], page: 0 }) },
        more: { actions: 'turnLines' },
        back: 'leaving',
      },
    },
    supplier: {
      meta: { screen: 'supplier' },
      on: {
        text: [
          { guard: 'isLong', actions: said('long') },
          { guard: 'quotes', target: 'amount', actions: 'keepSupplier' },
          { target: 'confirming', actions: 'keepSupplier' },
        ],
        back: [{ guard: 'quotes', target: 'leaving' }, { target: 'confirming' }],
      },
    },
    amount: {
      entry: assign({ cents: 0, options: [], reason: '', overrun: null }),
      meta: { screen: 'amount' },
      on: { text: 'reading', back: 'leaving' },
    },
    reading: {
      invoke: {
        src: 'readAmount',
        input: ({ event }) => ({ text: typed(event) }),
        onDone: [
          { guard: 'isAmount', target: 'weighing', actions: 'keepAmount' },
          { guard: 'isAmbiguous', target: 'which', actions: 'keepOptions' },
          { guard: 'isTooMuch', target: 'amount', actions: said('tooMuch') },
          { guard: 'isNothing', target: 'amount', actions: said('zero') },
          { target: 'amount', actions: said('unclear') },
        ],
        onError: 'amount',
      },
    },
    which: {
      meta: { screen: 'which' },
      on: { amount: { target: 'weighing', actions: 'keepAmount' }, none: 'amount', back: 'amount' },
    },
    weighing: {
      always: [
        { guard: 'isSame', target: 'amount', actions: said('same') },
        { guard: 'quotes', target: 'confirming' },
        { target: 'checking' },
      ],
    },
    checking: {
      invoke: {
        src: 'overrunOf',
        input: ({ context: { work, cents, line } }) => ({
          workId: work?.id ?? 0,
          cents,
          ...(line === null ? {} : { corrects: line.id }),
        }),
        onDone: [
          { guard: 'isOver', target: 'reason', actions: assign({ overrun: ({ event }) => event.output }) },
          { guard: 'corrects', target: 'reason', actions: assign({ overrun: null, reason: '' }) },
          { target: 'confirming', actions: assign({ overrun: null, reason: '' }) },
        ],
        onError: 'notYours',
      },
    },
    reason: {
      meta: { screen: 'reason' },
      on: {
        text: [
          { guard: 'isVeryLong', actions: said('long') },
          { target: 'confirming', actions: 'keepReason' },
        ],
        back: 'amount',
      },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: { yes: 'recording', no: 'amount', supplier: 'supplier', photo: 'keeping', back: 'amount' },
    },
    keeping: {
      invoke: {
        src: 'keepPhoto',
        input: ({ context, event }) => ({
          clinicId: context.clinicId,
          mime: event.type === 'photo' ? event.mime : '',
          data: event.type === 'photo' ? event.data : '',
        }),
        onDone: { target: 'confirming', actions: assign({ fileId: ({ event }) => event.output }) },
        onError: 'notYours',
      },
    },
    recording: {
      always: [
        { guard: 'corrects', target: 'correcting' },
        { guard: 'quotes', target: 'quoting' },
        { target: 'entering' },
      ],
    },
    entering: {
      invoke: {
        src: 'enterSpending',
        input: ({ context: { work, cents, reason, supplier, fileId } }) => ({
          workId: work?.id ?? 0,
          cents,
          reason,
          supplier,
          ...(fileId === null ? {} : { receiptFileId: fileId }),
        }),
        onDone: {
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context: { work, cents }, event }) => ({
              key: 'spending:entered',
              values: { title: work?.title ?? '', amount: pesos(cents), total: pesos(event.output.spentCents) },
            }),
          },
        },
        // Somebody else of the committee entered a spending meanwhile.
        onError: [{ guard: 'overMeanwhile', target: 'checking' }, photoGone, { target: 'notYours' }],
      },
    },
    correcting: {
      invoke: {
        src: 'correctSpending',
        input: ({ context: { line, cents, reason } }) => ({ lineId: line?.id ?? 0, cents, reason }),
        onDone: {
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context: { work, cents }, event }) => ({
              key: 'spending:corrected',
              values: { title: work?.title ?? '', amount: pesos(cents), total: pesos(event.output.spentCents) },
            }),
          },
        },
        onError: 'notYours',
      },
    },
    quoting: {
      invoke: {
        src: 'recordQuote',
        input: ({ context: { work, supplier, cents, fileId } }) => ({
          workId: work?.id ?? 0,
          supplier,
          cents,
          ...(fileId === null ? {} : { fileId }),
        }),
        onDone: {
          target: 'leaving',
          actions: {
            type: 'say',
            params: ({ context: { supplier, cents } }) => ({
              key: 'spending:quoted',
              values: { supplier, amount: pesos(cents) },
            }),
          },
        },
        onError: [photoGone, { target: 'notYours' }],
      },
    },
    notYours: { always: { target: 'leaving', actions: said('notRecorded') } },
    leaving: { type: 'final' },
  },
});
