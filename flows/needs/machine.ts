/** Needs: what a clinic lacks, found in the catalogue by whatever words, supported where others asked, or said in one's own. */

import { assign } from 'xstate';
import { nextPage } from '../../src/conversation/flow.ts';
import { meant, NOTHING, needsSetup, receipt, said, typed } from './setup.ts';

export const machine = needsSetup.createMachine({
  id: 'needs',
  context: ({ input }) => ({
    ...input,
    clinicId: input.clinicId ?? 0,
    clinic: '',
    ...NOTHING,
    needId: input.needId ?? 0,
    again: false,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'entering',
  states: {
    entering: {
      invoke: {
        src: 'needPlace',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: [
          {
            guard: 'hasNoClinic',
            target: 'leaving',
            actions: [
              said('whichClinic'),
              assign({
                next: ({ context: { text } }) => ({
                  flow: 'clinic',
                  input: { purpose: 'home', leadsTo: 'needs', question: text === undefined ? {} : { text } },
                }),
              }),
            ],
          },
          {
            target: 'entered',
            actions: assign(({ event }) => ({
              clinicId: event.output.clinic?.id ?? 0,
              clinic: event.output.clinic?.name ?? '',
            })),
          },
        ],
        onError: 'leaving',
      },
    },
    entered: {
      always: [
        { guard: 'hasNeed', target: 'telling', actions: assign({ again: true }) },
        {
          guard: 'hasText',
          target: 'finding',
          actions: assign({
            title: ({ context: { text = '' } }) => text.charAt(0).toUpperCase() + text.slice(1),
          }),
        },
        { target: 'asking' },
      ],
    },
    asking: {
      entry: assign({ ...NOTHING }),
      meta: { screen: 'ask' },
      on: {
        text: [
          { guard: 'isDone', target: 'leaving' },
          { guard: 'isOnlyWish', target: 'writing' },
          { guard: 'isNumbers', actions: said('numbers') },
          { target: 'finding', actions: 'keepTyped' },
        ],
        list: { target: 'listing', actions: assign({ kind: ({ event }) => event.kind }) },
        own: 'writing',
        petitions: { target: 'leaving', actions: assign({ next: { flow: 'petitions' } }) },
        done: 'leaving',
        back: 'leaving',
      },
    },
    finding: {
      invoke: {
        src: 'findNeeds',
        input: ({ context: { clinicId, title } }) => ({ clinicId, text: title }),
        onDone: [
          { guard: 'isOnlyOne', target: 'checking', actions: 'keepOnly' },
          { guard: 'isAny', target: 'choosing', actions: 'keepFound' },
          { target: 'naming', actions: 'keepFound' },
        ],
        onError: 'asking',
      },
    },
    choosing: {
      meta: { screen: 'choose' },
      on: { option: { target: 'checking', actions: 'keepChosen' }, own: 'naming', back: 'asking' },
    },
    listing: {
      invoke: {
        src: 'needsOfKind',
        input: ({ context: { clinicId, kind } }) => ({ clinicId, kind }),
        onDone: { target: 'listed', actions: assign({ options: ({ event }) => event.output, page: 0 }) },
        onError: 'asking',
      },
    },
    listed: {
      meta: { screen: 'list' },
      on: {
        option: { target: 'checking', actions: 'keepChosen' },
        more: { actions: assign({ page: ({ context }) => nextPage(context.options, context.page) }) },
        own: { target: 'writing', actions: assign({ ...NOTHING }) },
        back: 'asking',
      },
    },
    writing: {
      meta: { screen: 'write' },
      on: {
        text: [
          { guard: 'isOnlyWish', target: 'asking' },
          { guard: 'isNumbers', actions: said('numbers') },
          { target: 'finding', actions: 'keepTyped' },
        ],
        back: 'asking',
      },
    },
    /** For what the catalogue does not have. */
    naming: {
      always: [
        { guard: 'isLongTitle', target: 'writing', actions: [said('long'), assign({ ...NOTHING })] },
        { target: 'kind', actions: assign({ options: [] }) },
      ],
    },
    kind: {
      meta: { screen: 'kind' },
      on: {
        kind: { target: 'confirming', actions: assign({ kind: ({ event }) => event.kind }) },
        back: 'asking',
      },
    },
    checking: {
      always: [
        {
          guard: 'isMine',
          target: 'telling',
          actions: [
            {
              type: 'say',
              params: ({ context: { chosen } }) => ({
                key: 'needs:done.already',
                values: { title: chosen?.title ?? '', count: chosen?.supports ?? 0 },
              }),
            },
            assign(({ context }) => ({ ...NOTHING, needId: context.chosen?.needId ?? 0 })),
          ],
        },
        { target: 'remembering' },
      ],
    },
    remembering: {
      invoke: {
        src: 'isNeedDecided',
        input: ({ context: { clinicId, chosen } }) => ({ clinicId, code: chosen?.code ?? null }),
        onDone: [{ guard: 'isDecided', target: 'decided' }, { target: 'confirming' }],
        onError: 'confirming',
      },
    },
    /** It can be asked for all the same: for the year to come, or because more of it is lacking. */
    decided: {
      meta: { screen: 'decided' },
      on: { yes: 'recording', no: 'asking', back: 'asking' },
    },
    confirming: {
      meta: { screen: 'confirm' },
      on: {
        yes: 'recording',
        own: { target: 'naming', actions: assign({ chosen: null }) },
        no: 'asking',
        back: 'asking',
      },
    },
    recording: {
      invoke: {
        src: 'proposeNeed',
        input: ({ context: { clinicId, chosen, title, kind } }) => ({
          clinicId,
          need: chosen === null ? { title, kind } : meant(chosen),
        }),
        onDone: {
          target: 'telling',
          actions: [{ type: 'say', params: ({ context, event }) => receipt(event, context) }, 'keepProposed'],
        },
        onError: [
          {
            guard: 'isFull',
            target: 'leaving',
            actions: [said('full'), assign({ next: { flow: 'petitions' } })],
          },
          { guard: 'isSlip', target: 'writing', actions: said('long') },
          { target: 'leaving', actions: said('notTaken') },
        ],
      },
    },
    telling: {
      meta: { screen: 'tell' },
      on: {
        text: [
          { guard: 'isEnough', target: 'asking' },
          { guard: 'isOnlyWish', target: 'asking' },
          { guard: 'isNumbers', actions: said('numbersForDetail') },
          { guard: 'isAnother', target: 'finding', actions: 'keepTyped' },
          {
            guard: 'isOfAssembly',
            target: 'leaving',
            actions: assign({ next: { flow: 'assembly', input: { own: true } } }),
          },
          {
            guard: 'isQuestion',
            target: 'leaving',
            actions: assign({ next: { flow: 'menu', input: { remark: 'lost' } } }),
          },
          { guard: 'isLongDetail', actions: said('longDetail') },
          { target: 'hearing', actions: assign({ title: ({ event }) => typed(event) }) },
        ],
        photo: 'keeping',
        skip: 'asking',
        back: 'asking',
      },
    },
    /** What sounds like a detail may name something else that is lacking. */
    hearing: {
      invoke: {
        src: 'findNeeds',
        input: ({ context: { clinicId, title } }) => ({ clinicId, text: title }),
        onDone: [{ guard: 'isOther', target: 'sorting', actions: 'keepOther' }, { target: 'detailing' }],
        onError: 'detailing',
      },
    },
    sorting: {
      always: [{ guard: 'hasChosen', target: 'checking' }, { target: 'choosing' }],
    },
    detailing: {
      invoke: {
        src: 'addNeedDetail',
        input: ({ context: { needId, title } }) => ({ needId, text: title }),
        onDone: { target: 'told', actions: [said('detailTaken'), assign({ hasDetail: true, title: '' })] },
        onError: [
          { guard: 'isDetailsFull', target: 'telling', actions: [said('detailsFull'), assign({ title: '' })] },
          { target: 'asking', actions: said('notTaken') },
        ],
      },
    },
    told: { always: [{ guard: 'isComplete', target: 'asking' }, { target: 'telling' }] },
    keeping: {
      invoke: {
        src: 'keepNeedPhoto',
        input: ({ context: { needId }, event }) => ({
          needId,
          mime: event.type === 'photo' ? event.mime : '',
          data: event.type === 'photo' ? event.data : '',
        }),
        onDone: { target: 'looking', actions: assign({ photoId: ({ event }) => event.output }) },
        onError: { target: 'asking', actions: said('notTaken') },
      },
    },
    looking: { meta: { screen: 'check' }, on: { clean: 'showing', unclean: 'dropping', back: 'dropping' } },
    showing: {
      invoke: {
        src: 'showNeedPhoto',
        input: ({ context: { needId, photoId } }) => ({ needId, fileId: photoId }),
        onDone: { target: 'told', actions: [said('photoTaken'), assign({ hasPhoto: true, photoId: 0 })] },
        onError: { target: 'asking', actions: said('photoGone') },
      },
    },
    dropping: {
      invoke: {
        src: 'discardPhoto',
        input: ({ context }) => ({ fileId: context.photoId }),
        onDone: { target: 'telling', actions: [said('photoDropped'), assign({ photoId: 0 })] },
        onError: { target: 'telling', actions: said('photoDropped') },
      },
    },
    leaving: { type: 'final' },
  },
});
