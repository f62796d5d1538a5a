/** AVANCE: what a clinic's assembly decided, what is done, what it cost; for everybody. */

import { assign, setup } from 'xstate';
import {
  type Arrival,
  actions,
  type Next,
  nextPage,
  type ProgressFound,
  type PublicWork,
  services,
  type WorkDetail,
} from '../../src/conversation/flow.ts';

export interface ProgressInput extends Arrival {
  /** The words that name the clinic. */
  text?: string;
}

export interface ProgressContext extends ProgressInput {
  found: ProgressFound | null;
  page: number;
  work: PublicWork | null;
  photoId: number | null;
  receipts: WorkDetail['receipts'] | null;
  quotes: NonNullable<WorkDetail['quotes']>;
  watches: boolean;
  next: Next | null;
}

type ProgressEvent =
  | { type: 'work'; work: PublicWork }
  | { type: 'follow' | 'more' | 'menu' | 'list' | 'remove' | 'yes' | 'no' | 'back' };

const outcome = (event: object) => (event as { output: ProgressFound }).output.found;
const detail = (event: object) => (event as { output: WorkDetail }).output;
export const machine = setup({
  types: {} as { input: ProgressInput; context: ProgressContext; events: ProgressEvent; output: Next },
  actors: services('progressOf', 'workDetail', 'followClinic', 'takeDownPhoto'),
  actions: {
    ...actions,
    keepFound: assign({
      found: ({ event }) => (event as unknown as { output: ProgressFound }).output,
      clinicId: ({ event, context }) => {
        const { output } = event as unknown as { output: ProgressFound };
        return output.found === 'no-clinic' ? context.clinicId : output.clinicId;
      },
      page: 0,
    }),
    askClinic: assign({
      next: ({ context }): Next => ({
        flow: 'clinic',
        input: { text: context.text, purpose: 'answer', leadsTo: 'progress' },
      }),
    }),
    /** All but the picture itself. */
    keepDetail: assign(({ event }) => {
      const { work, photo, receipts, quotes, watches } = detail(event);
      return { work, photoId: photo?.id ?? null, receipts: receipts ?? null, quotes: quotes ?? [], watches };
    }),
  },
  guards: {
    namesClinic: ({ context }) => (context.text ?? '') !== '',
    hasWorks: ({ event }) => outcome(event) === 'works',
    hasNothing: ({ event }) => outcome(event) === 'nothing',
    hasPhoto: ({ event }) => detail(event).photo !== undefined,
  },
}).createMachine({
  id: 'progress',
  context: ({ input }) => ({
    ...input,
    found: null,
    page: 0,
    work: null,
    photoId: null,
    receipts: null,
    quotes: [],
    watches: false,
    next: null,
  }),
  output: ({ context }) => context.next ?? { flow: 'menu' },
  initial: 'begun',
  states: {
    begun: {
      always: [{ guard: 'namesClinic', target: 'elsewhere', actions: 'askClinic' }, { target: 'looking' }],
    },
    looking: {
      invoke: {
        src: 'progressOf',
        input: ({ context }) => ({ clinicId: context.clinicId }),
        onDone: [
          { guard: 'hasWorks', target: 'list', actions: 'keepFound' },
          { guard: 'hasNothing', target: 'nothing', actions: 'keepFound' },
          { target: 'elsewhere', actions: 'askClinic' },
        ],
        onError: 'elsewhere',
      },
    },
    list: {
      meta: { screen: 'list' },
      on: {
        work: { target: 'opening', actions: assign({ work: ({ event }) => event.work }) },
        more: {
          actions: assign({
            page: ({ context: { found, page } }) => nextPage(found?.found === 'works' ? found.works : [], page),
          }),
        },
        follow: 'following',
        menu: 'elsewhere',
      },
    },
    nothing: { meta: { screen: 'nothing' }, on: { follow: 'following', menu: 'elsewhere' } },
    following: {
      invoke: {
        src: 'followClinic',
        input: ({ context }) => ({ clinicId: context.clinicId ?? 0 }),
        onDone: { target: 'looking', actions: { type: 'say', params: { key: 'progress:willTell' } } },
        onError: 'elsewhere',
      },
    },
    opening: {
      invoke: {
        src: 'workDetail',
        input: ({ context }) => ({ workId: context.work?.id ?? 0 }),
        onDone: [
          {
            guard: 'hasPhoto',
            target: 'detail',
            actions: [
              'keepDetail',
              {
                type: 'say',
                params: ({ event }) => ({
                  key: 'progress:photo',
                  values: { at: detail(event).photo?.at ?? '' },
                  image: detail(event).photo?.image,
                }),
              },
            ],
          },
          { target: 'detail', actions: 'keepDetail' },
        ],
        onError: 'looking',
      },
    },
    detail: {
      meta: { screen: 'detail' },
      on: { list: 'looking', remove: 'removing', menu: 'elsewhere', back: 'looking' },
    },
    removing: { meta: { screen: 'remove' }, on: { yes: 'takingDown', no: 'opening', back: 'opening' } },
    takingDown: {
      invoke: {
        src: 'takeDownPhoto',
        input: ({ context }) => ({ photoId: context.photoId ?? 0 }),
        onDone: { target: 'opening', actions: { type: 'say', params: { key: 'progress:takenDown' } } },
        onError: { target: 'looking', actions: { type: 'say', params: { key: 'works:notYours' } } },
      },
    },
    elsewhere: { type: 'final' },
  },
});
